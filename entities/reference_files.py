"""Reading the reference data of ``seeds/``: TOML files with one table an entity. Pure: no database."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.arabic import fold


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
    """What the tables of a file hold: columns with their default, and names."""

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
    _NAMES | {"alpha3": "", "numeric": "", "official_name_ar": "", "official_name_en": "", "former": False},
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


def read_entries(path: Path, shape: _Shape) -> tuple[Entry, ...]:
    """Read the tables of one file; :class:`InvalidReferenceError` for what is not of the shape."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidReferenceError(f"{path.name}: {error.strerror}") from None
    except ValueError as error:  # TOML, or UTF-8
        raise InvalidReferenceError(f"{path.name}: {error}") from None
    return tuple(_entry(f"{path.name} [{key}]", key, table, shape) for key, table in tables.items())


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
        if type(columns[field]) is not type(default):
            raise InvalidReferenceError(f"{place}: {field} is not a {type(default).__name__}")
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
