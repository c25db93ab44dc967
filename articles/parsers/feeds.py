"""RSS and Atom: one article an entry.

An entry is handed on as the JSON of what is read in it, with what the feed says of all of them; that line is the
document. So an entry is the same document in every copy of the feed that it stands in.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

import feedparser
import orjson

from articles.parsers import guard, streams
from articles.parsers.blocks import each_once
from articles.parsers.fields import read_article
from articles.parsers.html import read_fragment
from articles.parsers.jsonlines import read_object
from articles.parsers.streams import Rejected
from articles.parsers.types import Parsed, ParseOptions, Record

LIMITS = guard.Limits(cpu=30)
_LARGEST_HARMLESS = 500_000
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")


def records(stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The entries, located as ``entry 3``."""
    for whole in streams.whole(stream):
        if isinstance(whole, Rejected):
            yield whole
            continue
        content = whole.content
        harmless = len(content) < _LARGEST_HARMLESS and b"<!ENTITY" not in content
        entries, lost = (
            read_entries(content) if harmless else guard.call(read_entries, content, limits=LIMITS)
        )
        for number, entry in enumerate(entries, 1):
            yield Record(entry, f"entry {number}")
        if lost:
            reason = f"{lost} of {lost + len(entries)} entries cannot be read: the feed is malformed"
            yield Rejected("", reason)
        elif not entries:
            yield Rejected("", "no entries in the feed" if content.strip() else "empty file")


def parse(content: bytes, _options: ParseOptions) -> Parsed:
    """Read the article of an entry; its text is that of its HTML, without links to further articles."""
    fields, _ = read_object(content)
    lines, links = read_fragment(str(fields.get("text", "")))
    title, _ = read_fragment(str(fields.get("title", "")))
    article = read_article(
        {**fields, "title": " ".join(title), "text": "\n".join(lines)}, links=each_once(links)
    )
    return Parsed((article,))


def read_entries(content: bytes) -> tuple[list[bytes], int]:
    """The entries of a feed as records, and how many more there are that its faults hide."""
    feed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    about = {"source": feed.feed.get("title", ""), "language": feed.feed.get("language", "")}
    entries = [orjson.dumps(_fields(entry, about)) for entry in feed.entries]
    begun = len(_ENTRY.findall(content)) if feed.bozo else 0
    return entries, max(0, begun - len(entries))


def _fields(entry: Mapping[str, Any], about: Mapping[str, str]) -> dict[str, object]:
    texts = [part.get("value", "") for part in entry.get("content", ())]
    source = entry.get("source", {}).get("title", "")
    return {
        "title": entry.get("title", ""),
        "text": max([*texts, entry.get("summary", "")], key=len),
        "date": entry.get("published") or entry.get("updated") or "",
        "url": entry.get("link", ""),
        "source": source or about["source"],
        "language": entry.get("language") or about["language"],
        "keywords": [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")],
        "id": entry.get("id", ""),
    }
