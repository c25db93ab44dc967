"""The paragraphs of a piece of HTML with their links; and which of them are "read also" lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element
from selectolax.lexbor import LexborNode

from articles.parsers.labels import Label, read_line
from articles.parsers.markup import absolute
from articles.parsers.types import ParsedLink

MOST_LINKS = 1000
_SKIPPED_NAMES = (
    "script style noscript template svg form button select input textarea iframe object video audio canvas nav "
    "footer head -comment figure"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_FLOWING_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr -text"
)
_FLOWING = frozenset(_FLOWING_NAMES.split())
_MOSTLY = 0.8
_LONGEST_LABELLED = 400
_FEWEST_IN_LIST = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or item of a list. ``linked`` is how many of its characters are those of links."""

    text: str
    links: tuple[ParsedLink, ...] = ()
    linked: int = 0

    @property
    def is_link(self) -> bool:
        """Whether it is hardly more than a link."""
        return bool(self.links) and self.linked >= len(self.text) * _MOSTLY


@dataclass(frozen=True, slots=True)
class _EndOfBlock:
    pass


@dataclass(frozen=True, slots=True)
class _EndOfLink:
    url: str
    start: int


def read_blocks(root: LexborNode, address: str = "", skipped: Collection[int] = ()) -> list[Block]:
    """The paragraphs of an element, in order; links lead from the page at ``address``.

    ``skipped`` are elements to be left out, by their ``mem_id``.
    """
    draft = _Draft(address)
    waiting: list[LexborNode | _EndOfBlock | _EndOfLink] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _EndOfBlock):
            draft.end_block()
            continue
        if isinstance(node, _EndOfLink):
            draft.end_link(node)
            continue
        tag = node.tag or ""
        if tag == "-text":
            draft.add(node.text_content or "")
            continue
        if tag in _SKIPPED or node.mem_id in skipped:
            continue
        if tag == "a":
            waiting.append(_EndOfLink(node.attributes.get("href") or "", draft.size))
        elif tag not in _FLOWING:
            draft.end_block()
            waiting.append(_EndOfBlock())
        waiting.extend(reversed(list(node.iter(include_text=True))))
    draft.end_block()
    return draft.blocks


def read_extract(root: _Element, address: str = "") -> list[Block]:
    """The paragraphs of what trafilatura has extracted."""
    draft = _Draft(address)
    waiting: list[_Element | str | _EndOfBlock | _EndOfLink] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _EndOfBlock):
            draft.end_block()
        elif isinstance(node, _EndOfLink):
            draft.end_link(node)
        elif isinstance(node, str):
            draft.add(node)
        else:
            if node.tail and node is not root:
                waiting.append(node.tail)
            if node.tag == "ref":
                waiting.append(_EndOfLink(node.get("target") or "", draft.size))
            elif node.tag not in ("hi", "del"):
                draft.end_block()
                waiting.append(_EndOfBlock())
            waiting.extend(reversed(node))
            if node.text:
                waiting.append(node.text)
    draft.end_block()
    return draft.blocks


class _Draft:
    """The block that is being read, and those before it."""

    def __init__(self, address: str) -> None:
        self.blocks: list[Block] = []
        self._address = address
        self._parts: list[str] = []
        self._links: list[ParsedLink] = []
        self._linked = 0

    def add(self, text: str) -> None:
        self._parts.append(text)

    @property
    def size(self) -> int:
        """How many pieces of text the block has so far."""
        return len(self._parts)

    def end_link(self, link: _EndOfLink) -> None:
        title = " ".join("".join(self._parts[link.start :]).split())
        if title:
            self._links.append(ParsedLink(title, absolute(link.url, self._address)))
            self._linked += len(title)

    def end_block(self) -> None:
        text = " ".join("".join(self._parts).split())
        if text:
            self.blocks.append(Block(text, tuple(self._links), self._linked))
        self._parts.clear()
        self._links.clear()
        self._linked = 0


def links_of(blocks: Sequence[Block]) -> list[ParsedLink]:
    """The links in what is nothing but a list of links."""
    return [link for block in blocks for link in block.links]


def part(blocks: Sequence[Block]) -> tuple[list[str], list[ParsedLink]]:
    """The lines of the text, and the links to further articles that stand among them.

    A link follows a label («اقرأ أيضاً») in its block or in those behind, or stands in a list of links at the end.
    """
    lines: list[str] = []
    links: list[ParsedLink] = []
    end = _end_of_text(blocks)
    position = 0
    while position < end:
        block = blocks[position]
        position += 1
        label = read_line(block.text) if len(block.text) <= _LONGEST_LABELLED else None
        if label is None or label.label is not Label.READ_ALSO:
            lines.append(block.text)
            continue
        listed = [ParsedLink(label.value)] if label.value and not block.links else list(block.links)
        while position < end and blocks[position].is_link:
            listed += blocks[position].links
            position += 1
        if listed or position >= end:
            links += listed
        else:
            lines.append(block.text)
    links += links_of(blocks[end:])
    return lines, links


def _end_of_text(blocks: Sequence[Block]) -> int:
    """Where the list of links begins that ends the text, or is all of it; the end where none does."""
    end = len(blocks)
    while end and blocks[end - 1].is_link:
        end -= 1
    return end if not end or len(blocks) - end >= _FEWEST_IN_LIST else len(blocks)


def each_once(links: Sequence[ParsedLink]) -> tuple[ParsedLink, ...]:
    """The links that lead to different places, up to as many as a page may have."""
    found: dict[str, ParsedLink] = {}
    for link in links:
        found.setdefault(link.url or link.title, link)
    return tuple(islice(found.values(), MOST_LINKS))
