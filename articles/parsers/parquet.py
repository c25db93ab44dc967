"""Parquet: one article a row, the columns called as fields of records are; read batch by batch.

A row is handed on as the JSON of its values. What damaged files do to the library costs a child process.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from articles.parsers import guard
from articles.parsers.streams import LARGEST_RECORD, Rejected, seekable, too_large
from articles.parsers.types import Record, Unreadable

LIMITS = guard.Limits(cpu=36_000, wall=300, memory=3_000_000_000)
_ROWS_AT_ONCE = 100


def records(stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The rows, located as ``row 5``."""
    found = False
    with seekable(stream) as file:
        for rows in guard.iterate(read_rows, file, LIMITS):
            found = True
            yield from rows
    if not found:
        yield Rejected("", "no rows in it")


def read_rows(file: BinaryIO) -> Iterator[list[Record | Rejected]]:
    """The records of a file, some at a time; runs in the child."""
    number = 0
    try:
        with pq.ParquetFile(file, pre_buffer=False) as opened:
            for batch in opened.iter_batches(_ROWS_AT_ONCE):
                rows: list[Record | Rejected] = []
                for fields in batch.to_pylist():
                    number += 1
                    rows.append(_record(f"row {number}", fields))
                yield rows
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = (
            f"damaged Parquet behind row {number}: {error}" if number else f"no readable Parquet: {error}"
        )
        raise Unreadable(reason) from None


def _record(locator: str, fields: dict[str, object]) -> Record | Rejected:
    try:
        content = orjson.dumps(fields, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except TypeError as error:
        return Rejected(locator, f"a value that JSON cannot hold: {error}")
    if len(content) > LARGEST_RECORD:
        return Rejected(locator, too_large("row", LARGEST_RECORD))
    return Record(content, locator)


def _plain(value: object) -> object:
    """What JSON has no form for, as text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
