"""Cutting a stream of bytes into records, in memory bounded by one record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from articles.parsers.types import Record

LARGEST_RECORD = 20_000_000
"""Bytes. The longest articles have some hundred thousand; a larger record is a fault or an attack."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that is not even handed on for parsing; ``reason`` is one plain line for the operator."""

    locator: str
    reason: str


def whole(stream: BinaryIO, largest: int = LARGEST_RECORD) -> Iterator[Record | Rejected]:
    """The whole stream as one record."""
    content = bytearray()
    while len(content) <= largest and (piece := stream.read(_PIECE)):
        content += piece
    yield Rejected("", _too_large("file", largest)) if len(content) > largest else Record(bytes(content))


def lines(stream: BinaryIO, largest: int = LARGEST_RECORD) -> Iterator[Record | Rejected]:
    """Each line that is not blank as a record, located as ``line 17``; a stream without any is rejected."""
    number = found = 0
    while line := stream.readline(largest + 1):
        number += 1
        content = line.rstrip(b"\r\n")
        if len(content) > largest:
            _skip_line(stream)
            yield Rejected(f"line {number}", _too_large("line", largest))
        elif content.strip():
            yield Record(content, f"line {number}")
        else:
            continue
        found += 1
    if not found:
        yield Rejected("", "empty file")


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
        pass


def _too_large(what: str, largest: int) -> str:
    return f"{what} larger than {largest:,} bytes"
