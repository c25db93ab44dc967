"""One fact reported by several articles in unequal words: the barer report repeats the fullest that fits.

A row that repeats another keeps its fingerprint and its evidence; it is in no list, and its sentences are
shown with those of the other. Which row repeats which follows from the rows alone, whatever the order in
which they came, and can be worked out again at any time. What a person has decided on stands for itself, and
where two rows fit a third, none is chosen.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Max, Min

from articles.dates import DateRange
from entities.changes import BATCH_SIZE, Entry, plain
from entities.models import Assertion, Change, Evidence, Origin
from entities.models.assertions import Spell

A = TypeVar("A", bound=Assertion)


@dataclass(frozen=True, slots=True)
class Said:
    """What follows from the evidence of one row: when it was first reported, and for which days it speaks."""

    first: date
    confidence: float
    attested_from: date | None
    attested_until: date | None

    def __or__(self, other: "Said") -> "Said":
        return Said(
            min(self.first, other.first),
            max(self.confidence, other.confidence),
            min(filter(None, (self.attested_from, other.attested_from)), default=None),
            max(filter(None, (self.attested_until, other.attested_until)), default=None),
        )


def said_of(rows: Collection[Assertion]) -> dict[int, Said]:
    """What the evidence of each row says; rows without evidence have no entry."""
    if not rows:
        return {}
    kind = evidence_column(type(next(iter(rows))))
    facts = (
        Evidence.objects.filter(**{f"{kind}__in": [row.pk for row in rows]})
        .values_list(kind)
        .annotate(Min("article__sort_day"), Max("confidence"), Min("attested_on"), Max("attested_on"))
    )
    return {pk: Said(*columns) for pk, *columns in facts}


def evidence_column(model: type[Assertion]) -> str:
    """The foreign key of evidence that refers to the model."""
    return next(
        field.name
        for field in Evidence._meta.concrete_fields
        if field.is_relation and field.related_model is model
    )


def repetitions(
    rows: Iterable[A], fullness: Callable[[A], Any], fits: Callable[[A, A], bool]
) -> dict[int, int]:
    """Which row repeats which other, by primary key.

    ``fullness`` sorts what says most first; ``fits(row, other)`` is whether the row may be a barer report of
    what the other says. Fingerprints decide between equals, so that the order of import does not.
    """
    standing: list[A] = []
    repeating: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: (row.is_undecided, fullness(row), row.fingerprint)):
        partners = [other for other in standing if fits(row, other)] if row.is_undecided else []
        if len(partners) == 1:
            repeating[row.pk] = partners[0].pk
        else:
            standing.append(row)
    return repeating


def store(
    rows: Sequence[A],
    repeating: Mapping[int, int],
    said: Mapping[int, Said],
    created: Collection[Assertion] = (),
) -> list[Entry]:
    """Store which rows repeat which, and what follows from the evidence; returns what to log.

    The creation of the rows ``created`` stands in the log for all that came with it.
    """
    if not rows:
        return []
    together = dict(said)
    for barer, fuller in repeating.items():
        if barer in said:
            together[fuller] = together[fuller] | said[barer] if fuller in together else said[barer]
    changed, entries = [], []
    for row in rows:
        derived = {"repeats_id": repeating.get(row.pk), **_derived(row, together.get(row.pk))}
        before = {column: getattr(row, column) for column in derived}
        if before == derived:
            continue
        for column, value in derived.items():
            setattr(row, column, value)
        changed.append(row)
        if row.repeats_id != before["repeats_id"] or row not in created:
            entries.append(derivation(row, before, derived))
    spell = isinstance(rows[0], Spell)
    columns = ["repeats", "sort_day", "confidence", *(("attested_from", "attested_until") if spell else ())]
    type(rows[0])._default_manager.bulk_update(changed, columns, batch_size=BATCH_SIZE)
    return entries


def derivation(row: Assertion, before: Mapping[str, Any], after: Mapping[str, Any]) -> Entry:
    """Return what to log of derived columns that changed."""
    plainly = ({column: plain(value) for column, value in values.items()} for values in (before, after))
    return Entry(Change.Action.UPDATE, row, *plainly)


def _derived(row: Assertion, said: Said | None) -> dict[str, Any]:
    if said is None:
        return {}
    reference = row.origin == Origin.REFERENCE
    dated: DateRange | None = getattr(row, "start" if isinstance(row, Spell) else "date", None)
    derived: dict[str, Any] = {"sort_day": dated.sort_day if dated else said.first}
    if row.origin == Origin.MACHINE:
        derived["confidence"] = said.confidence
    if isinstance(row, Spell):
        known = row.attested_until if reference else None  # the reference data attest it as well
        derived["attested_from"] = said.attested_from
        derived["attested_until"] = max(filter(None, (known, said.attested_until)), default=None)
    return derived


def store_conflicts(rows: Collection[A], conflicts: Collection[tuple[int, int]]) -> list[Entry]:
    """Make the conflicts stored of the rows those given: pairs of primary keys, each both ways round.

    Returns what to log.
    """
    if not rows:
        return []
    model = type(next(iter(rows)))
    through: Any = getattr(model, "conflicts_with").through  # noqa: B009 mypy knows no abstract through
    name = model._meta.model_name
    one, other = f"from_{name}_id", f"to_{name}_id"
    links = {
        (first, second): pk
        for pk, first, second in through.objects.filter(
            **{f"from_{name}__in": [row.pk for row in rows]}
        ).values_list("id", one, other)
    }
    stored, wanted = links.keys(), set(conflicts)
    through.objects.filter(pk__in=[links[pair] for pair in stored - wanted]).delete()
    through.objects.bulk_create(
        [through(**{one: first, other: second}) for first, second in sorted(wanted - stored)],
        ignore_conflicts=True,
    )
    return [
        derivation(
            model(pk=first), *({"conflicts_with": _others(first, pairs)} for pairs in (stored, wanted))
        )
        for first in sorted({first for first, _second in stored ^ wanted})
    ]


def _others(first: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    return sorted(other for one, other in pairs if one == first)


def compatible(one: DateRange | None, other: DateRange | None) -> bool:
    """Whether both can be one date told with unequal precision."""
    return one is None or other is None or one.within(other) or other.within(one)


def width(date_range: DateRange | None) -> int:
    """How many days a date leaves open; the unknown date, and an open one, more than any other."""
    if date_range is None or date_range.earliest is None or date_range.latest is None:
        return 10**6
    return (date_range.latest - date_range.earliest).days
