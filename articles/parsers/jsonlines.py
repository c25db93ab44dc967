"""JSON lines: one article an object, one object a line, fields under their usual names.

Fields that are not known are ignored; the line itself is kept as the document.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from articles.arabic import fold, strip_bidi
from articles.dates import DateRange
from articles.parsers import datelines, streams
from articles.parsers.encoding import decode
from articles.parsers.layout import can_be_title, compose, date_of_posts, language_of, paragraphs
from articles.parsers.types import DateBasis, ParsedArticle, Record, Unreadable

# The usual names of each field, in feeds, schema.org's NewsArticle, trafilatura, news-please and scrapers.
_TITLE = ("title", "headline")
_TEXT = ("text", "body", "content", "articleBody", "maintext")
_DATE = ("date", "published", "datePublished", "date_publish", "pubDate", "published_at", "date_published")
_URL = ("url", "link", "canonical_url")
_SOURCE = ("source", "source_name", "publisher", "sitename", "source_domain")
_LANGUAGE = ("language", "lang", "inLanguage")
_KEYWORDS = ("keywords", "tags")

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[- ].*)?", re.ASCII)
_LANGUAGE_NAMES = {"arabic": "ar", fold("العربية"): "ar", fold("عربي"): "ar", "english": "en", "french": "fr"}
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

_Fields = Mapping[str, object]


def records(stream: BinaryIO) -> Iterator[Record | streams.Rejected]:
    """The lines of the stream; over-long ones are rejected without being held in memory."""
    return streams.lines(stream)


def parse(content: bytes) -> tuple[ParsedArticle, ...]:
    """Read the one article of a line; :class:`Unreadable` says what is wrong with it."""
    fields = _object(content)
    title, lines = _title_and_lines(fields)
    layout = compose(title, lines)
    published, problem = _published(fields)
    basis = DateBasis.FEED
    if published is None:
        published, basis = date_of_posts(layout.posts)
    url, url_problem = _url(fields)
    return (
        ParsedArticle(
            position=1,
            title=title,
            text=layout.text,
            sections=layout.sections,
            published=published,
            published_basis=basis,
            source_name=_source(fields),
            keyword_line=_keywords(fields),
            language=_language(fields) or language_of(layout.text),
            canonical_url=url,
            posts=layout.posts,
            problems=(*filter(None, (problem, url_problem)), *layout.problems),
        ),
    )


def _object(content: bytes) -> _Fields:
    try:
        fields = json.loads(decode(content).text)
    except RecursionError:
        raise Unreadable("bad JSON: nested too deeply") from None
    except Unreadable:
        raise
    except json.JSONDecodeError as error:
        raise Unreadable(f"bad JSON: {error.msg} at character {error.pos + 1}") from None
    except ValueError:  # an integer of thousands of digits
        raise Unreadable("bad JSON: a number is too long") from None
    if not isinstance(fields, dict):
        raise Unreadable(f"not a JSON object but {_kind(fields)}")
    return fields


def _first(fields: _Fields, names: tuple[str, ...]) -> tuple[str, object]:
    """The first of the fields that is present and says anything, with its name."""
    return next(
        ((name, fields[name]) for name in names if fields.get(name) not in (None, "", [], {})), ("", None)
    )


def _string(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{name!r} is {_kind(value)}, not a string")
    if _UNSTORABLE.search(value):
        raise Unreadable(f"{name!r} holds a NUL character or half a surrogate pair")
    return strip_bidi(value).strip()


def _text(fields: _Fields, names: tuple[str, ...]) -> str:
    return _string(*_first(fields, names))


def _title_and_lines(fields: _Fields) -> tuple[str, list[str]]:
    lines = paragraphs(_text(fields, _TEXT))
    title = " ".join(paragraphs(_text(fields, _TITLE)))
    if not lines:
        raise Unreadable(f"no text: none of the fields {', '.join(_TEXT)} holds any")
    if title:
        return title, lines
    if not can_be_title(lines[0]):
        raise Unreadable("no title: no field holds one, and the first line of the text cannot be one")
    return lines[0], lines[1:]


def _published(fields: _Fields) -> tuple[DateRange | None, str]:
    """The calendar day as written, whatever its zone; or why there is none."""
    name, value = _first(fields, _DATE)
    written = _string(name, value)
    if not written:
        return None, ""
    try:
        return DateRange.from_edtf(written), ""
    except ValueError:  # not a bare day, month or year
        day, problem = datelines.read(written)
    return day, "" if day else problem or f"no date in {name!r}: {written[:80]!r}"


def _url(fields: _Fields) -> tuple[str, str]:
    url = _text(fields, _URL)
    if not url or (
        url.startswith(("http://", "https://")) and len(url) <= 2000 and not re.search(r"\s", url)
    ):
        return url, ""
    return "", f"no address of the web: {url[:80]!r}"


def _source(fields: _Fields) -> str:
    name, value = _first(fields, _SOURCE)
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(_string(name, value).split())


def _language(fields: _Fields) -> str:
    """The ISO 639 code that is given; empty where none is, or none that can be understood."""
    given = fold(_text(fields, _LANGUAGE))
    match = _LANGUAGE_TAG.fullmatch(given)
    return _LANGUAGE_NAMES.get(given) or (match[1] if match else "")


def _keywords(fields: _Fields) -> str:
    name, value = _first(fields, _KEYWORDS)
    words = value if isinstance(value, list) else [value]
    return "، ".join(filter(None, (" ".join(_string(name, word).split()) for word in words)))


def _kind(value: object) -> str:
    """What JSON calls this value."""
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return kinds.get(type(value), "an object" if isinstance(value, dict) else "null")
