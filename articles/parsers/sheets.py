"""Excel and OpenDocument workbooks: every sheet a table with headings, read as :mod:`articles.parsers.tables`.

Workbooks are compressed and cannot be read piece by piece, so they are opened in a child process with limits.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from articles.parsers import guard
from articles.parsers.streams import Rejected, seekable
from articles.parsers.tables import read_headings, row_record
from articles.parsers.types import Record, Unreadable

LIMITS = guard.Limits(cpu=600, wall=300, memory=2_000_000_000)
_ROWS_AT_ONCE = 100
_LONGEST_NAME = 60
"""Excel allows 31 characters, OpenDocument any number."""

_Cell = int | float | str | bool | time | date | datetime | timedelta


def records(stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The rows behind each sheet's headings, located as ``Sheet1 row 5``."""
    found = False
    with seekable(stream) as file:
        for rows in guard.iterate(read_rows, file, LIMITS):
            found = True
            yield from rows
    if not found:
        yield Rejected("", "no rows behind the headings")


def read_rows(file: BinaryIO) -> Iterator[list[Record | Rejected]]:
    """The records of a workbook, some at a time; runs in the child."""
    try:
        workbook = CalamineWorkbook.from_filelike(file)
    except CalamineError as error:
        raise Unreadable(f"no readable workbook: {error}") from None
    for name in workbook.sheet_names:
        try:
            rows = _sheet(workbook, name)
            while some := list(islice(rows, _ROWS_AT_ONCE)):
                yield some
        except (CalamineError, Unreadable) as error:
            yield [Rejected(_short(name), f"no readable sheet: {error}")]


def _sheet(workbook: CalamineWorkbook, name: str) -> Iterator[Record | Rejected]:
    sheet = workbook.get_sheet_by_name(name)
    headings: list[str] | None = None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = [_plain(cell) for cell in cells]
        if not any(value != "" for value in values):
            continue
        if headings is None:
            headings = read_headings([str(value) for value in values])
        else:
            yield row_record(f"{_short(name)} row {number}", dict(zip(headings, values, strict=False)))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _plain(cell: _Cell) -> object:
    """The cell as JSON has it; whole numbers, which sheets keep as fractions, as whole."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return (
        cell.isoformat()
        if isinstance(cell, date | datetime | time)
        else str(cell)
        if isinstance(cell, timedelta)
        else cell
    )
