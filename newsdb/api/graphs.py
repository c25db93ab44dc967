"""Who is connected with whom, as nodes and edges; and the relations of all pairs on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from entities import graphs
from entities.graphs import Edge, Graph, Node, Period
from entities.models import Country, DiplomaticRelation, Event, Organization, Person, ReviewStatus
from entities.validity import Certainty, holding
from newsdb.api.filters.values import COUNTRY, DAY, EDTF, Value, integer, one_of
from newsdb.api.parameters import refuse
from newsdb.api.questions import Parameter, Question, list_of, object_of

MOST_EDGES = 2_000
MOST_CELLS = 20_000
MOST_DEPTH = 3
NODES = {"countries": "country", "people": "person", "organizations": "organization"}
MODELS: dict[str, type[Any]] = {"country": Country, "person": Person, "organization": Organization}

_REVIEW = Parameter(
    one_of(ReviewStatus.values),
    "any of these; pending and accepted unless given",
    (ReviewStatus.PENDING, ReviewStatus.ACCEPTED),
    listed=True,
)
_CERTAINTY = Parameter(
    one_of(Certainty), "of relations on a day: certain ones, or possible as well", Certainty.CERTAIN
)
_INTEGER, _TEXT, _FLAG = {"type": "integer"}, {"type": "string"}, {"type": "boolean"}


def _entity(text: str) -> Node:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else str(COUNTRY.parse(text))


ENTITY = Value(
    "a country's alpha-2 code such as SY, or the id of a person or organization",
    _entity,
    {"type": "string", "pattern": "^([A-Za-z]{2}([A-Za-z]{2})?|[0-9]{1,18})$"},
)


class GraphView(Question):
    """Who is connected with whom: by relations between states, by meeting, or by being named together.

    Bounded in what it reads and in what it answers; it says how much there was of both.
    """

    takes: ClassVar = {
        "of": Parameter(one_of(("relations", "meetings", "mentions")), "what connects", "relations"),
        "nodes": Parameter(one_of(NODES), "what is connected; relations connect countries only", "countries"),
        "as_of": Parameter(DAY, "relations that hold on this day; today unless a period is given"),
        "certainty": _CERTAINTY,
        "date": Parameter(EDTF, "in this day, month or year"),
        "date__gte": Parameter(EDTF, "from this day, month or year on"),
        "date__lte": Parameter(EDTF, "up to this day, month or year"),
        "kind": Parameter(
            one_of(dict.fromkeys((*DiplomaticRelation.Kind.values, *Event.Kind.values))),
            f"kinds of relation, or of event; meetings are {', '.join(graphs.MEETINGS)} unless given",
            (),
            listed=True,
        ),
        "review_status": _REVIEW,
        "around": Parameter(ENTITY, "only what is near this country, person or organization"),
        "depth": Parameter(integer(1, MOST_DEPTH), "with around: within so many steps", 1),
        "limit": Parameter(integer(1, MOST_EDGES), "edges, the strongest first", 200),
    }
    answer: ClassVar = object_of(
        of=_TEXT,
        as_of={"type": "string", "format": "date", "nullable": True},
        nodes=list_of(
            object_of(
                id={"type": "string", "description": "alpha-2 code, or id", "example": "SY"},
                type={"type": "string", "enum": [*MODELS]},
                name_ar=_TEXT,
                name_en=_TEXT,
                degree={"type": "integer", "description": "edges of this answer at the node"},
            )
        ),
        edges=list_of(
            {
                **object_of(source=_TEXT, target=_TEXT, weight=_INTEGER),
                "additionalProperties": True,
                "description": "weight counts events or articles; relations have id, kind, status, certainty",
            }
        ),
        truncated={"type": "boolean", "description": "whether anything was cut, from what was read or found"},
        totals=object_of(
            nodes={"type": "integer", "description": "nodes before edges were cut"},
            edges={"type": "integer", "description": "edges before they were cut"},
            read={
                "type": "integer",
                "description": "relations, events or articles that were read, newest first",
            },
            there={"type": "integer", "description": "how many of them there are"},
        ),
    )
    example: ClassVar = {
        "of": "meetings",
        "as_of": None,
        "nodes": [
            {
                "id": "KP",
                "type": "country",
                "name_ar": "كوريا الشمالية",
                "name_en": "North Korea",
                "degree": 1,
            },
            {"id": "RU", "type": "country", "name_ar": "روسيا", "name_en": "Russia", "degree": 1},
        ],
        "edges": [{"source": "KP", "target": "RU", "weight": 3}],
        "truncated": False,
        "totals": {"nodes": 2, "edges": 1, "read": 3, "there": 3},
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(request)
        period = period_of(asked)
        when = asked["as_of"] or (timezone.localdate() if period == Period() else None)
        graph, day = self._graph(asked, period, when)
        edges = list(graph.edges)
        if asked["around"] is not None:
            edges = graphs.around(edges, asked["around"], asked["depth"])
        shown = edges[: asked["limit"]]
        totals = {
            "nodes": len({node for edge in edges for node in (edge.one, edge.other)}),
            "edges": len(edges),
            "read": graph.read,
            "there": graph.there,
        }
        return Response(
            {
                "of": asked["of"],
                "as_of": day,
                "nodes": _nodes(shown, NODES[asked["nodes"]]),
                "edges": [
                    {"source": str(edge.one), "target": str(edge.other), "weight": edge.weight} | edge.says
                    for edge in shown
                ],
                "truncated": len(shown) < len(edges) or graph.read < graph.there,
                "totals": totals,
            }
        )

    def _graph(self, asked: dict[str, Any], period: Period, when: date | None) -> tuple[Graph, date | None]:
        nodes, kinds = NODES[asked["nodes"]], set(asked["kind"])
        if isinstance(asked["around"], str) is not (nodes == "country") and asked["around"] is not None:
            raise refuse("around", f"is not one of the nodes: write one of the {asked['nodes']}")
        if asked["of"] != "relations" and asked["as_of"]:
            raise refuse("as_of", "is for relations: write date, or date__gte and date__lte")
        match asked["of"]:
            case "relations":
                if nodes != "country":
                    raise refuse("nodes", "relations are between countries: write countries")
                if asked["as_of"] and period != Period():
                    raise refuse("as_of", "a day or a period, not both: leave out date")
                _check_kinds(kinds, DiplomaticRelation.Kind.values)
                rows = DiplomaticRelation.objects.reviewed_as(asked["review_status"])
                rows = rows.filter(kind__in=kinds) if kinds else rows
                return graphs.of_relations(rows, when or period, asked["certainty"]), when
            case "meetings":
                _check_kinds(kinds, Event.Kind.values)
                events = Event.objects.reviewed_as(asked["review_status"])
                events = events.filter(kind__in=kinds or graphs.MEETINGS)
                return graphs.of_meetings(events, period, nodes), None
            case _:
                if kinds:
                    raise refuse("kind", "mentions have no kinds: leave it out")
                near = asked["around"] if nodes == "country" and asked["depth"] == 1 else None
                return graphs.of_mentions(period, nodes, near or ""), None


def _check_kinds(kinds: Iterable[str], allowed: list[str]) -> None:
    if wrong := set(kinds) - set(allowed):
        raise refuse("kind", f"{min(wrong)!r} is not allowed here: write {', '.join(allowed)}")


def period_of(asked: Mapping[str, Any]) -> Period:
    """Return the period of ``date``, or of its bounds."""
    since, until = asked["date__gte"], asked["date__lte"]
    if day := asked["date"]:
        if since or until:
            raise refuse("date", "is given beside its bounds: write the one or the others")
        return Period(day.earliest, day.latest)
    return Period(since.earliest if since else None, until.latest if until else None)


def _nodes(edges: list[Edge], kind: str) -> list[dict[str, Any]]:
    degrees: dict[Node, int] = {}
    for edge in edges:
        for node in (edge.one, edge.other):
            degrees[node] = degrees.get(node, 0) + 1
    rows = MODELS[kind]._default_manager.filter(pk__in=degrees).values_list("pk", "name_ar", "name_en")
    names = {pk: (name_ar, name_en) for pk, name_ar, name_en in rows}
    return [
        {
            "id": str(node),
            "type": kind,
            "name_ar": names[node][0],
            "name_en": names[node][1],
            "degree": degree,
        }
        for node, degree in sorted(degrees.items(), key=lambda item: (-item[1], item[0]))
        if node in names
    ]


class MatrixView(Question):
    """The relations of all pairs of countries on a day, one kind of relation, in little room."""

    takes: ClassVar = {
        "as_of": Parameter(DAY, "on this day; today unless given"),
        "kind": Parameter(
            one_of(DiplomaticRelation.Kind.values),
            "one kind of relation",
            DiplomaticRelation.Kind.DIPLOMATIC_RELATIONS,
        ),
        "certainty": _CERTAINTY,
        "review_status": _REVIEW,
        "country__in": Parameter(COUNTRY, "only pairs of these countries", (), listed=True),
        "limit": Parameter(integer(1, MOST_CELLS), "cells", MOST_CELLS),
    }
    answer: ClassVar = object_of(
        as_of={"type": "string", "format": "date"},
        kind=_TEXT,
        certainty={"type": "string", "enum": [str(each) for each in Certainty]},
        countries=list_of({"type": "string", "example": "SY"}),
        columns=list_of(_TEXT),
        cells={
            "type": "array",
            "items": {"type": "array", "items": {}},
            "description": "a list a relation, by columns: places of the two in countries, status, certainty, "
            "id of the relation. A pair with several, which conflict, has several",
        },
        truncated=_FLAG,
        total={"type": "integer", "description": "how many cells there are"},
    )
    example: ClassVar = {
        "as_of": "2025-04-11",
        "kind": "diplomatic_relations",
        "certainty": "certain",
        "countries": ["KR", "SY"],
        "columns": ["first", "second", "status", "certainty", "relation"],
        "cells": [[0, 1, "established", "certain", 7]],
        "truncated": False,
        "total": 1,
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(request)
        day = asked["as_of"] or timezone.localdate()
        rows = DiplomaticRelation.objects.reviewed_as(asked["review_status"]).filter(kind=asked["kind"])
        if asked["country__in"]:
            rows = rows.filter(country_a__in=asked["country__in"], country_b__in=asked["country__in"])
        holds = holding(rows, day, asked["certainty"])
        ordered: QuerySet[Any] = holds.order_by("country_a", "country_b", "id")
        found = list(
            ordered.values_list("country_a_id", "country_b_id", "status", "certainty", "pk")[
                : asked["limit"] + 1
            ]
        )
        cells = found[: asked["limit"]]
        codes = sorted({code for cell in cells for code in cell[:2]})
        place = {code: number for number, code in enumerate(codes)}
        return Response(
            {
                "as_of": day,
                "kind": asked["kind"],
                "certainty": asked["certainty"],
                "countries": codes,
                "columns": ["first", "second", "status", "certainty", "relation"],
                "cells": [[place[one], place[other], *says] for one, other, *says in cells],
                "truncated": len(found) > len(cells),
                "total": holds.count(),
            }
        )
