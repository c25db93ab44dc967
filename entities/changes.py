"""Writing the log of changes: the one way into :class:`entities.models.Change`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from articles.ingest import Relinked
from articles.models import Article
from articles.rows import Table
from entities.models import Change

BATCH_SIZE = 500
"""How many rows of one kind those who change many bring up to date in one statement."""
_CHANGES = Table(
    Change, "batch", "at", "actor_id", "action", "cause", "object_type", "object_id", "before", "after"
)
_ENCODER = DjangoJSONEncoder()


@dataclass(frozen=True, slots=True)
class Act:
    """One act whose changes belong together: who did it and why. ``batch`` names it in the log."""

    cause: Change.Cause
    actor: AbstractBaseUser | None = None
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one act did to one object; ``before`` and ``after`` are snapshots or None."""

    action: Change.Action
    row: models.Model
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def snapshot(row: models.Model) -> dict[str, Any]:
    """Return the row's own columns as JSON holds them; bytes are left out."""
    return {
        column.attname: plain(getattr(row, column.attname))
        for column in row._meta.concrete_fields
        if not isinstance(column, models.BinaryField)
    }


def plain(value: Any) -> Any:
    """Return a value of a column as JSON holds it."""
    simple = value is None or isinstance(value, (str, int, float, bool, list, dict))
    return value if simple else _ENCODER.default(value)


def record(act: Act, entries: Iterable[Entry]) -> int:
    """Append the entries to the log; returns how many. An update that changed nothing is left out."""
    now = timezone.now()
    actor = act.actor.pk if act.actor else None
    rows = [
        (
            act.batch, now, actor, entry.action, act.cause, entry.row._meta.model_name, str(entry.row.pk),
            entry.before, entry.after,
        )
        for entry in entries
        if entry.before != entry.after
    ]  # fmt: skip
    _CHANGES.insert(rows)
    return len(rows)


def created(row: models.Model) -> Entry:
    return Entry(Change.Action.CREATE, row, None, snapshot(row))


def stored(article: Article) -> Entry:
    """Return that an import stored the article: what it hangs on, without its text, which stays as it is."""
    columns = ("document_id", "source_id", "supersedes_id", "duplicate_of_id")
    return Entry(Change.Action.CREATE, article, None, {name: getattr(article, name) for name in columns})


def relinked(article: Relinked) -> Entry:
    """Return that an import changed what a stored article supersedes or repeats."""
    return Entry(Change.Action.UPDATE, Article(pk=article.pk), dict(article.before), dict(article.after))


def deleted(row: models.Model) -> Entry:
    return Entry(Change.Action.DELETE, row, snapshot(row), None)


def updated(row: models.Model, before: dict[str, Any]) -> Entry:
    return Entry(Change.Action.UPDATE, row, before, snapshot(row))
