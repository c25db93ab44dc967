"""WARC: pages of HTML in web archives."""

import gzip
import io

import pytest

from articles.parsers import webarchives
from articles.parsers.streams import Rejected
from articles.parsers.types import DateBasis, ParsedArticle, ParseOptions, Record, Unreadable
from tests.articles.parsers.samples import TEXT, page, web_archive

HTML = "text/html; charset=utf-8"
PAGE = page().encode()
ADDRESS = "https://www.news.example/2024/06/18/1"


def cut(content: bytes) -> list[Record | Rejected]:
    return list(webarchives.records(io.BytesIO(content)))


def read(content: bytes) -> ParsedArticle:
    (record,) = cut(content)
    assert isinstance(record, Record)
    (article,) = webarchives.parse(record.content, ParseOptions()).articles
    return article


def test_a_page_knows_its_address() -> None:
    article = read(web_archive((ADDRESS, HTML, PAGE)))
    assert article.text == TEXT
    assert (article.canonical_url, article.source_name) == (ADDRESS, "news.example")
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2024-06-18", DateBasis.URL)


def test_the_charset_of_the_server_counts() -> None:
    assert (
        read(web_archive((ADDRESS, "text/html;charset=windows-1256", PAGE.decode().encode("cp1256")))).text
        == TEXT
    )


def test_what_is_no_page_is_passed_over() -> None:
    content = (
        web_archive((ADDRESS, HTML, PAGE), kind="request")
        + web_archive((ADDRESS, "image/png", b"\x89PNG"))
        + web_archive((ADDRESS, HTML, PAGE), status="404 Not Found")
        + web_archive((ADDRESS, HTML, PAGE), status="301 Moved")
    )
    assert cut(content) == [Rejected("", "no pages of HTML in the archive")]
    (record,) = cut(content + web_archive((ADDRESS, HTML, PAGE)))
    assert record.locator == "record 5"


def test_a_record_is_kept_with_its_headers() -> None:
    content = web_archive((ADDRESS, HTML, PAGE), (ADDRESS + "0", HTML, PAGE))
    first, second = cut(content)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.content + second.content == content


def test_compressed_answers_are_unpacked_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = web_archive((ADDRESS, f"{HTML}\r\nContent-Encoding: gzip", gzip.compress(PAGE)))
    assert read(packed).text == TEXT
    monkeypatch.setattr(webarchives, "LARGEST_RECORD", 1_000_000)
    with pytest.raises(Unreadable, match="page larger than 1,000,000 bytes"):
        read(web_archive((ADDRESS, f"{HTML}\r\nContent-Encoding: gzip", gzip.compress(bytes(50_000_000)))))


def test_a_record_too_large_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webarchives, "LARGEST_RECORD", 10_000)
    large, small = cut(web_archive((ADDRESS, HTML, b" " * 20_000), (ADDRESS, HTML, PAGE)))
    assert large == Rejected("record 1", "record larger than 10,000 bytes")
    assert isinstance(small, Record)


@pytest.mark.parametrize(
    "junk", [b"no WARC at all\r\n\r\n", b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: x\r\n\r\nabc"]
)
def test_of_a_damaged_archive_the_records_before_are_read(junk: bytes) -> None:
    first, *rest = cut(web_archive((ADDRESS, HTML, PAGE)) + junk)
    assert isinstance(first, Record)
    assert all(isinstance(record, Rejected) and record.reason.startswith("damaged WARC") for record in rest)
