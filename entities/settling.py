"""Bringing all that is derived up to date with rows that have changed."""

from collections.abc import Callable, Collection, Iterable

from django.db import transaction

from articles.bulk import batched
from entities import events, relations, tenures
from entities.changes import Act, Entry, record
from entities.joining import derivation, said_of, store
from entities.models import Assertion, Change, DiplomaticRelation, Event, Quotation, Tenure
from entities.progress import SILENT, Observer


def settle(rows: Iterable[Assertion], created: Collection[Assertion] = ()) -> list[Entry]:
    """Work out anew which rows repeat, follow or contradict others, wherever one of the rows may matter.

    Rows may be gone from the database by now: give them as they were before as well as after a change.
    Returns what to log; of the rows ``created`` only what does not come with their creation.
    """
    changed = list(rows)
    pairs = {(row.country_a_id, row.country_b_id) for row in changed if isinstance(row, DiplomaticRelation)}
    quotations = [row for row in changed if isinstance(row, Quotation)]
    return [
        *relations.derive(pairs, created),
        *tenures.derive({row.person_id for row in changed if isinstance(row, Tenure)}, created),
        *events.derive({events.Topic.of(row) for row in changed if isinstance(row, Event)}, created),
        *store(quotations, {}, said_of(quotations), created),
    ]


_JOINED: tuple[type[Assertion], ...] = (DiplomaticRelation, Tenure, Event)
_BATCH = 500


def settle_all(observer: Observer = SILENT) -> int:
    """Work out anew what is derived of every assertion, in batches; returns how many columns changed.

    For what several imports at once may have left apart, and after a change of the rules of joining.
    """
    return _in_batches(settle, observer)


def separate_all(observer: Observer = SILENT) -> int:
    """Take all joining back, until assertions are settled again; returns how many rows stand again."""
    return _in_batches(_separate, observer, repeats__isnull=False)


def _separate(rows: Collection[Assertion]) -> list[Entry]:
    entries = [derivation(row, {"repeats_id": row.repeats_id}, {"repeats_id": None}) for row in rows]
    for model in {type(row) for row in rows}:
        model._default_manager.filter(pk__in=[row.pk for row in rows]).update(repeats=None)
    return entries


def _in_batches(work: Callable[[list[Assertion]], list[Entry]], observer: Observer, **which: bool) -> int:
    done = changed = 0
    observer.expect(sum(model._default_manager.filter(**which).count() for model in _JOINED))
    for model in _JOINED:
        keys = list(model._default_manager.filter(**which).order_by("pk").values_list("pk", flat=True))
        for some in batched(keys, _BATCH):
            with transaction.atomic():
                entries = work(list(model._default_manager.filter(pk__in=some).order_by("pk")))
                changed += record(Act(Change.Cause.EXTRACTION), entries)
            done += len(some)
            observer.advance(done)
    return changed
