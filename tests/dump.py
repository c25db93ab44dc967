"""All that a database says, row for row by natural keys: ids, times and places on a disk left out.

Run by itself it prints the database of DATABASE_URL as JSON, one sorted list a table.
"""

import base64
import json
import os
import sys
from collections import Counter
from functools import cache
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdb.settings")
    django.setup()

from django.apps import apps
from django.db import models

NATURAL = {
    "importrun": (),
    "importchunk": ("run", "number"),
    "document": ("digest",),
    "article": ("digest",),
    "source": ("key",),
    "country": ("code",),
    "user": ("username",),
    "person": ("key",),
    "organization": ("key",),
    "office": ("role", "title_ar", "country", "organization", "host"),
    "mention": ("article", "start", "end", "kind"),
    "diplomaticrelation": ("fingerprint",),
    "event": ("fingerprint",),
    "tenure": ("fingerprint",),
    "quotation": ("fingerprint",),
}
"""By what a row is known from outside; nothing for the one run that a database holds."""
LEFT_OUT = {
    "importrun": {"id", "started_at", "finished_at", "containers", "inputs", "options", "status"},
    "importchunk": {"id", "batch", "attempts", "unread", "known"},
}
"""Columns that differ between two databases that say the same."""


def dump() -> dict[str, list[Any]]:
    """The rows of all tables of texts and knowledge, and how much the log of changes holds of what."""
    tables: dict[str, list[Any]] = {}
    for model in [*apps.get_app_config("articles").get_models(include_auto_created=True),
                  *apps.get_app_config("entities").get_models(include_auto_created=True)]:  # fmt: skip
        name = model._meta.model_name or ""
        if name == "change":
            rows = model._default_manager.values_list("cause", "action", "object_type")
            tables[name] = [[*key, count] for key, count in sorted(Counter(rows).items())]
        else:
            tables[name] = sorted((_row(row) for row in model._default_manager.all()), key=json.dumps)
    _naturals.cache_clear()
    return tables


def assert_same(dump: dict[str, Any], expected: dict[str, Any], *, in_order: bool) -> None:
    """Compare table by table; not ``in_order`` when records may have been stored in another order.

    Then it is open which of several records with the same bytes gave the document its place, which chunk counts
    as the one that created it, and whether the log says of a row that it was created so or became so.
    """
    if not in_order:
        dump, expected = _without_order(dump), _without_order(expected)
    assert dump.keys() == expected.keys()
    for table, rows in dump.items():
        assert rows == expected[table], table


def _without_order(dump: dict[str, Any]) -> dict[str, Any]:
    kept = {table: rows for table, rows in dump.items() if table not in ("importchunk", "change")}
    places = ("path", "locator")
    kept["document"] = sorted([pair for pair in row if pair[0] not in places] for row in dump["document"])
    return kept


def _row(row: models.Model) -> list[Any]:
    left_out = LEFT_OUT.get(row._meta.model_name or "", {"id"})
    return [
        [field.name, _plain(field, getattr(row, field.attname))]
        for field in row._meta.concrete_fields
        if field.name not in left_out
    ]


def _plain(field: Any, value: Any) -> Any:
    if value is not None and isinstance(field, models.ForeignKey):
        return _naturals(field.related_model)[value]
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value if value is None or isinstance(value, (str, int, float, bool, list, dict)) else str(value)


@cache
def _naturals(model: type[models.Model]) -> dict[Any, Any]:
    """The natural keys of all rows of a table by their ids."""
    fields = [model._meta.get_field(name) for name in NATURAL[model._meta.model_name or ""]]
    rows = model._default_manager.values_list("pk", *(field.attname for field in fields))
    return {
        pk: [_plain(field, value) for field, value in zip(fields, values, strict=True)]
        for pk, *values in rows
    }


if __name__ == "__main__":
    json.dump(dump(), sys.stdout)
