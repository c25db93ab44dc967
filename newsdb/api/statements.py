"""Rows by their keys: each statement is compiled once, and serves any number of keys as one parameter.

Building a query and compiling it costs Django more than the database needs to answer it; what an object is
made of is read by the same few statements all the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from django.db import connections
from django.db.models import Expression, JSONField, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

Column = str | Combinable
"""What can be selected of a row: the path of a column, or an expression."""

_KEYS = object()
"""Stands among the parameters of a statement where the keys go."""


class _Keys(Expression):
    """All the keys in one parameter."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        return "(SELECT value FROM json_each(%s))", (_KEYS,)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        kind = self.output_field.rel_db_type(connection)
        return f"(SELECT unnest(%s::{kind}[]))", (_KEYS,)


@dataclass(frozen=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Sequence[Any]], ...]
    """Place of a column, its expression, and what turns its values into Python's."""


@lru_cache(maxsize=2_000)
def _compile(rows: QuerySet[Any], link: str, columns: tuple[Column, ...], using: str) -> _Statement:
    field = rows.model._meta.pk if link == "pk" else rows.model._meta.get_field(link)
    keys = _Keys(output_field=getattr(field, "target_field", field))
    if link == "pk":
        rows = rows.order_by()  # whoever has keys has their order
    query = rows.filter(**{f"{link}__in": keys}).values_list(link, *columns).query
    compiler = query.get_compiler(using)
    sql, parameters = compiler.as_sql()
    chosen = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(chosen)
    return _Statement(
        sql,
        tuple(parameters),
        tuple(
            (place, expression, tuple(map(_faster, steps)))
            for place, (steps, expression) in converters.items()
        ),
    )


def _faster(step: Any) -> Any:
    """Return what reads the same JSON several times as fast; other converters as they are."""
    field = getattr(step, "__self__", None)
    return _from_json if isinstance(field, JSONField) and field.decoder is None else step


def _from_json(value: str | None, expression: Any, connection: Any) -> Any:  # noqa: ARG001
    return None if value is None else orjson.loads(value)


def fetch(
    rows: QuerySet[Any], link: str, columns: tuple[Column, ...], keys: Sequence[Any]
) -> list[Sequence[Any]]:
    """Return the columns of those of the rows whose ``link`` is among the keys, ``link`` itself first.

    ``rows`` is a queryset that lives as long as the program, for the statement is kept by it.
    """
    if not keys:
        return [()] * (1 + len(columns))
    connection = connections[rows.db]
    statement = _compile(rows, link, columns, rows.db)
    sent: Any = orjson.dumps(list(keys)).decode() if connection.vendor == "sqlite" else list(keys)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [sent if value is _KEYS else value for value in statement.parameters])
        found: list[Sequence[Any]] = list(zip(*cursor.fetchall(), strict=True))
    if not found:
        return [()] * (1 + len(columns))
    for place, expression, steps in statement.converters:
        for step in steps:
            found[place] = [step(value, expression, connection) for value in found[place]]
    return found
