"""What follows from the events of one kind between the same countries, taken together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import permutations

from django.db import transaction
from django.db.models import Q

from articles.bulk import batched
from entities.changes import Entry
from entities.extraction.consolidation import same_event
from entities.extraction.types import EventCandidate, Participant
from entities.joining import Said, repetitions, said_of, store, store_conflicts, width
from entities.models import Assertion, Event

_RARE = frozenset(
    ("relations_established", "relations_severed", "relations_restored", "recognition", "embassy_opened",
     "embassy_closed")
)  # fmt: skip
"""Kinds of which two countries have one in a year at most, so that a year is enough to know it by."""
_FAR, _NEAR = timedelta(days=366), timedelta(days=40)
_STORY = timedelta(days=7)
"""How long papers go on telling an event without its day."""
_AHEAD = timedelta(days=60)
"""How far ahead a plan is told without its day."""
_DENIALS = frozenset(("denied", "cancelled"))
_TOPICS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Topic:
    """Events that can bear on each other: of one kind, between the same parties, about one time."""

    kind: str
    parties: str
    day: date

    @classmethod
    def of(cls, event: Event) -> "Topic":
        return cls(event.kind, event.parties, event.sort_day)


@transaction.atomic
def derive(topics: Iterable[Topic], created: Collection[Assertion] = ()) -> list[Entry]:
    """Recompute ``repeats`` and ``conflicts_with`` of all events of the topics; returns what to log.

    What one article says happened and another denies or calls off conflicts; so do two days of what happens
    once.
    """
    spans: dict[tuple[str, str], list[date]] = defaultdict(list)
    for topic in topics:
        if topic.parties:
            spans[topic.kind, topic.parties].append(topic.day)
    some = batched(sorted(spans.items()), _TOPICS_AT_ONCE)
    return [entry for together in some for entry in _derive(together, created)]


def _derive(
    spans: Sequence[tuple[tuple[str, str], Sequence[date]]], created: Collection[Assertion]
) -> list[Entry]:
    condition = Q()
    for (kind, parties), days in spans:
        reach = 2 * _reach(kind)  # what an event repeats depends on all within its reach
        around = Q(sort_day__gte=_shift(min(days), -reach), sort_day__lte=_shift(max(days), reach))
        condition |= around & Q(kind=kind, parties=parties)
    rows = list(Event.objects.filter(condition).prefetch_related("participants").order_by("pk"))
    groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in rows:
        if event.is_standing:
            groups[event.kind, event.parties].append(event)
    said = said_of(rows)
    read = {event.pk: _as_read(event) for event in rows}
    repeating: dict[int, int] = {}
    for group in groups.values():
        repeating |= repetitions(group, _fullness, partial(_repeats, read=read, said=said))
    entries = store(rows, repeating, said, created)
    conflicts = {
        (one.pk, other.pk)
        for group in groups.values()
        for one, other in permutations([event for event in group if event.pk not in repeating], 2)
        if _conflict(one, other, read, said)
    }
    return entries + store_conflicts(rows, conflicts)


def _reach(kind: str) -> timedelta:
    return _FAR if kind in _RARE else _NEAR


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def _as_read(event: Event) -> EventCandidate:
    return EventCandidate(
        kind=event.kind,
        modality=event.modality,
        participants=frozenset(
            Participant(
                part.role,
                part.country_id or "",
                str(part.person_id or ""),
                str(part.organization_id or ""),
            )
            for part in event.participants.all()
        ),
        evidence=(),
        date=event.date,
        date_basis=event.date_basis,
    )


def _fullness(event: Event) -> tuple[int, int, int, bool]:
    parts = event.participants.all()
    named = sum(part.person_id is not None for part in parts)
    return width(event.date), -named, -len(parts), not event.place_country_id


def _repeats(
    event: Event, other: Event, read: Mapping[int, EventCandidate], said: Mapping[int, Said]
) -> bool:
    """Whether the event may be a barer report of the other."""
    one, full = read[event.pk], read[other.pk]
    if event.place_country_id and other.place_country_id not in (None, event.place_country_id):
        return False
    if not same_event(one, full):
        return False
    if event.date:
        near = timedelta(days=width(event.date)) <= _reach(event.kind)
        return other.date is not None and near
    return _one_story(event, other, said)


def _one_story(event: Event, other: Event, said: Mapping[int, Said]) -> bool:
    """Whether an event told without its day was told when the other was news."""
    if event.pk not in said:
        return False
    told = said[event.pk].first
    if other.date is None:
        return other.pk in said and abs(told - said[other.pk].first) <= _STORY
    first, last = other.date.earliest or other.date.latest, other.date.latest or other.date.earliest
    if first is None or last is None or width(other.date) > _NEAR.days:
        return False
    ahead = _AHEAD if event.modality == Event.Modality.PLANNED else timedelta(0)
    return told - _STORY <= last and first <= told + ahead


def _conflict(one: Event, other: Event, read: Mapping[int, EventCandidate], said: Mapping[int, Said]) -> bool:
    modalities = {one.modality, other.modality}
    if len(modalities) == 1:
        return _on_two_days(one, other)
    if Event.Modality.HAPPENED not in modalities or not modalities & _DENIALS:
        return False
    if not same_event(replace(read[one.pk], modality=other.modality), read[other.pk]):
        return False
    if one.date and other.date:
        return one.date.exact and one.date == other.date
    return one.pk in said and other.pk in said and abs(said[one.pk].first - said[other.pk].first) <= _STORY


def _on_two_days(one: Event, other: Event) -> bool:
    if one.kind not in _RARE or one.modality != Event.Modality.HAPPENED or not one.date or not other.date:
        return False
    apart = abs(one.sort_day - other.sort_day)
    return one.date.exact and other.date.exact and timedelta(0) < apart <= _FAR
