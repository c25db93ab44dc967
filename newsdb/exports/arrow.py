"""The types of the API's fields as columns of Parquet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
import pyarrow as pa

from newsdb.api.representation import Schema, Shape
from newsdb.exports.datasets import Columns

_PLAIN: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_BY_FORMAT = {"date": pa.date32(), "date-time": pa.timestamp("us", tz="UTC")}
_OF_PYTHON = {str: pa.string(), int: pa.int64(), float: pa.float64()}
ANYTHING = pa.string()
"""What has no type of its own is written as JSON."""


def arrow_schema(shape: Shape | Columns) -> pa.Schema:
    """Return the columns of a shape: objects as structs, lists as lists, days as days."""
    if isinstance(shape, Columns):
        return pa.schema([(name, _OF_PYTHON[kind]) for name, kind in shape.types.items()])
    fields = shape.representation.fields
    return pa.schema([(name, arrow_type(fields[name].schema(_inline))) for name in shape.fields])


def _inline(_name: str, schema: Schema) -> Schema:
    return schema


def arrow_type(schema: Schema) -> pa.DataType:
    if "allOf" in schema:
        return arrow_type(schema["allOf"][0])
    match schema.get("type"):
        case "object" if schema.get("properties"):
            return pa.struct([(name, arrow_type(part)) for name, part in schema["properties"].items()])
        case "array":
            return pa.list_(arrow_type(schema["items"]))
        case str(name) if name in _PLAIN:
            return _BY_FORMAT.get(schema.get("format", ""), _PLAIN[name])
        case _:
            return ANYTHING


def arrow_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    columns = [_column([row[field.name] for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        values = [value if value is None or isinstance(value, str) else _text(value) for value in values]
    return pa.array(values, type=kind)


def _text(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return orjson.dumps(value, default=str).decode().strip('"')
