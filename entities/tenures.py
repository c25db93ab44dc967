"""What follows from all tenures of a person taken together, and from all of an office."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from itertools import permutations

from django.db import transaction

from entities.changes import Entry
from entities.extraction.types import LOOSE_ROLES
from entities.joining import Said, compatible, repetitions, said_of, store, store_conflicts, width
from entities.models import Assertion, Office, Tenure

_OF_ONE = frozenset(
    ("president", "king", "queen", "emir", "sultan", "emperor", "pope", "supreme_leader", "crown_prince",
     "prime_minister", "chancellor", "foreign_minister", "defence_minister", "secretary_general")
)  # fmt: skip
"""Roles that one person has at a time."""


@transaction.atomic
def derive(people: Collection[int], created: Collection[Assertion] = ()) -> list[Entry]:
    """Recompute ``repeats`` and ``conflicts_with`` of all tenures of the people; returns what to log.

    Two people in one office conflict when it is said of both that they had it on the same day.
    """
    if not people:
        return []
    rows = list(Tenure.objects.filter(person__in=people).select_related("office").order_by("pk"))
    groups: dict[tuple[object, ...], list[Tenure]] = defaultdict(list)
    for tenure in rows:
        if tenure.is_standing:
            groups[tenure.person_id, *_post(tenure.office)].append(tenure)
    said = said_of(rows)
    repeating: dict[int, int] = {}
    for group in groups.values():
        repeating |= repetitions(group, _fullness, partial(_repeats, said=said))
    entries = store(rows, repeating, said, created)
    return entries + _derive_conflicts(rows)


def _post(office: Office) -> tuple[object, ...]:
    """What makes two offices one post, whatever the wording of the title where the role is a definite one."""
    title = office.title_ar if office.role in LOOSE_ROLES else ""
    return office.role, title, office.country_id, office.organization_id, office.host_id


def _fullness(tenure: Tenure) -> tuple[int, int]:
    return width(tenure.start), width(tenure.end)


def _repeats(tenure: Tenure, other: Tenure, said: Mapping[int, Said]) -> bool:
    """Whether the tenure may be a barer report of the other.

    Without a start it repeats the term in which the days lie for which it speaks.
    """
    if not compatible(tenure.end, other.end):
        return False
    if tenure.start:
        return other.start is not None and compatible(tenure.start, other.start)
    own = said.get(tenure.pk)
    spoken_of = (own.attested_from, own.attested_until) if own else (None, None)
    begun, ended = other.start and other.start.earliest, other.end and other.end.latest
    return all((not begun or begun <= day) and (not ended or day < ended) for day in spoken_of if day)


def _derive_conflicts(touched: Iterable[Tenure]) -> list[Entry]:
    offices = {tenure.office_id for tenure in touched if tenure.office.role in _OF_ONE}
    if not offices:
        return []
    rows = list(Tenure.objects.filter(office__in=offices).order_by("pk"))
    groups: dict[int, list[Tenure]] = defaultdict(list)
    for tenure in rows:
        if tenure.is_standing and tenure.repeats_id is None and tenure.start_latest:
            groups[tenure.office_id].append(tenure)
    return store_conflicts(
        rows,
        {
            (one.pk, other.pk)
            for group in groups.values()
            for one, other in permutations(group, 2)
            if one.person_id != other.person_id and _overlap(one, other)
        },
    )


def _overlap(one: Tenure, other: Tenure) -> bool:
    """Whether there is a day on which each is said to have held the office."""
    (first, first_end), (second, second_end) = _certain(one), _certain(other)
    return first < second_end and second < first_end


def _certain(tenure: Tenure) -> tuple[date, date]:
    """The half-open span for which the tenure is certain; empty where only its start is known."""
    start = tenure.start_latest
    assert start is not None  # of those that are compared
    return start, tenure.end_earliest or tenure.attested_until or start
