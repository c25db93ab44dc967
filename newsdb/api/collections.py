"""Lists and single objects, as every collection has them."""

from functools import cache
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from newsdb.api.base import BaseView
from newsdb.api.filters.base import Filters
from newsdb.api.pagination import KeysetPagination
from newsdb.api.renderers import CSV, JSON, GeoJSON, JSONLines, Renderer
from newsdb.api.representation import Representation, Shape
from newsdb.api.representations import represent_page, said_by

SHAPING = ("fields", "omit", "expand", "format")


class Collection(BaseView, GenericViewSet[Any]):
    """A collection is a queryset, a representation, a filter set, and the names by which lists can be ordered."""

    queryset: QuerySet[Any]
    representation: ClassVar[Representation]
    filterset_class: ClassVar[type[Filters]]
    renderer_classes: tuple[type[Renderer], ...] = (JSON, CSV, JSONLines)
    filter_backends = (DjangoFilterBackend,)
    orderings: ClassVar[dict[str, str]] = {"id": "id"}
    ordering: ClassVar[str] = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def parameters(self) -> set[str]:
        return _listing(self.filterset_class) if self.action == "list" else {*SHAPING}

    def asked(self, request: Request, alone: bool) -> Shape:
        """Return the shape that the request asks for; a map also needs to know where things are."""
        shape = self.representation.asked(request.query_params, alone)
        on_map = request.accepted_renderer.format == GeoJSON.format
        self.shape = shape.showing("geometry") if on_map else shape
        return self.shape

    def list(self, request: Request) -> Response:
        shape = self.asked(request, alone=False)
        rows = self.get_queryset()
        if is_mergeable(rows.model):
            rows = rows.filter(merged_into=None)
        filters = self.filterset_class(request.query_params, rows)
        said, pages = said_by(filters.qs, shape), KeysetPagination()
        found = pages.paginate(filters, request, self, said)
        return pages.get_paginated_response(represent_page(found, said, shape))

    def retrieve(self, request: Request, **key: Any) -> Response:
        return self.shown(self.asked(request, alone=True), **key)

    def shown(self, shape: Shape, status: int = 200, **key: Any) -> Response:
        """Answer with the object that has the key, or with where the one is that it was merged into."""
        columns = ("pk", "merged_into_id") if is_mergeable(self.get_queryset().model) else ("pk",)
        row, *survivor = get_object_or_404(self.get_queryset().values_list(*columns), **key)
        if any(survivor):
            return self.moved(row, *survivor)
        return Response(represent_page([(row,)], (), shape)[0], status=status)

    def moved(self, row: int, survivor: int) -> Response:
        """Answer for a row that was merged into another: where that one is."""
        address = self.request.build_absolute_uri().replace(f"/{row}/", f"/{survivor}/", 1)
        return Response({"id": row, "merged_into": survivor}, status=301, headers={"Location": address})


@cache
def _listing(filters: Any) -> set[str]:
    return {*SHAPING, *KeysetPagination.parameters, *filters.base_filters}


def is_mergeable(model: type[Model]) -> bool:
    return any(field.name == "merged_into" for field in model._meta.fields)
