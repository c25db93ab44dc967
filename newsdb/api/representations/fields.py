"""Fields that are the same wherever they are: texts and numbers, dates, codes of countries, short references."""

from datetime import date
from typing import Any

from django.db.models import Choices, QuerySet

from articles.dates import DateRange
from newsdb.api.representation import Field, Many, Object, Schema, Shown, Value

TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number", "format": "double"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
UNIQUE: Schema = {"type": "string", "format": "uuid"}
EDTF: Schema = {"type": "string", "description": "EDTF; empty when unknown", "example": "2025-04-10"}
COUNTRY: Schema = {"type": "string", "description": "alpha-2", "example": "SY"}


def nullable(schema: Schema) -> Schema:
    return {**schema, "nullable": True}


def plain(schema: Schema, column: str, **kwargs: Any) -> Value:
    return Value(schema, (column,), **kwargs)


def text(column: str, **kwargs: Any) -> Value:
    return plain(TEXT, column, **kwargs)


def integer(column: str, **kwargs: Any) -> Value:
    return plain(INTEGER, column, **kwargs)


def number(column: str) -> Value:
    return plain(NUMBER, column)


def flag(column: str) -> Value:
    return plain(FLAG, column)


def choice(column: str, choices: type[Choices]) -> Value:
    return Value(choices, (column,))


def row_id(column: str, kind: str) -> Value:
    """A reference to a row by its id, or null."""
    return plain(nullable(INTEGER), column, refers_to=kind)


def country(column: str) -> Value:
    """A reference to a country by its code, or null."""
    return plain(nullable(COUNTRY), column, refers_to="country")


def edtf(path: str) -> Value:
    """A partial date, kept in two columns."""
    return Value(EDTF, (f"{path}_earliest", f"{path}_latest"), written)


def written(earliest: date | None, latest: date | None) -> str:
    if earliest is not None and earliest == latest:
        return earliest.isoformat()
    return DateRange(earliest, latest).edtf if earliest or latest else ""


POINT: Schema = {
    "type": "object",
    "description": "GeoJSON",
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2},
    },
    "required": ["type", "coordinates"],
}


def geometry(country: str = "") -> Value:
    """Where the seat of government of the country is; for maps, or when asked for."""
    path = f"{country}__" if country else ""
    return Value(
        nullable(POINT),
        (f"{path}longitude", f"{path}latitude"),
        _point,
        shown=Shown.NEVER,
        about="the country's seat of government; comes with format=geojson, or when fields asks for it",
    )


def _point(longitude: float | None, latitude: float | None) -> dict[str, Any] | None:
    known = longitude is not None and latitude is not None
    return {"type": "Point", "coordinates": [longitude, latitude]} if known else None


NAMES: dict[str, Field] = {"id": integer("id"), "name_ar": text("name_ar"), "name_en": text("name_en")}
"""What short references show."""


def named(path: str, kind: str, **kwargs: Any) -> Object:
    """A person, organization or source in short, or null."""
    fields: dict[str, Field] = {
        "id": integer(f"{path}_id"),
        "name_ar": text(f"{path}__name_ar"),
        "name_en": text(f"{path}__name_en"),
    }
    return Object("Named", fields, f"{path}_id", refers_to=kind, **kwargs)


def office(path: str) -> Object:
    """An office in short; its names are its titles."""
    fields: dict[str, Field] = {
        "id": integer(f"{path}_id"),
        "name_ar": text(f"{path}__title_ar"),
        "name_en": text(f"{path}__title_en"),
        "title_ar": text(f"{path}__title_ar"),
        "title_en": text(f"{path}__title_en"),
        "role": text(f"{path}__role"),
        "country": plain(nullable(COUNTRY), f"{path}__country_id"),
    }
    return Object("OfficeName", fields, refers_to="office")


def aliases(rows: QuerySet[Any], link: str) -> Many:
    """All names, in order, each once."""
    return Many(rows.order_by("id"), link, text("text"), unique="text")
