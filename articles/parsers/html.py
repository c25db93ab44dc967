"""Pages of HTML: an article, what its markup says of it, and links to further articles.

Where an outlet's shape or schema.org's markup says which element holds the text, its paragraphs are read; else
trafilatura finds them, at a thirtieth of the speed. Pages so large or so dense that they could take minutes or
break a parser are read in a child process with limits.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import trafilatura
from selectolax.lexbor import LexborHTMLParser, LexborNode
from trafilatura.settings import Document

from articles.arabic import strip_bidi
from articles.parsers import datelines, guard
from articles.parsers.blocks import Block, each_once, links_of, part, read_blocks, read_extract
from articles.parsers.encoding import decode
from articles.parsers.layout import can_be_title, compose, date_of_posts, language_of, paragraphs
from articles.parsers.markup import Markup, read_markup
from articles.parsers.shapes import Page, Shape, known
from articles.parsers.types import DateBasis, Parsed, ParsedArticle, ParsedLink, ParseOptions, Unreadable

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is told as a rejection

LIMITS = guard.Limits(cpu=10, wall=120)
_LARGEST_HARMLESS = 400_000
_MOST_HARMLESS_TAGS = 8_000
_HEAD = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_CHARSET_OF_TYPE = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_FEW_CHARACTERS = 250
"""A text so short may not be the whole of it."""

_MOST_WORDS = 50
_IN_ARABIC_LETTERS = frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "arz", "ary", "apc"})

_Reading = tuple[list[str], list[ParsedLink]]


def parse(content: bytes, _options: ParseOptions) -> Parsed:
    """Read the one article of a page; :class:`Unreadable` where it has none."""
    return read_page(content)


def read_page(content: bytes, charset: str = "", address: str = "") -> Parsed:
    """Read the article of a page that a server at ``address`` gave, in the charset that it stated."""
    declared = charset or _declared(content)
    decoded = decode(content, declared)
    harmless = _harmless(decoded.text)
    article = (_read if harmless else _read_guarded)(decoded.text, address)
    return Parsed((article,), decoded.encoding)


def read_fragment(text: str) -> _Reading:
    """The lines of a piece of HTML, as feeds carry them, and the links to further articles in it."""
    if not _has_markup(text):
        return paragraphs(text), []
    return _read_fragment(text) if _harmless(text) else guard.call(_read_fragment, text, limits=LIMITS)


def charset_of_type(content_type: str) -> str:
    """The charset that a Content-Type states; empty where it states none."""
    match = _CHARSET_OF_TYPE.search(content_type)
    return match[1] if match else ""


def _declared(content: bytes) -> str:
    match = _CHARSET.search(content[:_HEAD])
    return match[1].decode("ascii") if match else ""


def _harmless(text: str) -> bool:
    return len(text) <= _LARGEST_HARMLESS and text.count("<") <= _MOST_HARMLESS_TAGS


def _has_markup(text: str) -> bool:
    return "<" in text or "&" in text


def _plain_lines(text: str) -> list[str]:
    """The lines of a text that some pages write with tags and entities."""
    return _read_fragment(text)[0] if _has_markup(text) else paragraphs(text)


def _read_fragment(text: str) -> _Reading:
    body = LexborHTMLParser(text).body
    return part(read_blocks(body)) if body else ([], [])


def _read_guarded(text: str, address: str) -> ParsedArticle:
    return guard.call(_read, text, address, limits=LIMITS)


def _read(text: str, address: str) -> ParsedArticle:
    tree = LexborHTMLParser(text)
    markup = read_markup(tree, address)
    shapes = known()
    shape = shapes.of(address or markup.url)
    reading: _Reading | None = None
    if shape:
        markup = _with_shape(markup, tree, shape)
        reading = _read_shape(tree, shape.page, markup.url)
    lines, links = (
        reading or _read_shape(tree, shapes.common, markup.url) or _read_unknown(tree, text, markup.url)
    )
    return _article(markup, _fuller(lines, _plain_lines(markup.body)), links)


def _fuller(found: list[str], stated: list[str]) -> list[str]:
    """The text that the markup carries where it is far more, or the same with its paragraphs; else what was found."""
    if sum(map(len, found)) * 2 < sum(map(len, stated)):
        return stated
    return stated if len(found) == 1 and found[0].split() == " ".join(stated).split() else found


def _with_shape(markup: Markup, tree: LexborHTMLParser, shape: Shape) -> Markup:
    """What the markup says, corrected by what stands where the shape says."""
    page = shape.page
    markup = replace(
        markup,
        title=_words(tree, page.title) or markup.title,
        keywords=_words(tree, page.keywords) or markup.keywords,
        source=shape.name,
    )
    written = "" if markup.published_basis is DateBasis.MARKUP else _words(tree, page.date)
    if not written:
        return markup
    day, problem = datelines.read(written)
    if day is None:
        return replace(markup, problems=(*markup.problems, problem or f"no date in {written[:80]!r}"))
    return replace(markup, published=day, published_basis=DateBasis.STATED)


def _words(tree: LexborHTMLParser, selector: str) -> str:
    found = tree.css(selector)[:_MOST_WORDS] if selector else []
    return "، ".join(filter(None, (" ".join(strip_bidi(node.text(separator=" ")).split()) for node in found)))


def _read_shape(tree: LexborHTMLParser, page: Page, address: str) -> _Reading | None:
    """The text where the shape says that it stands; None where nothing stands there."""
    bodies = _outermost(tree, page.body)
    if not bodies:
        return None
    aside = _outermost(tree, page.read_also or known().common.read_also)
    dropped = [node for selector in (page.byline, page.drop) for node in _outermost(tree, selector)]
    skipped = {node.mem_id for node in (*aside, *dropped)}
    lines, links = part([block for node in bodies for block in read_blocks(node, address, skipped)])
    return (lines, [*links, *_links_in(aside, address)]) if lines else None


def _read_unknown(tree: LexborHTMLParser, text: str, address: str) -> _Reading:
    """The text that trafilatura finds; in full where the fast way finds little."""
    aside = _links_in(_outermost(tree, known().common.read_also), address)
    blocks = _extract(text, address, fast=True)
    if sum(len(block.text) for block in blocks) < _FEW_CHARACTERS:
        blocks = max(
            blocks, _extract(text, address, fast=False), key=lambda found: sum(len(one.text) for one in found)
        )
    titles = {link.title for link in aside}
    lines, links = part([block for block in blocks if block.text not in titles])
    return lines, [*links, *aside]


def _extract(text: str, address: str, fast: bool) -> list[Block]:
    document = trafilatura.bare_extraction(
        text, fast=fast, include_comments=False, include_links=True, favor_recall=not fast
    )
    if document is None:
        return []
    assert isinstance(document, Document)
    return read_extract(document.body, address)


def _outermost(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements that a selector finds, without those that stand in another one."""
    found = tree.css(selector) if selector else []
    if len(found) < 2:
        return found
    ids = {node.mem_id for node in found}
    return [node for node in found if not any(above.mem_id in ids for above in _above(node))]


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _links_in(nodes: Sequence[LexborNode], address: str) -> list[ParsedLink]:
    found = links_of([block for node in nodes for block in read_blocks(node, address)])
    return [link for link in found if can_be_title(link.title)]


def _article(markup: Markup, lines: list[str], links: Sequence[ParsedLink]) -> ParsedArticle:
    lines = [line for line in map(_storable, lines) if line]
    if not lines:
        raise Unreadable("no text: the page holds no article that could be told from what is around it")
    title = markup.title
    if not title:
        if not can_be_title(lines[0]):
            raise Unreadable("no title: the markup states none, and the first paragraph cannot be one")
        title, *lines = lines
    if lines in ([], [title]):
        raise Unreadable("no text: the page holds a title and nothing else")
    layout = compose(title, lines)
    published, basis = markup.published, markup.published_basis
    if published is None:
        published, basis = date_of_posts(layout.posts)
    return ParsedArticle(
        position=1,
        title=title,
        text=layout.text,
        sections=layout.sections,
        published=published,
        published_basis=basis,
        source_name=markup.source,
        keyword_line=markup.keywords,
        language=_language(markup.language, layout.text),
        canonical_url=markup.url,
        links=each_once(links),
        posts=layout.posts,
        problems=(*markup.problems, *layout.problems),
    )


def _language(stated: str, text: str) -> str:
    """The language that is stated, unless the letters are another's: many templates keep their ``lang="en"``."""
    read = language_of(text)
    return stated if stated and (read != "ar" or stated in _IN_ARABIC_LETTERS) else read


def _storable(line: str) -> str:
    return strip_bidi(line).replace("\0", "").strip()
