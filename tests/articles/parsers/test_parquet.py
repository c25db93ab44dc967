"""Parquet: rows as records, and files that are none."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from articles.parsers import parquet
from articles.parsers.streams import Rejected
from articles.parsers.types import Unreadable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.parquet"


def cut(path: Path) -> list[tuple[str, object]]:
    with path.open("rb") as file:
        return [
            (row.locator, row.reason if isinstance(row, Rejected) else json.loads(row.content))
            for row in parquet.records(file)
        ]


def test_rows_with_values_of_all_kinds(path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "title": "عنوان",
            "date": date(2024, 6, 18),
            "published_at": datetime(2024, 6, 18, 12, tzinfo=UTC),
            "tags": ["a", "b"],
            "publisher": {"name": "c"},
            "raw": "نص".encode(),
            "price": Decimal("1.50"),
            "nothing": None,
        }
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)
    ((locator, fields),) = cut(path)
    assert locator == "row 1"
    assert fields == {
        "title": "عنوان",
        "date": "2024-06-18",
        "published_at": "2024-06-18T12:00:00+00:00",
        "tags": ["a", "b"],
        "publisher": {"name": "c"},
        "raw": "نص",
        "price": "1.50",
        "nothing": None,
    }


def test_rows_come_in_batches_across_row_groups(path: Path) -> None:
    rows = [{"title": str(number)} for number in range(1050)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=400)
    assert [fields for _, fields in cut(path)] == rows


def test_no_rows(path: Path) -> None:
    pq.write_table(pa.table({"title": pa.array([], pa.string())}), path)
    assert cut(path) == [("", "no rows in it")]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(1000) + b"PAR1", b"PAR1 text PAR1"])
def test_what_is_no_parquet(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"no readable Parquet|its parser"):
        cut(path)


def test_of_a_damaged_file_the_rows_before_are_read(path: Path) -> None:
    rows = [{"title": f"{number**9:x}" * 9} for number in range(4000)]
    pq.write_table(
        pa.Table.from_pylist(rows), path, row_group_size=1000, compression="zstd", use_dictionary=False
    )
    content = bytearray(path.read_bytes())
    middle = len(content) * 5 // 8
    content[middle : middle + 2000] = bytes(2000)
    path.write_bytes(content)
    with path.open("rb") as file:
        records = parquet.records(file)
        assert [json.loads(next(records).content) for _ in range(2000)] == rows[:2000]  # type: ignore[union-attr]
        with pytest.raises(Unreadable, match=r"damaged Parquet behind row 2000|its parser"):
            list(records)
