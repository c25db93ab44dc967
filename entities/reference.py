"""Loading the reference data of ``seeds/``: countries, organizations, people and sources, with their names.

Loading again creates what is new in the files and updates what changed in them. Rows, columns and names that
a person entered, edited, deleted or merged stay as they are: the log of changes tells. A name that is gone
from the files goes, if it came from them; a row that is gone from them stays, since facts may refer to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from articles.ingest import source_key
from articles.models import Source, SourceAlias
from entities.changes import BATCH_SIZE, Act, created, deleted, record, snapshot, updated
from entities.changes import Entry as LogEntry
from entities.models import Alias, Change, Country, Mergeable, Organization, Origin, Person
from entities.names import alias_row
from entities.reference_files import (
    COUNTRIES,
    ORGANIZATIONS,
    PEOPLE,
    SOURCES,
    Entry,
    InvalidReferenceError,
    Name,
    read_entries,
)

__all__ = ["InvalidReferenceError", "ReferenceCounts", "load_reference"]

Named = Country | Organization | Person


@dataclass(frozen=True, slots=True)
class ReferenceCounts:
    """Rows created, and rows changed or removed; names are rows."""

    created: int
    changed: int


@transaction.atomic
def load_reference(folder: Path) -> ReferenceCounts:
    """Load the four files of the folder, all of it or nothing.

    :class:`InvalidReferenceError` says in one line what is wrong with which table of which file.
    """
    countries = read_entries(folder / "countries.toml", COUNTRIES)
    organizations = read_entries(folder / "organizations.toml", ORGANIZATIONS)
    people = read_entries(folder / "people.toml", PEOPLE)
    sources = read_entries(folder / "sources.toml", SOURCES)
    _check_countries((*organizations, *people, *sources), {entry.key for entry in countries})
    tables = [
        *_load_named(Country, countries),
        *_load_named(Organization, organizations),
        *_load_named(Person, people),
        *_load_sources(sources),
    ]
    record(Act(Change.Cause.REFERENCE), (entry for table in tables for entry in table.log))
    return ReferenceCounts(
        created=sum(len(table.new) for table in tables), changed=sum(table.changed for table in tables)
    )


def _check_countries(entries: Iterable[Entry], in_files: set[str]) -> None:
    known = in_files.union(Country.objects.values_list("code", flat=True))
    for entry in entries:
        code = entry.columns["country"]
        if code and code not in known:
            raise InvalidReferenceError(f"{entry.place}: country {code!r} is not known")


class _Decisions:
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
class _Table:
    """The rows of one model: what to create, update and remove, done at once, and what to log of it."""

    model: type[models.Model]
    decisions: _Decisions
    new: list[models.Model] = field(default_factory=list)
    before: dict[models.Model, dict[str, Any]] = field(default_factory=dict)
    gone: list[models.Model] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    log: list[LogEntry] = field(default_factory=list)

    @classmethod
    def of(cls, model: type[models.Model]) -> "_Table":
        return cls(model, _Decisions(model))

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


def _load_named(model: type[Named], entries: Sequence[Entry]) -> tuple[_Table, _Table]:
    """Load rows that have aliases; returns what was done to them and to their aliases."""
    table = _Table.of(model)
    key = "code" if model is Country else "key"
    stored = {getattr(row, key): row for row in _having(model, key, [entry.key for entry in entries])}
    refused = {row[key] for row in table.decisions.deleted}
    rows: dict[str, Named] = {}
    for entry in entries:
        values = _columns(entry, model)
        row = stored.get(entry.key)
        if row:
            table.update(row, values, entry.place)
        elif entry.key in refused:
            continue
        else:
            origin = {} if model is Country else {"origin": Origin.REFERENCE}
            row = model(**{key: entry.key}, **values, **origin)
            table.create(row, entry.place)
        rows[entry.key] = row
    table.write()
    return table, _load_aliases(model, [entry for entry in entries if entry.key in rows], rows)


def _having(model: type[models.Model], column: str, values: Iterable[Any]) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{f"{column}__in": list(values)}).order_by("pk")


def _columns(entry: Entry, model: type[models.Model]) -> dict[str, Any]:
    values = dict(entry.columns)
    if "country" in values and model is not Source:
        values["country_id"] = values.pop("country") or None
    return values


def _load_aliases(model: type[Named], entries: Sequence[Entry], rows: Mapping[str, Named]) -> _Table:
    """Load the names of rows. A name is known by the row that first had it, since merges move names."""
    table = _Table.of(Alias)
    column = f"{model._meta.model_name}_id"
    of_entries = models.Q(origin_key__in=list(rows)) | models.Q(
        **{f"{column}__in": [row.pk for row in rows.values()]}
    )
    stored = list(Alias.objects.filter(of_entries, **{f"{column}__isnull": False}))
    by_origin = {(alias.origin_key, alias.folded): alias for alias in stored}
    by_owner = {(getattr(alias, column), alias.folded): alias for alias in stored}
    refused = {
        (row["origin_key"], row["folded"]) for row in table.decisions.deleted if row[column] is not None
    }
    wanted = set()
    for entry in entries:
        row = rows[entry.key]
        owner = (row.merged_into_id or row.pk) if isinstance(row, Mergeable) else row.pk
        for name in entry.names:
            alias = alias_row(row, name.text, name.kind, name.language, name.weak)
            identity = (entry.key, alias.folded)
            if identity in wanted:
                continue
            wanted.add(identity)
            if identity in by_origin:
                values = {
                    "text": alias.text,
                    "kind": alias.kind,
                    "language": alias.language,
                    "weak": alias.weak,
                }
                table.update(by_origin[identity], values, entry.place)
            elif identity not in refused and (owner, alias.folded) not in by_owner:
                setattr(alias, column, owner)
                table.create(alias, entry.place)
    table.remove(
        alias for identity, alias in by_origin.items() if identity[0] in rows and identity not in wanted
    )
    table.write()
    return table


def _load_sources(entries: Sequence[Entry]) -> tuple[_Table, _Table]:
    """Load sources. One that articles have named already is the one of that name, and keeps its key."""
    table, aliases = _Table.of(Source), _Table.of(SourceAlias)
    by_key = {source.key: source for source in _having(Source, "key", [entry.key for entry in entries])}
    names = {entry.key: _folded_names(entry) for entry in entries}
    folded = {key for wanted in names.values() for key in wanted}
    named = {alias.folded: alias for alias in _having(SourceAlias, "folded", folded).select_related("source")}
    taken = {source.pk for source in by_key.values()}
    refused = {row["key"] for row in table.decisions.deleted}
    rows: dict[str, Source] = {}
    for entry in entries:
        found = (named[key].source for key in names[entry.key] if key in named)
        row = by_key.get(entry.key) or next((source for source in found if source.pk not in taken), None)
        if row:
            taken.add(row.pk)
            table.update(row, entry.columns, entry.place)
        elif entry.key in refused:
            continue
        else:
            row = Source(key=entry.key, **entry.columns)
            table.create(row, entry.place)
        rows[entry.key] = row
    table.write()
    known = {*named, *(row["folded"] for row in aliases.decisions.deleted)}
    for entry in entries:
        for key, name in names[entry.key].items():
            if entry.key in rows and key not in known:
                known.add(key)
                aliases.create(SourceAlias(source=rows[entry.key], text=name.text, folded=key), entry.place)
    aliases.remove(_having(SourceAlias, "source", rows.values()).exclude(folded__in=folded))
    aliases.write()
    return table, aliases


def _folded_names(entry: Entry) -> dict[str, Name]:
    return {source_key(name.text): name for name in reversed(entry.names)}
