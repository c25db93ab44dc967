"""Records with named fields, whatever the file they stand in: one record, one article.

Fields that are not known are ignored; the record itself is kept as the document.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from articles.arabic import fold, strip_bidi
from articles.dates import DateRange
from articles.parsers import datelines
from articles.parsers.layout import can_be_title, compose, date_of_posts, language_of, paragraphs
from articles.parsers.types import DateBasis, ParsedArticle, ParsedLink, Unreadable

USUAL_NAMES = {
    "title": ("title", "headline", "العنوان", "عنوان"),
    "text": (
        "text",
        "body",
        "content",
        "articleBody",
        "maintext",
        "raw_text",
        "full_text",
        "النص",
        "نص",
        "المحتوى",
    ),
    "date": (
        "date",
        "published",
        "datePublished",
        "date_publish",
        "pubDate",
        "published_at",
        "publishedAt",
        "date_published",
        "publish_date",
        "published_date",
        "التاريخ",
        "تاريخ النشر",
    ),
    "url": ("url", "link", "canonical_url", "source_url", "الرابط", "رابط"),
    "source": (
        "source",
        "source_name",
        "publisher",
        "sitename",
        "site_name",
        "source_domain",
        "hostname",
        "المصدر",
    ),
    "language": ("language", "lang", "inLanguage", "اللغة"),
    "keywords": ("keywords", "tags", "الكلمات المفتاحية", "الوسوم"),
}
"""What each field is called by feeds, schema.org's NewsArticle, trafilatura, news-please, newspaper and scrapers,
and in sheets that people keep. Upper and lower case are the same."""

FieldMap = Sequence[tuple[str, str]]
"""Pairs of one of our names and the name that records have for it."""
Fields = Mapping[str, object]

_ALL_USUAL_NAMES = frozenset(name.casefold() for names in USUAL_NAMES.values() for name in names)
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[- ].*)?", re.ASCII)
_LANGUAGE_NAMES = {"arabic": "ar", fold("العربية"): "ar", fold("عربي"): "ar", "english": "en", "french": "fr"}
_MOST_NAMES_SAID = 3
_NOTHING: tuple[object, ...] = (None, "", [], {})
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def read_article(fields: Fields, mapping: FieldMap = (), links: Sequence[ParsedLink] = ()) -> ParsedArticle:
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
        links=tuple(links),
        posts=layout.posts,
        problems=(*filter(None, (problem, url_problem)), *layout.problems),
    )


def is_usual_name(name: str) -> bool:
    """Whether a field of this name would be understood."""
    return name.strip().casefold() in _ALL_USUAL_NAMES


def read_mapping(pairs: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The mapping that pairs such as ``title=headline`` say; ValueError names what is wrong with one."""
    mapping = []
    for pair in pairs:
        ours, _, theirs = pair.partition("=")
        ours, theirs = ours.strip(), theirs.strip()
        if ours not in USUAL_NAMES or not theirs:
            raise ValueError(f"{pair!r} is no NAME=FIELD: the names are {', '.join(USUAL_NAMES)}")
        mapping.append((ours, theirs))
    return tuple(mapping)


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
        self._by_folded_name: dict[str, tuple[str, object]] | None = None
        mapped: dict[str, tuple[str, ...]] = {}
        for ours, theirs in mapping:
            mapped[ours] = (*mapped.get(ours, ()), theirs)
        self.names = USUAL_NAMES | mapped if mapped else USUAL_NAMES

    def first(self, ours: str) -> tuple[str, object]:
        """The first of the fields that is present and says anything, with the record's name for it."""
        for name in self.names[ours]:
            value = self._fields.get(name)
            if value not in _NOTHING:
                return name, value
        if self._by_folded_name is None:
            self._by_folded_name = {name.casefold(): (name, value) for name, value in self._fields.items()}
        for name in self.names[ours]:
            written, value = self._by_folded_name.get(name.casefold(), ("", None))
            if value not in _NOTHING:
                return written, value
        return "", None

    def such(self, ours: str) -> str:
        """That none of the fields looked for does something, for a reason."""
        names = self.names[ours]
        few = ", ".join(names[:_MOST_NAMES_SAID])
        return f"none of the fields {few}" + (" and the like" if len(names) > _MOST_NAMES_SAID else "")

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
        raise Unreadable(f"no text: {named.such('text')} holds any")
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
