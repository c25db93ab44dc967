"""The shape of answers: ``fields`` and ``omit`` choose the fields, ``expand`` puts in whole objects.

A serializer says what each field needs from the database beyond the row's own columns, so that fields
left out cost nothing. References are expanded afterwards: their keys are gathered from the answer, and one
query a kind of object brings the whole ones.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from rest_framework import serializers

from newsdb.api.parameters import names, refuse


@dataclass(frozen=True)
class Load:
    """What a field needs: related rows, joined or fetched, or columns otherwise left in the database."""

    joins: tuple[str, ...] = ()
    rows: tuple["str | Prefetch[Any]", ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What a request asks to see of each object."""

    fields: frozenset[str]
    expand: tuple[str, ...] = ()


class ShapedSerializer(serializers.Serializer[Any]):
    """Represents one kind of object, in the shape that the context asks for, or the usual one."""

    loads: ClassVar[Mapping[str, Load]] = {}
    only_asked: ClassVar[frozenset[str]] = frozenset()
    """Fields that lists leave out unless asked."""
    last: ClassVar[tuple[str, ...]] = ()
    """Fields that come after the others, in this order."""
    references: ClassVar[Mapping[str, str]] = {}
    """Fields (``a.b`` within another) that refer to objects, and to which kind."""

    @classmethod
    def usual(cls, detail: bool = False) -> Shape:
        return Shape(frozenset(cls._declared_fields) - (frozenset() if detail else cls.only_asked))

    @classmethod
    def asked(cls, sent: QueryDict, detail: bool) -> Shape:
        """Read ``fields``, ``omit`` and ``expand``; raises for names that are not fields."""
        every, usual = frozenset(cls._declared_fields), cls.usual(detail).fields
        chosen = frozenset(_known(sent, "fields", every)) or usual
        expand = _known(sent, "expand", cls.references)
        shape = Shape(chosen - frozenset(_known(sent, "omit", every)), tuple(dict.fromkeys(expand)))
        for name in expand:
            if name.split(".")[0] not in shape.fields:
                raise refuse("expand", f"{name} is not among the fields asked for")
        return shape

    @classmethod
    def load(cls, rows: QuerySet[Any], shape: Shape) -> QuerySet[Any]:
        """Return the rows with what the shape needs, and without large columns that it does not."""
        needed = [load for name, load in cls.loads.items() if name in shape.fields]
        large = {column for load in cls.loads.values() for column in load.columns}
        spared = large - {column for load in needed for column in load.columns}
        if joins := [join for load in needed for join in load.joins]:
            rows = rows.select_related(*joins)
        return rows.prefetch_related(*(row for load in needed for row in load.rows)).defer(*spared)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        shape = self.context.get("shape") if self.root in (self, self.parent) else None
        shown = (shape or self.usual()).fields
        places = {name: place for place, name in enumerate(self.last, 1)}
        fields = sorted(super().get_fields().items(), key=lambda item: places.get(item[0], 0))
        return {name: field for name, field in fields if name in shown}


def _known(sent: QueryDict, parameter: str, allowed: Iterable[str]) -> list[str]:
    asked = names(sent, parameter)
    for name in asked:
        if name not in allowed:
            raise refuse(parameter, f"{name[:200]!r} is not allowed here: write {', '.join(sorted(allowed))}")
    return asked


Whole = Callable[[str, Sequence[Any]], Mapping[Any, Any]]
"""Brings the objects of a kind that have the keys."""


def expand(
    answers: Sequence[dict[str, Any]], references: Mapping[str, str], shape: Shape, whole: Whole
) -> None:
    """Put whole objects in the place of the references that the shape names."""
    for path in shape.expand:
        places = list(_places(answers, path.split(".")))
        keys = {_key(value) for holder, name in places for value in _listed(holder[name])}
        found = whole(references[path], sorted(keys - {None}))
        for holder, name in places:
            value = holder[name]
            objects = [found.get(_key(part), part) for part in _listed(value)]
            holder[name] = objects if isinstance(value, list) else objects[0]


def _places(holders: Iterable[dict[str, Any]], path: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each object that has the last name of the path, with that name."""
    for holder in holders:
        if len(path) == 1:
            yield holder, path[0]
        elif holder[path[0]]:
            yield from _places(_listed(holder[path[0]]), path[1:])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _key(reference: Any) -> Any:
    return reference["id"] if isinstance(reference, dict) else reference
