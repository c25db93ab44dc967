"""Which format a file is of, and reading it from bytes to articles."""

import io

import pytest

from articles.parsers.formats import FORMATS, Rejected, detect
from articles.parsers.types import ParseOptions, Record, Unreadable

DETECTED = [
    # name, first bytes, format
    ("page.txt", "عنوان".encode(), "text"),
    ("PAGE.TXT", b"title", "text"),
    ("page.txt", b"", "text"),
    ("page.txt", b'{"title": "a"}', "jsonlines"),
    ("page.txt", b"\xff\xfet\0i\0", "text"),
    ("page.txt", "عنوان الخبر".encode("cp1256"), "text"),
    ("page", "عنوان".encode(), "text"),
    ("page.2024-06-18", "عنوان".encode(), "text"),
    ("خبر.عاجل", "عنوان".encode(), "text"),
    ("feed.jsonl", b'{"title": "a"}', "jsonlines"),
    ("feed.ndjson", b"", "jsonlines"),
    ("feed.json-lines", b"?", "jsonlines"),
    ("feed.json", b'{"title": "a"}\n{"title": "b"}', "jsonlines"),
    ("feed", b'\xef\xbb\xbf {"title"', "jsonlines"),
    ("dir.txt/feed", b'{"title"', "jsonlines"),
]

UNKNOWN = [
    ("page.txt", b"a\0b", "binary file"),
    ("feed.jsonl", b"\x1f\x8b\x08", r"binary file \(gzip\)"),
    ("page.html", b"<html>", "unknown format: markup"),
    ("page.html", b"", r"unknown format: \.html"),
    ("page.txt", b"<!DOCTYPE html>", "unknown format: markup"),
    ("data.csv", b"a,b", r"unknown format: \.csv \(known: text, jsonlines\)"),
    ("feed.json", b'{\n  "title": "a"\n}', r"unknown format: \.json"),
]


@pytest.mark.parametrize(("name", "head", "format_name"), DETECTED)
def test_detect(name: str, head: bytes, format_name: str) -> None:
    assert detect(name, head) is FORMATS[format_name]


@pytest.mark.parametrize(("name", "head", "message"), UNKNOWN)
def test_detect_refuses(name: str, head: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        detect(name, head)


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_registered_under_their_name(name: str) -> None:
    assert FORMATS[name].name == name
    assert FORMATS[name].description
    assert all(detect("file" + suffix, b"") is FORMATS[name] for suffix in FORMATS[name].suffixes)


@pytest.mark.parametrize(
    ("name", "content", "titles"),
    [
        ("text", "عنوان الخبر\nفقرة الخبر.".encode(), ["عنوان الخبر"]),
        ("text", "عنوان الخبر\r\nأعلن الوزير في العاصمة أن الاجتماع تأجل.".encode("cp1256"), ["عنوان الخبر"]),
        ("jsonlines", b'{"title": "a", "text": "b"}\n\n{"title": "c", "text": "d"}\n', ["a", "c"]),
    ],
)
def test_from_bytes_to_articles(name: str, content: bytes, titles: list[str]) -> None:
    found = []
    for record in FORMATS[name].records(io.BytesIO(content)):
        assert isinstance(record, Record)
        found += [article.title for article in FORMATS[name].parse(record.content, ParseOptions()).articles]
    assert found == titles


def test_an_empty_file_is_told_in_every_format() -> None:
    (record,) = FORMATS["text"].records(io.BytesIO(b""))
    assert isinstance(record, Record)
    with pytest.raises(Unreadable, match="empty file"):
        FORMATS["text"].parse(record.content, ParseOptions())
    assert list(FORMATS["jsonlines"].records(io.BytesIO(b""))) == [Rejected("", "empty file")]
