"""What is said of one country or person: all kinds of assertion in one order of days, page by page."""

from datetime import date
from typing import Any, ClassVar

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from entities.models import Country, DiplomaticRelation, Event, Person, ReviewStatus
from entities.timelines import KINDS, Place, Tables, of_country, of_person, places
from newsdb.api.collections import Collection
from newsdb.api.filters.families import date_ranges
from newsdb.api.filters.spells import RelationFilters
from newsdb.api.filters.values import EARLIEST, EDTF, FLAG, LATEST, TEXT, one_of
from newsdb.api.pagination import PAGE_SIZE, KeysetPagination
from newsdb.api.parameters import refuse
from newsdb.api.questions import Parameter, Question, list_of, object_of
from newsdb.api.representations import KINDS as REPRESENTATIONS
from newsdb.api.representations.assertions import RELATION

DATES = {"relation": "start", "tenure": "start", "event": "date", "quotation": "article__published"}
"""The partial date by which assertions of each kind are found; ``date`` in the answer."""

_OF_KIND: dict[str, type[Any]] = {"relation": DiplomaticRelation, "event": Event}
_KINDS = tuple(dict.fromkeys((*KINDS, *DiplomaticRelation.Kind.values, *Event.Kind.values)))


class Timeline(Question):
    """Shared by both timelines: one page is a look at an index a kind, and the objects on it."""

    takes: ClassVar = {
        "date": Parameter(EDTF, "what can be of this day, month or year; for quotations that of the article"),
        "date__gte": Parameter(EARLIEST, "from this day, month or year on"),
        "date__lte": Parameter(LATEST, "up to this day, month or year"),
        "kind": Parameter(
            one_of(_KINDS), "any of these: all relations, or events of the kind visit …", (), listed=True
        ),
        "review_status": Parameter(
            one_of(ReviewStatus.values),
            "any of these; pending and accepted unless given",
            (ReviewStatus.PENDING, ReviewStatus.ACCEPTED),
            listed=True,
        ),
        "ordering": Parameter(one_of(("-date", "date")), "newest first, or oldest first", "-date"),
        "page_size": Parameter(KeysetPagination.size, "rows a page", PAGE_SIZE),
        "cursor": Parameter(TEXT, "where the page begins: taken from next or previous"),
        "count": Parameter(FLAG, "true adds count: how many there are in all", False),
    }
    answer: ClassVar = object_of(
        next={"type": "string", "format": "uri", "nullable": True},
        previous={"type": "string", "format": "uri", "nullable": True},
        results=list_of(
            object_of(
                type={"type": "string", "enum": list(KINDS)},
                day={"type": "string", "format": "date", "description": "by which it is ordered"},
                date={"type": "string", "description": "EDTF, as stated; empty when unknown"},
                object={
                    "type": "object",
                    "additionalProperties": True,
                    "description": "the relation, tenure, event or quotation, as its own collection shows it",
                },
            )
        ),
    )
    example: ClassVar = {
        "next": None,
        "previous": None,
        "results": [
            {
                "type": "relation",
                "day": "2025-04-10",
                "date": "2025-04-10",
                "object": {
                    "id": 1,
                    "countries": ["KR", "SY"],
                    "kind": "diplomatic_relations",
                    "status": "established",
                    "evidence": [{"article": 2, "quote": "أقامت كوريا الجنوبية وسوريا علاقات دبلوماسية."}],
                },
            }
        ],
    }

    def tables(self, key: str) -> Tables:
        raise NotImplementedError

    def get(self, request: Request, key: str) -> Response:
        asked = self.asked(request)
        tables = {
            kind: narrowed
            for kind, rows in self.tables(key).items()
            if (narrowed := _narrowed(kind, rows, asked)) is not None
        }
        descending = asked["ordering"] == "-date"
        backwards, place = self._place(request, asked)
        size = asked["page_size"]
        found = places(tables, place, size + 1, descending is not backwards)
        more, page = len(found) > size, found[:size]
        if backwards:
            page.reverse()
        is_before, is_after = (True, more) if backwards else (more, place is not None)
        answer: dict[str, Any] = {
            "next": self._link(request, asked, page[-1], False) if page and is_before else None,
            "previous": self._link(request, asked, page[0], True) if page and is_after else None,
        }
        if asked["count"]:
            answer["count"] = sum(rows.count() for rows in tables.values())
        return Response(answer | {"results": _objects(page)})

    def _place(self, request: Request, asked: dict[str, Any]) -> tuple[bool, Place | None]:
        if asked["cursor"] is None:
            return False, None
        try:
            backwards, (day, rank, pk) = signing.loads(asked["cursor"], salt=_salt(request, asked))
        except (signing.BadSignature, ValueError):
            raise refuse(
                "cursor", "is not one of this list in this order: take it from next or previous"
            ) from None
        return backwards, Place(date.fromisoformat(day), rank, pk)

    def _link(self, request: Request, asked: dict[str, Any], place: Place, backwards: bool) -> str:
        value = [backwards, [place.day.isoformat(), place.rank, place.pk]]
        cursor = signing.dumps(value, salt=_salt(request, asked))
        return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def _salt(request: Request, asked: dict[str, Any]) -> str:
    return f"{request.path} {asked['ordering']}"


def _narrowed(kind: str, rows: Any, asked: dict[str, Any]) -> Any:
    """Return the rows that were asked for; None when none of the kind were."""
    rows = rows.reviewed_as(asked["review_status"])
    if asked["kind"] and kind not in asked["kind"]:
        kinds = set(asked["kind"]) & set(_OF_KIND[kind].Kind.values) if kind in _OF_KIND else set()
        if not kinds:
            return None
        rows = rows.filter(kind__in=kinds)
    family = date_ranges(DATES[kind])
    for suffix in ("", "__gte", "__lte"):
        if value := asked[f"date{suffix}"]:
            rows = rows.filter(family[suffix].condition([value]))
    return rows


def _objects(page: list[Place]) -> list[dict[str, Any]]:
    """Return what stands at the places, read kind by kind."""
    found = {
        kind: REPRESENTATIONS[kind].usual().objects([place.pk for place in page if place.kind == kind])
        for kind in dict.fromkeys(place.kind for place in page)
    }
    there = [(place, found[place.kind][place.pk]) for place in page if place.pk in found[place.kind]]
    return [
        {"type": place.kind, "day": place.day, "date": _date(place.kind, row), "object": row}
        for place, row in there
    ]


def _date(kind: str, row: dict[str, Any]) -> str:
    if kind == "quotation":
        return next((each["published"] for each in row["evidence"] if each["article"] == row["article"]), "")
    stated: str = row[DATES[kind]]
    return stated


class CountryTimeline(Timeline):
    """What is said of the country, of all kinds in one order: relations, offices, events, words."""

    def tables(self, key: str) -> Tables:
        get_object_or_404(Country.objects.only("pk"), pk=key)
        return of_country(key)


class PersonTimeline(Timeline):
    """What is said of the person, of all kinds in one order: offices, events, words."""

    def tables(self, key: str) -> Tables:
        return of_person(int(key))

    def get(self, request: Request, key: str) -> Response:
        found = Person.objects.filter(pk=key).values_list("merged_into_id").first()
        if found is None:
            raise Http404
        (merged_into,) = found
        if merged_into:
            address = request.build_absolute_uri().replace(f"/{key}/", f"/{merged_into}/", 1)
            moved = {"id": int(key), "merged_into": merged_into}
            return Response(moved, status=301, headers={"Location": address})
        return super().get(request, key)


class CountryRelations(Collection):
    """Relations of the country with any other, with all that ``relations/`` can be asked."""

    queryset = DiplomaticRelation.objects.all()
    representation = RELATION
    filterset_class = RelationFilters
    orderings: ClassVar = {"start": "sort_day", "confidence": "confidence", "id": "id"}
    ordering = "-start"

    def list(self, request: Request, code: str) -> Response:  # type: ignore[override]
        get_object_or_404(Country.objects.only("pk"), pk=code)
        return super().list(request)

    def get_queryset(self) -> QuerySet[Any]:
        return DiplomaticRelation.objects.of(self.kwargs.get("code", ""))
