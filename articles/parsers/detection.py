"""Which format a file is of: by its content where that is clear, else by its name."""

import re
from pathlib import PurePath

import orjson

from articles.parsers.containers import is_office_document
from articles.parsers.encoding import binary_kind, magic_kind
from articles.parsers.jsonfiles import list_of_records
from articles.parsers.tables import looks_like_table
from articles.parsers.types import Unreadable

SUFFIXES = {
    "text": (".txt", ".text"),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "jsonlines": (".jsonl", ".ndjson", ".jsonlines", ".json-lines"),
    "json": (".json",),
    "csv": (".csv", ".tsv", ".tab"),
    "excel": (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    "parquet": (".parquet", ".pq"),
    "feed": (".rss", ".atom", ".xml", ".rdf"),
    "warc": (".warc",),
}
"""The names that files of each format go by."""

_OF_RECORDS = ("jsonlines", "json", "csv")
"""Those in which a stray NUL is the fault of one record."""
_BINARY = ("excel", "parquet")
_SHEET_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHER_OFFICE = (b"word/", b"ppt/", b"application/vnd.oasis.opendocument.text", b"application/epub")
_SUFFIX = re.compile(r"\.[a-z]\w{1,10}", re.ASCII)
_BOM = b"\xef\xbb\xbf"
_OBJECT = re.compile(rb'\s*\{\s*["}]')
_LIST = re.compile(rb"\s*\[\s*\{")
_PROLOG = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype(?!\s+html)[^\[>]*(?:\[.*?\]\s*)?>)*+", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(rb"<(!doctype\s+html|[a-z][\w:.-]*)", re.IGNORECASE)
_FEEDS = frozenset({b"rss", b"feed", b"rdf:rdf", b"atom:feed"})
_HTML = frozenset(
    {
        b"html",
        b"head",
        b"body",
        b"div",
        b"article",
        b"section",
        b"main",
        b"p",
        b"h1",
        b"h2",
        b"meta",
        b"title",
    }
    | {b"link", b"script", b"span", b"table", b"header", b"a", b"ul", b"br", b"img", b"center", b"font"}
)


def format_of(name: str, head: bytes) -> str:
    """The name of the format of a file, by its name and its first bytes; text is what nothing says otherwise.

    Raises :class:`Unreadable` for a binary file and for a format that is not known.
    """
    suffix = PurePath(name).suffix.lower()
    by_name = next((known for known, suffixes in SUFFIXES.items() if suffix in suffixes), "")
    found = _by_magic(name, head) or _by_text(_narrow(head), by_name)
    if found:
        return found
    if (kind := binary_kind(head)) and not (by_name in _OF_RECORDS and head.count(b"\0") * 100 < len(head)):
        raise Unreadable(f"binary file ({kind})")
    if by_name in _BINARY and head.strip():
        raise Unreadable(f"no {by_name} file, though its name says so")
    if not by_name and _SUFFIX.fullmatch(suffix):
        raise Unreadable(f"unknown format: {suffix} (known: {', '.join(SUFFIXES)})")
    return by_name or "text"


def _by_magic(name: str, head: bytes) -> str:
    """The format that its first bytes prove; :class:`Unreadable` where they prove one that is not read."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "excel"
    if head.startswith(b"PK\x03\x04") and is_office_document(head, name):
        if _SHEET_TYPE not in head and any(mark in head for mark in _OTHER_OFFICE):
            raise Unreadable("binary file (office document that is no sheet)")
        return "excel"
    if kind := magic_kind(head):
        raise Unreadable(f"binary file ({kind})")
    return ""


def _by_text(head: bytes, by_name: str) -> str:
    """The format that a text file proves to be of; empty for none."""
    if _LIST.match(head):
        return "json"
    if _OBJECT.match(head):
        return _json(head, by_name)
    if markup := _ELEMENT.match(head, _PROLOG.match(head).end()):  # type: ignore[union-attr]
        element = markup[1].lower()
        if element in _FEEDS:
            return "feed"
        if element in _HTML or element.startswith(b"!doctype"):
            return "html"
        if by_name not in ("html", "text"):
            raise Unreadable(f"unknown format: markup <{element.decode('ascii', 'replace')}>")
    return "csv" if by_name != "csv" and looks_like_table(head) else ""


def _json(head: bytes, by_name: str) -> str:
    """One object a line, or else objects across lines, or one around a list of records."""
    first, line_break, rest = head.lstrip().partition(b"\n")
    whole = _is_object(first)
    if whole and rest.lstrip().startswith(b"{"):
        return "jsonlines"
    if list_of_records(head) is not None:
        return "json"
    return "jsonlines" if by_name == "jsonlines" or whole or not (line_break or by_name) else "json"


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _narrow(head: bytes) -> bytes:
    """The first bytes as UTF-8 would have them, where a mark says that they are UTF-16 or UTF-32."""
    for mark, charset in ((b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return head.decode(charset, "ignore").encode("utf-8", "ignore")
    return head.removeprefix(_BOM)
