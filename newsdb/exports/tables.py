"""Objects as rows of a table: ``source.name_ar`` is a column, lists are JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from newsdb.api.representation import Field, Object, Shape

Path = tuple[str, ...]


def table_columns(shape: Shape) -> list[Path]:
    """Return the paths to what is no object itself."""
    fields = shape.representation.fields
    return [path for name in shape.fields for path in _paths(name, fields[name])]


def row_of(row: Mapping[str, Any], paths: Sequence[Path]) -> list[Any]:
    return [_cell(_at(row, path)) for path in paths]


def _paths(name: str, part: Field) -> Iterator[Path]:
    if not isinstance(part, Object):
        yield (name,)
        return
    for inner, field in part.fields.items():
        yield from ((name, *rest) for rest in _paths(inner, field))


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _cell(value: Any) -> Any:
    return orjson.dumps(value, default=str).decode() if isinstance(value, list | Mapping) else value
