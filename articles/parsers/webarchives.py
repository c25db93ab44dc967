"""WARC, the format of web archives such as Common Crawl: one page a record.

A record is kept with its headers, which say where the page was and in what charset. What is no page of HTML that
a server gave in answer (requests, images, redirections, errors) is no news and is passed over.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from articles.parsers import html
from articles.parsers.streams import LARGEST_RECORD, Rejected, too_large
from articles.parsers.types import Parsed, ParseOptions, Record, Unreadable

_PIECE = 1 << 16
_DAMAGE = (ArchiveLoadFailed, EOFError, ValueError)


def records(stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The pages, located as ``record 17``, counting all records."""
    number, found = 0, False
    try:
        for number, record in enumerate(ArchiveIterator(stream, no_record_parse=True), 1):
            if record.rec_headers.get_header("WARC-Type") not in ("response", "resource"):
                continue
            block = _read(record.raw_stream, LARGEST_RECORD + 1)
            if not _is_page(record, block):
                continue
            found = True
            locator = f"record {number}"
            if len(block) > LARGEST_RECORD:
                yield Rejected(locator, too_large("record", LARGEST_RECORD))
            else:
                head = record.rec_headers.to_ascii_bytes()
                yield Record(head + block + b"\r\n\r\n", locator)
    except _DAMAGE as error:
        yield Rejected(f"record {number + 1}", f"damaged WARC: {error}")
    else:
        if not found:
            yield Rejected("", "no pages of HTML in the archive")


def parse(content: bytes, _options: ParseOptions) -> Parsed:
    """Read the article of an archived page."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(content))))
        body = _read(record.content_stream(), LARGEST_RECORD + 1)
    except (*_DAMAGE, StopIteration) as error:
        raise Unreadable(f"damaged WARC record: {error}") from None
    if len(body) > LARGEST_RECORD:
        raise Unreadable(too_large("page", LARGEST_RECORD))
    kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
    return html.read_page(
        body, html.charset_of_type(kind), record.rec_headers.get_header("WARC-Target-URI", "")
    )


def _is_page(record: ArcWarcRecord, block: bytes) -> bool:
    if record.rec_headers.get_header("WARC-Type") == "resource":
        return _html_type(record.rec_headers.get_header("Content-Type", "").encode())
    head = block.partition(b"\r\n\r\n")[0]
    status, *lines = head.split(b"\r\n")
    fields = {name.strip().lower(): value for name, _, value in (line.partition(b":") for line in lines)}
    return status.split()[1:2] == [b"200"] and _html_type(fields.get(b"content-type", b""))


def _html_type(value: bytes) -> bool:
    return value.partition(b";")[0].strip().lower() in (b"text/html", b"application/xhtml+xml")


def _read(stream: BinaryIO, most: int) -> bytes:
    content = bytearray()
    while len(content) < most and (piece := stream.read(min(_PIECE, most - len(content)))):
        content += piece
    return bytes(content)
