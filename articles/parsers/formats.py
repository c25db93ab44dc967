"""Formats of news files: which there are, which one a file is of, and its records.

A format is one module with two functions: how a stream of it is cut into records, and how one record is read
as articles. A new one is added to ``FORMATS``, and its names to :data:`articles.parsers.detection.SUFFIXES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from articles.parsers import (
    aggregator,
    feeds,
    html,
    jsonfiles,
    jsonlines,
    parquet,
    sheets,
    streams,
    tables,
    webarchives,
)
from articles.parsers.detection import SUFFIXES, format_of
from articles.parsers.encoding import decode
from articles.parsers.streams import Rejected
from articles.parsers.types import Parsed, ParseOptions, Record

__all__ = ["FORMATS", "Format", "Rejected", "detect"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    ``records`` cuts a stream, one record at a time; those too large to hold are rejected. ``parse`` depends on
    the record's bytes and the options alone; it raises :class:`articles.parsers.types.Unreadable` for a record
    that it cannot read.
    """

    name: str
    description: str
    records: Callable[[BinaryIO], Iterator[Record | Rejected]]
    parse: Callable[[bytes, ParseOptions], Parsed]

    @property
    def suffixes(self) -> tuple[str, ...]:
        return SUFFIXES[self.name]


def _parse_text(content: bytes, _options: ParseOptions) -> Parsed:
    decoded = decode(content)
    return Parsed(aggregator.parse(decoded.text), decoded.encoding)


_FORMATS = (
    Format(
        "text",
        "plain text, or pages of news aggregators: title, date line, body, links, source, keywords, further articles",
        streams.whole,
        _parse_text,
    ),
    Format(
        "html",
        "pages of HTML: the text by the outlet's shape or trafilatura, the rest by schema.org, OpenGraph, meta tags",
        streams.whole,
        html.parse,
    ),
    Format(
        "jsonlines",
        "one JSON object a line, with title, text, date, url, source, language, keywords",
        jsonlines.records,
        jsonlines.parse,
    ),
    Format(
        "json",
        "a list of such objects, an object around one, or one object",
        jsonfiles.records,
        jsonlines.parse,
    ),
    Format(
        "csv",
        "rows under headings with the same names, by commas, semicolons, tabs",
        tables.records,
        jsonlines.parse,
    ),
    Format(
        "excel", "sheets with such headings: Excel of any age, OpenDocument", sheets.records, jsonlines.parse
    ),
    Format("parquet", "rows with such columns", parquet.records, jsonlines.parse),
    Format("feed", "RSS and Atom, one article an entry", feeds.records, feeds.parse),
    Format(
        "warc",
        "web archives such as Common Crawl's: each page of HTML in them",
        webarchives.records,
        webarchives.parse,
    ),
)
FORMATS = {format.name: format for format in _FORMATS}


def detect(name: str, head: bytes) -> Format:
    """The format of a file, by its name and its first bytes.

    Raises :class:`articles.parsers.types.Unreadable` for a binary file and for a format that is not known.
    """
    return FORMATS[format_of(name, head)]
