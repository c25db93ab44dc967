"""The labelled lines of an aggregator's page: date, source, keywords, "read also". Their words are those of
:mod:`articles.parsers.shapes`.

A line is judged here by its own words alone; whether it also stands where such a line belongs is for
:mod:`articles.parsers.aggregator` to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from articles.arabic import Folded, fold, fold_with_map
from articles.parsers.datelines import is_date
from articles.parsers.layout import can_be_title, ends_sentence
from articles.parsers.shapes import Lines, known


class Label(Enum):
    PROSE = auto()
    DATE = auto()
    SOURCE = auto()
    BYLINE = auto()
    KEYWORDS = auto()
    READ_ALSO = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page. ``value`` is what follows its label; it is empty for a label on a line of its own.

    ``colon``: anything but space stands between label and value. ``aggregators_own``: a "read also" label of
    the kind that begins whole articles too. ``hamza``: spelled «إقرأ», as aggregators write their own.
    """

    text: str
    label: Label = Label.PROSE
    value: str = ""
    colon: bool = False
    aggregators_own: bool = False
    hamza: bool = False


_LABEL_WINDOW = 100
"""Characters at the start of a line in which its label must stand."""
_LONGEST_DATE = 80
_LONGEST_LINK = 130
_LONGEST_SOURCE, _MOST_SOURCE_WORDS = 60, 6
_BARE_SOURCE_WORDS = 4  # without a colon
_STOPPED_SOURCE_WORDS = 3  # with a full stop

# After «المصدر:» these begin what a source says, not the name of one.
_NOT_A_SOURCE = frozenset(
    fold("مسؤول مسؤولة مسؤولون مسؤولان لا لم لن نعم إن أن نحن هذا هذه ما هل كان قد قال في من على").split()
)

_BULLET = r"[^\w\s«\"(]{0,5}+\s*+"
_SEPARATOR = r"\s*+(?P<separator>(?:[:：؛|/»>\-–—…]|\.\.)[:.\-–—…\s]*+)?"
_QUOTES = "«»\"“”'"


class _Labels:
    """Patterns for lines that begin with the words of the shapes, in any spelling that folds to the same."""

    def __init__(self, lines: Lines) -> None:
        self.date = _label(lines.date, glued=True)
        self.weak_date = _label(lines.weak_date)
        self.source = _label(lines.source)
        self.byline = _label(lines.byline)
        self.keywords = _label(lines.keywords)
        self.weak_keywords = _label(lines.weak_keywords)
        self.own_read_also = _label(lines.own_read_also, glued=True, joined=True)
        self.read_also = _label(lines.read_also, joined=True)
        self.weak_read_also = _label(lines.weak_read_also)


def _label(labels: Sequence[str], glued: bool = False, joined: bool = False) -> re.Pattern[str]:
    """A pattern for lines that begin with one of the labels.

    ``glued``: the value may follow without a space. ``joined``: «و» may stand before.
    """
    longest_first = sorted(map(fold, labels), key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, label.split())) for label in longest_first)
    before, behind = "و?" if joined else "", "" if glued else r"\b"
    return re.compile(f"{_BULLET}{before}(?:{words or '(?!)'}){behind}{_SEPARATOR}")


@cache
def _labels() -> _Labels:
    return _Labels(known().lines)


def read_line(text: str) -> Line:
    """Judge one line by its words."""
    head = fold_with_map(text[:_LABEL_WINDOW])
    for read in (_read_date, _read_source, _read_byline, _read_keywords, _read_also):
        if line := read(text, head):
            return line
    return Line(text)


def title_like(line: str) -> bool:
    """Whether the line has the looks of a headline in a list of links."""
    return len(line) <= _LONGEST_LINK and not ends_sentence(line) and not line.endswith((":", "،", "؛"))


def source_name(value: str) -> str:
    """The name of a source as it follows its label, bare of quotes and stops."""
    return value.strip(_QUOTES + " .،")


def is_source_name(value: str) -> bool:
    """Whether ``value`` can be the name of a source, and is no sentence that a source says."""
    words = fold(value).strip(_QUOTES + " ").split()
    most = _STOPPED_SOURCE_WORDS if value.endswith((".", "!", "؟", "?")) else _MOST_SOURCE_WORDS
    return 0 < len(words) <= most and len(value) <= _LONGEST_SOURCE and words[0] not in _NOT_A_SOURCE


def _match(pattern: re.Pattern[str], text: str, head: Folded) -> tuple[str, bool] | None:
    """The value after the label and whether a separator stands between them; None without the label."""
    match = pattern.match(head.text)
    return (text[head.original(match.end()) :].strip(), bool(match["separator"])) if match else None


def _read_date(text: str, head: Folded) -> Line | None:
    if found := _match(_labels().date, text, head):
        value, colon = found
        if len(value) <= _LONGEST_DATE and (colon or is_date(value)):
            return Line(text, Label.DATE, value, colon)
    elif found := _match(_labels().weak_date, text, head):
        value, colon = found
        if is_date(value) if value else colon:
            return Line(text, Label.DATE, value, colon)
    return Line(text, Label.DATE, text) if len(text) <= _LONGEST_DATE and is_date(text) else None


def _read_source(text: str, head: Folded) -> Line | None:
    found = _match(_labels().source, text, head)
    if not found:
        return None
    value, colon = found
    if not value:
        return Line(text, Label.SOURCE, "", colon)
    if not is_source_name(value) or (not colon and len(value.split()) > _BARE_SOURCE_WORDS):
        return None
    return Line(text, Label.SOURCE, value, colon)


def _read_byline(text: str, head: Folded) -> Line | None:
    found = _match(_labels().byline, text, head)
    if found and found[1] and is_source_name(found[0]) and not ends_sentence(text):
        return Line(text, Label.BYLINE, found[0], True)
    return None


def _read_keywords(text: str, head: Folded) -> Line | None:
    if found := _match(_labels().keywords, text, head):
        value, colon = found
        return Line(text, Label.KEYWORDS, value, colon) if colon or not ends_sentence(text) else None
    found = _match(_labels().weak_keywords, text, head)
    return Line(text, Label.KEYWORDS, found[0], True) if found and found[1] else None


def _read_also(text: str, head: Folded) -> Line | None:
    own = _match(_labels().own_read_also, text, head)
    strong = own or _match(_labels().read_also, text, head)
    found = strong or _match(_labels().weak_read_also, text, head)
    if not found:
        return None
    value, colon = found
    label = text.removesuffix(value)
    if value.startswith("ح") and label.endswith("ا") and "ً" not in label:
        return None  # «إيضاح» (clarification), not «أيضا» with a word glued to it
    if not any(map(str.isalnum, value)):
        value = ""
    elif not (can_be_title(value) if colon else strong and title_like(value)):
        return None
    return Line(text, Label.READ_ALSO, value, colon, bool(own), "إ" in label)
