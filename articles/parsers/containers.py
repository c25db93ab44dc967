"""Files in compressed files and archives, told by their content, streamed, and bounded.

What hostile archives do costs them alone: members whose paths lead out of the archive, links, devices and
encrypted members are turned down one by one; what expands beyond all measure is cut off; archives lie one in
another at most. Of a damaged one, what stands before the damage is read. Nothing is ever written where a path
in an archive says.
"""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from articles.parsers.archives import tar_entries, zip_entries
from articles.parsers.expansion import DAMAGE, damage, expanded
from articles.parsers.streams import peek
from articles.parsers.types import Unreadable

MOST_NESTED = 1
"""How many compressed files or archives may lie around a file besides the outermost."""

CONTAINERS = {
    "gzip": "one compressed file (.gz)",
    "bzip2": "one compressed file (.bz2)",
    "xz": "one compressed file (.xz)",
    "zstd": "one compressed file (.zst)",
    "zip": "an archive (.zip)",
    "tar": "an archive, compressed or not (.tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst)",
}
"""What may hold files of any format, with a description."""

_COMPRESSIONS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"\x1f\x8b\x08", "gzip", (".gz", ".gzip")),
    (b"BZh", "bzip2", (".bz2",)),
    (b"\xfd7zXZ\0", "xz", (".xz",)),
    (b"\x28\xb5\x2f\xfd", "zstd", (".zst", ".zstd")),
)
_ARCHIVES = {"zip": zip_entries, "tar": tar_entries}
_OFFICE_PARTS = ("[Content_Types].xml", "_rels/", "docProps/", "mimetype", "customXml/")


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
    kind = "file"
    try:
        kind = kind_of_container(peek(member.stream), member.name)
        if not kind:
            yield member
        elif depth > MOST_NESTED:
            reason = f"{kind} in more than {MOST_NESTED + 1} compressed files or archives, one in another"
            yield Unusable(member.path, reason)
        elif kind in _ARCHIVES:
            yield from _archived(member, kind, depth)
        else:
            inner = Member(member.path, _bare_name(member.name, kind), expanded(member.stream, kind))
            if kind_of_container(peek(inner.stream)) == "tar":  # a compressed tar is one container
                yield from _archived(inner, "tar", depth)
            else:
                yield from _members(inner, depth + 1)
    except Unreadable as error:
        yield Unusable(member.path, str(error))
    except DAMAGE as error:
        yield Unusable(member.path, damage(kind, error))


def _archived(archive: Member, kind: str, depth: int) -> Iterator[Member | Unusable]:
    found = False
    for entry in _ARCHIVES[kind](archive.stream):
        if _hidden(entry.path):
            continue
        found = True
        path = f"{archive.path}:{entry.path}" if archive.path else entry.path
        if reason := _wrong_path(entry.path) or entry.reason:
            yield Unusable(path, reason)
        elif entry.stream:
            yield from _members(Member(path, entry.path, entry.stream), depth + 1)
    if not found:
        yield Unusable(archive.path, "no files in the archive")


def _bare_name(name: str, kind: str) -> str:
    suffixes = next(suffixes for _, known, suffixes in _COMPRESSIONS if known == kind)
    suffix = PurePosixPath(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in suffixes else name


def _begins_tar(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.TarError:  # too short, all zero, or without a right checksum
        return head[257:262] == b"ustar"
    return True


def _hidden(path: str) -> bool:
    """Whether the file is one of those that are left out in directories too."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts)


def _wrong_path(path: str) -> str:
    parts = path.split("/")
    leads_out = not path or path.startswith("/") or ".." in parts or path[1:3] == ":/"
    return "a path that leads out of the archive" if leads_out else ""
