"""Records with named fields, whatever the file they stand in: one record, one article.

Fields that are not known are ignored; the record itself is kept as the document.
"""

import re
from collections.abc import Mapping, Sequence

from articles.arabic import fold, strip_bidi
from articles.dates import DateRange
from articles.parsers import datelines
from articles.parsers.layout import can_be_title, compose, date_of_posts, language_of, paragraphs
from articles.parsers.types import DateBasis, ParsedArticle, Unreadable

USUAL_NAMES = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "articleBody", "maintext"),
    "date": (
        "date",
        "published",
        "datePublished",
        "date_publish",
        "pubDate",
        "published_at",
        "date_published",
    ),
    "url": ("url", "link", "canonical_url"),
    "source": ("source", "source_name", "publisher", "sitename", "source_domain"),
    "language": ("language", "lang", "inLanguage"),
    "keywords": ("keywords", "tags"),
}
"""What each field is called by feeds, schema.org's NewsArticle, trafilatura, news-please and scrapers."""

FieldMap = Sequence[tuple[str, str]]
"""Pairs of one of our names and the name that records have for it."""
Fields = Mapping[str, object]

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[- ].*)?", re.ASCII)
_LANGUAGE_NAMES = {"arabic": "ar", fold("العربية"): "ar", fold("عربي"): "ar", "english": "en", "french": "fr"}
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def read_article(fields: Fields, mapping: FieldMap = ()) -> ParsedArticle:
    """Read the one article of a record; :class:`Unreadable` says what is wrong with it."""
    named = _Named(fields, mapping)
    title, lines = _title_and_lines(named)
    layout = compose(title, lines)
    published, problem = _published(named)
    basis = DateBasis.FEED
    if published is None:
        published, basis = date_of_posts(layout.posts)
    url, url_problem = _url(named)
    return ParsedArticle(
        position=1,
        title=title,
        text=layout.text,
        sections=layout.sections,
        published=published,
        published_basis=basis,
        source_name=_source(named),
        keyword_line=_keywords(named),
        language=language_code(named.text("language")) or language_of(layout.text),
        canonical_url=url,
        posts=layout.posts,
        problems=(*filter(None, (problem, url_problem)), *layout.problems),
    )


def language_code(given: str) -> str:
    """The ISO 639 code that a tag or name of a language means; empty where none can be understood."""
    folded = fold(given)
    match = _LANGUAGE_TAG.fullmatch(folded)
    return _LANGUAGE_NAMES.get(folded) or (match[1] if match else "")


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an address of the web that can be stored."""
    return url.startswith(("http://", "https://")) and len(url) <= 2000 and not re.search(r"\s", url)


def kind_of(value: object) -> str:
    """What JSON calls this value."""
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return kinds.get(type(value), "an object" if isinstance(value, dict) else "null")


class _Named:
    """The fields of a record, found by our names."""

    def __init__(self, fields: Fields, mapping: FieldMap) -> None:
        self._fields = fields
        mapped: dict[str, tuple[str, ...]] = {}
        for ours, theirs in mapping:
            mapped[ours] = (*mapped.get(ours, ()), theirs)
        self.names = USUAL_NAMES | mapped if mapped else USUAL_NAMES

    def first(self, ours: str) -> tuple[str, object]:
        """The first of the fields that is present and says anything, with the record's name for it."""
        for name in self.names[ours]:
            value = self._fields.get(name)
            if value not in (None, "", [], {}):
                return name, value
        return "", None

    def text(self, ours: str) -> str:
        return _string(*self.first(ours))


def _string(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{name!r} is {kind_of(value)}, not a string")
    if _UNSTORABLE.search(value):
        raise Unreadable(f"{name!r} holds a NUL character or half a surrogate pair")
    return strip_bidi(value).strip()


def _title_and_lines(named: _Named) -> tuple[str, list[str]]:
    lines = paragraphs(named.text("text"))
    title = " ".join(paragraphs(named.text("title")))
    if not lines:
        raise Unreadable(f"no text: none of the fields {', '.join(named.names['text'])} holds any")
    if title:
        return title, lines
    if not can_be_title(lines[0]):
        raise Unreadable("no title: no field holds one, and the first line of the text cannot be one")
    return lines[0], lines[1:]


def _published(named: _Named) -> tuple[DateRange | None, str]:
    """The calendar day as written, whatever its zone; or why there is none."""
    name, value = named.first("date")
    written = _string(name, value)
    if not written:
        return None, ""
    try:
        return DateRange.from_edtf(written), ""
    except ValueError:  # not a bare day, month or year
        day, problem = datelines.read(written)
    return day, "" if day else problem or f"no date in {name!r}: {written[:80]!r}"


def _url(named: _Named) -> tuple[str, str]:
    url = named.text("url")
    return (url, "") if not url or is_web_address(url) else ("", f"no address of the web: {url[:80]!r}")


def _source(named: _Named) -> str:
    name, value = named.first("source")
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(_string(name, value).split())


def _keywords(named: _Named) -> str:
    name, value = named.first("keywords")
    words = value if isinstance(value, list) else [value]
    return "، ".join(filter(None, (" ".join(_string(name, word).split()) for word in words)))
