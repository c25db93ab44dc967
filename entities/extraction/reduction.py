"""Sentences reduced to what rules see: words, and one private character for each actor, date or pair."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from entities.extraction.actor import Actor
from entities.extraction.dates import FoundDate
from entities.extraction.patterns import ACTORS, DATES, PAIRS
from entities.extraction.spans import Coverage
from entities.extraction.text import Sentence

# Quotation marks and brackets, and characters that would be taken for symbols.
_NOT_WORDS = re.compile(r"[«»\"“”'()\[\]\ue000-\uf7ff]")


@dataclass(frozen=True, slots=True)
class Reduced:
    """A reduced sentence, and where its countries are named in whatever form (position, code).

    ``date_places`` are the indices of the symbols of dates, ``actor_places`` those of actors, both in order.
    """

    sentence: Sentence
    text: str
    actors: Sequence[Actor]
    dates: Sequence[FoundDate]
    countries: Sequence[tuple[int, str]]
    has_pair: bool
    date_places: Sequence[int]
    actor_places: Sequence[tuple[int, Actor]]
    _starts: Sequence[int]
    _offsets: Sequence[int]

    def position(self, index: int) -> int:
        """Return the position in the folded article of a character of the reduced text."""
        found = bisect_right(self._starts, index) - 1
        return self._offsets[found] + index - self._starts[found]

    def actors_before(self, index: int) -> Sequence[Actor]:
        """The actors that begin before a character of the reduced text, in order."""
        return self.actors[: bisect_left(self.actors, self.position(index), key=attrgetter("start"))]

    def actor(self, symbol: str) -> Actor:
        return self.actors[ord(symbol) - ACTORS]

    def date(self, symbol: str) -> FoundDate:
        return self.dates[ord(symbol) - DATES]


def is_actor(symbol: str) -> bool:
    return ACTORS <= ord(symbol) < DATES


def is_date(symbol: str) -> bool:
    return DATES <= ord(symbol) < PAIRS


def reduce_sentence(
    text: str,
    sentence: Sentence,
    actors: Sequence[Actor],
    dates: Sequence[FoundDate],
    countries: Sequence[tuple[int, str]],
    pair_words: re.Pattern[str],
) -> Reduced:
    """Replace the actors, dates and pair words of a sentence; quotation marks become spaces."""
    pieces = [(actor.start, actor.end, chr(ACTORS + index)) for index, actor in enumerate(actors)]
    taken = Coverage((actor.start, actor.end) for actor in actors)
    for index, found in enumerate(dates):
        if not taken.overlaps(found.start, found.end):
            pieces.append((found.start, found.end, chr(DATES + index)))
    pairs = list(pair_words.finditer(text, sentence.start, sentence.end))
    if pairs:
        taken = Coverage((start, end) for start, end, _symbol in pieces)
        for index, match in enumerate(pairs):
            if not taken.overlaps(*match.span()):
                pieces.append((*match.span(), chr(PAIRS + index)))
    pieces.sort()
    reduced: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    length = 0
    cursor = sentence.start
    for start, end, symbol in (*pieces, (sentence.end, sentence.end, "")):
        if start < cursor:
            continue
        words = _NOT_WORDS.sub(" ", text[cursor:start])
        starts += (length, length + len(words))
        offsets += (cursor, start)
        reduced += (words, symbol)
        length += len(words) + len(symbol)
        cursor = end
    symbols = list(zip(starts[1::2], reduced[1::2], strict=True))[:-1]
    return Reduced(
        sentence,
        "".join(reduced),
        actors,
        dates,
        countries,
        any(symbol >= chr(PAIRS) for _place, symbol in symbols),
        [place for place, symbol in symbols if is_date(symbol)],
        [(place, actors[ord(symbol) - ACTORS]) for place, symbol in symbols if is_actor(symbol)],
        starts,
        offsets,
    )
