"""The log of changes, for programs that keep a copy up to date."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from entities.feed import horizon
from entities.models import Change
from newsdb.api.collections import Collection
from newsdb.api.filters.entities import ChangeFilters
from newsdb.api.pagination import KeysetPagination
from newsdb.api.representations.changes import CHANGE


class ChangePagination(KeysetPagination):
    """Says how far the log is complete, beside the page."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["required"] += ["until", "held_back"]
        described["properties"] |= {
            "until": {
                "type": "integer",
                "description": "the log is complete up to this change: once next is null, go on with "
                "since=until",
                "example": 812,
            },
            "held_back": {
                "type": "boolean",
                "description": "whether later changes are held back, since a transaction that began before "
                "them has not ended",
                "example": False,
            },
        }
        return described


class ChangeViewSet(Collection):
    """What changed, newest first; with ``since=42`` what changed after change 42, in order, none left out."""

    queryset = Change.objects.all()
    representation = CHANGE
    filterset_class = ChangeFilters
    pagination_class = ChangePagination
    orderings: ClassVar[dict[str, str]] = {"id": "id"}
    ordering = "-id"

    def list(self, request: Request) -> Response:
        if "since" in request.query_params:
            self.ordering = "id"  # type: ignore[misc]
        reach = horizon()
        self.queryset = self.queryset.filter(id__lte=reach.until)
        answer = super().list(request)
        answer.data |= {"until": reach.until, "held_back": reach.held_back}
        return answer
