"""Counts over time, for charts."""

from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from articles.models import Source
from entities import statistics
from entities.graphs import Period
from entities.models import Country, DiplomaticRelation, Event, EventParticipant, ReviewStatus
from entities.statistics import Counts, Group, Step
from newsdb.api.filters.values import COUNTRY, EDTF, ID, integer, one_of
from newsdb.api.graphs import period_of
from newsdb.api.parameters import refuse
from newsdb.api.questions import Parameter, Question, list_of, object_of

MOST_DAYS = 400
MOST_GROUPS = 300
GROUPS = {
    "articles": ("country", "source", "language"),
    "events": ("country", "kind", "modality", "source"),
    "relations": ("country", "kind", "status", "source"),
}
_KINDS = {"events": Event.Kind.values, "relations": DiplomaticRelation.Kind.values}
_NAMED: dict[str, type[Any]] = {"country": Country, "source": Source}


class StatsView(Question):
    """How many articles, events or relations there were, by year, month or day. The counts are exact."""

    takes: ClassVar = {
        "of": Parameter(one_of(GROUPS), "what is counted", "articles"),
        "by": Parameter(one_of(Step), f"days of at most {MOST_DAYS} days", Step.MONTH),
        "group": Parameter(
            one_of(dict.fromkeys(name for names in GROUPS.values() for name in names)),
            "apart by country, kind (of events and relations), source, language (of articles), "
            "modality (of events) or status (of relations)",
            "",
        ),
        "date": Parameter(EDTF, "in this day, month or year"),
        "date__gte": Parameter(EDTF, "from this day, month or year on"),
        "date__lte": Parameter(EDTF, "up to this day, month or year"),
        "country__in": Parameter(COUNTRY, "about any of these countries", (), listed=True),
        "source__in": Parameter(ID, "articles of any of these sources", (), listed=True),
        "kind__in": Parameter(
            one_of(dict.fromkeys(kind for kinds in _KINDS.values() for kind in kinds)),
            "events or relations of any of these kinds",
            (),
            listed=True,
        ),
        "review_status": Parameter(
            one_of(ReviewStatus.values),
            "of events and relations: any of these; pending and accepted unless given",
            (),
            listed=True,
        ),
        "limit": Parameter(integer(1, MOST_GROUPS), "groups, the largest first", 20),
    }
    answer: ClassVar = object_of(
        of={"type": "string"},
        by={"type": "string"},
        group={"type": "string", "nullable": True},
        groups=list_of(
            {
                **object_of(
                    id={"description": "of the group: code, id or name; null for none", "nullable": True},
                    total={"type": "integer"},
                ),
                "additionalProperties": {"type": "string"},
                "description": "with name_ar and name_en where it is a country or source",
            }
        ),
        results=list_of(
            object_of(
                period={
                    "type": "string",
                    "nullable": True,
                    "description": "year, month or day; null for dates that are not known as precisely",
                },
                group={"nullable": True},
                count={"type": "integer"},
            )
        ),
        truncated={"type": "boolean", "description": "whether groups were left out"},
        totals=object_of(groups={"type": "integer"}),
    )
    example: ClassVar = {
        "of": "events",
        "by": "month",
        "group": "country",
        "groups": [{"id": "SY", "name_ar": "سوريا", "name_en": "Syria", "total": 3}],
        "results": [
            {"period": None, "group": "SY", "count": 1},
            {"period": "2025-04", "group": "SY", "count": 2},
        ],
        "truncated": False,
        "totals": {"groups": 1},
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(request)
        counts = _counted(asked, _checked(asked))
        totals: Counter[Group] = Counter()
        for (group, _period), count in counts.items():
            totals[group] += count
        shown = [group for group, _ in sorted(totals.items(), key=lambda item: (-item[1], str(item[0])))]
        shown = shown[: asked["limit"]]
        place = {group: number for number, group in enumerate(shown)}
        results = sorted(
            (place[group], period or "", period, group, count)
            for (group, period), count in counts.items()
            if group in place
        )
        return Response(
            {
                "of": asked["of"],
                "by": asked["by"],
                "group": asked["group"] or None,
                "groups": _groups(asked["group"], shown, totals),
                "results": [
                    {"period": period, "group": group, "count": count}
                    for _place, _text, period, group, count in results
                ],
                "truncated": len(shown) < len(totals),
                "totals": {"groups": len(totals)},
            }
        )


def _checked(asked: dict[str, Any]) -> Period:
    """Raise for parameters that do not go together; return the period."""
    what = asked["of"]
    if asked["group"] and asked["group"] not in GROUPS[what]:
        raise refuse("group", f"{asked['group']!r} is not for {what}: write {', '.join(GROUPS[what])}")
    if wrong := set(asked["kind__in"]) - set(_KINDS.get(what, ())):
        raise refuse(
            "kind__in", f"{min(wrong)!r} is not for {what}: write {', '.join(_KINDS.get(what, ())) or 'none'}"
        )
    if asked["source__in"] and what != "articles":
        raise refuse("source__in", "is for articles")
    if asked["review_status"] and what == "articles":
        raise refuse("review_status", "is for events and relations")
    period = period_of(asked)
    if asked["by"] == Step.DAY:
        since, until = period.since, period.until
        if not since or not until or until - since > timedelta(days=MOST_DAYS):
            raise refuse("by", f"days need date__gte and date__lte at most {MOST_DAYS} days apart")
    return period


def _counted(asked: dict[str, Any], period: Period) -> Counts:
    by, group, countries = asked["by"], asked["group"], asked["country__in"]
    if asked["of"] == "articles":
        return statistics.articles(period, by, group, countries, asked["source__in"])
    model = Event if asked["of"] == "events" else DiplomaticRelation
    shown = asked["review_status"] or (ReviewStatus.PENDING, ReviewStatus.ACCEPTED)
    rows: Any = model._default_manager.all().reviewed_as(shown)
    if asked["kind__in"]:
        rows = rows.filter(kind__in=asked["kind__in"])
    if model is Event:
        if countries:
            parts = EventParticipant.objects.filter(country__in=countries)
            rows = rows.filter(pk__in=parts.values("event"))
        return statistics.events(rows, period, by, group)
    return statistics.relations(rows.of_any(countries) if countries else rows, period, by, group)


def _groups(kind: str, shown: list[Group], totals: Counter[Group]) -> list[dict[str, Any]]:
    names: dict[Any, dict[str, str]] = {}
    if kind in _NAMED:
        rows = _NAMED[kind]._default_manager.filter(pk__in=[group for group in shown if group is not None])
        names = {
            pk: {"name_ar": ar, "name_en": en} for pk, ar, en in rows.values_list("pk", "name_ar", "name_en")
        }
    return [{"id": group, **names.get(group, {}), "total": totals[group]} for group in shown] if kind else []
