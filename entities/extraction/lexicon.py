"""Finding many written forms in one pass over the words of a text: whole words, proclitics peeled."""

import re
from collections.abc import Mapping, Set
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from entities.extraction.morphology import Proclitics
from entities.extraction.text import Words

Payload = TypeVar("Payload")

_WORD = re.compile(r"[^\W_]+")
_MOST_KNOWN = 200_000
_LONGEST_KNOWN = 40


class Match(NamedTuple, Generic[Payload]):
    """A form in folded text, from the word of index ``word`` up to the word ``after``.

    ``start`` and ``end`` are positions of the text; ``prefix`` counts the letters of proclitics before it.
    """

    start: int
    end: int
    payload: Payload
    prefix: int
    word: int
    after: int


class Lexicon(Generic[Payload]):
    """Written forms and what they stand for. Immutable once built, but for what it remembers of words.

    The table holds every form and every beginning of one that ends with a word, so that a search goes on
    only as long as some form may follow: its cost does not grow with the number of forms.
    """

    def __init__(self, forms: Mapping[str, Payload], proclitics: Proclitics) -> None:
        self._table: dict[str, Payload | None] = {}
        self._longer: set[str] = set()
        self._tails: dict[str, dict[str, Payload]] = {}
        for form, payload in forms.items():
            self._add(form, payload)
        self._starts = _Starts(self._table, self._longer, proclitics)

    def _add(self, form: str, payload: Payload) -> None:
        if form.isalnum():
            self._table[form] = payload
            return
        words = [match.span() for match in _WORD.finditer(form)]
        if not words:
            return
        first, last = words[0][0], words[-1][1]
        for _start, end in words[:-1]:
            self._table.setdefault(form[first:end], None)
            self._longer.add(form[first:end])
        if last < len(form):  # أوبك+
            self._table.setdefault(form[first:last], None)
            self._longer.add(form[first:last])
            self._tails.setdefault(form[first:last], {})[form[last:]] = payload
        else:
            self._table[form[first:last]] = payload

    def find(self, text: str, words: Words) -> list[Match[Payload]]:
        """Return every occurrence in folded ``text``, overlapping ones included: by start, then longest first."""
        table, tails, starts, ends = self._table, self._tails, words.starts, words.ends
        last = len(starts) - 1
        found: list[Match[Payload]] = []
        begun = itemgetter(*words.texts, "")(self._starts)
        for index, forms in [numbered for numbered in enumerate(begun) if numbered[1]]:
            for prefix, payload, longer in forms:
                start = starts[index] + prefix
                if longer and (
                    (index < last and text[start : ends[index + 1]] in table)
                    or (tails and text[start : ends[index]] in tails)
                ):
                    found += self._longer_forms(text, words, start, prefix, index)
                if payload is not None:
                    found.append(Match(start, ends[index], payload, prefix, index, index + 1))
        return found

    def _longer_forms(
        self, text: str, words: Words, start: int, prefix: int, index: int
    ) -> list[Match[Payload]]:
        """The forms that begin at ``start`` and are more than the word of ``index``, longest first."""
        table, ends = self._table, words.ends
        found: list[Match[Payload]] = []
        form = text[start : ends[index]]
        after = index + 1
        while True:
            if form in self._tails:
                found += (
                    Match(start, ends[after - 1] + len(tail), payload, prefix, index, after)
                    for tail, payload in self._tails[form].items()
                    if text.startswith(tail, ends[after - 1])
                )
            if form not in self._longer or after == len(ends):
                break
            form = text[start : ends[after]]
            after += 1
            payload = table.get(form)
            if payload is not None:
                found.append(Match(start, ends[after - 1], payload, prefix, index, after))
        found.reverse()
        return found


class _Starts(dict[str, tuple[tuple[int, Any, bool], ...]]):
    """For each word met so far what begins there: letters peeled off, payload, whether longer forms may follow."""

    def __init__(self, table: Mapping[str, object], longer: Set[str], proclitics: Proclitics) -> None:
        self._table = table
        self._longer = longer
        self._proclitics = proclitics

    def __missing__(self, word: str) -> tuple[tuple[int, Any, bool], ...]:
        starts = tuple(
            (length, self._table[word[length:]], word[length:] in self._longer)
            for length in self._proclitics.lengths(word)
            if word[length:] in self._table
        )
        if len(word) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[word] = starts
        return starts
