"""CSV and its kin: one article a row, the columns called as fields of records are.

A row is handed on as a JSON object of its cells under their headings, one line; that line is the document. The
charset, the separator and the headings are the file's, so a row alone could not be read.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import BinaryIO

import orjson

from articles.parsers.encoding import decode
from articles.parsers.fields import is_usual_name
from articles.parsers.streams import LARGEST_RECORD, Rejected, peek, too_large, wide_charset
from articles.parsers.types import Record, Unreadable

csv.field_size_limit(LARGEST_RECORD)  # for the whole process; 131,072 characters otherwise

LARGEST_ROW = 4_000_000
"""Characters in which a quote must be closed."""
_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 16
_LONGEST_HEADING = 100
_STATED_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ESCAPED_BYTES = re.compile("[\udc80-\udcff]")


def looks_like_table(head: bytes) -> bool:
    """Whether the first line is a row of headings, two of them usual names of fields."""
    try:
        first = _first_line(decode(head.splitlines()[0]).text if b"\0" not in head[:2000] else _wide(head))
    except (Unreadable, IndexError):
        return False
    cells = next(csv.reader([first], delimiter=_separator(first)), [])
    return sum(map(is_usual_name, cells)) >= 2


def records(stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The rows behind the headings, located by the line that each begins in.

    A row whose quotes are wrong is rejected by its first line; reading goes on in the next.
    """
    lines = _Lines(stream)
    separator = lines.stated_separator() or _separator(lines.peek())
    headings: list[str] | None = None
    found = False
    for number, row in _rows(lines, separator):
        if isinstance(row, Rejected):
            found = True
            yield row
        elif not any(cell.strip() for cell in row):
            continue
        elif headings is None:
            headings = read_headings(row)
        else:
            found = True
            yield _record(f"line {number}", headings, row)
    if not found:
        yield Rejected("", "no rows behind the headings" if headings else "empty file")


def read_headings(cells: Sequence[str]) -> list[str]:
    """The names of columns, each once: a second ``title`` becomes ``title (2)``.

    Raises :class:`Unreadable` where the cells are data, not headings.
    """
    names = [" ".join(cell.split()) for cell in cells]
    if not any(map(str.isalpha, "".join(names))) or any(len(name) > _LONGEST_HEADING for name in names):
        raise Unreadable("no headings: the first row holds data, not the names of columns")
    seen: dict[str, int] = {}
    headings = []
    for name in names:
        times = seen[name] = seen.get(name, 0) + 1
        headings.append(f"{name} ({times})" if times > 1 else name)
    return headings


def row_record(locator: str, cells: dict[str, object]) -> Record | Rejected:
    """A row as a record: the JSON of its cells under their headings."""
    try:
        content = orjson.dumps(cells)
    except TypeError as error:  # a number beyond 64 bits
        return Rejected(locator, f"a cell that JSON cannot hold: {error}")
    if len(content) > LARGEST_RECORD:
        return Rejected(locator, too_large("row", LARGEST_RECORD))
    return Record(content, locator)


def _record(locator: str, headings: Sequence[str], row: Sequence[str]) -> Record | Rejected:
    if len(row) > len(headings) and any(row[len(headings) :]):
        return Rejected(locator, f"{len(row)} cells under {len(headings)} headings")
    if wrong := next(filter(None, map(_UNSTORABLE.search, row)), None):
        broken = _ESCAPED_BYTES.match(wrong.group())
        return Rejected(locator, "broken encoding" if broken else "a NUL character or half a surrogate pair")
    return row_record(locator, dict(zip(headings, row, strict=False)))


def _rows(lines: "_Lines", separator: str) -> Iterator[tuple[int, list[str] | Rejected]]:
    """Each row with the number of its first line."""
    while True:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        try:
            for row in reader:
                yield lines.first, row
                lines.begin_row()
        except csv.Error as error:
            yield lines.first, Rejected(f"line {lines.first}", f"bad CSV: {error}")
        except _TooLong as error:
            yield lines.first, Rejected(f"line {lines.first}", str(error))
        else:
            return
        lines.back_to_second()


class _TooLong(Exception):  # noqa: N818 - of a row
    pass


class _Lines:
    """The lines of a file as text, with those of the row that is being read kept to go back to."""

    def __init__(self, stream: BinaryIO) -> None:
        head = peek(stream)
        self._text = io.TextIOWrapper(stream, _charset(head), "surrogateescape", newline="")
        self._numbers = count(1)
        self._ahead: list[tuple[int, str]] = []
        self._taken: list[tuple[int, str]] = []
        self._size = 0

    @property
    def first(self) -> int:
        """The number of the row's first line."""
        return self._taken[0][0] if self._taken else 0

    def peek(self) -> str:
        """The first line that is not blank."""
        for line in self:
            if line.strip():
                break
        else:
            line = ""
        self._ahead = self._taken[::-1]
        self.begin_row()
        return line

    def stated_separator(self) -> str:
        """The separator that Excel writes in a first line of its own, which is passed over."""
        match = _STATED_SEPARATOR.fullmatch(self.peek().lstrip("\ufeff"))
        if match:
            next(self)
            self.begin_row()
        return match[1] if match else ""

    def begin_row(self) -> None:
        self._taken, self._size = [], 0

    def back_to_second(self) -> None:
        """Read again from the line behind the row's first."""
        self._ahead += self._taken[:0:-1]
        self.begin_row()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = self._ahead.pop() if self._ahead else self._read()
        self._taken.append((number, line))
        self._size += len(line)
        if len(self._taken) > 1 and self._size > LARGEST_ROW:
            raise _TooLong("bad CSV: a quote that is not closed")
        return line

    def _read(self) -> tuple[int, str]:
        number = next(self._numbers)
        line = self._text.readline(LARGEST_RECORD + 1)
        if not line:
            raise StopIteration
        if len(line) > LARGEST_RECORD:
            while (more := self._text.readline(_SAMPLE)) and not more.endswith(("\n", "\r")):
                pass
            self._taken.append((number, ""))
            raise _TooLong(f"line larger than {LARGEST_RECORD:,} characters")
        return number, line.lstrip("\ufeff") if number == 1 else line


def _charset(head: bytes) -> str:
    """The charset of the file, by its first lines; UTF-8 where they do not tell."""
    if charset := wide_charset(head):
        return charset
    try:
        return decode(head[: head.rfind(b"\n") + 1] or head).encoding
    except Unreadable:
        return "utf-8"


def _wide(head: bytes) -> str:
    return decode(head[: len(head) // 4 * 4]).text


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _separator(heading: str) -> str:
    """The separator that gives the row of headings most cells; a comma in doubt."""
    return max(_SEPARATORS, key=lambda mark: (heading.count(mark), mark == ","))
