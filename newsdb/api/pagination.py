"""Pages by position, not by number: the last page of a million costs what the first does.

A cursor says after (or before) which row a page begins, by the values that order the list and the id. It
is signed together with the ordering, so that a changed or misplaced one is refused.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django.core import signing
from django.db.models import F, Field, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from newsdb.api.filters.base import Filters
from newsdb.api.filters.values import FLAG, integer, one_of
from newsdb.api.parameters import refuse, single

Comparison = GreaterThan | LessThan
PAGE_SIZE = 50
MAX_PAGE_SIZE = 500


class Ordered(Protocol):
    """A view whose lists can be ordered: names for clients, and the non-null columns behind them."""

    orderings: ClassVar[dict[str, str]]
    ordering: ClassVar[str]


def _row(*parts: F | Value) -> Func:
    """Return several values compared as one, which an index on them serves."""
    return Func(*parts, template="(%(expressions)s)", output_field=Field())


def orderings(view: Ordered) -> list[str]:
    return [f"{sign}{name}" for name in view.orderings for sign in ("", "-")]


class KeysetPagination(BasePagination):
    parameters = ("cursor", "page_size", "count", "ordering")
    size = integer(1, MAX_PAGE_SIZE)

    def paginate(self, filters: Filters, request: Request, view: Ordered, said: Sequence[str]) -> list[Any]:
        """Return a page of the rows that match: for each its key and what is said of it under the names.

        The page is made of keys alone, which an index gives without a look at the rows.
        """
        sent, rows = request.query_params, filters.qs
        self.request, self.cursor = request, sent.get("cursor")
        size = single(sent, "page_size", self.size) or PAGE_SIZE
        self.ordering = single(sent, "ordering", one_of(orderings(view))) or view.ordering
        self.total = filters.count(rows) if single(sent, "count", FLAG) else None
        column, key = view.orderings[self.ordering.removeprefix("-")], rows.model._meta.pk.name
        names = list(dict.fromkeys((column, key)))
        self.fields = [rows.model._meta.get_field(name) for name in names]
        self.columns = [filters.place(name) for name in names]
        return self._page(rows, size, said)

    def _page(self, rows: QuerySet[Any], size: int, said: Sequence[str]) -> list[Any]:
        backwards, place = self._read()
        descending = self.ordering.startswith("-") is not backwards
        sign = "-" if descending else ""
        if place is not None:
            rows = rows.filter(self._beyond(place, LessThan if descending else GreaterThan))
        ordered = rows.order_by(*(f"{sign}{column}" for column in self.columns))
        found = list(ordered.values_list("pk", *said, *self.columns)[: size + 1])
        more, page = len(found) > size, found[:size]
        if backwards:
            page.reverse()
        is_after, is_before = (more, backwards) if backwards else (place is not None, more)
        self.next = self._link(page[-1], False) if page and is_before else None
        self.previous = self._link(page[0], True) if page and is_after else None
        return page

    def _beyond(self, place: list[Any], comparison: type[Comparison]) -> Comparison:
        parts = [Value(part, output_field=field) for part, field in zip(place, self.fields, strict=True)]
        return comparison(_row(*map(F, self.columns)), _row(*parts))

    def _read(self) -> tuple[bool, list[Any] | None]:
        """Return whether the page ends at the cursor's place rather than begins there, and the place."""
        if self.cursor is None:
            return False, None
        try:
            backwards, place = self._signer().unsign_object(self.cursor)
        except (signing.BadSignature, ValueError):
            raise refuse(
                "cursor", "is not one of this list in this order: take it from next or previous"
            ) from None
        return backwards, place

    def _link(self, row: Sequence[Any], backwards: bool) -> str:
        place = [str(value) for value in row[-len(self.columns) :]]
        cursor = self._signer().sign_object([backwards, place])
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def _signer(self) -> signing.Signer:
        """Sign for this list in this order; without the time, so that a page unchanged is the same answer."""
        return signing.Signer(salt=f"{self.request.path} {self.ordering}")

    # --- Answers and their schema ---------------------------------------------------------------------------

    def get_paginated_response(self, data: Any) -> Response:
        total = {} if self.total is None else {"count": self.total}
        named = (("next", self.next), ("prev", self.previous))
        links = ", ".join(f'<{address}>; rel="{name}"' for name, address in named if address)
        answer = {"next": self.next, "previous": self.previous, **total, "results": data}
        return Response(answer, headers={"Link": links} if links else None)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True, "example": None}
        count = {"type": "integer", "description": "how many rows there are in all", "example": 1}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "count": count, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        described = (
            ("cursor", {"type": "string"}, "where the page begins: taken from next or previous"),
            ("page_size", {**self.size.schema, "default": PAGE_SIZE}, "rows a page"),
            ("count", FLAG.schema, "true adds count: how many rows there are in all"),
            (
                "ordering",
                {"type": "string", "enum": orderings(view), "default": view.ordering},
                "what to order by",
            ),
        )
        return [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": about}
            for name, schema, about in described
        ]
