"""The labelled lines of an aggregator's page: date, source, keywords, "read also".

A line is judged here by its own words alone; whether it also stands where such a line belongs is for
:mod:`articles.parsers.aggregator` to say.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from articles.arabic import Folded, fold, fold_with_map
from articles.parsers.datelines import is_date
from articles.parsers.layout import can_be_title, ends_sentence


class Label(Enum):
    PROSE = auto()
    DATE = auto()
    SOURCE = auto()
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


def _label(words: str) -> re.Pattern[str]:
    """A pattern for lines that begin with one of the labels: folded, ``|`` between them, any white space."""
    words = words.replace(" ", r"\s+")
    return re.compile(f"{_BULLET}(?:{words}){_SEPARATOR}")


_DATE = _label(r"تاريخ النشر|تاريخ نشر الخبر|تاريخ الخبر")
_WEAK_DATE = _label(r"(?:(?:تم النشر|نشر)(?: في| بتاريخ| يوم)?|التاريخ|تاريخ|published(?: on)?|date)\b")
_SOURCE = _label(r"(?:المصدر|مصدر الخبر|مصدر المقال|source)\b")
_KEYWORDS = _label(r"(?:ال)?كلمات (?:ال)?(?:دلاليه|دليليه|مفتاحيه)\b")
_WEAK_KEYWORDS = _label(r"(?:(?:ال)?وسوم|تاغات|كلمات البحث|tags|keywords)\b")
_READ_ALSO = _label(r"و?اقر(?:ا|اء|ء|اوا|ووا|وا|يي) (?:ايضا|كذلك\b)")
_READ_MORE = _label(r"و?اقر(?:ا|اء|ء|اوا|ووا|وا|يي) المزيد\b")
_WEAK_READ_ALSO = _label(
    r"(?:(?:طالع|شاهد|تابع|انظر|شاهدوا|تابعوا) (?:ايضا|المزيد)|قد يهمك(?: ايضا)?"
    r"|(?:مواضيع|موضوعات|اخبار|مقالات|روابط|مواد) (?:ذات صله|متعلقه|مشابهه))\b"
)


def read_line(text: str) -> Line:
    """Judge one line by its words."""
    head = fold_with_map(text[:_LABEL_WINDOW])
    for read in (_read_date, _read_source, _read_keywords, _read_also):
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
    if found := _match(_DATE, text, head):
        value, colon = found
        if len(value) <= _LONGEST_DATE and (colon or is_date(value)):
            return Line(text, Label.DATE, value, colon)
    elif found := _match(_WEAK_DATE, text, head):
        value, colon = found
        if is_date(value) if value else colon:
            return Line(text, Label.DATE, value, colon)
    return Line(text, Label.DATE, text) if len(text) <= _LONGEST_DATE and is_date(text) else None


def _read_source(text: str, head: Folded) -> Line | None:
    found = _match(_SOURCE, text, head)
    if not found:
        return None
    value, colon = found
    if not value:
        return Line(text, Label.SOURCE, "", colon)
    if not is_source_name(value) or (not colon and len(value.split()) > _BARE_SOURCE_WORDS):
        return None
    return Line(text, Label.SOURCE, value, colon)


def _read_keywords(text: str, head: Folded) -> Line | None:
    if found := _match(_KEYWORDS, text, head):
        value, colon = found
        return Line(text, Label.KEYWORDS, value, colon) if colon or not ends_sentence(text) else None
    found = _match(_WEAK_KEYWORDS, text, head)
    return Line(text, Label.KEYWORDS, found[0], True) if found and found[1] else None


def _read_also(text: str, head: Folded) -> Line | None:
    own = _match(_READ_ALSO, text, head)
    strong = own or _match(_READ_MORE, text, head)
    found = strong or _match(_WEAK_READ_ALSO, text, head)
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
