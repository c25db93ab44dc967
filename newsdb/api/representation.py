"""What objects look like: one description of each field, for lists, single objects, files and the schema.

A field says which columns it is read from and what its values are; a shape chooses fields. Objects are made
a chunk at a time and column by column: one statement reads the chosen columns of all rows of the chunk, one
more each kind of rows that hang on them. What is left out is not read.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import Choices, QuerySet
from django.http import QueryDict
from drf_spectacular.plumbing import build_choice_field
from rest_framework import serializers

from newsdb.api.parameters import names, refuse
from newsdb.api.statements import Column, fetch

Schema = dict[str, Any]
"""A type in OpenAPI's terms."""

Component = Callable[[str, Schema], Schema]
"""Gives a type a name in the schema, and returns the reference to it."""


class Shown(Enum):
    """When a field is shown without being asked for."""

    ALWAYS = "always"
    ALONE = "on single objects, not in lists"
    NEVER = "never"


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some rows: their keys, the columns that were read of them, and what the list says of each."""

    keys: Sequence[Any]
    columns: Mapping[Column, Sequence[Any]]
    said: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Field(ABC):
    refers_to: str = ""
    """The kind of object that the value refers to; ``expand`` can put it there."""
    shown: Shown = Shown.ALWAYS
    about: str = ""

    @property
    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """What is read of the row itself."""

    @abstractmethod
    def values(self, chunk: Chunk) -> Sequence[Any]:
        """Return the value for each row of the chunk."""

    @abstractmethod
    def type(self, component: Component) -> Schema:
        """Return the type of the values."""

    def schema(self, component: Component) -> Schema:
        described = self.type(component)
        if not self.about:
            return described
        return {**({"allOf": [described]} if "$ref" in described else described), "description": self.about}

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield the paths within the value that refer to objects, ``""`` for the value itself, and the kinds."""
        if self.refers_to:
            yield "", self.refers_to


@dataclass(frozen=True, eq=False)
class Value(Field):
    """A value of the row: a column as it is, or what ``read`` makes of several."""

    of: Schema | type[Choices]
    sources: tuple[Column, ...]
    read: Callable[..., Any] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.sources

    def values(self, chunk: Chunk) -> Sequence[Any]:
        columns = [chunk.columns[source] for source in self.sources]
        return columns[0] if self.read is None else list(map(self.read, *columns))

    def type(self, component: Component) -> Schema:  # noqa: ARG002
        if isinstance(self.of, dict):
            return dict(self.of)
        described: Schema = build_choice_field(serializers.ChoiceField(self.of.choices))
        return described


@dataclass(frozen=True, eq=False)
class Said(Field):
    """What a list says of each of its rows under a name, as an annotation; elsewhere there is no such field."""

    name: str
    of: Schema

    @property
    def columns(self) -> tuple[Column, ...]:
        return ()

    def values(self, chunk: Chunk) -> Sequence[Any]:
        return [chunk.said[self.name][key] for key in chunk.keys]

    def type(self, component: Component) -> Schema:  # noqa: ARG002
        return dict(self.of)


@dataclass(frozen=True, eq=False)
class Object(Field):
    """An object made of fields of the same row.

    Where the column ``present`` is named, the object is what that key refers to: null without a key, and the
    same for every row that has it.
    """

    name: str
    fields: Mapping[str, Field]
    present: str | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        own = (self.present,) if self.present else ()
        return (*own, *(column for part in self.fields.values() for column in part.columns))

    def values(self, chunk: Chunk) -> Sequence[Any]:
        rows = zip(*(part.values(chunk) for part in self.fields.values()), strict=True)
        if self.present is None:
            return [dict(zip(self.fields, values, strict=False)) for values in rows]
        made: dict[Any, Any] = {None: None}
        for key, values in zip(chunk.columns[self.present], rows, strict=True):
            if key not in made:
                made[key] = dict(zip(self.fields, values, strict=False))
        return [made[key] for key in chunk.columns[self.present]]

    def type(self, component: Component) -> Schema:
        described = component(self.name, object_type(self.fields, component))
        return {"allOf": [described], "nullable": True} if self.present else described

    def references(self) -> Iterator[tuple[str, str]]:
        yield from super().references()
        for name, part in self.fields.items():
            yield from ((f".{name}{path}", kind) for path, kind in part.references())


@dataclass(frozen=True, eq=False)
class Referred(Field):
    """The object that the column ``key`` refers to, or null; each is read once, however many refer to it."""

    name: str
    fields: Mapping[str, Field]
    key: str
    rows: QuerySet[Any]

    @property
    def columns(self) -> tuple[Column, ...]:
        return (self.key,)

    def values(self, chunk: Chunk) -> Sequence[Any]:
        referring = chunk.columns[self.key]
        columns = self.whole.columns
        found, *read = fetch(self.rows, "pk", columns, list({*referring} - {None}))
        values = self.whole.values(Chunk(found, dict(zip(columns, read, strict=True))))
        return list(map(dict(zip(found, values, strict=True)).get, referring))

    @cached_property
    def whole(self) -> Object:
        return Object(self.name, self.fields)

    def type(self, component: Component) -> Schema:
        return {"allOf": [component(self.name, object_type(self.fields, component))], "nullable": True}


@dataclass(frozen=True, eq=False)
class Many(Field):
    """A list made of other rows, which refer to this one by ``link``; ``rows`` has their order.

    Of several items that are alike in the column ``unique`` only the first is taken.
    """

    rows: QuerySet[Any]
    link: str
    item: Field
    unique: Column | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return ()

    def values(self, chunk: Chunk) -> Sequence[Any]:
        columns = tuple(dict.fromkeys(self.item.columns))
        links, *found = fetch(self.rows, self.link, columns, chunk.keys)
        part = Chunk(links, dict(zip(columns, found, strict=True)))
        values = self.item.values(part)
        if self.unique is None:
            items: dict[Any, list[Any]] = {key: [] for key in chunk.keys}
            for key, value in zip(links, values, strict=True):
                items[key].append(value)
            return list(items.values())
        first: dict[Any, dict[Any, Any]] = {key: {} for key in chunk.keys}
        for key, mark, value in zip(links, part.columns[self.unique], values, strict=True):
            first[key].setdefault(mark, value)
        return [list(found.values()) for found in first.values()]

    def type(self, component: Component) -> Schema:
        return {"type": "array", "items": self.item.schema(component)}

    def references(self) -> Iterator[tuple[str, str]]:
        yield from self.item.references()


def object_type(fields: Mapping[str, Field], component: Component) -> Schema:
    """Return the type of objects that have the fields."""
    sure = [
        name for name, part in fields.items() if part.shown is Shown.ALWAYS and not isinstance(part, Said)
    ]
    return {
        "type": "object",
        "properties": {name: part.schema(component) for name, part in fields.items()},
        "required": sure,
    }


@dataclass(frozen=True, eq=False)
class Representation:
    """How one kind of object is represented.

    ``name`` is that of its type in the schema, ``collection`` that under which it is served.
    """

    name: str
    collection: str
    rows: QuerySet[Any]
    fields: Mapping[str, Field]
    example: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def references(self) -> dict[str, str]:
        """The paths (``a.b`` within another field) that refer to objects, and to which kind."""
        return {
            f"{name}{path}": kind for name, part in self.fields.items() for path, kind in part.references()
        }

    def usual(self, alone: bool = False) -> "Shape":
        """Return the shape that a list has unless told otherwise, or a single object."""
        shown = {Shown.ALWAYS, Shown.ALONE} if alone else {Shown.ALWAYS}
        return Shape(self, tuple(name for name, part in self.fields.items() if part.shown in shown))

    def asked(self, sent: QueryDict, alone: bool) -> "Shape":
        """Read ``fields``, ``omit`` and ``expand``; raises for names that are not fields."""
        chosen = set(_known(sent, "fields", self.fields)) or set(self.usual(alone).fields)
        chosen -= set(_known(sent, "omit", self.fields))
        expand = tuple(dict.fromkeys(_known(sent, "expand", self.references)))
        for name in expand:
            if name.split(".")[0] not in chosen:
                raise refuse("expand", f"{name} is not among the fields asked for")
        return Shape(self, tuple(name for name in self.fields if name in chosen), expand)


@dataclass(frozen=True)
class Shape:
    """What is to be seen of each object: fields in order, and references to be expanded."""

    representation: Representation
    fields: tuple[str, ...]
    expand: tuple[str, ...] = ()

    def showing(self, name: str) -> "Shape":
        """Return the shape with one field more."""
        fields = self.representation.fields
        return replace(self, fields=tuple(each for each in fields if each in self.fields or each == name))

    def objects(
        self, keys: Sequence[Any], said: Mapping[str, Mapping[Any, Any]] | None = None
    ) -> dict[Any, dict[str, Any]]:
        """Return the objects that have the keys, in their order, by key; those that are gone are left out."""
        said = said or {}
        parts = {name: self.representation.fields[name] for name in self.fields}
        parts = {
            name: part for name, part in parts.items() if not isinstance(part, Said) or part.name in said
        }
        columns = tuple(dict.fromkeys(column for part in parts.values() for column in part.columns))
        found = fetch(self.representation.rows, "pk", columns, keys)
        places = {key: place for place, key in enumerate(found[0])}
        kept = [key for key in keys if key in places]
        order = [places[key] for key in kept]
        chunk = Chunk(
            kept,
            {
                column: [values[place] for place in order]
                for column, values in zip(columns, found[1:], strict=True)
            },
            said,
        )
        if not parts:
            return {key: {} for key in kept}
        rows = zip(*(part.values(chunk) for part in parts.values()), strict=True)
        return {key: dict(zip(parts, values, strict=False)) for key, values in zip(kept, rows, strict=True)}


def _known(sent: QueryDict, parameter: str, allowed: Mapping[str, Any]) -> list[str]:
    asked = names(sent, parameter)
    for name in asked:
        if name not in allowed:
            raise refuse(parameter, f"{name[:200]!r} is not allowed here: write {', '.join(sorted(allowed))}")
    return asked
