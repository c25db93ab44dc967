"""Decompression that is streamed and bounded: in memory, in all, and as a multiple of what it is given."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

import pyarrow as pa

from articles.parsers.types import Unreadable

LARGEST_EXPANSION = 100_000_000_000
"""Bytes that one compressed stream may give."""
STEEPEST_EXPANSION = 200
"""Times its own size that a compressed stream may give, past the first ``FREE_EXPANSION`` bytes. Texts compress
by 3 to 30 times, logs of one line by 100."""
FREE_EXPANSION = 50_000_000

DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    pa.ArrowException,
    NotImplementedError,  # what zipfile says of methods that it does not know
    RuntimeError,  # and of passwords
)
"""What libraries raise for damaged containers."""

_MOST_MEMORY = 1 << 27
"""Bytes that a stream may ask its reader to keep."""
_BUFFER = 1 << 16


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def expanded(stream: BinaryIO, kind: str) -> io.BufferedReader:
    """What a stream of gzip, bzip2, xz or zstd holds; it ends with :class:`Unreadable` where that is damaged."""
    packed = _Counted(stream)
    opened: _Readable
    if kind == "gzip":
        opened = gzip.open(packed)  # noqa: SIM115 it is closed with the file below it
    elif kind == "bzip2":
        opened = bz2.BZ2File(packed)
    elif kind == "xz":
        opened = _Xz(packed)
    else:  # zstandard's reader takes a truncated stream for a whole one
        opened = pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd")
    return bounded(opened, kind, lambda: packed.count)


def bounded(stream: _Readable, kind: str, packed: Callable[[], int] | None = None) -> io.BufferedReader:
    """A file in a container of that kind; ``packed`` tells how many bytes it was read from so far."""
    return _Stream(_Bounded(stream, kind, packed), _BUFFER)


def damage(kind: str, error: Exception) -> str:
    """Why a container of that kind cannot be read further."""
    return f"damaged {kind}: {error or type(error).__name__}"


class _Stream(io.BufferedReader):
    """One that gives what stands before the damage, and only then raises."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return super().read(size)
        content = bytearray()
        try:
            while len(content) < size and (piece := self.read1(size - len(content))):
                content += piece
        except Unreadable:
            if not content:
                raise
        return bytes(content)


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Bounded(io.RawIOBase):
    """A file in a container: it ends with :class:`Unreadable` where it is damaged or expands too far."""

    def __init__(self, stream: _Readable, kind: str, packed: Callable[[], int] | None = None) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)  # it keeps what it has
        self._kind = kind
        self._packed = packed
        self._count = 0
        self._end: Unreadable | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer: who looks at the first bytes shall see as many as there are."""
        if self._end:
            raise self._end
        filled = 0
        try:
            while filled < len(buffer) and (data := self._read(len(buffer) - filled)):
                buffer[filled : filled + len(data)] = data
                filled += len(data)
        except Unreadable as error:
            self._end = error
        except DAMAGE as error:
            self._end = Unreadable(damage(self._kind, error))
        self._count += filled
        if self._packed:
            self._end = self._end or self._too_far(self._packed())
        if self._end and not filled:
            raise self._end
        return filled

    def _too_far(self, packed: int) -> Unreadable | None:
        if self._count > LARGEST_EXPANSION:
            return Unreadable(f"{self._kind}: more than {LARGEST_EXPANSION:,} bytes unpacked")
        if self._count > max(FREE_EXPANSION, packed * STEEPEST_EXPANSION):
            return Unreadable(f"{self._kind}: unpacks to more than {STEEPEST_EXPANSION} times its size")
        return None


class _Xz(io.RawIOBase):
    """lzma.LZMAFile with a bound on memory, which that one does not take."""

    def __init__(self, packed: _Counted) -> None:
        self._packed = packed
        self._begin(b"")

    def _begin(self, rest: bytes) -> None:
        self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY + (1 << 20))
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        while True:
            if self._decompressor.eof:
                unused = self._decompressor.unused_data.lstrip(b"\0") or self._packed.read(_BUFFER) or b""
                if not unused.lstrip(b"\0"):
                    return b""
                self._begin(unused)
            if self._decompressor.needs_input and not self._rest:
                self._rest = self._packed.read(_BUFFER) or b""
                if not self._rest:
                    raise EOFError("it ends before its end mark")
            data = self._decompressor.decompress(self._rest, size)
            self._rest = b""
            if data:
                return data
