"""Formats of news files: which there are, which one a file is of, and its records.

A format is one module with two functions: how a stream of it is cut into records, and how one record is read
as articles. A new one is added to ``FORMATS``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from articles.parsers import aggregator, jsonlines, streams
from articles.parsers.encoding import binary_kind, decode
from articles.parsers.streams import Rejected
from articles.parsers.types import Parsed, ParseOptions, Record, Unreadable

__all__ = ["FORMATS", "Format", "Rejected", "detect", "read_records"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    ``records`` cuts a stream, and reads no further into it than it must. ``parse`` depends on the record's
    bytes and the options alone; it raises :class:`Unreadable` for a record that it cannot read.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    records: Callable[[BinaryIO], Iterator[Record | Rejected]]
    parse: Callable[[bytes, ParseOptions], Parsed]


def _parse_page(content: bytes, _options: ParseOptions) -> Parsed:
    decoded = decode(content)
    return Parsed(aggregator.parse(decoded.text), decoded.encoding)


_TEXT = Format(
    "text",
    "plain text pages of news aggregators: title, date line, body, links, source, keywords, further articles",
    (".txt", ".text"),
    streams.whole,
    _parse_page,
)
_JSON_LINES = Format(
    "jsonlines",
    "one JSON object a line, with title, text, date, url, source, language, keywords",
    (".jsonl", ".ndjson", ".jsonlines", ".json-lines"),
    jsonlines.records,
    jsonlines.parse,
)
FORMATS = {format.name: format for format in (_TEXT, _JSON_LINES)}

_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"')
_SUFFIX = re.compile(r"\.[a-z]\w{1,10}", re.ASCII)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|rss|feed)", re.IGNORECASE)


def detect(path_name: str, head: bytes) -> Format:
    """The format of a file, by its name and its first bytes; text is what nothing says is anything else.

    Raises :class:`Unreadable` for a binary file and for a format that is not known.
    """
    if kind := binary_kind(head):
        raise Unreadable(f"binary file ({kind})")
    suffix = PurePath(path_name).suffix.lower()
    by_name = next((known for known in FORMATS.values() if suffix in known.suffixes), None)
    if by_name and by_name is not _TEXT:
        return by_name
    if _OBJECT.match(head):
        return _JSON_LINES
    if _MARKUP.match(head):
        raise Unreadable(f"unknown format: markup (known: {', '.join(FORMATS)})")
    if not by_name and _SUFFIX.fullmatch(suffix):
        raise Unreadable(f"unknown format: {suffix} (known: {', '.join(FORMATS)})")
    return _TEXT


def read_records(format: Format, stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The records of a stream of the format, one at a time; those too large to hold are rejected."""
    return format.records(stream)
