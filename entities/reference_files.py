"""Reading the reference data of ``seeds/``: TOML files with one table an entity. Pure: no database."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from articles.arabic import fold
from articles.dates import DateRange


class InvalidReferenceError(ValueError):
    """Reference data that cannot be loaded; the message is one plain line that names file and table."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity; ``kind`` is one of :class:`entities.models.Alias.Kind`."""

    text: str
    kind: str
    language: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: the columns of a row, and its names, the most telling kind first."""

    place: str
    key: str
    columns: dict[str, Any]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _NameField:
    """A field of names: a text, a list of texts, or lists of texts by their grammatical form."""

    field: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the tables of a file hold: columns with their default (None for a number that can be missing), and names."""

    columns: Mapping[str, Any]
    names: tuple[_NameField, ...]
    required: tuple[str, ...]

    @property
    def fields(self) -> set[str]:
        return {*self.columns, *(name.field for name in self.names), "weak_ar", "weak_en"}


def _both(field: str, kind: str) -> tuple[_NameField, _NameField]:
    return _NameField(f"{field}_ar", kind, "ar"), _NameField(f"{field}_en", kind, "en")


_NAMES = {"name_ar": "", "name_en": ""}
_ACTOR_NAMES = (*_both("name", "name"), *_both("aliases", "name"), *_both("short", "short"))

COUNTRIES = _Shape(
    _NAMES
    | {"alpha3": "", "numeric": "", "official_name_ar": "", "official_name_en": "", "former": False}
    | {"latitude": None, "longitude": None},
    (
        *_both("name", "name"),
        *_both("official_name", "official"),
        *_both("other_names", "name"),
        *_both("capital", "capital"),
        *_both("seats", "seat"),
        *_both("demonym", "demonym"),
    ),
    ("name_ar", "name_en"),
)
PEOPLE = _Shape(_NAMES | {"country": ""}, _ACTOR_NAMES, ("name_ar",))
ORGANIZATIONS = _Shape(_NAMES | {"country": "", "kind": "other"}, _ACTOR_NAMES, ("name_ar",))
SOURCES = _Shape(
    _NAMES | {"kind": "unknown", "homepage": "", "country": "", "language": "", "handle": ""},
    (*_both("name", "name"), _NameField("aliases", "name", "")),
    ("name_ar",),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office. ``running_on`` is a day on which a term without an end is known to have run."""

    place: str
    person: str
    role: str
    title_ar: str
    title_en: str
    country: str
    organization: str
    start: DateRange
    end: DateRange | None
    running_on: date | None


def read_entries(path: Path, shape: _Shape) -> tuple[Entry, ...]:
    """Read the tables of one file; :class:`InvalidReferenceError` for what is not of the shape."""
    tables = _toml(path)
    return tuple(_entry(f"{path.name} [{key}]", key, table, shape) for key, table in tables.items())


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read the file of terms of office; :class:`InvalidReferenceError` for what is not of its shape."""
    tables = _toml(path)
    if type(as_of := tables.get("as_of")) is not date:
        raise InvalidReferenceError(f"{path.name}: as_of is not a day")
    return tuple(
        _term(path.name, office, term, as_of)
        for office in tables.get("office", ())
        for term in office.get("terms", ())
    )


def _term(file: str, office: Mapping[str, Any], term: Mapping[str, Any], as_of: date) -> Term:
    body = office.get("country") or office.get("organization") or ""
    place = f"{file} {office.get('role', '')} {body} {term.get('person', '')}"
    known = {"role", "title_ar", "title_en", "country", "organization", "terms"}
    for table, fields in ((office, known), (term, {"person", "start", "end"})):
        if unknown := sorted(table.keys() - fields):
            raise InvalidReferenceError(f"{place}: unknown field {unknown[0]!r}")
    for table, field in ((office, "role"), (term, "person"), (term, "start")):
        if not table.get(field):
            raise InvalidReferenceError(f"{place}: {field} is missing")
    if bool(office.get("country")) is bool(office.get("organization")):
        raise InvalidReferenceError(f"{place}: an office is of a country or of an organization")
    try:
        start = DateRange.from_edtf(term["start"])
        end = DateRange.from_edtf(term["end"]) if "end" in term else None
    except (ValueError, TypeError) as error:
        raise InvalidReferenceError(f"{place}: {error}") from None
    if end and start.earliest and end.latest and end.latest < start.earliest:
        raise InvalidReferenceError(f"{place}: ends before it starts")
    return Term(
        place=place,
        person=term["person"],
        role=office["role"],
        title_ar=office.get("title_ar", ""),
        title_en=office.get("title_en", ""),
        country=office.get("country", ""),
        organization=office.get("organization", ""),
        start=start,
        end=end,
        running_on=None if end else as_of,
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidReferenceError(f"{path.name}: {error.strerror}") from None
    except ValueError as error:  # TOML, or UTF-8
        raise InvalidReferenceError(f"{path.name}: {error}") from None


def _entry(place: str, key: str, table: object, shape: _Shape) -> Entry:
    if not isinstance(table, dict):
        raise InvalidReferenceError(f"{place}: not a table")
    if unknown := sorted(table.keys() - shape.fields):
        raise InvalidReferenceError(
            f"{place}: unknown field {unknown[0]!r} (known: {', '.join(sorted(shape.fields))})"
        )
    if absent := [field for field in shape.required if not table.get(field)]:
        raise InvalidReferenceError(f"{place}: {absent[0]} is missing")
    columns = {field: table.get(field, default) for field, default in shape.columns.items()}
    for field, default in shape.columns.items():
        expected = float if default is None else type(default)
        if columns[field] is not default and type(columns[field]) is not expected:
            raise InvalidReferenceError(f"{place}: {field} is not a {expected.__name__}")
    return Entry(place, key, columns, tuple(_names(place, table, shape)))


def _names(place: str, table: Mapping[str, Any], shape: _Shape) -> Iterator[Name]:
    weak = {fold(text) for field in ("weak_ar", "weak_en") for text in _texts(place, field, table)}
    for name in shape.names:
        for text in _texts(place, name.field, table):
            yield Name(text, name.kind, name.language, fold(text) in weak)


def _texts(place: str, field: str, table: Mapping[str, Any]) -> list[str]:
    value = table.get(field, [])
    lists = list(value.values()) if isinstance(value, dict) else [value]
    texts = [text for part in lists for text in (part if isinstance(part, list) else [part])]
    if not all(isinstance(text, str) and fold(text) for text in texts):
        raise InvalidReferenceError(f"{place}: {field} holds something else than names")
    return texts
