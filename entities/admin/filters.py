"""Filters beside the lists."""

# ruff: noqa: ARG002 - Django hands its hooks more than each of them needs

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Source
from entities.admin.display import name_of
from entities.models import Country


class RelatedFilter(admin.SimpleListFilter):
    """Rows that lead to a chosen row of ``related`` by any of the paths."""

    related: type[Model]
    paths: tuple[str, ...]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.model._default_manager
        used = Q()
        for path in self.paths:
            used |= Q(Exists(rows.filter(**{path: OuterRef("pk")})))
        choices = [(str(row.pk), name_of(row)) for row in self.related._default_manager.filter(used)]
        return sorted(choices, key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen not in dict(self.lookup_choices):
            return queryset.none()
        wanted = Q()
        for path in self.paths:
            wanted |= Q(**{path: chosen})
        return queryset.filter(pk__in=queryset.model._default_manager.filter(wanted).values("pk"))


def country_filter(*paths: str) -> type[RelatedFilter]:
    values = {"title": _("country"), "parameter_name": "country", "related": Country, "paths": paths}
    return type("CountryFilter", (RelatedFilter,), values)


def source_filter(*paths: str) -> type[RelatedFilter]:
    values = {"title": _("source"), "parameter_name": "source", "related": Source, "paths": paths}
    return type("SourceFilter", (RelatedFilter,), values)


class MergedFilter(admin.SimpleListFilter):
    """Leaves out what was merged into another row, unless asked for."""

    title = _("merged")
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, display in [(None, _("No")), *self.lookup_choices]:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value} if value else {}, [] if value else [self.parameter_name]
                ),
                "display": display,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(merged_into__isnull=self.value() != "yes")
