"""Dates in bylines and date lines: is a text a date and nothing else, and which date ends or begins it?"""

import re
from itertools import takewhile

from articles.arabic import fold
from articles.dates import HIJRI_MONTHS, MONTHS, DateRange, parse_stated

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOCABULARY = (
    "st nd rd th of at on am pm gmt utc من في يوم اليوم الساعه بتوقيت مكه المكرمه جرينتش غرينتش القاهره م ه "
    "ص صباحا مساء الموافق بتاريخ sat sun mon tue wed thu fri saturday sunday monday tuesday wednesday "
    "thursday friday السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه"
)
_WORDS = frozenset(_VOCABULARY.split()).union(*(name.split() for name in (*MONTHS, *HIJRI_MONTHS)))


def read(text: str) -> tuple[DateRange | None, str]:
    """Return the date that ``text`` states, or None and, where it states one that is none, the complaint."""
    try:
        return parse_stated(text), ""
    except ValueError as error:
        return None, str(error)


def is_date(text: str) -> bool:
    """Whether ``text`` is a date, real or not, with its weekday and time perhaps, and says nothing else."""
    return _of_date_words(text) and read(text) != (None, "")


def split(text: str) -> tuple[str, str]:
    """Split ``text`` into what is no date, and the date that ends it, else begins it (empty if none does)."""
    words = list(_WORD.finditer(text))
    ending = list(takewhile(_of_date_words, (word.group() for word in reversed(words))))
    start = words[-len(ending)].start() if ending else len(text)
    if is_date(text[start:]):
        return text[:start], text[start:]
    beginning = list(takewhile(_of_date_words, (word.group() for word in words)))
    end = words[len(beginning) - 1].end() if beginning else 0
    return (text[end:], text[:end]) if is_date(text[:end]) else (text, "")


def _of_date_words(text: str) -> bool:
    return _WORDS.issuperset(_LETTERS.findall(fold(text)))
