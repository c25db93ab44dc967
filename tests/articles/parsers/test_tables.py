"""CSV: rows under headings, and what is wrong with some of them."""

import io
import json

import pytest

from articles.parsers import tables
from articles.parsers.streams import Rejected
from articles.parsers.types import Record, Unreadable


def cut(content: bytes | str) -> list[tuple[str, object]]:
    """Where each row stands, and its cells or why it is rejected."""
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    stream = io.BufferedReader(raw)  # type: ignore[arg-type]
    return [
        (row.locator, row.reason if isinstance(row, Rejected) else json.loads(row.content))
        for row in tables.records(stream)
    ]


A = {"title": "a", "text": "b"}


@pytest.mark.parametrize(
    "content",
    [
        "title,text\na,b\n",
        "title;text\r\na;b\r\n",
        "title\ttext\ra\tb\r",
        "title|text\na|b",
        "\ufefftitle,text\na,b\n",
        "sep=;\ntitle;text\na;b\n",
        '"title","text"\n"a","b"\n',
        " title , text \na,b\n",
        "title,text\na,b,\n",
    ],
)
def test_separators_marks_and_line_ends(content: str) -> None:
    assert [row for _, row in cut(content)] == [A]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "utf-32"])
def test_charsets(charset: str) -> None:
    text = "العنوان,النص\nافتتاح الجسر,قال الوزير إن الجسر افتتح في المدينة\n"
    rows = cut(text.encode(charset))
    assert rows == [("line 2", {"العنوان": "افتتاح الجسر", "النص": "قال الوزير إن الجسر افتتح في المدينة"})]


def test_cells_of_several_lines_and_quotes() -> None:
    rows = cut('title,text\n"a ""b"" c","first\nsecond"\n\nx,y\n')
    assert rows == [
        ("line 2", {"title": 'a "b" c', "text": "first\nsecond"}),
        ("line 5", {"title": "x", "text": "y"}),
    ]


def test_a_second_column_of_the_same_name_is_kept_under_another() -> None:
    assert cut("title,title,,\na,b,c,d\n") == [
        ("line 2", {"title": "a", "title (2)": "b", "": "c", " (2)": "d"})
    ]


GOOD = ("line 3", A)
BAD_ROWS = {
    # the row between headings and a good one: why it is rejected
    "an unclosed quote before quoted cells": ('x,"y\n', '"a","b"\n', "bad CSV: '"),
    "an unclosed quote to the end": ('x,"y\n', "a,b\n", "bad CSV: unexpected end of data"),
    "a quote in the wrong place": ('x,"y" z\n', "a,b\n", "bad CSV: ',' expected after '\"'"),
    "too many cells": ("x,y,z\n", "a,b\n", "3 cells under 2 headings"),
    "a NUL": ("x,y\0\n", "a,b\n", "a NUL character"),
}


@pytest.mark.parametrize(("bad", "good", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_costs_itself(bad: str, good: str, reason: str) -> None:
    first, second = cut(f"title,text\n{bad}{good}")
    assert second == GOOD
    assert first[0] == "line 2"
    assert str(first[1]).startswith(reason)


def test_broken_utf8_costs_its_row() -> None:
    assert cut(b"title,text\nx,\xd8\xff\na,b\n") == [("line 2", "broken encoding"), GOOD]


def test_unclosed_quotes_are_given_up_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_ROW", 1000)
    content = 'title,text\nx,"y\n' + "a,b\n" * 1000
    rows = cut(content)
    assert rows[0] == ("line 2", "bad CSV: a quote that is not closed")
    assert rows[1:] == [(f"line {number}", A) for number in range(3, 1003)]


def test_a_cell_beyond_the_limit_of_the_csv_module() -> None:
    text = "كلمة " * 100_000
    ((_, row),) = cut(f"title,text\na,{text}\n")
    assert row == {"title": "a", "text": text}


def test_a_line_beyond_all_measure_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_RECORD", 1000)
    rows = cut("title,text\nx," + "y" * 100_000 + "\na,b\n")
    assert rows == [("line 2", "line larger than 1,000 characters"), GOOD]


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "empty file"), ("\n \n", "empty file"), ("title,text\n", "no rows behind the headings")],
)
def test_nothing_in_it(content: str, reason: str) -> None:
    assert cut(content) == [("", reason)]


@pytest.mark.parametrize("content", ["1,2\n3,4\n", f"{'كلمة ' * 50},b\nc,d\n", "2024-01-01,17\n"])
def test_data_are_no_headings(content: str) -> None:
    with pytest.raises(Unreadable, match="no headings"):
        cut(content)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"title,text\n", True),
        (b"id;Title;Body;url\n", True),
        ("العنوان\tالنص\n".encode(), True),
        ("title\ttext\n".encode("utf-16"), True),
        (b"title\nA text, of some length\n", False),
        (b"Date, text and title are columns of mine\n", False),
        ("عنوان الخبر\nفقرة، وفقرة\n".encode(), False),
        (b"", False),
        (b"\xff\xd8\0\0", False),
    ],
)
def test_looks_like_table(head: bytes, expected: bool) -> None:
    assert tables.looks_like_table(head) is expected


def test_rows_are_records_of_json() -> None:
    assert isinstance(tables.row_record("line 1", {"a": 1}), Record)
    assert isinstance(tables.row_record("line 1", {"a": 1 << 70}), Rejected)
