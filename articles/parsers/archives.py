"""The entries of zip and tar archives, one after another, and why some of them are no files to be read."""

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from articles.parsers.expansion import DAMAGE, bounded, damage
from articles.parsers.streams import seekable

_LARGEST_TAR_HEADER = 1 << 20
_BUFFER = 1 << 16
_LONG_HEADERS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_KINDS_OF_TAR = {
    tarfile.SYMTYPE: "a link in an archive",
    tarfile.LNKTYPE: "a link in an archive",
    tarfile.CHRTYPE: "a device in an archive",
    tarfile.BLKTYPE: "a device in an archive",
    tarfile.FIFOTYPE: "a pipe in an archive",
    tarfile.GNUTYPE_SPARSE: "a file with holes in an archive",
}
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_ZIP_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _SIZES_BEHIND, _UTF8_NAME = 0x1, 0x8, 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive; ``stream`` is None where it cannot be read, for ``reason``."""

    path: str
    stream: BinaryIO | None
    reason: str = ""


def zip_entries(stream: BinaryIO) -> Iterator[Entry]:
    """The files of a zip. One whose directory is lost, since its end is, is read by the headers of its entries."""
    with seekable(stream) as file:
        try:
            opened = zipfile.ZipFile(file)
        except zipfile.BadZipFile:
            yield from _entries_in_order(file)
            raise
        with opened:
            for info in opened.infolist():
                if not info.is_dir():
                    yield _zip_entry(opened, info)


def _zip_entry(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    path = info.filename.replace("\\", "/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        reason = "a link in an archive" if stat.S_ISLNK(kind) else "no ordinary file"
        return Entry(path, None, reason)
    if reason := _unusual(info.flag_bits, info.compress_type):
        return Entry(path, None, reason)
    try:
        return Entry(path, bounded(opened.open(info), "zip", partial(getattr, info, "compress_size")))
    except DAMAGE as error:
        return Entry(path, None, damage("zip", error))


def _unusual(flags: int, method: int) -> str:
    if flags & _ENCRYPTED:
        return "encrypted"
    return "" if method in _ZIP_METHODS else f"compressed by an unusual method (number {method} of zip)"


def _entries_in_order(file: BinaryIO) -> Iterator[Entry]:
    """The entries as they follow each other, up to one that is cut off or whose size stands behind it."""
    end = file.seek(0, io.SEEK_END)
    position = 0
    while True:
        file.seek(position)
        header = file.read(_ZIP_HEADER.size)
        if len(header) < _ZIP_HEADER.size or not header.startswith(b"PK\x03\x04"):
            return
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _ZIP_HEADER.unpack(header)
        name = file.read(name_size).decode("utf-8" if flags & _UTF8_NAME else "cp437", "replace")
        start = position + len(header) + name_size + extra_size
        position = start + packed
        if flags & _SIZES_BEHIND or position > end:
            return
        path = name.replace("\\", "/")
        if path.endswith("/"):
            continue
        reason = _unusual(flags, method)
        if not reason and method == zipfile.ZIP_BZIP2:
            reason = "compressed by bzip2 in a damaged zip"
        part = _Part(file, start, packed, deflated=method == zipfile.ZIP_DEFLATED)
        yield Entry(path, None, reason) if reason else Entry(path, bounded(part, "zip", partial(int, packed)))


class _Part:
    """A part of a file, inflated if need be."""

    def __init__(self, file: BinaryIO, start: int, size: int, deflated: bool) -> None:
        self._file = file
        self._position, self._left = start, size
        self._inflating = zlib.decompressobj(-zlib.MAX_WBITS) if deflated else None
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        if self._inflating is None:
            return self._packed(size)
        while not self._inflating.eof:
            self._rest = self._rest or self._packed(_BUFFER)
            if not self._rest:
                raise EOFError("it ends before its end mark")
            data = self._inflating.decompress(self._rest, size)
            self._rest = self._inflating.unconsumed_tail
            if data:
                return data
        return b""

    def _packed(self, size: int) -> bytes:
        self._file.seek(self._position)
        data = self._file.read(min(size, self._left))
        self._position += len(data)
        self._left -= len(data)
        return data


def tar_entries(stream: BinaryIO) -> Iterator[Entry]:
    """The files of a tar."""
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarHeader, bufsize=_BUFFER) as opened:
        for info in opened:
            opened.members = []  # type: ignore[attr-defined]  # else it remembers them all
            if not info.isdir():
                yield _tar_entry(opened, info)
        if not getattr(opened, "ended", False):
            raise tarfile.ReadError("it ends before its end mark")


def _tar_entry(opened: tarfile.TarFile, info: tarfile.TarInfo) -> Entry:
    path = info.name.removeprefix("./")
    kind = tarfile.GNUTYPE_SPARSE if info.issparse() else info.type
    if reason := _KINDS_OF_TAR.get(kind, ""):
        return Entry(path, None, reason)
    file = opened.extractfile(info)
    return Entry(path, bounded(file, "tar")) if file else Entry(path, None, "no ordinary file")


class _TarHeader(tarfile.TarInfo):
    """A header that does not make its reader take up an endless name, and that tells it of the end mark."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_TarHeader":
        header = super().frombuf(buf, encoding, errors)
        if header.type in _LONG_HEADERS and header.size > _LARGEST_TAR_HEADER:
            raise tarfile.ReadError("a header larger than a megabyte")
        return header

    @classmethod
    def fromtarfile(cls, opened: Any) -> "_TarHeader":
        try:
            return super().fromtarfile(opened)
        except tarfile.HeaderError as error:
            opened.ended = str(error) == "end of file header"
            raise
