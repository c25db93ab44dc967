"""Which format a file is of, and reading it from bytes to articles."""

import io

import pytest

from articles.parsers.formats import FORMATS, Rejected, detect
from articles.parsers.types import ParseOptions, Record, Unreadable
from tests.articles.parsers.samples import archive, open_document, workbook

RSS = b'<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE rss [<!ENTITY a "<html>">]>\n<rss version="2.0">'
SHEET = workbook({"News": [["title", "text"]]})
DETECTED = [
    # name, first bytes, format
    ("page.txt", "عنوان".encode(), "text"),
    ("PAGE.TXT", b"title", "text"),
    ("page.txt", b"", "text"),
    ("page.txt", b"\xff\xfet\0i\0", "text"),
    ("page.txt", "عنوان الخبر".encode("cp1256"), "text"),
    ("page.txt", b"<b>title</b>\ntext", "text"),
    ("page.txt", b"[1] a note\ntext", "text"),
    ("page.txt", b"{title}\ntext", "text"),
    ("page", "عنوان".encode(), "text"),
    ("page.2024-06-18", "عنوان".encode(), "text"),
    ("خبر.عاجل", "عنوان".encode(), "text"),
    ("feed.jsonl", b'{"title": "a"}', "jsonlines"),
    ("feed.jsonl", b'{"title": "a\0"}\n', "jsonlines"),
    ("feed.jsonl", b'oops\n{"title": "a"}\n', "jsonlines"),
    ("feed.jsonl", b'[]\n{"title": "a"}\n', "jsonlines"),
    ("feed.ndjson", b"", "jsonlines"),
    ("feed.json-lines", b"?", "jsonlines"),
    ("feed.json", b'{"title": "a"}\n{"title": "b"}', "jsonlines"),
    ("feed.csv", b'{"title": "a"}\n{"title": "b"}', "jsonlines"),
    ("feed.json", b'{"title": "a", "news": [{"title": "b"}]}\n{"title": "b"}', "jsonlines"),
    ("feed", b'{"title": "a", "text": "longer than what is looked at', "jsonlines"),
    ("page.txt", b'{"title": "a"}', "jsonlines"),
    ("feed", b'\xef\xbb\xbf {"title"', "jsonlines"),
    ("dir.txt/feed", b'{"title"', "jsonlines"),
    ("feed.json", b'{"title": "a"', "json"),
    ("feed.json", b'{\n  "title": "a"\n}', "json"),
    ("feed.json", b"", "json"),
    ("feed.txt", b'{\n  "title": "a"\n}', "json"),
    ("feed.jsonl", b'[{"title": "a"},\n', "json"),
    ("feed", b'[\n  {"title": "a"},\n', "json"),
    ("feed", b'{"status": "ok", "articles": [{"title": "a"}]}', "json"),
    ("data.csv", b"a,b\n1,2\n", "csv"),
    ("data.csv", b"a,b\n1,2\n3,\0\n" + b"4,5\n" * 100, "csv"),
    ("data.tsv", b"", "csv"),
    ("data.txt", b"title,text,date\na,b,c\n", "csv"),
    ("data", "العنوان;النص;التاريخ\n".encode(), "csv"),
    ("data.xls", b"title\ttext\n", "csv"),
    ("data.txt", "title\ttext\n".encode("utf-16"), "csv"),
    ("page.html", b"", "html"),
    ("page.html", b"<html>", "html"),
    ("page.html", b"text of a fragment", "html"),
    ("page.txt", b"\n<!DOCTYPE html>", "html"),
    ("page.xml", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "html"),
    ("page.php", b"<!-- x --><html lang=ar>", "html"),
    ("page.csv", b'<div class="story">', "html"),
    ("page", "<!doctype html>".encode("utf-16"), "html"),
    ("feed.xml", RSS, "feed"),
    ("feed.html", RSS, "feed"),
    ("feed", b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
    ("feed.rdf", b"<rdf:RDF>", "feed"),
    ("data.xlsx", SHEET, "excel"),
    ("data.zip", SHEET, "excel"),
    ("data", open_document([["a"]]), "excel"),
    ("data.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel"),
    ("data.csv", b"PAR1\x15", "parquet"),
    ("crawl.txt", b"WARC/1.0\r\nWARC-Type: warcinfo", "warc"),
]

UNKNOWN = [
    ("page.txt", b"a\0b", "binary file"),
    ("feed.jsonl", b"\x1f\x8b\x08", r"binary file \(gzip\)"),
    (
        "report.doc",
        archive({"[Content_Types].xml": b"", "word/document.xml": b""}),
        "binary file .office document",
    ),
    ("page.pdf", b"%PDF-1.4", r"binary file \(PDF\)"),
    ("notes.md", b"title", r"unknown format: \.md \(known: text, html, jsonlines"),
    ("sitemap.xml", b'<?xml version="1.0"?><urlset>', "unknown format: markup <urlset>"),
    ("data.xlsx", b"only text", "no excel file, though its name says so"),
    ("data.parquet", b"only text", "no parquet file, though its name says so"),
]


@pytest.mark.parametrize(("name", "head", "format_name"), DETECTED)
def test_detect(name: str, head: bytes, format_name: str) -> None:
    assert detect(name, head) is FORMATS[format_name]


@pytest.mark.parametrize(("name", "head", "message"), UNKNOWN)
def test_detect_refuses(name: str, head: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        detect(name, head)


@pytest.mark.parametrize(
    "head", [b"<!--" * 20_000, b"<!-- -->" * 9_000, b"<?x?>" * 13_000 + b"<", b"<!doctype x [" * 5_000]
)
def test_a_hostile_beginning_costs_no_time(head: bytes) -> None:
    detect("page", head)


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
