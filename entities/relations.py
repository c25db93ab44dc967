"""What follows from the relations of a pair of countries taken together: derived columns, rebuilt at will."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q

from articles.bulk import batched
from entities.changes import Entry
from entities.joining import (
    Said,
    compatible,
    derivation,
    repetitions,
    said_of,
    store,
    store_conflicts,
    width,
)
from entities.models import Assertion, DiplomaticRelation

_PAIRS_AT_ONCE = 100


@transaction.atomic
def derive(pairs: Iterable[tuple[str, str]], created: Collection[Assertion] = ()) -> list[Entry]:
    """Recompute ``repeats``, ``in_force_until`` and ``conflicts_with`` of all relations of the pairs.

    Returns what to log; of the rows ``created`` only what does not come with their creation.

    A status is in force until its stated end, or until the next different status of the same pair and kind
    begins. Two statuses conflict when both are said to begin on the same day, or when one status is said to
    have begun twice with nothing between.
    """
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    return [entry for some in batched(ordered, _PAIRS_AT_ONCE) for entry in _derive(some, created)]


def _derive(pairs: Sequence[tuple[str, str]], created: Collection[Assertion]) -> list[Entry]:
    condition = Q()
    for first, second in pairs:
        condition |= Q(country_a=first, country_b=second)
    rows = list(DiplomaticRelation.objects.filter(condition).order_by("pk"))
    groups: dict[tuple[str, str, str], list[DiplomaticRelation]] = defaultdict(list)
    for relation in rows:
        if relation.is_standing:
            groups[relation.country_a_id, relation.country_b_id, relation.kind].append(relation)
    said = said_of(rows)
    repeating: dict[int, int] = {}
    for group in groups.values():
        repeating |= repetitions(group, _fullness, partial(_repeats, group=group, said=said))
    entries = store(rows, repeating, said, created)
    changed: list[DiplomaticRelation] = []
    conflicts: set[tuple[int, int]] = set()
    for group in groups.values():
        shown = [relation for relation in group if relation.pk not in repeating]
        for relation in group:
            until = _in_force_until(relation, shown)
            if until != relation.in_force_until:
                now = {"in_force_until": until}
                entries.append(derivation(relation, {"in_force_until": relation.in_force_until}, now))
                relation.in_force_until = until
                changed.append(relation)
        conflicts |= {
            (one.pk, other.pk)
            for one in shown
            for other in shown
            if one.pk != other.pk and _conflict(one, other, shown)
        }
    DiplomaticRelation.objects.bulk_update(changed, ["in_force_until"], batch_size=500)
    # All rows, the rejected too: what no longer counts conflicts with nothing.
    return entries + store_conflicts(rows, conflicts)


def _fullness(relation: DiplomaticRelation) -> tuple[int, int, bool]:
    return width(relation.start), width(relation.end), relation.initiator_id is None


def _repeats(
    relation: DiplomaticRelation,
    other: DiplomaticRelation,
    group: Sequence[DiplomaticRelation],
    said: Mapping[int, Said],
) -> bool:
    """Whether the relation may be a barer report of the other.

    Without a start it repeats the spell in which the days lie for which it speaks.
    """
    if relation.status != other.status or not compatible(relation.end, other.end):
        return False
    if relation.initiator_id and other.initiator_id not in (None, relation.initiator_id):
        return False
    if relation.start:
        return other.start is not None and compatible(relation.start, other.start)
    own = said.get(relation.pk)
    spoken_of = (own.attested_from, own.attested_until) if own else (None, None)
    begun, until = other.start and other.start.earliest, _in_force_until(other, group)
    return all((not begun or begun <= day) and (not until or day < until) for day in spoken_of if day)


def _in_force_until(relation: DiplomaticRelation, group: Sequence[DiplomaticRelation]) -> date | None:
    begins = relation.start_latest or relation.start_earliest
    if begins is None:
        # Said without a start: it cannot have outlived the next status after the day it is attested for.
        begins = relation.attested_from if relation.status == relation.Status.NONE else None
        later = [
            other.start_earliest
            for other in group
            if other.status != relation.status
            and other.start_earliest
            and begins
            and other.start_earliest >= begins
        ]
    else:
        later = [
            other.start_earliest
            for other in group
            if other.status != relation.status and other.start_earliest and other.start_earliest > begins
        ]
    ends = [day for day in (*later, relation.end_earliest) if day]
    return min(ends, default=None)


def _conflict(
    one: DiplomaticRelation, other: DiplomaticRelation, group: Sequence[DiplomaticRelation]
) -> bool:
    first, second = one.start, other.start
    if first is None or second is None:
        return False
    if one.status != other.status:
        return first.exact and first == second
    if first.overlaps(second):
        return False
    low, high = sorted((first.sort_day, second.sort_day))
    return not any(
        between.status != one.status and between.start and low <= between.start.sort_day <= high
        for between in group
    )
