"""How each kind of object is represented, and the one way to represent many."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from newsdb.api.representation import Field, Many, Object, Representation, Said, Schema, Shape, Value
from newsdb.api.representations.articles import ARTICLE, SOURCE
from newsdb.api.representations.assertions import EVENT, QUOTATION, RELATION, TENURE
from newsdb.api.representations.entities import COUNTRY, OFFICE, ORGANIZATION, PERSON

KINDS: dict[str, Representation] = {
    "article": ARTICLE,
    "source": SOURCE,
    "country": COUNTRY,
    "person": PERSON,
    "organization": ORGANIZATION,
    "office": OFFICE,
    "relation": RELATION,
    "tenure": TENURE,
    "event": EVENT,
    "quotation": QUOTATION,
}
"""What references refer to."""

CHUNK = 500


def represent(rows: QuerySet[Any], shape: Shape, chunk: int = CHUNK) -> Iterator[dict[str, Any]]:
    """Yield the rows in the shape, in their order, reading so many at a time: memory stays flat."""
    names = said_by(rows, shape)
    found = rows.values_list("pk", *names).iterator(chunk_size=chunk)
    while part := list(islice(found, chunk)):
        yield from represent_page(part, names, shape)


def represent_page(rows: Sequence[Sequence[Any]], names: Sequence[str], shape: Shape) -> list[dict[str, Any]]:
    """Return the objects for rows of a key and of what is said of it under the names."""
    said = {name: {row[0]: row[place] for row in rows} for place, name in enumerate(names, 1)}
    answers = list(shape.objects([row[0] for row in rows], said).values())
    _expand(answers, shape)
    return answers


def said_by(rows: QuerySet[Any], shape: Shape) -> list[str]:
    """Return the names under which the queryset says something of its rows that the shape shows."""
    fields = shape.representation.fields
    shown = {part.name for name in shape.fields if isinstance(part := fields[name], Said)}
    return [name for name in rows.query.annotation_select if name in shown]


def columns_of(shape: Shape) -> list[tuple[str, ...]]:
    """Return the paths to the values that are no objects: what a table of such objects has for columns."""
    fields = {name: shape.representation.fields[name] for name in shape.fields}
    return [path for name, part in fields.items() for path in _paths((name,), part, shape)]


def _paths(path: tuple[str, ...], part: Field, shape: Shape) -> Iterator[tuple[str, ...]]:
    if ".".join(path) in shape.expand and not _is_list(part):
        kind = KINDS[part.refers_to].usual()
        yield from ((*path, *below) for below in columns_of(kind))
    elif isinstance(part, Object):
        for name, below in part.fields.items():
            yield from _paths((*path, name), below, shape)
    else:
        yield path


def _is_list(part: Field) -> bool:
    return isinstance(part, Many) or (isinstance(part, Value) and part.type(_unnamed).get("type") == "array")


def _unnamed(_name: str, schema: Schema) -> Schema:
    return schema


def _expand(answers: Sequence[dict[str, Any]], shape: Shape) -> None:
    """Put whole objects, as lists show them, in the place of the references that the shape names."""
    for path in shape.expand:
        places = list(_places(answers, path.split(".")))
        keys = {_key(value) for holder, name in places for value in _listed(holder[name])}
        kind = KINDS[shape.representation.references[path]]
        found: Mapping[Any, Any] = kind.usual().objects(sorted(keys - {None}))
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
