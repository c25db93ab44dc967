"""Embedded posts: a line that ends in an attribution, as «… — Author (@handle) April 10, 2025»."""

import re
from dataclasses import dataclass

from articles.dates import DateRange
from articles.parsers import datelines

_WINDOW = 300
"""An attribution is looked for in this many last characters of a line, however long the line is."""
_LONGEST_AUTHOR = 120

# The mark stands after the name where bidirectional text was copied as it was seen.
_HANDLE = re.compile(
    r"[(\[]?\s?(?:(?<![\w.])[@＠](\w{1,30}(?:[.@][\w.]{1,27})?)|\b(\w{1,30})[@＠](?!\w))\s?[)\]]?"
)
_URL = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/)[^\s—–―]+")
_LONG_DASH = re.compile("[—―]|–")
_HYPHEN = re.compile(r"(?:^|(?<=\s))-{1,3}(?=\s)")
_TAG_OR_URL = re.compile(r"#\w+|(?:https?://|pic\.twitter\.com/|t\.co/)\S+")
_EDGES = " \t\u00a0-–—―،,:|·()[]\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A line taken apart: the words of the post, and who posted them when.

    ``text`` is empty where the attribution stands on a line of its own; ``problem`` says why a date that is
    written could not be used.
    """

    text: str
    author: str
    handle: str
    published: DateRange | None
    problem: str

    @property
    def wordless(self) -> bool:
        """Whether the line holds no words of the post but tags and links: they stand on the line before."""
        return not re.search(r"\w", _TAG_OR_URL.sub("", self.text))


def read_attribution(line: str) -> Attribution | None:
    """Read the attribution that ends ``line``; None where there is none.

    It needs a dash and a handle, with nothing behind but a date; behind a mere hyphen the date as well,
    since hyphens are ordinary in prose. Author, handle and date may stand in any order.
    """
    cut = max(0, len(line) - _WINDOW)
    tail = line[cut:]
    handles = list(_HANDLE.finditer(tail))
    if not handles:
        return None
    handle = handles[-1]
    dash = _dash_before(tail, handle.start())
    if dash is None:
        return None
    before, day_before = datelines.split(tail[dash.end() : handle.start()])
    behind, day_behind = datelines.split(tail[handle.end() :])
    names = [name for name in (before.strip(_EDGES), behind.strip(_EDGES + ".")) if name]
    written = day_behind or day_before
    if len(names) > 1 or not (names or written) or (not written and dash.group().startswith("-")):
        return None
    author = names[0] if names else ""
    if len(author) > _LONGEST_AUTHOR:
        return None
    day, problem = datelines.read(written)
    text = line[: cut + dash.start()].strip()
    return Attribution(text, author, "@" + (handle[1] or handle[2]), day, problem)


def _dash_before(tail: str, end: int) -> re.Match[str] | None:
    """The dash that begins the attribution: the last long one, else a hyphen.

    Authors have hyphens in their names («الوكالة - سانا»), so behind the links that usually end a post it is
    the first hyphen, and without such links the last.
    """
    start = max((url.end() for url in _URL.finditer(tail, 0, end)), default=0)
    dashes = list(_LONG_DASH.finditer(tail, start, end))
    strongest = [dash for dash in dashes if dash.group() != "–"] or dashes
    if strongest:
        return strongest[-1]
    hyphens = list(_HYPHEN.finditer(tail, start, end))
    return (hyphens[0] if start else hyphens[-1]) if hyphens else None
