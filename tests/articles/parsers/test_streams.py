"""Streams are cut into records of bounded size; the rest of a run goes on behind one that is too large."""

import io
import tracemalloc

import pytest

from articles.parsers.streams import LARGEST_RECORD, Rejected, lines, whole
from articles.parsers.types import Record


@pytest.mark.parametrize("content", [b"", b"text", b"a\nb", b"12345678"])
def test_whole(content: bytes) -> None:
    assert list(whole(io.BytesIO(content), largest=8)) == [Record(content)]


def test_whole_rejects_what_is_too_large() -> None:
    assert list(whole(io.BytesIO(b"123456789"), largest=8)) == [Rejected("", "file larger than 8 bytes")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\nb\n", [Record(b"a", "line 1"), Record(b"b", "line 2")]),
        (b"a\r\n\r\n  \nb", [Record(b"a", "line 1"), Record(b"b", "line 4")]),
        (b"12345678\nb", [Record(b"12345678", "line 1"), Record(b"b", "line 2")]),
        (b"123456789\nb", [Rejected("line 1", "line larger than 8 bytes"), Record(b"b", "line 2")]),
        (b"a\n" + b"9" * 99, [Record(b"a", "line 1"), Rejected("line 2", "line larger than 8 bytes")]),
        (b"", [Rejected("", "empty file")]),
        (b"\n \n", [Rejected("", "empty file")]),
    ],
)
def test_lines(content: bytes, expected: list[Record | Rejected]) -> None:
    assert list(lines(io.BytesIO(content), largest=8)) == expected


class _LongLine(io.BytesIO):
    """100 MB of one line, made up while it is read, then a short line."""

    def __init__(self) -> None:
        super().__init__(b"\nshort")
        self.left = 100_000_000

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0, "a line is never read without a bound"
        count = min(size, self.left)
        self.left -= count
        return b"x" * count if count else super().readline(size)


def test_a_line_of_100_mb_is_rejected_in_flat_memory() -> None:
    tracemalloc.start()
    try:
        found = list(lines(_LongLine()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == [Rejected("line 1", "line larger than 20,000,000 bytes"), Record(b"short", "line 2")]
    assert peak < 3 * LARGEST_RECORD
