"""Lists and single objects, as every collection has them."""

from collections.abc import Sequence
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
from newsdb.api.serializers import whole
from newsdb.api.shape import Shape, ShapedSerializer, expand

SHAPING = ("fields", "omit", "expand", "format")


class Collection(BaseView, GenericViewSet[Any]):
    """A collection is a queryset, a serializer, a filter set, and the names by which lists can be ordered."""

    queryset: QuerySet[Any]
    serializer_class: type[ShapedSerializer]
    filterset_class: ClassVar[type[Filters]]
    filter_backends = (DjangoFilterBackend,)
    orderings: ClassVar[dict[str, str]] = {"id": "id"}
    ordering: ClassVar[str] = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def parameters(self) -> set[str]:
        listing = {*KeysetPagination.parameters, *self.filterset_class.base_filters}
        return {*SHAPING, *(listing if self.action == "list" else ())}

    def list(self, request: Request) -> Response:
        shape = self.serializer_class.asked(request.query_params, detail=False)
        rows = self.get_queryset()
        if is_mergeable(rows.model):
            rows = rows.filter(merged_into=None)
        page = self.paginate_queryset(self.serializer_class.load(self.filter_queryset(rows), shape))
        return self.get_paginated_response(self.represent(page or (), shape))

    def retrieve(self, request: Request, **key: str) -> Response:
        shape = self.serializer_class.asked(request.query_params, detail=True)
        row = get_object_or_404(self.serializer_class.load(self.get_queryset(), shape), **key)
        if survivor := getattr(row, "merged_into_id", None):
            return self.moved(row, survivor)
        return Response(self.represent([row], shape)[0])

    def moved(self, row: Model, survivor: int) -> Response:
        """Answer for a row that was merged into another: where that one is."""
        address = self.request.build_absolute_uri().replace(f"/{row.pk}/", f"/{survivor}/", 1)
        return Response({"id": row.pk, "merged_into": survivor}, status=301, headers={"Location": address})

    def represent(self, rows: Sequence[Any], shape: Shape) -> Sequence[dict[str, Any]]:
        """Return the rows in the shape asked for."""
        context = {**self.get_serializer_context(), "shape": shape}
        answers: Sequence[dict[str, Any]] = [*self.serializer_class(rows, many=True, context=context).data]
        expand(answers, self.serializer_class.references, shape, whole)
        return answers


def is_mergeable(model: type[Model]) -> bool:
    return any(field.name == "merged_into" for field in model._meta.fields)
