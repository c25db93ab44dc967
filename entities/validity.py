"""What held on a day: relations and offices, for certain or possibly.

A spell is certain where its stated bounds, or the days for which evidence speaks, leave no doubt; it is
possible up to the widest bounds. Ends are half-open: on the day that ends it, a spell no longer holds. A
relation with no stated end goes on until the next status of the same pair and kind; an office with no
stated end is certain only as long as it is attested, for people leave office unreported. That there are no
relations, said without a start, holds backwards without limit. ``docs/api.md`` has the table of cases.
"""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from entities.models import DiplomaticRelation, Tenure

Spells = TypeVar("Spells", QuerySet[DiplomaticRelation], QuerySet[Tenure])


class Certainty(StrEnum):
    CERTAIN = "certain"
    POSSIBLE = "possible"


def holding(spells: Spells, day: date, certainty: Certainty = Certainty.CERTAIN) -> Spells:
    """Return the spells that hold on the day, each with its ``certainty``; only the certain unless told."""
    certain, possible = _of_relation(day) if spells.model is DiplomaticRelation else _of_tenure(day)
    named = Case(When(certain, then=Value(Certainty.CERTAIN)), default=Value(Certainty.POSSIBLE))
    return spells.annotate(certainty=named).filter(certain if certainty is Certainty.CERTAIN else possible)


def _of_relation(day: date) -> tuple[Q, Q]:
    """Return the conditions that a relation holds on the day for certain, and that it possibly does."""
    open_backwards = Q(status="none", start_earliest=None, start_latest=None)
    no_next = Q(in_force_until=None) | Q(in_force_until__gt=day)
    going_on = Q(end_earliest=None, end_latest=None)
    certain = (_begun(day) | open_backwards) & no_next & (going_on | _not_ended(day))
    # The next status may itself begin on one of several days: until the last of them this one may go on.
    next_may_be_later = Exists(
        DiplomaticRelation.objects.shown()
        .filter(
            country_a=OuterRef("country_a"),
            country_b=OuterRef("country_b"),
            kind=OuterRef("kind"),
            start_earliest=OuterRef("in_force_until"),
            start_latest__gt=day,
        )
        .exclude(pk=OuterRef("pk"))
    )
    ends_itself = Q(in_force_until=F("end_earliest"))
    return certain, certain | (_may_hold(day) & (no_next | ends_itself | Q(next_may_be_later)))


def _of_tenure(day: date) -> tuple[Q, Q]:
    certain = _begun(day) & (_not_ended(day) | Q(start_earliest=day, start_latest=day, end_latest=None))
    return certain, certain | _may_hold(day)


def _begun(day: date) -> Q:
    """By the last day on which it can have started, or by the first on which it is attested.

    Evidence from before the stated start (an announcement) attests nothing.
    """
    attested = Q(attested_from__lte=day) & (
        Q(start_earliest=None) | Q(start_earliest__lte=F("attested_from"))
    )
    return Q(start_latest__lte=day) | attested


def _not_ended(day: date) -> Q:
    """Before the first day on which it can have ended, or attested still.

    Evidence from after the stated end (a look back) attests nothing.
    """
    attested = Q(attested_until__gte=day) & (Q(end_latest=None) | Q(end_latest__gt=F("attested_until")))
    return Q(end_earliest__gt=day) | attested


def _may_hold(day: date) -> Q:
    """Within the widest bounds."""
    return (Q(start_earliest=None) | Q(start_earliest__lte=day)) & (
        Q(end_latest=None) | Q(end_latest__gt=day)
    )
