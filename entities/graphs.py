"""Who is connected with whom: by relations between states, by meeting, by being named in the same articles.

Each graph is bounded in what it reads, newest first, and says how much there was: a common country is in
hundreds of thousands of articles. Pairs of names come from the index of countries and days
(:class:`entities.models.ArticleCountry`), which is read for the newest articles of the period and never joined
with itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet

from articles.models import Article
from entities.models import ArticleCountry, DiplomaticRelation, Event, EventParticipant, Mention
from entities.validity import Certainty, holding

MOST_ARTICLES = {"country": 10_000, "person": 2_000, "organization": 2_000}
"""Articles read for a graph of mentions, by what its nodes are: an article names some 3 countries, and 30 names."""
MOST_EVENTS = 20_000
MOST_RELATIONS = 20_000

MEETINGS = (
    Event.Kind.VISIT,
    Event.Kind.MEETING,
    Event.Kind.PHONE_CALL,
    Event.Kind.TALKS,
    Event.Kind.AGREEMENT_SIGNED,
)

Node: TypeAlias = str | int
"""A country by its code, a person or an organization by its id."""


@dataclass(frozen=True, slots=True)
class Edge:
    """``one < other``. ``weight`` counts articles, events or relations; ``says`` is what they say, if anything."""

    one: Node
    other: Node
    weight: int
    says: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges, strongest first, of the first ``read`` of ``there`` articles, events or relations."""

    edges: Sequence[Edge]
    read: int
    there: int


@dataclass(frozen=True, slots=True)
class Period:
    """From the one day to the other, both included; None leaves a side open."""

    since: date | None = None
    until: date | None = None

    def of(self, column: str) -> Q:
        """Return the condition that a day is within the period."""
        bounds = {f"{column}__gte": self.since, f"{column}__lte": self.until}
        return Q(**{name: day for name, day in bounds.items() if day})

    def overlapping(self, field_name: str) -> Q:
        """Return the condition that a partial date can be within the period; an unknown one is not."""
        earliest, latest = f"{field_name}_earliest", f"{field_name}_latest"
        condition = ~Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True})
        if self.since:
            condition &= Q(**{f"{latest}__gte": self.since}) | Q(**{f"{latest}__isnull": True})
        if self.until:
            condition &= Q(**{f"{earliest}__lte": self.until}) | Q(**{f"{earliest}__isnull": True})
        return condition


def of_relations(
    relations: QuerySet[DiplomaticRelation], when: date | Period, certainty: Certainty = Certainty.CERTAIN
) -> Graph:
    """Return the relations that hold on the day, or at some time in the period, an edge each."""
    names = ["country_a_id", "country_b_id", "id", "kind", "status"]
    if isinstance(when, Period):
        relations = relations.filter(_at_some_time(when))
    else:
        relations, names = holding(relations, when, certainty), [*names, "certainty"]
    newest = relations.order_by("-sort_day", "-id").values_list(*names)[:MOST_RELATIONS]
    edges = [Edge(one, other, 1, dict(zip(names[2:], says, strict=True))) for one, other, *says in newest]
    there = len(edges) if len(edges) < MOST_RELATIONS else relations.count()
    return Graph(edges, len(edges), there)


def _at_some_time(period: Period) -> Q:
    condition = Q()
    if period.until:
        condition &= Q(start_earliest=None) | Q(start_earliest__lte=period.until)
    if period.since:
        condition &= Q(in_force_until=None) | Q(in_force_until__gt=period.since)
    return condition


def of_meetings(events: QuerySet[Event], period: Period, nodes: str) -> Graph:
    """Return who met: an edge for two that took part in one event; ``nodes`` says countries, people or others."""
    events = events.filter(modality=Event.Modality.HAPPENED)
    if period != Period():
        events = events.filter(period.overlapping("date"))
    newest = list(events.order_by("-sort_day", "-id").values_list("pk", flat=True)[:MOST_EVENTS])
    there = len(newest) if len(newest) < MOST_EVENTS else events.count()
    parts = EventParticipant.objects.filter(
        event__in=events.order_by("-sort_day", "-id").values("pk")[:MOST_EVENTS],
        **{f"{nodes}__isnull": False},
    )
    return Graph(_pairs(parts.order_by().values_list("event_id", f"{nodes}_id")), len(newest), there)


def of_mentions(period: Period, nodes: str, about: str = "") -> Graph:
    """Return who is named together: an edge for two in one article; near-duplicates count once.

    With ``about``, of articles that name this country only.
    """
    most = MOST_ARTICLES[nodes]
    repeated = Article.objects.filter(duplicate_of__isnull=False).values("pk")
    rows: Any
    if about:
        rows, pk = ArticleCountry.objects.filter(period.of("day"), country=about), "article"
        ordered = rows.order_by("-day", "-article")
    else:
        rows, pk = Article.objects.filter(period.of("sort_day")), "pk"
        ordered = rows.order_by("-sort_day", "-id")
    newest = ordered.exclude(**{f"{pk}__in": repeated}).values(pk)[:most]
    # Two counts, each by an index, cost a tenth of one that looks at every article.
    there = rows.count() - rows.filter(**{f"{pk}__in": repeated}).count()
    if nodes == "country":
        named: Any = ArticleCountry.objects.filter(article__in=newest)
    else:
        named = Mention.objects.filter(article__in=newest, **{f"{nodes}__isnull": False}).distinct()
    places = named.order_by().values_list("article_id", f"{nodes}_id")
    return Graph(_pairs(places), min(there, most), there)


def _pairs(places: Iterable[tuple[int, Node]]) -> list[Edge]:
    """Return an edge for each two nodes that are in one place, strongest first."""
    together: dict[int, set[Any]] = defaultdict(set)
    for place, node in places:
        together[place].add(node)
    counts: Counter[tuple[Any, Any]] = Counter()
    for found in together.values():
        counts.update(combinations(sorted(found), 2))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Edge(one, other, weight) for (one, other), weight in ordered]


def around(edges: Sequence[Edge], node: Node, depth: int) -> list[Edge]:
    """Return the edges between nodes that are within so many steps of the node, the nearest first."""
    neighbours: dict[Node, set[Node]] = defaultdict(set)
    for edge in edges:
        neighbours[edge.one].add(edge.other)
        neighbours[edge.other].add(edge.one)
    steps, border = {node: 0}, {node}
    for step in range(1, depth + 1):
        border = {other for one in border for other in neighbours[one]} - steps.keys()
        steps |= dict.fromkeys(border, step)
    within = [edge for edge in edges if edge.one in steps and edge.other in steps]
    return sorted(within, key=lambda edge: min(steps[edge.one], steps[edge.other]))
