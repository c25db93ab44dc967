"""Merging two rows for one person or organization, and taking it back.

A merge moves what refers to the loser over to the survivor. ``merged_into`` always names a row that was not
merged itself, so that readers need one step. All is in the log, field by field, in the order in which it
was done; taking a merge back walks the log backwards and restores what nobody changed since.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from articles.models import Article
from entities.changes import Act, Entry, deleted, record, snapshot
from entities.models import (
    Alias,
    Change,
    Event,
    EventParticipant,
    Mention,
    MentionCandidate,
    Mergeable,
    Office,
    Organization,
    Person,
    Quotation,
    ReviewStatus,
    Tenure,
)
from entities.settling import settle

M = TypeVar("M", Person, Organization)
A = TypeVar("A", Tenure, Event)


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key to a person or organization. Rows that agree in ``twins`` cannot refer to one."""

    model: type[models.Model]
    column: str
    twins: tuple[str, ...] = ()

    def identity(self, row: models.Model) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.twins)


REFERENCES: dict[type[Mergeable], tuple[Reference, ...]] = {
    Person: (
        Reference(Alias, "person", ("folded",)),
        Reference(MentionCandidate, "person", ("mention_id",)),
        Reference(EventParticipant, "person", ("event_id", "role", "country_id", "organization_id")),
        Reference(Tenure, "person"),
        Reference(Quotation, "speaker"),
    ),
    Organization: (
        Reference(Alias, "organization", ("folded",)),
        Reference(MentionCandidate, "organization", ("mention_id",)),
        Reference(EventParticipant, "organization", ("event_id", "role", "country_id", "person_id")),
        Reference(Office, "organization", ("role", "title_ar", "country_id", "host_id")),
        Reference(Quotation, "speaker_organization"),
    ),
}
"""What moves, beside mentions, which move in bulk and are logged per article."""

FILLED = ("name_ar", "name_en", "wikidata_id", "country_id")
"""Columns that the survivor takes from the loser where it has none."""


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What taking a merge back came to. ``kept`` names what others changed since, and what stayed so."""

    batch: uuid.UUID
    restored: int
    kept: tuple[str, ...]


@transaction.atomic
def merge(loser: M, survivor: M, actor: AbstractBaseUser) -> uuid.UUID:
    """Make the loser one with the survivor; returns the batch of the log that says all that was done.

    Tenures and events that now say the same are merged as well. ValidationError when the two are of different
    kinds or the same row, or one of them was merged before.
    """
    loser, survivor = _locked_pair(loser, survivor)
    entries: list[Entry] = []
    for reference in REFERENCES[type(loser)]:
        entries += _move(reference, loser, survivor)
    entries += _move_mentions(loser, survivor)
    entries += _forward(loser, survivor)
    gained = [column for column in FILLED if getattr(loser, column) and not getattr(survivor, column)]
    entries.append(
        _set(survivor, Change.Action.UPDATE, **{column: getattr(loser, column) for column in gained})
    )
    entries += _join_tenures({entry.row.pk for entry in entries if isinstance(entry.row, Tenure)})
    entries += _join_events(
        {entry.row.event_id for entry in entries if isinstance(entry.row, EventParticipant)}, survivor
    )
    act = Act(Change.Cause.PERSON, actor)
    record(act, [*entries, *_settled(entries)])
    return act.batch


@transaction.atomic
def unmerge(loser: M, actor: AbstractBaseUser) -> Unmerged:
    """Take back the merge of the loser: all that it did and that nobody changed since.

    ValidationError when the loser was not merged, or a later merge builds on this one: undo that one first.
    """
    merged = _standing_merge(loser)
    entries: list[Entry] = []
    kept: list[str] = []
    for change in Change.objects.filter(batch=merged.batch).order_by("-pk"):
        entry, left = _restore_mentions(change) if change.object_type == "article" else _restore(change)
        entries += [entry] if entry else []
        kept += left
    act = Act(Change.Cause.PERSON, actor)
    restored = record(act, entries)
    record(act, _settled(entries))
    return Unmerged(act.batch, restored, tuple(kept))


def _settled(entries: Iterable[Entry]) -> list[Entry]:
    """Bring up to date what is derived of the tenures and events whose people or organizations changed."""
    rows = [entry.row for entry in entries]
    events = {row.event_id for row in rows if isinstance(row, EventParticipant)}
    tenures = [row for row in rows if isinstance(row, Tenure)]
    return settle([*tenures, *Event.objects.filter(pk__in=events)])


def _locked_pair(loser: M, survivor: M) -> tuple[M, M]:
    if type(loser) is not type(survivor):
        raise ValidationError(_("Only rows of one kind can be merged."))
    if loser.pk == survivor.pk:
        raise ValidationError(_("A row cannot be merged into itself."))
    rows = _locked(type(loser), loser.pk, survivor.pk)
    for row in rows.values():
        if row.merged_into_id:
            raise ValidationError(_("“%(name)s” was merged before.") % {"name": row})
    return rows[loser.pk], rows[survivor.pk]


def _locked(model: type[M], *keys: int) -> dict[int, M]:
    rows = model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _set(row: models.Model, action: Change.Action, **columns: Any) -> Entry:
    """Store the columns of the row, and return what to log."""
    before = snapshot(row)
    for column, value in columns.items():
        setattr(row, column, value)
    if columns:
        row.save(update_fields=columns)
    return Entry(action, row, before, snapshot(row))


def _move(reference: Reference, loser: Mergeable, survivor: Mergeable) -> list[Entry]:
    """Point the rows at the survivor; a row whose twin is there already is dropped, with record."""
    rows = reference.model._default_manager.select_for_update().order_by("pk")
    moving = rows.filter(**{reference.column: loser})
    present = rows.filter(**{reference.column: survivor}) if reference.twins else ()
    twins = {reference.identity(row): row for row in present}
    entries: list[Entry] = []
    for row in moving:
        twin = twins.get(reference.identity(row)) if reference.twins else None
        if twin is None:
            entries.append(_set(row, Change.Action.UPDATE, **{f"{reference.column}_id": survivor.pk}))
            continue
        if isinstance(row, Office):
            entries += [
                _set(tenure, Change.Action.UPDATE, office_id=twin.pk) for tenure in row.tenures.order_by("pk")
            ]
        entries.append(deleted(row))
        rows.filter(pk=row.pk).delete()
    return entries


def _move_mentions(loser: Mergeable, survivor: Mergeable) -> list[Entry]:
    column = f"{loser._meta.model_name}_id"
    mentions = Mention.objects.filter(**{column: loser.pk})
    places = list(mentions.order_by("article_id", "pk").values_list("article_id", "pk"))
    mentions.update(**{column: survivor.pk})
    entries = []
    for article_id, group in groupby(places, key=lambda place: place[0]):
        moved = {"mentions": [key for _article, key in group]}
        before, after = moved | {column: loser.pk}, moved | {column: survivor.pk}
        entries.append(Entry(Change.Action.UPDATE, Article(pk=article_id), before, after))
    return entries


def _forward(row: Person | Organization | Tenure | Event, target: models.Model) -> list[Entry]:
    """Set where a merged row went, for it and for all that was merged into it earlier."""
    earlier = row.merged.select_for_update().order_by("pk")
    entries = [_set(other, Change.Action.UPDATE, merged_into_id=target.pk) for other in earlier]
    return [*entries, _set(row, Change.Action.MERGE, merged_into_id=target.pk)]


def _join_tenures(touched: set[int]) -> list[Entry]:
    moved = Tenure.objects.filter(pk__in=touched)
    rows = Tenure.objects.filter(person__in=moved.values("person"), office__in=moved.values("office"))
    return _join_identical(rows, _tenure_content, touched)


def _join_events(touched: set[int], survivor: Mergeable) -> list[Entry]:
    parts = EventParticipant.objects.filter(**{f"{survivor._meta.model_name}_id": survivor.pk})
    rows = Event.objects.filter(pk__in=parts.values("event")).prefetch_related("participants")
    return _join_identical(rows, _event_content, touched)


def _tenure_content(tenure: Tenure) -> tuple[Any, ...]:
    return tenure.person_id, tenure.office_id, tenure.start, tenure.end


def _event_content(event: Event) -> tuple[Any, ...]:
    """What the fingerprint says of an event, by the entities that it refers to now."""
    parts = (
        (part.role, part.country_id, part.person_id, part.organization_id)
        for part in event.participants.all()
    )
    return event.kind, event.modality, event.date, frozenset(parts)


def _join_identical(
    rows: models.QuerySet[A], content: Callable[[A], tuple[Any, ...]], touched: set[int]
) -> list[Entry]:
    """Merge rows of one content into the one that a person decided on, else the oldest.

    Where people accepted one and rejected another, all stand side by side: no decision is overruled.
    """
    groups: dict[tuple[Any, ...], list[A]] = defaultdict(list)
    for row in rows.filter(merged_into__isnull=True).select_for_update().order_by("pk"):
        groups[content(row)].append(row)
    entries: list[Entry] = []
    for same in groups.values():
        decided = [row for row in same if row.review_status != ReviewStatus.PENDING]
        if len({row.review_status for row in decided}) > 1 or touched.isdisjoint(row.pk for row in same):
            continue
        target, *others = sorted(same, key=lambda row: (row not in decided, row.pk))
        for other in others:
            entries += _forward(other, target)
    return entries


def _standing_merge(loser: M) -> Change:
    """Return the log's entry of the merge, both rows locked; ValidationError when it cannot be undone."""
    kind = str(loser._meta.model_name)
    model = type(loser)
    merges = Change.objects.filter(object_type=kind, action=Change.Action.MERGE)
    merged = merges.filter(object_id=str(loser.pk)).first()  # the newest
    survivor_id = merged.after["merged_into_id"] if merged and merged.after else loser.pk
    rows = _locked(model, loser.pk, survivor_id)
    if merged is None or not rows[loser.pk].merged_into_id:
        raise ValidationError(_("“%(name)s” was not merged.") % {"name": loser})
    survivor = rows[survivor_id]
    others = model._default_manager.filter(merged_into=survivor).exclude(pk=loser.pk)
    later = merges.filter(
        pk__gt=merged.pk,
        object_id__in=[str(row.pk) for row in others],
        after__merged_into_id=survivor.pk,
    ).first()
    if survivor.merged_into_id or later:
        last = survivor if survivor.merged_into_id or not later else others.get(pk=later.object_id)
        raise ValidationError(_("Undo the merge of “%(name)s” first: it came later.") % {"name": last})
    return merged


def _restore(change: Change) -> tuple[Entry | None, list[str]]:
    """Undo one entry of the log; returns what to log, and what stays as others changed it since."""
    model = apps.get_app_config("entities").get_model(change.object_type)
    name = f"{model._meta.verbose_name} {change.object_id}"
    before, after = change.before or {}, change.after or {}
    if change.action == Change.Action.DELETE:
        row = model(**{column: _python(model, column, value) for column, value in before.items()})
        if not _fits(row):
            return None, [name]
        row.save(force_insert=True)
        return Entry(Change.Action.UNMERGE, row, None, snapshot(row)), []
    found = model._default_manager.select_for_update().filter(pk=change.object_id).first()
    if found is None:
        return None, [name]
    now = snapshot(found)
    changed = [column for column in after if after[column] != before[column]]
    same = [column for column in changed if now[column] == after[column]]
    for column in same:
        setattr(found, column, _python(model, column, before[column]))
    if not _fits(found):
        return None, [name]
    found.save(update_fields=same)
    kept = [f"{name}: {column.removesuffix('_id')}" for column in changed if column not in same]
    return Entry(Change.Action.UNMERGE, found, now, snapshot(found)), kept


def _restore_mentions(change: Change) -> tuple[Entry | None, list[str]]:
    before, after = change.before or {}, change.after or {}
    (column,) = (column for column in after if after[column] != before[column])
    mentions = Mention.objects.filter(pk__in=before["mentions"], **{column: after[column]})
    places = list(mentions.order_by("pk").values_list("pk", flat=True))
    mentions.update(**{column: before[column]})
    moved = {"mentions": places}
    article = Article(pk=change.object_id)
    entry = Entry(
        Change.Action.UNMERGE, article, moved | {column: after[column]}, moved | {column: before[column]}
    )
    lost = len(before["mentions"]) - len(places)
    kept = [f"{article._meta.verbose_name} {article.pk}: {Mention._meta.verbose_name_plural} ({lost})"]
    return entry if places else None, kept if lost else []


def _python(model: type[models.Model], column: str, value: Any) -> Any:
    field = model._meta.get_field(column)
    assert isinstance(field, models.Field)  # the log holds columns only
    return field.to_python(value)


def _fits(row: models.Model) -> bool:
    """Whether the database would take the row: all that it refers to is there, and nothing contradicts it."""
    try:
        for column in row._meta.concrete_fields:
            if isinstance(column, models.ForeignKey):
                column.validate(getattr(row, column.attname), row)
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return False
    return True
