"""How many articles, events and relations there were, over time: exact counts for charts.

Rows are grouped by the database, by day, and days are joined to months and years here. A partial date counts
in a month only if all days that it can be lie in it, and else under no month (None): nothing is counted on a
1st of January that nobody has named.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from articles.models import Article
from entities.graphs import Period
from entities.models import ArticleCountry, Country, DiplomaticRelation, Event, EventParticipant, Evidence

Group: TypeAlias = str | int | None
Counts: TypeAlias = Counter[tuple[Group, str | None]]
"""How many, by group and by month (year, day)."""


class Step(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_LENGTH = {Step.DAY: 10, Step.MONTH: 7, Step.YEAR: 4}


def articles(
    period: Period, by: Step, group: str, countries: Sequence[str], sources: Sequence[int]
) -> Counts:
    """Count articles by the day of their publication, failing that of their import; ``group`` may be empty.

    By country from the index of countries and days, country by country, so that a period costs what is in it.
    """
    if group == "country" and not sources:
        codes = countries or list(Country.objects.values_list("pk", flat=True))
        rows: QuerySet[Any] = ArticleCountry.objects.filter(period.of("day"), country__in=codes)
        found = rows.order_by().values_list("country", "day").annotate(count=Count("pk"))
        return _joined(by, ((code, day, day, count) for code, day, count in found))
    rows = Article.objects.filter(period.of("sort_day"))
    if sources:
        rows = rows.filter(source__in=sources)
    if group == "country":
        rows = rows.filter(article_countries__country__in=countries) if countries else rows
        named = F("article_countries__country")
    elif countries:
        rows = rows.filter(
            pk__in=ArticleCountry.objects.filter(period.of("day"), country__in=countries).values("article")
        )
    if group != "country":
        named = F("source") if group == "source" else F("language")
    if not group:
        days = rows.order_by().values_list("sort_day").annotate(count=Count("pk"))
        return _joined(by, ((None, day, day, count) for day, count in days))
    found = rows.order_by().values_list(named, "sort_day").annotate(count=Count("pk"))
    return _joined(by, ((key, day, day, count) for key, day, count in found))


def events(rows: QuerySet[Event], period: Period, by: Step, group: str) -> Counts:
    """Count events by their date; by country each once for every country that took part."""
    if period != Period():
        rows = rows.filter(period.overlapping("date"))
    columns = ("date_earliest", "date_latest")
    if group in ("country", "source"):
        return _joined(by, _through("event", rows, group, columns))
    return _joined(by, _by_column(rows, group, columns))


def relations(rows: QuerySet[DiplomaticRelation], period: Period, by: Step, group: str) -> Counts:
    """Count relations by their stated start; by country each for both countries."""
    if period != Period():
        rows = rows.filter(period.overlapping("start"))
    columns = ("start_earliest", "start_latest")
    if group == "country":
        both = (_by_column(rows, side, columns) for side in ("country_a", "country_b"))
        return _joined(by, (row for side in both for row in side))
    if group == "source":
        return _joined(by, _through("relation", rows, group, columns))
    return _joined(by, _by_column(rows, group, columns))


_Found: TypeAlias = Iterable[tuple[Group, date | None, date | None, int]]


def _by_column(rows: QuerySet[Any], group: str, dates: tuple[str, str]) -> _Found:
    found = rows.order_by().values_list(*((group,) if group else ()), *dates).annotate(count=Count("pk"))
    return found if group else ((None, *row) for row in found)


def _through(link: str, rows: QuerySet[Any], group: str, dates: tuple[str, str]) -> _Found:
    """Count each assertion once a group that hangs on it: countries that take part, sources that say so."""
    keys = rows.values("pk")
    if group == "country":
        parts = EventParticipant.objects.filter(country__isnull=False, event__in=keys).order_by()
        columns = ("country", *(f"event__{day}" for day in dates))
        return parts.values_list(*columns).annotate(count=Count("event", distinct=True))
    # Sentences for a report that only repeats another count for that one.
    sentences = Evidence.objects.filter(Q(**{f"{link}__in": keys}) | Q(**{f"{link}__repeats__in": keys}))
    repeated = Q(**{f"{link}__repeats__isnull": False})
    days = (
        Case(When(repeated, then=F(f"{link}__repeats__{day}")), default=F(f"{link}__{day}")) for day in dates
    )
    whole = Coalesce(f"{link}__repeats", link)
    found = sentences.filter(supports=True).order_by().values_list("article__source", *days)
    return found.annotate(count=Count(whole, distinct=True))


def _joined(by: Step, found: _Found) -> Counts:
    counts: Counts = Counter()
    length = _LENGTH[by]
    written: dict[date, str] = {}
    for key, earliest, latest, count in found:
        bucket = None
        if earliest and latest:
            first = written.get(earliest) or written.setdefault(earliest, earliest.isoformat()[:length])
            last = written.get(latest) or written.setdefault(latest, latest.isoformat()[:length])
            bucket = first if first == last else None
        counts[key, bucket] += count
    return counts
