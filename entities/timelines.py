"""What is said of a country or a person, of all kinds of assertion, in one order of days.

The order is that of day, kind and id together, so that a place in it says where the next page begins in each
table: a page costs one look at an index a kind, however deep it lies.
"""

from collections.abc import Mapping
from datetime import date
from heapq import merge
from typing import Any, NamedTuple, TypeAlias

from django.db.models import F, Field, Func, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from entities.models import DiplomaticRelation, Event, EventParticipant, Quotation, Tenure

Tables: TypeAlias = Mapping[str, QuerySet[Any]]
"""The assertions of each kind."""

KINDS = ("relation", "tenure", "event", "quotation")


class Place(NamedTuple):
    """Where an assertion stands in a timeline: places compare as they are ordered."""

    day: date
    rank: int
    pk: int

    @property
    def kind(self) -> str:
        return KINDS[self.rank]


def of_country(code: str) -> Tables:
    """Return what is said of the country: its relations, its offices, the events it took part in, its words."""
    parts = EventParticipant.objects.filter(country=code)
    return {
        "relation": DiplomaticRelation.objects.of(code),
        "tenure": Tenure.objects.filter(office__country=code),
        "event": Event.objects.filter(pk__in=parts.values("event")),
        "quotation": Quotation.objects.filter(speaker_country=code),
    }


def of_person(pk: int) -> Tables:
    """Return what is said of the person: offices held, events, words."""
    parts = EventParticipant.objects.filter(person=pk)
    return {
        "tenure": Tenure.objects.filter(person=pk),
        "event": Event.objects.filter(pk__in=parts.values("event")),
        "quotation": Quotation.objects.filter(speaker=pk),
    }


def places(tables: Tables, beyond: Place | None, most: int, descending: bool) -> list[Place]:
    """Return the next places, at most so many, after the given one: newest first, or oldest first."""
    sign = "-" if descending else ""
    found = []
    for rank, kind in enumerate(KINDS):
        if kind not in tables:
            continue
        rows = tables[kind]
        if beyond:
            rows = rows.filter(_beyond(rank, beyond, descending))
        ordered = rows.order_by(f"{sign}sort_day", f"{sign}id").values_list("sort_day", "pk")
        found.append([Place(day, rank, pk) for day, pk in ordered[:most]])
    return list(merge(*found, reverse=descending))[:most]


def _beyond(rank: int, place: Place, descending: bool) -> Any:
    if rank == place.rank:
        row = Func(F("sort_day"), F("id"), template="(%(expressions)s)", output_field=Field())
        there = Func(Value(place.day), Value(place.pk), template="(%(expressions)s)", output_field=Field())
        return (LessThan if descending else GreaterThan)(row, there)
    lookup = "lt" if descending else "gt"
    same_day_too = (rank < place.rank) if descending else (rank > place.rank)
    return Q(**{f"sort_day__{lookup}{'e' if same_day_too else ''}": place.day})
