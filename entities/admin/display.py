"""How the admin shows dates, codes, names and sentences."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.dates import DateRange

AROUND = 160
"""Characters of context shown on either side of a sentence."""


def ltr(text: object) -> SafeString:
    """Return a code, date or address that keeps its order within Arabic text."""
    return format_html('<span dir="ltr">{}</span>', text)


def day(value: DateRange | None) -> SafeString:
    return ltr(value.edtf if value else "-")


def name_of(entity: Any) -> str:
    """Return the name in the language of the page, where there is one."""
    english = (get_language() or "").startswith("en")
    return str((entity.name_en if english else entity.name_ar) or entity)


def country(entity: Any) -> SafeString:
    return format_html('{} <span dir="ltr">({})</span>', name_of(entity), entity.pk)


def link(row: models.Model, text: object = "") -> SafeString:
    """Return a link to the row's own page."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=(row.pk,))
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, text or row)


def lines(items: Iterable[object]) -> SafeString:
    return format_html_join("", '<div dir="auto">{}</div>', ((item,) for item in items))


def in_context(text: str, start: int, end: int) -> SafeString:
    """Return the span marked in its surroundings, all in whole words: letters of a word stay joined."""
    first, start = _word_start(text, max(0, start - AROUND)), _word_start(text, start)
    end, last = _word_end(text, end), _word_end(text, min(len(text), end + AROUND))
    return format_html(
        '<div class="sentence" dir="auto">{}{}<mark>{}</mark>{}{}</div>',
        "…" if first else "",
        text[first:start],
        text[start:end],
        text[end:last],
        "…" if last < len(text) else "",
    )


def _word_start(text: str, position: int) -> int:
    while 0 < position < len(text) and _in_word(text[position - 1]) and _in_word(text[position]):
        position -= 1
    return position


def _word_end(text: str, position: int) -> int:
    while 0 < position < len(text) and _in_word(text[position - 1]) and _in_word(text[position]):
        position += 1
    return position


def _in_word(character: str) -> bool:
    """Whether it is a letter, a mark on one, or a digit."""
    return unicodedata.category(character)[0] in "LMN" or character == "\u0640"
