"""Sentences reduced to what rules see: words, and one private character for each actor, date or pair."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from entities.extraction.actors import Actor
from entities.extraction.dates import FoundDate
from entities.extraction.patterns import ACTORS, DATES, PAIRS
from entities.extraction.text import Sentence

_PAIR_WORDS = re.compile(
    r"(?<!\w)[ول]?(?:بينهما|(?:بين )?(?:البلدين|البلدان|الجانبين|الجانبان|الطرفين|الطرفان|الدولتين|الدولتان|الحكومتين))(?!\w)"
)
_QUOTES = re.compile(r"[«»\"“”'()\[\]]")


@dataclass(frozen=True, slots=True)
class Reduced:
    """A reduced sentence, and where its countries are named in whatever form (position, code).

    ``triggers`` names the lists of words of which it holds one. ``position`` leads back to the folded article.
    """

    sentence: Sentence
    text: str
    actors: tuple[Actor, ...]
    dates: tuple[FoundDate, ...]
    countries: tuple[tuple[int, str], ...]
    triggers: frozenset[str]
    _starts: tuple[int, ...]
    _offsets: tuple[int, ...]

    def position(self, index: int) -> int:
        """Return the position in the folded article of a character of the reduced text."""
        found = bisect_right(self._starts, index) - 1
        return self._offsets[found] + index - self._starts[found]

    @property
    def has_pair(self) -> bool:
        return any(ord(symbol) >= PAIRS and ord(symbol) < PAIRS + 0x400 for symbol in self.text)

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
    actors: list[Actor],
    dates: list[FoundDate],
    countries: tuple[tuple[int, str], ...],
    triggers: frozenset[str],
) -> Reduced:
    """Replace the actors, dates and pair words of a sentence; quotation marks become spaces."""
    pieces: list[tuple[int, int, str]] = []
    for index, actor in enumerate(actors):
        pieces.append((actor.start, actor.end, chr(ACTORS + index)))
    for index, found in enumerate(dates):
        if not any(actor.start < found.end and found.start < actor.end for actor in actors):
            pieces.append((found.start, found.end, chr(DATES + index)))
    for index, match in enumerate(_PAIR_WORDS.finditer(text, sentence.start, sentence.end)):
        if not any(start < match.end() and match.start() < end for start, end, _symbol in pieces):
            pieces.append((match.start(), match.end(), chr(PAIRS + index)))
    pieces.sort()
    reduced: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    length = 0

    def add(piece: str, offset: int) -> None:
        nonlocal length
        starts.append(length)
        offsets.append(offset)
        reduced.append(piece)
        length += len(piece)

    cursor = sentence.start
    for start, end, symbol in pieces:
        if start < cursor:
            continue
        add(_QUOTES.sub(" ", text[cursor:start]), cursor)
        add(symbol, start)
        cursor = end
    add(_QUOTES.sub(" ", text[cursor : sentence.end]), cursor)
    return Reduced(
        sentence,
        "".join(reduced),
        tuple(actors),
        tuple(dates),
        countries,
        triggers,
        tuple(starts),
        tuple(offsets),
    )
