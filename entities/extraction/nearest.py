"""The date and the place that belong to what a rule matched: the nearest in its clause."""

from collections.abc import Container, Iterator
from itertools import takewhile

from entities.extraction.actor import Actor
from entities.extraction.dates import FoundDate
from entities.extraction.grammar import Patterns
from entities.extraction.reduction import Reduced

# A date mostly follows what it dates; one before may belong to what was told before.
_RATHER_BEHIND = 15
# How far before a date or place, in characters, its preposition can begin.
_BEFORE_DATE, _BEFORE_PLACE = 30, 4


def date_near(reduced: Reduced, start: int, end: int, patterns: Patterns) -> FoundDate | None:
    """The date nearest to a span of the reduced text, if it has one: the first inside, else one outside.

    Those of other clauses (منذ, التي …) do not count.
    """
    inside = next((place for place in reduced.date_places if start <= place < end), None)
    if inside is not None:
        return reduced.date(reduced.text[inside])
    before = next(_dates_before(reduced, start, patterns), None)
    behind = next(_dates_behind(reduced, end, patterns), None)
    if before is not None and (behind is None or start - before + _RATHER_BEHIND <= behind - end):
        return reduced.date(reduced.text[before])
    return reduced.date(reduced.text[behind]) if behind is not None else None


def _dates_before(reduced: Reduced, start: int, patterns: Patterns) -> Iterator[int]:
    """Where dates stand before a position, nearest first, up to the border of the clause."""
    for place in reversed(list(takewhile(lambda place: place < start, reduced.date_places))):
        if patterns.date_barrier.search(reduced.text[place + 1 : start]):
            return
        yield place


def _dates_behind(reduced: Reduced, end: int, patterns: Patterns) -> Iterator[int]:
    """Where dates stand behind a position, nearest first, up to the border of the clause."""
    text = reduced.text
    for place in reduced.date_places:
        if place < end:
            continue
        between = text[end:place]
        if patterns.date_barrier.search(between) or patterns.next_clause.search(between):
            return
        if not patterns.bound_before_date.search(text[max(0, place - _BEFORE_DATE) : place]):
            yield place


def place_near(reduced: Reduced, end: int, patterns: Patterns, but: Container[int] = ()) -> Actor | None:
    """The city or country behind في or ب that is nearest to where a match ends, in its clause.

    ``but`` are the offsets of actors that are no places here.
    """
    border: int | None = None
    best: tuple[int, Actor] | None = None
    for index, actor in reduced.actor_places:
        if not actor.place or actor.person or actor.start in but:
            continue
        distance = abs(index - end)
        if best and best[0] <= distance:
            if index > end:
                break
            continue
        if not patterns.place_before.search(reduced.text[max(0, index - _BEFORE_PLACE) : index]):
            continue
        if index > end:
            if border is None:
                barrier = patterns.date_barrier.search(reduced.text, end)
                border = barrier.end() if barrier else len(reduced.text)
            if border <= index:
                break
        best = (distance, actor)
    return best[1] if best else None
