"""Formats of answers: JSON, lines of JSON, tables for spreadsheets, and maps.

Lists in other formats than JSON have the addresses of the pages before and after in the header ``Link``.
"""

import csv
from collections.abc import Mapping
from datetime import datetime
from io import StringIO
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

from newsdb.api.representations import columns_of

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_NON_STR_KEYS
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def encoded(data: Any) -> bytes:
    return orjson.dumps(data, default=str, option=_OPTIONS)


def _objects(data: Any) -> list[Any]:
    """Return the objects of a list's answer, or the single one of another."""
    listed = isinstance(data, Mapping) and "results" in data and "next" in data
    return data["results"] if listed else [data]


class Renderer(BaseRenderer):
    charset: str | None = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else self.written(data, renderer_context or {})

    def written(self, data: Any, context: Mapping[str, Any]) -> bytes:
        raise NotImplementedError


class JSON(Renderer):
    media_type = "application/json"
    format = "json"

    def written(self, data: Any, context: Mapping[str, Any]) -> bytes:  # noqa: ARG002
        return encoded(data)


class JSONLines(Renderer):
    """An object a line."""

    media_type = "application/x-ndjson"
    format = "jsonl"

    def written(self, data: Any, context: Mapping[str, Any]) -> bytes:  # noqa: ARG002
        return b"".join(encoded(each) + b"\n" for each in _objects(data))


class CSV(Renderer):
    """A row an object, with a byte-order mark, by which spreadsheets read Arabic as it is.

    Fields of objects within are columns of their own (``source.name_ar``). Lists of plain values are parted by
    ``|``; lists of objects are JSON. A text that a spreadsheet would take for a formula has an apostrophe first.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def written(self, data: Any, context: Mapping[str, Any]) -> bytes:
        paths = columns_of(context["view"].shape)
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow([".".join(path) for path in paths])
        writer.writerows([_cell(_at(each, path)) for path in paths] for each in _objects(data))
        return (_BOM + out.getvalue()).encode()


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, Mapping | list) for each in value):
        value = "|".join(_cell(each).replace("|", "\\|") for each in value)
    elif isinstance(value, Mapping | list):
        value = encoded(value).decode()
    elif isinstance(value, datetime):
        value = encoded(value).decode().strip('"')
    elif not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value


class GeoJSON(Renderer):
    """What has a place, for maps: a FeatureCollection, or one Feature."""

    media_type = "application/geo+json"
    format = "geojson"

    def written(self, data: Any, context: Mapping[str, Any]) -> bytes:  # noqa: ARG002
        features = [_feature(each) for each in _objects(data)]
        if "results" not in data:
            return encoded(features[0])
        paging = {name: value for name, value in data.items() if name != "results"}
        return encoded({"type": "FeatureCollection", **paging, "features": features})


def _feature(each: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: value for name, value in each.items() if name != "geometry"}
    key = each.get("id") or each.get("code")
    named = {"id": key} if key else {}
    return {"type": "Feature", **named, "geometry": each["geometry"], "properties": properties}
