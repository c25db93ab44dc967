"""Finding many written forms in one pass over the words of a text: whole words, proclitics peeled."""

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from entities.extraction.morphology import Proclitics
from entities.extraction.text import Words

Payload = TypeVar("Payload")

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
        self._tails: dict[str, dict[str, Payload]] = {}
        for form, payload in forms.items():
            self._add(form, payload)
        self._starts = _Starts(self._table, proclitics)

    def _add(self, form: str, payload: Payload) -> None:
        words = Words.of(form)
        if not words.texts:
            return
        first = words.starts[0]
        for end in words.ends[:-1]:
            self._table.setdefault(form[first:end], None)
        whole, tail = form[first : words.ends[-1]], form[words.ends[-1] :]
        if tail:  # أوبك+
            self._table.setdefault(whole, None)
            self._tails.setdefault(whole, {})[tail] = payload
        else:
            self._table[whole] = payload

    def find(self, text: str, words: Words) -> list[Match[Payload]]:
        """Return every occurrence in folded ``text``, overlapping ones included: by start, then longest first."""
        table, tails, starts, ends = self._table, self._tails, words.starts, words.ends
        count = len(starts)
        found: list[Match[Payload]] = []
        for index, peeled in enumerate(map(self._starts.__getitem__, words.texts)):
            for prefix in peeled:
                start = starts[index] + prefix
                here: list[Match[Payload]] = []
                after = index
                while after < count:
                    end = ends[after]
                    form = text[start:end]
                    if form not in table:
                        break
                    after += 1
                    payload = table[form]
                    if payload is not None:
                        here.append(Match(start, end, payload, prefix, index, after))
                    if form in tails:
                        here += (
                            Match(start, end + len(tail), payload, prefix, index, after)
                            for tail, payload in tails[form].items()
                            if text.startswith(tail, end)
                        )
                found += reversed(here) if len(here) > 1 else here
        return found


class _Starts(dict[str, tuple[int, ...]]):
    """For each word met so far, how many letters may be peeled off so that some form begins there."""

    def __init__(self, table: Mapping[str, object], proclitics: Proclitics) -> None:
        self._table = table
        self._proclitics = proclitics

    def __missing__(self, word: str) -> tuple[int, ...]:
        starts = tuple(length for length in self._proclitics.lengths(word) if word[length:] in self._table)
        if len(word) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[word] = starts
        return starts
