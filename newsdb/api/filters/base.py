"""The filter set that all lists share, and the one kind of filter in it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters.filterset import FilterSetMetaclass
from drf_spectacular.drainage import set_override

from newsdb.api.filters.values import Value

MAX_LISTED = 500
MAX_REPEATED = 20


class _AsSent(forms.Widget):
    """Hands on every value sent under the name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[str]:  # noqa: ARG002
        return data.getlist(name) if isinstance(data, QueryDict) else list(data.get(name, ()))


class _Values(forms.Field):
    """One value, a repeated one, or lists of values parted by commas."""

    widget = _AsSent

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
            return [self.value.read(text) for text in texts]
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None


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

    def filter(self, rows: QuerySet[Any], values: list[Any]) -> QuerySet[Any]:
        return rows.filter(self.condition(values))


Family = dict[str, Condition]
"""Conditions on one field by the suffix of their parameter: ``""``, ``"__in"``, ``"__gte"`` …"""


class _WithFamilies(FilterSetMetaclass):  # type: ignore[misc]
    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        for field, family in attrs.get("families", {}).items():
            attrs |= {f"{field}{suffix}": condition for suffix, condition in family.items()}
        return super().__new__(mcs, name, bases, attrs)


class Filters(django_filters.FilterSet, metaclass=_WithFamilies):  # type: ignore[misc]
    """Filters declared as ``families`` of conditions; only those that a request names are built."""

    base_filters: dict[str, Condition]
    families: ClassVar[dict[str, Family]] = {}
    unfiltered: ClassVar[dict[str, str]] = {}
    """Fields of the model that no filter looks at, each with the reason."""

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], **kwargs: Any) -> None:
        everything = type(self).base_filters
        self.base_filters = {name: everything[name] for name in everything if name in data}
        super().__init__(data, queryset, **kwargs)

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for name, values in self.form.cleaned_data.items():
            rows = self.filters[name].filter(rows, values)
        return rows
