"""From paths to records: which files are meant, and the articles that are read in each. Nothing is stored.

Files are cut into raw records in one place (:meth:`NewsFile.cut`, cheap), and each is parsed by itself, in the
same process or elsewhere (:func:`parse_record`, which needs nothing but the record).
"""

import hashlib
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path

from articles.arabic import strip_bidi
from articles.parsers import streams
from articles.parsers.containers import Member, Unusable, members
from articles.parsers.encoding import magic_kind
from articles.parsers.formats import FORMATS, Rejected, detect
from articles.parsers.types import ParsedArticle, ParseOptions, Unreadable

_BUFFER = 1 << 16
_TEXTUAL = ("text", "html", "jsonlines", "json", "csv", "feed")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class RawBytes:
    """One raw record as it was cut from a file, and where it came from. All that parsing it needs is here."""

    content: bytes
    path: str
    locator: str
    format: str


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One raw record, where it came from, and the articles that a parser read in it."""

    content: bytes
    path: str
    locator: str
    format: str
    encoding: str
    articles: tuple[ParsedArticle, ...]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.path, self.locator)))


@dataclass(frozen=True, slots=True)
class Refused:
    """A record, or a whole file, that cannot be read; ``reason`` is one plain line."""

    path: str
    locator: str
    reason: str

    def __str__(self) -> str:
        return f"{' '.join(filter(None, (self.path, self.locator)))}: {self.reason}"


def expand(patterns: Sequence[str]) -> tuple[list[str], list[str]]:
    """The files that paths, directories and globs mean, each once, and a plain line for each that means none.

    Directories are walked in order of names; files and directories whose names begin with a dot are left out.
    """
    files: dict[str, None] = {}
    missing: list[str] = []
    for pattern in patterns:
        matches = [pattern] if os.path.exists(pattern) else sorted(glob(pattern, recursive=True))
        found = dict.fromkeys(file for match in matches for file in _files(match))
        files |= found
        if not found:
            reason = "no files in it" if matches else "no such file or directory"
            missing.append(f"{plain_line(pattern)}: {reason}")
    return list(files), missing


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = (os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))
        yield from filter(os.path.isfile, files)


def parse_record(raw: RawBytes, options: ParseOptions) -> RawRecord | Refused:
    """Read the articles of a record, or say why they cannot be read; whatever it holds raises nothing."""
    try:
        parsed = FORMATS[raw.format].parse(raw.content, options)
    except Unreadable as error:
        return Refused(raw.path, raw.locator, plain_line(str(error)))
    except Exception as error:  # noqa: BLE001 a fault in one record must not cost the others
        return Refused(raw.path, raw.locator, fault(error))
    articles = parsed.articles
    if options.source:
        articles = tuple(
            article if article.source_name else replace(article, source_name=options.source)
            for article in articles
        )
    return RawRecord(raw.content, raw.path, raw.locator, raw.format, parsed.encoding, articles)


class NewsFile:
    """A file of news. What it holds besides records is known once all of them were cut.

    It may be compressed or an archive; records of a file in an archive have a path such as
    ``news.tar:2024/a.html``. ``format`` names one of :data:`articles.parsers.formats.FORMATS`, or is empty for the one
    that fits each file.
    """

    def __init__(self, path: str, format: str = "") -> None:
        self.path = path
        self.name = plain_line(path)
        self.is_container = False
        self._format = format
        self._reader: _Reader | None = None

    @property
    def size(self) -> int:
        """Bytes in all; 0 when that cannot be known beforehand."""
        try:
            return Path(self.path).stat().st_size
        except (OSError, ValueError):  # ValueError: a NUL in the path
            return 0

    @property
    def bytes_read(self) -> int:
        return self._reader.bytes_read if self._reader else 0

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes that were read."""
        return self._reader.hash.hexdigest() if self._reader else ""

    def records(self, options: ParseOptions | None = None) -> Iterator[RawRecord | Refused]:
        """Each record with its articles, or why it cannot be read; what a file holds raises nothing."""
        options = options or ParseOptions()
        for record in self.cut():
            yield record if isinstance(record, Refused) else parse_record(record, options)

    def cut(self) -> Iterator[RawBytes | Refused]:
        """Each record as it stands, or why it cannot be had; what a file holds raises nothing.

        The same file is cut into the same records, in the same order, every time.
        """
        try:
            with open(self.path, "rb", buffering=0) as raw:
                self._reader = _Reader(raw)
                stream = io.BufferedReader(self._reader, _BUFFER)
                for member in members(self.path, stream):
                    if member.path or getattr(member, "stream", None) is not stream:
                        self.is_container = True
                    yield from self._records(member)
                if self.is_container:
                    self._reader.read_to_end()
        except (OSError, ValueError) as error:
            yield Refused(self.name, "", _reason(error))

    def _records(self, member: Member | Unusable) -> Iterator[RawBytes | Refused]:
        path = f"{self.name}:{plain_line(member.path)}" if member.path else self.name
        if isinstance(member, Unusable):
            yield Refused(path, "", plain_line(member.reason))
            return
        try:
            head = streams.peek(member.stream)
            format = FORMATS[self._format] if self._format else detect(member.name, head)
            if kind := magic_kind(head) if format.name in _TEXTUAL else "":
                raise Unreadable(f"binary file ({kind})")
            for record in format.records(member.stream):
                self.is_container |= bool(record.locator)
                if isinstance(record, Rejected):
                    yield Refused(path, plain_line(record.locator), plain_line(record.reason))
                else:
                    yield RawBytes(record.content, path, plain_line(record.locator), format.name)
        except (OSError, ValueError) as error:
            yield Refused(path, "", _reason(error))


def _reason(error: Exception) -> str:
    return plain_line(getattr(error, "strerror", None) or str(error) or type(error).__name__)


def plain_line(text: str) -> str:
    """The text as one line that is safe to print and to store, whatever bytes a file name or error holds."""
    encodable = text.encode(errors="replace").decode()
    return _UNPRINTABLE.sub(" ", strip_bidi(encodable)).strip()


def fault(error: Exception) -> str:
    """One plain line for an exception that nobody foresaw."""
    return plain_line(f"{type(error).__name__}: {error}")[:500]


class _Reader(io.RawIOBase):
    """A file that counts and digests what is read of it.

    Who wants to go back and forth in it gets the whole file digested first, once.
    """

    def __init__(self, raw: io.FileIO) -> None:
        self.raw = raw
        self.hash = hashlib.sha256()
        self.bytes_read = 0
        self._digested = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.raw.seekable()

    def fileno(self) -> int:
        return self.raw.fileno()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self.raw.readinto(buffer) or 0
        if not self._digested:
            self.hash.update(buffer[:count])
            self.bytes_read += count
        return count

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if (offset, whence) != (0, os.SEEK_CUR):  # which only asks where it stands
            self.read_to_end()
        return self.raw.seek(offset, whence)

    def read_to_end(self) -> None:
        """Digest what has not been read yet."""
        piece = memoryview(bytearray(_BUFFER))
        while not self._digested:
            self._digested = not self.readinto(piece)
