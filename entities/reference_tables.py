"""Bringing stored rows up to reference data, where no person has decided otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from entities.changes import BATCH_SIZE, created, deleted, snapshot, updated
from entities.changes import Entry as LogEntry
from entities.models import Change
from entities.reference_files import InvalidReferenceError


class Decisions:
    """What people did to the rows of one model, by the log of changes."""

    def __init__(self, model: type[models.Model]) -> None:
        self.entered: set[str] = set()
        self.edited: dict[str, set[str]] = defaultdict(set)
        self.deleted: list[dict[str, Any]] = []
        by_people = Change.objects.filter(object_type=model._meta.model_name, cause=Change.Cause.PERSON)
        for key, before, after in by_people.values_list("object_id", "before", "after"):
            if before is None:
                self.entered.add(key)
            elif after is None:
                self.deleted.append(before)
            else:
                self.edited[key] |= {column for column in after if after[column] != before.get(column)}

    def leaves(self, row: models.Model, column: str) -> bool:
        """Whether nobody set the column of the row."""
        key = str(row.pk)
        return key not in self.entered and column not in self.edited.get(key, ())

    def untouched(self, row: models.Model) -> bool:
        return str(row.pk) not in self.entered and str(row.pk) not in self.edited


@dataclass(slots=True)
class Table:
    """The rows of one model: what to create, update and remove, done at once, and what to log of it."""

    model: type[models.Model]
    decisions: Decisions
    new: list[models.Model] = field(default_factory=list)
    before: dict[models.Model, dict[str, Any]] = field(default_factory=dict)
    gone: list[models.Model] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    log: list[LogEntry] = field(default_factory=list)

    @classmethod
    def of(cls, model: type[models.Model]) -> "Table":
        return cls(model, Decisions(model))

    @property
    def changed(self) -> int:
        return len(self.before) + len(self.gone)

    def create(self, row: models.Model, place: str) -> None:
        _check(row, place)
        self.new.append(row)

    def update(self, row: models.Model, values: Mapping[str, Any], place: str) -> None:
        """Set the values that differ, where no person set others."""
        changed = {
            column: value
            for column, value in values.items()
            if getattr(row, column) != value and self.decisions.leaves(row, column)
        }
        if changed:
            self.before[row] = snapshot(row)
            for column, value in changed.items():
                setattr(row, column, value)
            self.columns |= changed.keys()
            _check(row, place)

    def remove(self, rows: Iterable[models.Model]) -> None:
        """Remove those of the rows that came from reference data and that no person touched."""
        candidates = [row for row in rows if self.decisions.untouched(row)]
        if not candidates:
            return
        loaded = Change.objects.filter(
            object_type=self.model._meta.model_name,
            cause=Change.Cause.REFERENCE,
            action=Change.Action.CREATE,
            object_id__in=[str(row.pk) for row in candidates],
        )
        from_files = set(loaded.values_list("object_id", flat=True))
        self.gone = [row for row in candidates if str(row.pk) in from_files]

    def write(self) -> None:
        rows = self.model._default_manager
        self.log = [deleted(row) for row in self.gone]
        rows.filter(pk__in=[row.pk for row in self.gone]).delete()
        rows.bulk_create(self.new, batch_size=BATCH_SIZE)
        if self.before:
            rows.bulk_update(self.before, sorted(self.columns), batch_size=BATCH_SIZE)
        self.log += [created(row) for row in self.new]
        self.log += [updated(row, before) for row, before in self.before.items()]


def _check(row: models.Model, place: str) -> None:
    """Refuse values that the columns do not hold."""
    references = [column.name for column in row._meta.concrete_fields if column.is_relation]
    try:
        row.clean_fields(exclude=references)
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise InvalidReferenceError(f"{place}: {column}: {messages[0]}") from None
