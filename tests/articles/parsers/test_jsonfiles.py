"""JSON cut into its records: lists, objects around lists, single objects; and the broken ones among them."""

import io
import json

import pytest

from articles.parsers import jsonfiles
from articles.parsers.streams import Rejected

A, B = {"title": "a", "text": 'x "y" \\ [1] {2}'}, {"title": "ب", "tags": ["c", {"d": [1]}], "n": None}


def cut(content: bytes | str) -> list[object]:
    """What each record says, or why it is rejected."""
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    found: list[object] = []
    for number, record in enumerate(jsonfiles.records(io.BufferedReader(raw)), 1):  # type: ignore[arg-type]
        assert record.locator in (f"item {number}", "")
        found.append(record.reason if isinstance(record, Rejected) else _loaded(record.content))
    return found


def _loaded(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return content


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    "value",
    [
        [A, B],
        {"articles": [A, B]},
        {"status": "ok", "total": 2, "meta": {"pages": [1, 2], "items": [3]}, "results": [A, B]},
        {"response": {"docs": [A, B]}, "facets": [{"x": 1}]},
        {"@context": "x", "@graph": [A, B]},
    ],
    ids=["list", "articles", "results behind others", "nested", "graph"],
)
def test_lists_of_records(value: object, indent: int | None, ascii_only: bool) -> None:
    assert cut(json.dumps(value, indent=indent, ensure_ascii=ascii_only)) == [A, B]


def test_objects_that_are_records_themselves() -> None:
    assert cut(json.dumps(B, indent=2)) == [B]
    assert cut(json.dumps(A) + json.dumps(B)) == [A, B]
    assert cut(f"{json.dumps(A, indent=1)}\n,\n{json.dumps(B, indent=1)}\n") == [A, B]
    about_others = {"title": "a", "text": "b", "news": [{"title": "c"}]}
    assert cut(json.dumps(about_others)) == [about_others]
    assert cut("[]\n") == ["empty list"]
    assert cut('{"articles": []}') == [{"articles": []}]
    assert cut(" \n") == ["empty file"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_charsets(charset: str) -> None:
    assert cut(json.dumps([A, B], ensure_ascii=False).encode(charset)) == [A, B]


def test_the_bytes_of_a_record_are_kept() -> None:
    (record,) = jsonfiles.records(io.BytesIO(b'[ {"a":  "\xc7\xe1", "b": "\\ud800"} ]'))
    assert not isinstance(record, Rejected)
    assert record.content == b'{"a":  "\xc7\xe1", "b": "\\ud800"}'


X, Z = '{"title": "x"}', '{"title": "z"}'
BROKEN = {
    "no object": (f"[{X}, 17, {Z}]", [17]),
    "a list": (f'[{X}, ["a", {{}}], {Z}]', [["a", {}]]),
    "a word": (f"[{X}, oops, {Z}]", [b"oops"]),
    "a NUL": (f'[{X}, {{"a": "\0"}}, {Z}]', [b'{"a": "\0"}']),
    "an unclosed quote in a list of lines": (
        f'[\n{X},\n{{"title": "a, "text": "b"}},\n{Z}\n]',
        ["bad JSON: a quote that is not closed"],
    ),
    "an unclosed quote in one line": (
        f'[{X},{{"title": "a, "text": "b"}},{Z}]',
        ["bad JSON: it ends within this value"],
    ),
    "a brace too few": (f'[{X},\n{{"title": "a", "text": {{"b": 1}},\n{Z}]', None),
}


@pytest.mark.parametrize(("content", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_record_costs_itself(content: str, expected: list[object] | None) -> None:
    found = cut(content)
    assert found[0] == {"title": "x"}
    if expected is not None:
        assert found == [{"title": "x"}, *expected, {"title": "z"}]
    assert len(found) > 1


def test_a_list_that_breaks_off_keeps_what_stands_before() -> None:
    assert cut(f"[{X}, {Z}") == [{"title": "x"}, {"title": "z"}, "bad JSON: the list has no end"]
    assert cut(f'[{X}, {{"title": "z') == [{"title": "x"}, "bad JSON: it ends within this value"]


@pytest.mark.parametrize("size", [100_000, 1_000_000, 3_000_000])
def test_a_record_beyond_all_measure_costs_itself(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(jsonfiles, "LARGEST_RECORD", 50_000)
    huge = json.dumps({"title": "a", "text": "b" * size})
    assert cut(f"[{X}, {huge}, {Z}]") == [{"title": "x"}, "item larger than 50,000 bytes", {"title": "z"}]


def test_many_records_across_pieces() -> None:
    values = [{"title": str(number), "text": "نص {" * 50} for number in range(20_000)]
    assert cut(json.dumps(values)) == values
