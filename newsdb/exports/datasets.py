"""What can be exported: every collection of the API, with its filters, and events in two coding schemes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from newsdb.api.collections import Collection, is_mergeable
from newsdb.api.parameters import check_names, check_text
from newsdb.api.representation import Said, Shape
from newsdb.api.representations import represent, said_by
from newsdb.api.urls import router
from newsdb.exports import coded

Row = dict[str, Any]
SHAPING = {"fields", "omit", "expand"}
CHUNK = 500
"""Rows read at a time: what flat memory means."""

DATES = {
    "articles": "published",
    "quotations": "published",
    "events": "date",
    "relations": "start",
    "tenures": "start",
    "changes": "at",
}
"""The filter that says from when on, for the collections that have dates."""


class RefusedError(ValueError):
    """What was asked for does not exist; the message says what does."""


@dataclass(frozen=True)
class Columns:
    """The columns of a dataset that does not have the shape of a collection: names and types, in order."""

    types: Mapping[str, type]


@dataclass(frozen=True)
class Dataset:
    name: str
    view: type[Collection]
    coding: coded.Coding | None = None

    @property
    def parameters(self) -> set[str]:
        """The filters that the dataset takes, and what chooses its fields."""
        return {*self.view.filterset_class.base_filters, *(() if self.coding else SHAPING)}

    def asked(self, sent: QueryDict) -> "Export":
        """Return the export of what the parameters, those of the API's list, ask for; raises RefusedError."""
        try:
            check_text(sent)
            check_names(sent, self.parameters)
            shape = self.view.representation.asked(sent, alone=False)
        except ValidationError as error:
            raise RefusedError(_first(error)) from None
        filters = QueryDict(mutable=True)
        for name in sent.keys() - SHAPING:
            filters.setlist(name, sent.getlist(name))
        rows = self.view.queryset.order_by("pk")
        if is_mergeable(rows.model):
            rows = rows.filter(merged_into=None)
        try:
            filtered = self.view.filterset_class(filters, rows).qs
        except ValidationError as error:
            raise RefusedError(_first(error)) from None
        said = said_by(filtered, shape)
        fields = self.view.representation.fields
        shown = tuple(
            each for each in shape.fields if not isinstance(part := fields[each], Said) or part.name in said
        )
        shape = replace(shape, fields=shown)
        found = partial(represent, filtered, shape, CHUNK)
        if self.coding is None:
            return Export(self.name, shape, found)
        return Export(self.name, Columns(self.coding.columns), partial(self.coding.rows, found))


@dataclass(frozen=True)
class Export:
    """Rows to be written, read as they are asked for, and what they look like."""

    dataset: str
    shape: Shape | Columns
    rows: Callable[[], Iterator[Row]]


_VIEWS = {name: cast(type[Collection], view) for name, view, _basename in router.registry}
DATASETS = {name: Dataset(name, view) for name, view in _VIEWS.items()} | {
    f"events-{scheme}": Dataset(f"events-{scheme}", _VIEWS["events"], coding)
    for scheme, coding in coded.CODINGS.items()
}
IN_A_DUMP = [name for name in DATASETS if name != "import-runs"]
"""What a dump holds: all but the runs of imports, which name files of the machine they ran on."""


def dataset(name: str) -> Dataset:
    """Return the dataset of the name; RefusedError, with the names that there are, when there is none."""
    if name not in DATASETS:
        raise RefusedError(f"there is no dataset {name!r}; there are: {', '.join(DATASETS)}, and all")
    return DATASETS[name]


def _first(error: ValidationError) -> str:
    details: dict[str, Any] = error.detail  # type: ignore[assignment] # parameters are refused by their names
    name, problems = next(iter(details.items()))
    return f"{name}: {problems[0]}"
