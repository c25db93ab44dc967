"""What a page of HTML says about itself: schema.org's NewsArticle in JSON-LD and microdata, OpenGraph, meta tags."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
from selectolax.lexbor import LexborHTMLParser

from articles.arabic import strip_bidi
from articles.dates import DateRange
from articles.parsers import datelines
from articles.parsers.fields import is_web_address, language_code
from articles.parsers.types import DateBasis

_LARGEST_SCRIPT = 1_000_000
_ARTICLE_TYPES = ("Article", "BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting")
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "date",
)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_DAY_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|[1-9](?=[/-]))[/-]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))(?!\d)"
)
_SITE_AT_END = re.compile(r"\s+[|\-–—•»]\s+")

_Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup states; empty where it states nothing. ``body`` may lack its paragraphs."""

    title: str = ""
    published: DateRange | None = None
    published_basis: DateBasis = DateBasis.NONE
    url: str = ""
    source: str = ""
    language: str = ""
    keywords: str = ""
    body: str = ""
    problems: tuple[str, ...] = ()


def read_markup(tree: LexborHTMLParser, address: str = "") -> Markup:
    """Read the markup of a page that was found at ``address``."""
    node = _article_node(tree)
    meta = _metas(tree)
    url = _url(tree, node, meta, address)
    site = _line(_name(node.get("publisher"))) or _line(meta.get("og:site_name"))
    published, basis, problem = _published(tree, node, meta, url or address)
    return Markup(
        title=_title(tree, node, meta, site),
        published=published,
        published_basis=basis,
        url=url,
        source=site or host(url or address),
        language=_language(tree, node, meta),
        keywords=_keywords(node, meta),
        body=_text(node.get("articleBody")),
        problems=(problem,) if problem else (),
    )


def host(url: str) -> str:
    """The host of an address, without ``www.``; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _article_node(tree: LexborHTMLParser) -> _Node:
    """The article that JSON-LD describes: one with its text or title before others."""
    found = [
        node for script in tree.css('script[type="application/ld+json"]') for node in _articles(script.text())
    ]
    found.sort(key=lambda node: (not node.get("articleBody"), not node.get("headline")))
    return found[0] if found else {}


def _articles(script: str) -> Iterator[_Node]:
    if len(script) > _LARGEST_SCRIPT:
        return
    script = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        value = orjson.loads(script)
    except orjson.JSONDecodeError:
        try:
            value = json.loads(script, strict=False)  # line breaks in strings, as many pages have them
        except (ValueError, RecursionError):
            return
    for node in value if isinstance(value, list) else [value]:
        graph = node.get("@graph") if isinstance(node, dict) else None
        for inner in graph if isinstance(graph, list) else [node]:
            if isinstance(inner, dict):
                main = inner.get("mainEntity")
                yield from (one for one in (inner, main) if isinstance(one, dict) and _is_article(one))


def _is_article(node: _Node) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(_ARTICLE_TYPES)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """The first content of each meta tag by its lower-case name; tags joined."""
    found: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        attributes = meta.attributes
        name = (
            attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        ).lower()
        content = attributes.get("content") or ""
        if name == "article:tag" and name in found:
            found[name] += f"، {content}"
        elif name and content.strip():
            found.setdefault(name, content)
    return found


def _title(tree: LexborHTMLParser, node: _Node, meta: Mapping[str, str], site: str) -> str:
    stated = _line(node.get("headline")) or _first_text(tree, "[itemprop=headline]")
    if stated:
        return stated
    headings = tree.css("h1")
    shown = _line(headings[0].text()) if len(headings) == 1 else ""
    titled = _line(meta.get("og:title")) or _line(meta.get("twitter:title")) or _first_text(tree, "title")
    if shown and (not titled or shown in titled or titled in shown):
        return shown
    parts = _SITE_AT_END.split(titled)
    if site and len(parts) > 1 and parts[-1] in (site, site.removeprefix("موقع ")):
        titled = titled[: titled.rindex(parts[-1])].rstrip(" |-–—•»")
    return titled or shown


def _first_text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return _line(node.text()) or _line(node.attributes.get("content")) if node else ""


def _published(
    tree: LexborHTMLParser, node: _Node, meta: Mapping[str, str], url: str
) -> tuple[DateRange | None, DateBasis, str]:
    """The day, how it is known, and what is wrong with one that is stated and none."""
    problem = ""
    for written in _stated_dates(tree, node, meta):
        try:
            return DateRange.from_edtf(written), DateBasis.MARKUP, ""
        except ValueError:
            day, wrong = datelines.read(written)
        if day:
            return day, DateBasis.MARKUP, ""
        problem = problem or wrong
    day = day_of_url(url)
    return day, DateBasis.URL if day else DateBasis.NONE, problem


def _stated_dates(tree: LexborHTMLParser, node: _Node, meta: Mapping[str, str]) -> Iterator[str]:
    yield from filter(None, (_line(node.get("datePublished")), _line(node.get("dateCreated"))))
    yield from (_line(meta[name]) for name in _DATE_NAMES if name in meta)
    marked = tree.css_first("[itemprop=datePublished]")
    for element in (
        marked,
        tree.css_first("article time[datetime], time[pubdate]"),
        tree.css_first("time[datetime]"),
    ):
        if element:
            attributes = element.attributes
            yield _line(attributes.get("datetime") or attributes.get("content")) or _line(element.text())


def day_of_url(url: str) -> DateRange | None:
    """The day that stands in an address, as ``/2024/06/18/``."""
    match = _DAY_IN_URL.search(url)
    try:
        return DateRange.day(date(*map(int, match.groups()))) if match else None
    except ValueError:
        return None


def _url(tree: LexborHTMLParser, node: _Node, meta: Mapping[str, str], address: str) -> str:
    link = tree.css_first('link[rel="canonical"]')
    canonical = link.attributes.get("href") if link else ""
    page = node.get("mainEntityOfPage")
    stated = (
        canonical,
        meta.get("og:url"),
        node.get("url"),
        page.get("@id") if isinstance(page, dict) else page,
    )
    for url in stated:
        whole = absolute(url, address) if isinstance(url, str) and url.strip() else ""
        if whole and urlsplit(whole).path.strip("/"):  # a site's front page is nobody's own address
            return whole
    return address if is_web_address(address) else ""


def absolute(url: str, base: str) -> str:
    """The address that a link on the page at ``base`` leads to; empty where it is none of the web."""
    try:
        whole = urljoin(base, url.strip())
        return whole if is_web_address(whole) and urlsplit(whole).hostname else ""
    except ValueError:
        return ""


def _language(tree: LexborHTMLParser, node: _Node, meta: Mapping[str, str]) -> str:
    root = tree.css_first("html")
    stated = (node.get("inLanguage"), root.attributes.get("lang") if root else "", meta.get("og:locale"))
    return next(filter(None, (language_code(_line(_name(tag)) or "") for tag in stated)), "")


def _keywords(node: _Node, meta: Mapping[str, str]) -> str:
    stated = node.get("keywords")
    if isinstance(stated, list):
        stated = "، ".join(filter(None, map(_line, stated)))
    names = ("news_keywords", "article:tag", "keywords")
    return _line(stated) or next((_line(meta[name]) for name in names if name in meta), "")


def _name(value: Any) -> Any:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.get("name") or value.get("alternateName") if isinstance(value, dict) else value


def _text(value: Any) -> str:
    """A string without what no text can hold; empty for anything else."""
    return strip_bidi(_UNSTORABLE.sub(" ", value)).strip() if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(_text(value).split())
