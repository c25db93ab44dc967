"""Loading the reference data of ``seeds/``: countries, organizations, people, sources, and terms of office.

Loading again creates what is new in the files and updates what changed in them. Rows, columns and names that
a person entered, edited, deleted or merged stay as they are: the log of changes tells. A name that is gone
from the files goes, if it came from them; a row that is gone from them stays, since facts may refer to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from articles.ingest import source_key
from articles.models import Source, SourceAlias
from entities.changes import Act, record
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
    read_terms,
)
from entities.reference_tables import Table
from entities.reference_terms import load_terms

__all__ = ["InvalidReferenceError", "ReferenceCounts", "load_reference"]

Named = Country | Organization | Person


@dataclass(frozen=True, slots=True)
class ReferenceCounts:
    """Rows created, and rows changed or removed; names are rows."""

    created: int
    changed: int


@transaction.atomic
def load_reference(folder: Path) -> ReferenceCounts:
    """Load the five files of the folder, all of it or nothing.

    :class:`InvalidReferenceError` says in one line what is wrong with which table of which file.
    """
    countries = read_entries(folder / "countries.toml", COUNTRIES)
    organizations = read_entries(folder / "organizations.toml", ORGANIZATIONS)
    people = read_entries(folder / "people.toml", PEOPLE)
    sources = read_entries(folder / "sources.toml", SOURCES)
    terms = read_terms(folder / "tenures.toml")
    _check_countries((*organizations, *people, *sources), {entry.key for entry in countries})
    tables = [
        *_load_named(Country, countries),
        *_load_named(Organization, organizations),
        *_load_named(Person, people),
        *_load_sources(sources),
        *load_terms(terms),
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


def _load_named(model: type[Named], entries: Sequence[Entry]) -> tuple[Table, Table]:
    """Load rows that have aliases; returns what was done to them and to their aliases."""
    table = Table.of(model)
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


def _load_aliases(model: type[Named], entries: Sequence[Entry], rows: Mapping[str, Named]) -> Table:
    """Load the names of rows. A name is known by the row that first had it, since merges move names."""
    table = Table.of(Alias)
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


def _load_sources(entries: Sequence[Entry]) -> tuple[Table, Table]:
    """Load sources. One that articles have named already is the one of that name, and keeps its key."""
    table, aliases = Table.of(Source), Table.of(SourceAlias)
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
