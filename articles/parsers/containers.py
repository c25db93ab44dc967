"""Files in compressed files and archives, told by their content, streamed, and bounded.

What hostile archives do costs them alone: members whose paths lead out of the archive, links, devices and
encrypted members are turned down one by one; what expands beyond all measure is cut off; archives lie one in
another at most. Of a damaged one, what stands before the damage is read. Nothing is ever written where a path
in an archive says.
"""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

import zstandard

from articles.parsers.streams import peek, seekable
from articles.parsers.types import Unreadable

MOST_NESTED = 1
"""How many compressed files or archives may lie around a file besides the outermost."""
LARGEST_EXPANSION = 100_000_000_000
"""Bytes that one compressed stream may give."""
STEEPEST_EXPANSION = 200
"""Times its own size that a compressed stream may give, past the first ``FREE_EXPANSION`` bytes. Texts compress
by 3 to 30 times, logs of one line by 100."""
FREE_EXPANSION = 50_000_000

_WINDOW = 1 << 27
"""Bytes of memory that a stream may ask its reader to keep."""
_LARGEST_TAR_HEADER = 1 << 20
_BUFFER = 1 << 16
_DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,  # a method of compression that zipfile does not know
    RuntimeError,  # and the password it asks for
)

_COMPRESSIONS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"\x1f\x8b\x08", "gzip", (".gz", ".gzip")),
    (b"BZh", "bzip2", (".bz2",)),
    (b"\xfd7zXZ\0", "xz", (".xz",)),
    (b"\x28\xb5\x2f\xfd", "zstd", (".zst", ".zstd")),
)
_OFFICE_PARTS = ("[Content_Types].xml", "_rels/", "docProps/", "mimetype", "customXml/")
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_LONG_HEADERS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_KINDS_OF_FILES = {
    tarfile.SYMTYPE: "a link",
    tarfile.LNKTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
    tarfile.GNUTYPE_SPARSE: "a file with holes",
}


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


CONTAINERS = {
    "gzip": "one compressed file (.gz)",
    "bzip2": "one compressed file (.bz2)",
    "xz": "one compressed file (.xz)",
    "zstd": "one compressed file (.zst)",
    "zip": "an archive (.zip)",
    "tar": "an archive, compressed or not (.tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst)",
}
"""What may hold files of any format, with a description."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file that is no container. ``stream`` is to be read before the next member is asked for.

    ``path`` is its path in the archives around it, ``inner.zip:2024/a.html``; empty outside of archives.
    ``name`` is what its own name is once the suffixes of compression are off.
    """

    path: str
    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Unusable:
    """A member, or the rest of a container, that cannot be read; ``reason`` is one plain line."""

    path: str
    reason: str


def kind_of_container(head: bytes, name: str = "") -> str:
    """Which of :data:`CONTAINERS` the first bytes of a file are of; empty for none."""
    for magic, kind, _ in _COMPRESSIONS:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "" if is_office_document(head, name) else "zip"
    return "tar" if _begins_tar(head) else ""


def is_office_document(head: bytes, name: str = "") -> bool:
    """Whether a zip is one of those that office programs write their documents as."""
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")].decode("ascii", "replace")
    return first.startswith(_OFFICE_PARTS) or (first.startswith("xl/") and not name.lower().endswith(".zip"))


def members(name: str, stream: BinaryIO) -> Iterator[Member | Unusable]:
    """The files in ``stream``: the file itself where it is no container."""
    yield from _members(Member("", name, stream), 0)


def _members(member: Member, depth: int) -> Iterator[Member | Unusable]:
    head = peek(member.stream)
    kind = kind_of_container(head, member.name)
    if not kind:
        yield member
        return
    if depth > MOST_NESTED:
        reason = f"{kind} in more than {MOST_NESTED + 1} compressed files or archives, one in another"
        yield Unusable(member.path, reason)
        return
    try:
        if kind == "zip":
            yield from _zip_members(member, depth)
        elif kind == "tar":
            yield from _tar_members(member, depth)
        else:
            inner = Member(member.path, _bare_name(member.name, kind), _expand(member.stream, kind))
            if kind_of_container(peek(inner.stream)) == "tar":  # a compressed tar is one container
                yield from _tar_members(inner, depth)
            else:
                yield from _members(inner, depth + 1)
    except Unreadable as error:
        yield Unusable(member.path, str(error))
    except _DAMAGE as error:
        yield Unusable(member.path, _damage(kind, error))


def _bare_name(name: str, kind: str) -> str:
    suffixes = next(suffixes for _, known, suffixes in _COMPRESSIONS if known == kind)
    suffix = PurePosixPath(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in suffixes else name


def _expand(stream: BinaryIO, kind: str) -> io.BufferedReader:
    packed = _Counted(stream)
    opened: _Readable
    if kind == "gzip":
        opened = gzip.open(packed)  # noqa: SIM115 it is closed with the file below it
    elif kind == "bzip2":
        opened = bz2.BZ2File(packed)
    elif kind == "xz":
        opened = _Xz(packed)
    else:
        reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        opened = reader.stream_reader(io.BufferedReader(packed), read_across_frames=True)
    return io.BufferedReader(_Bounded(opened, kind, lambda: packed.count), _BUFFER)


def _zip_members(archive: Member, depth: int) -> Iterator[Member | Unusable]:
    with seekable(archive.stream) as file, zipfile.ZipFile(file) as opened:
        found = False
        for info in opened.infolist():
            path = info.filename.replace("\\", "/")
            if info.is_dir() or _hidden(path):
                continue
            found = True
            path_in_all = _joined(archive.path, path)
            if reason := _wrong_path(path) or _wrong_entry(info):
                yield Unusable(path_in_all, reason)
                continue
            try:
                raw = _Bounded(opened.open(info), "zip", lambda info=info: info.compress_size)  # type: ignore[misc]
                inner = Member(path_in_all, path, io.BufferedReader(raw, _BUFFER))
                yield from _members(inner, depth + 1)
            except Unreadable as error:
                yield Unusable(path_in_all, str(error))
            except _DAMAGE as error:
                yield Unusable(path_in_all, _damage("zip", error))
        if not found:
            yield Unusable(archive.path, "no files in the archive")


def _wrong_entry(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if stat.S_ISLNK(kind):
        return "a link in an archive"
    if kind and not stat.S_ISREG(kind):
        return "no ordinary file"
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.compress_type not in _ZIP_METHODS:
        return f"compressed by an unusual method (number {info.compress_type} of zip)"
    return ""


def _tar_members(archive: Member, depth: int) -> Iterator[Member | Unusable]:
    found = False
    with tarfile.open(fileobj=archive.stream, mode="r|", tarinfo=_TarHeader, bufsize=_BUFFER) as opened:
        for info in opened:
            opened.members = []  # type: ignore[attr-defined]  # else it remembers them all
            path = info.name.removeprefix("./")
            if info.isdir() or _hidden(path):
                continue
            found = True
            path_in_all = _joined(archive.path, path)
            kind = "a file with holes" if info.issparse() else _KINDS_OF_FILES.get(info.type, "")
            file = None if kind else opened.extractfile(info)
            if reason := _wrong_path(path) or (f"{kind} in an archive" if kind else ""):
                yield Unusable(path_in_all, reason)
            elif file is None:
                yield Unusable(path_in_all, "no ordinary file")
            else:
                raw = _Bounded(file, "tar")
                inner = Member(path_in_all, path, io.BufferedReader(raw, _BUFFER))
                yield from _members(inner, depth + 1)
    if not found:
        yield Unusable(archive.path, "no files in the archive")


class _TarHeader(tarfile.TarInfo):
    """A header that does not make its reader take up an endless name."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_TarHeader":
        header = super().frombuf(buf, encoding, errors)
        if header.type in _LONG_HEADERS and header.size > _LARGEST_TAR_HEADER:
            raise tarfile.ReadError("a header larger than a megabyte")
        return header


def _begins_tar(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.TarError:  # too short, all zero, or without a right checksum
        return head[257:262] == b"ustar"
    return True


def _joined(outer: str, path: str) -> str:
    return f"{outer}:{path}" if outer else path


def _hidden(path: str) -> bool:
    """Whether the file is one of those that are left out in directories too."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts)


def _wrong_path(path: str) -> str:
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or path[1:3] in (":/", ":\\") or not path:
        return "a path that leads out of the archive"
    return ""


def _damage(kind: str, error: Exception) -> str:
    return f"damaged {kind}: {error or type(error).__name__}"


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
        self._stream = stream
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
            while filled < len(buffer) and (data := self._stream.read(len(buffer) - filled)):
                buffer[filled : filled + len(data)] = data
                filled += len(data)
        except Unreadable as error:
            self._end = error
        except _DAMAGE as error:
            self._end = Unreadable(_damage(self._kind, error))
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
        self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_WINDOW + (1 << 20))
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
