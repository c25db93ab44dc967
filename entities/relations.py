"""What follows from the relations of a pair of countries taken together: derived columns, rebuilt at will."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from articles.bulk import batched
from entities.changes import Entry, plain
from entities.models import Change, DiplomaticRelation

_PAIRS_AT_ONCE = 100


@transaction.atomic
def derive(pairs: Iterable[tuple[str, str]]) -> list[Entry]:
    """Recompute ``in_force_until`` and ``conflicts_with`` of all shown relations of the pairs.

    Returns what changed, for the log.

    A status is in force until its stated end, or until the next different status of the same pair and kind
    begins. Two statuses conflict when both are said to begin on the same day, or when one status is said to
    have begun twice with nothing between.
    """
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    return [entry for some in batched(ordered, _PAIRS_AT_ONCE) for entry in _derive(some)]


def _derive(pairs: Sequence[tuple[str, str]]) -> list[Entry]:
    condition = Q()
    for first, second in pairs:
        condition |= Q(country_a=first, country_b=second)
    groups: dict[tuple[str, str, str], list[DiplomaticRelation]] = defaultdict(list)
    for relation in DiplomaticRelation.objects.shown().filter(condition).order_by("pk"):
        groups[relation.country_a_id, relation.country_b_id, relation.kind].append(relation)
    changed: list[DiplomaticRelation] = []
    entries: list[Entry] = []
    conflicts: set[tuple[int, int]] = set()
    for group in groups.values():
        for relation in group:
            until = _in_force_until(relation, group)
            if until != relation.in_force_until:
                entries.append(_derived(relation, "in_force_until", relation.in_force_until, until))
                relation.in_force_until = until
                changed.append(relation)
        conflicts |= {
            (one.pk, other.pk)
            for one in group
            for other in group
            if one.pk != other.pk and _conflict(one, other, group)
        }
    DiplomaticRelation.objects.bulk_update(changed, ["in_force_until"], batch_size=500)
    through = DiplomaticRelation.conflicts_with.through
    # All rows of the pairs, the rejected too: what no longer counts conflicts with nothing.
    rows = DiplomaticRelation.objects.filter(condition)
    links = {
        (one, other): pk
        for pk, one, other in through.objects.filter(from_diplomaticrelation__in=rows).values_list(
            "id", "from_diplomaticrelation_id", "to_diplomaticrelation_id"
        )
    }
    stored = links.keys()
    through.objects.filter(pk__in=[links[pair] for pair in stored - conflicts]).delete()
    through.objects.bulk_create(
        [
            through(from_diplomaticrelation_id=one, to_diplomaticrelation_id=other)
            for one, other in sorted(conflicts - stored)
        ]
    )
    for one in sorted({one for one, _other in conflicts ^ stored}):
        before, after = (sorted(other for row, other in links if row == one) for links in (stored, conflicts))
        entries.append(_derived(DiplomaticRelation(pk=one), "conflicts_with", before, after))
    return entries


def _derived(relation: DiplomaticRelation, name: str, before: object, after: object) -> Entry:
    return Entry(Change.Action.UPDATE, relation, {name: plain(before)}, {name: plain(after)})


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
