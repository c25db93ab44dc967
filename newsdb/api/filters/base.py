"""The filter set that all lists share, and the one kind of filter in it."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters.filterset import FilterSetMetaclass
from drf_spectacular.drainage import set_override
from rest_framework.exceptions import ErrorDetail
from rest_framework.exceptions import ValidationError as Refused

from newsdb.api.filters.values import Value
from newsdb.api.representations import KINDS
from newsdb.api.statements import fetch

MAX_LISTED = 500
MAX_REPEATED = 20


class _Values(forms.Field):
    """One value, a repeated one, or lists of values parted by commas."""

    def __init__(self, value: Value, listed: bool, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value, self.listed, self.most = value, listed, most

    def clean(self, sent: Sequence[str]) -> list[Any]:
        texts = [part for text in sent for part in text.split(",")] if self.listed else list(sent)
        if len(texts) > self.most:
            raise ValidationError(
                f"{len(texts)} values are too many here: at most {self.most}", code="too_many"
            )
        try:
            values = [self.value.read(text) for text in texts]
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None
        if self.value.refers_to:
            _check_known(self.value.refers_to, values)
        return values


def _check_known(kind: str, keys: Sequence[Any]) -> None:
    """Raise for a reference to what does not exist: nothing found would look as if nothing was known of it."""
    rows, collection = KINDS[kind].rows, KINDS[kind].collection
    (known,) = fetch(rows, "pk", (), keys)
    for key in keys:
        if key not in known:
            raise ValidationError(
                f"{str(key)!r} is not allowed here: no {kind} has it; {collection}/ lists the {rows.count()} "
                "that there are",
                code="unknown_reference",
            )


class Condition(django_filters.Filter):  # type: ignore[misc]
    """A parameter that turns its values into a condition on rows.

    ``columns`` are the model's fields that it looks at; a test holds them against the model.
    """

    field_class = _Values

    def __init__(
        self,
        value: Value,
        condition: Callable[[list[Any]], Q],
        columns: Sequence[str],
        *,
        listed: bool = False,
        repeatable: bool = False,
        about: str = "",
    ) -> None:
        most = MAX_LISTED if listed else MAX_REPEATED if repeatable else 1
        super().__init__(columns[0] if columns else None, label=about, value=value, listed=listed, most=most)
        self.condition, self.columns = condition, tuple(columns)
        schema = (
            {"type": "array", "items": value.schema, "maxItems": most} if most > 1 else dict(value.schema)
        )
        if about:
            schema["description"] = about
        set_override(self, "field", schema)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Condition":
        """Copy no more than a filter set alters: each request has copies of its own."""
        return copy(self)

    def filter(self, rows: QuerySet[Any], values: list[Any]) -> QuerySet[Any]:
        return rows.filter(self.condition(values))


Family = dict[str, Condition]
"""Conditions on one field by the suffix of their parameter: ``""``, ``"__in"``, ``"__gte"`` …"""


@dataclass(frozen=True)
class Within:
    """Rows of another collection that belong to a row: what is asked of them is asked of one and the same."""

    filters: "type[Filters]"
    rows: Callable[[], QuerySet[Any]]
    belong: Callable[[QuerySet[Any]], Q]
    """The condition that one of the rows belongs to the row in question."""


class _WithFamilies(FilterSetMetaclass):  # type: ignore[misc]
    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        for field, family in attrs.get("families", {}).items():
            attrs |= {f"{field}{suffix}": condition for suffix, condition in family.items()}
        for head, within in attrs.get("within", {}).items():
            others = within.filters.base_filters
            attrs |= {f"{head}__{parameter}": copy(condition) for parameter, condition in others.items()}
        return super().__new__(mcs, name, bases, attrs)


class Filters(django_filters.FilterSet, metaclass=_WithFamilies):  # type: ignore[misc]
    """Filters declared as ``families`` of conditions; only those that a request names are built."""

    base_filters: dict[str, Condition]
    families: ClassVar[dict[str, Family]] = {}
    within: ClassVar[dict[str, Within]] = {}
    """By the first part of their parameters, the other collections that can be asked about."""
    unfiltered: ClassVar[dict[str, str]] = {}
    """Fields of the model that no filter looks at, each with the reason."""

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], **kwargs: Any) -> None:
        everything = type(self).base_filters
        self.base_filters = {name: everything[name] for name in data if name in everything}
        super().__init__(data, queryset, **kwargs)

    @classmethod
    def own(cls) -> dict[str, Condition]:
        """Return the filters that look at the collection itself."""
        heads = tuple(f"{head}__" for head in cls.within)
        return {name: each for name, each in cls.base_filters.items() if not name.startswith(heads)}

    @cached_property
    def sent(self) -> dict[str, list[Any]]:
        """The values of each parameter; raises for what is not allowed, naming all that is wrong."""
        values, wrong = {}, {}
        for name, condition in self.filters.items():
            try:
                values[name] = condition.field.clean(self.data.getlist(name))
            except ValidationError as error:
                wrong[name] = [ErrorDetail(message, str(error.code)) for message in error.messages]
        if wrong:
            raise Refused(wrong)
        return values

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.apply(rows, self.sent)

    @cached_property
    def qs(self) -> QuerySet[Any]:
        """The rows that match."""
        return self.filter_queryset(self.queryset)

    @classmethod
    def apply(
        cls,
        rows: QuerySet[Any],
        sent: Mapping[str, list[Any]],
        head: str = "",  # noqa: ARG003
    ) -> QuerySet[Any]:
        """Return the rows that match; ``head`` is what the parameters were sent with in front."""
        inner: dict[str, dict[str, list[Any]]] = {}
        for name, values in sent.items():
            first, _, rest = name.partition("__")
            if first in cls.within:
                inner.setdefault(first, {})[rest] = values
            else:
                rows = cls.base_filters[name].filter(rows, values)
        for first, values_of in inner.items():
            within = cls.within[first]
            rows = rows.filter(within.belong(within.filters.apply(within.rows(), values_of, f"{first}__")))
        return rows

    def place(self, column: str) -> str:
        """Return where the column that orders the list is best read from."""
        return column

    def count(self, rows: QuerySet[Any]) -> int:
        """Return how many rows match."""
        return rows.count()
