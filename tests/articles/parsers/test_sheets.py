"""Excel and OpenDocument: every sheet a table."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from articles.parsers import sheets
from articles.parsers.guard import Limits
from articles.parsers.streams import Rejected
from articles.parsers.types import Unreadable
from tests.articles.parsers.samples import archive, old_workbook, open_document, workbook

HEADINGS = ["title", "text", "id"]


def cut(path: Path, content: bytes) -> list[tuple[str, object]]:
    path.write_bytes(content)
    with path.open("rb") as file:
        return [
            (row.locator, row.reason if isinstance(row, Rejected) else json.loads(row.content))
            for row in sheets.records(file)
        ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheet"


def test_rows_of_all_sheets(path: Path) -> None:
    content = workbook(
        {
            "أخبار": [HEADINGS, ["a", "b", 1], [], ["c", date(2024, 6, 18), 2.5]],
            "Empty": [],
            "More": [[], ["", "", ""], HEADINGS, ["f", "g", 3]],
        }
    )
    assert cut(path, content) == [
        ("أخبار row 2", {"title": "a", "text": "b", "id": 1}),
        ("أخبار row 4", {"title": "c", "text": "2024-06-18", "id": 2.5}),
        ("More row 4", {"title": "f", "text": "g", "id": 3}),
    ]


@pytest.mark.parametrize("make", [open_document, old_workbook])
def test_sheets_of_other_kinds(path: Path, make: Callable[[list[list[str]]], bytes]) -> None:
    assert cut(path, make([HEADINGS, ["عنوان", "نص", "1"]])) == [
        ("News row 2", {"title": "عنوان", "text": "نص", "id": "1"})
    ]


def test_a_sheet_without_headings_costs_itself(path: Path) -> None:
    content = workbook({"Data": [[1, 2], [3, 4]], "News": [HEADINGS, ["a", "b", 1]]})
    assert cut(path, content) == [
        ("Data", "no readable sheet: no headings: the first row holds data, not the names of columns"),
        ("News row 2", {"title": "a", "text": "b", "id": 1}),
    ]


def test_a_long_name_of_a_sheet_is_shortened(path: Path) -> None:
    ((locator, _),) = cut(path, workbook({"n" * 200: [HEADINGS, ["a", "b", 1]]}))
    assert locator == f"{'n' * 60}… row 2"


def test_headings_alone(path: Path) -> None:
    assert cut(path, workbook({"News": [HEADINGS]})) == [("", "no rows behind the headings")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and no more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(2000),
        workbook({"News": [HEADINGS, ["a", "b", 1]]})[:-200],
        archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<oops"}),
    ],
)
def test_what_is_no_workbook(path: Path, content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"no readable workbook|no readable sheet|parser"):
        cut(path, content)


def test_a_sheet_that_is_too_large_for_memory_costs_a_child(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LIMITS", Limits(memory=20_000_000))
    bomb = workbook({"News": [HEADINGS, ["a", "b" * 30_000_000, 1]]})
    assert len(bomb) < 500_000
    with pytest.raises(Unreadable, match=r"its parser (died|needs more than)"):
        cut(path, bomb)
