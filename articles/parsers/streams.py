"""Cutting a stream of bytes into records, in memory bounded by one record."""

import codecs
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from articles.parsers.types import Record

LARGEST_RECORD = 20_000_000
"""Bytes. The longest articles have some hundred thousand; a larger record is a fault or an attack."""
_PIECE = 1 << 20
_WIDE_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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
    yield Rejected("", too_large("file", largest)) if len(content) > largest else Record(bytes(content))


def lines(stream: BinaryIO, largest: int = LARGEST_RECORD) -> Iterator[Record | Rejected]:
    """Each line that is not blank as a record, located as ``line 17``; a stream without any is rejected."""
    number = found = 0
    while line := stream.readline(largest + 1):
        number += 1
        content = line.rstrip(b"\r\n")
        if len(content) > largest:
            _skip_line(stream)
            yield Rejected(f"line {number}", too_large("line", largest))
        elif content.strip():
            yield Record(content, f"line {number}")
        else:
            continue
        found += 1
    if not found:
        yield Rejected("", "empty file")


def utf8(stream: BinaryIO) -> BinaryIO:
    """The stream as it stands, or as UTF-8 where a mark says that it is UTF-16 or UTF-32."""
    charset = wide_charset(peek(stream))
    return codecs.EncodedFile(stream, "utf-8", charset) if charset else stream


def wide_charset(head: bytes) -> str:
    """The charset that a mark says, of those in which an ASCII letter is more than a byte; else empty."""
    return next((charset for mark, charset in _WIDE_MARKS if head.startswith(mark)), "")


def peek(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which stay to be read."""
    return stream.peek() if isinstance(stream, io.BufferedReader) else b""


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
        pass


def too_large(what: str, largest: int) -> str:
    return f"{what} larger than {largest:,} bytes"


@contextmanager
def seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream from its beginning, as a file of the system in which one can go back and forth.

    It is the file itself where there is one, else a copy on disk.
    """
    if stream.seekable():
        stream.seek(0, io.SEEK_END)  # to the system's file, not merely in the buffer
        stream.seek(0)
        yield stream
        return
    with tempfile.TemporaryFile(prefix="newsdb-") as copy:
        shutil.copyfileobj(stream, copy, _PIECE)
        copy.seek(0)
        yield copy
