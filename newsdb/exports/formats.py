"""How rows are written: lines of JSON, tables for spreadsheets, and Parquet."""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import BufferedIOBase, TextIOWrapper
from itertools import islice
from typing import IO, TypeAlias, cast

import orjson
import pyarrow.parquet as pq

from newsdb.api.renderers import _OPTIONS as OPTIONS
from newsdb.exports.arrow import arrow_schema, arrow_table
from newsdb.exports.datasets import Columns, Export, Row
from newsdb.exports.tables import row_of, table_columns

Out: TypeAlias = IO[bytes] | BufferedIOBase
LINES_AT_ONCE = 200
ROWS_IN_A_GROUP = 5_000
"""Rows of a Parquet file that are held in memory together, some 20 MB of articles."""


def write_json_lines(export: Export, out: Out) -> int:
    """Write an object a line; returns how many."""
    count, options = 0, OPTIONS | orjson.OPT_APPEND_NEWLINE
    for rows in _batches(export.rows(), LINES_AT_ONCE):
        out.write(b"".join([orjson.dumps(row, default=str, option=options) for row in rows]))
        count += len(rows)
    return count


def write_csv(export: Export, out: Out) -> int:
    """Write a row an object under a header, with a byte-order mark, as the API's ``format=csv`` does."""
    shape = export.shape
    paths = [(name,) for name in shape.types] if isinstance(shape, Columns) else table_columns(shape)
    text = TextIOWrapper(cast(IO[bytes], out), encoding="utf-8-sig", newline="", write_through=True)
    writer, count = csv.writer(text), 0
    writer.writerow([".".join(path) for path in paths])
    for rows in _batches(export.rows(), LINES_AT_ONCE):
        writer.writerows([row_of(row, paths) for row in rows])
        count += len(rows)
    text.detach()
    return count


def write_parquet(export: Export, out: Out) -> int:
    """Write typed columns: objects as structs, lists as lists, days as days, partial dates as EDTF."""
    count, schema = 0, arrow_schema(export.shape)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _batches(export.rows(), ROWS_IN_A_GROUP):
            writer.write_table(arrow_table(rows, schema))
            count += len(rows)
    return count


Writer = Callable[[Export, Out], int]
FORMATS: dict[str, Writer] = {"jsonl": write_json_lines, "csv": write_csv, "parquet": write_parquet}


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch
