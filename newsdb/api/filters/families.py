"""Families of filters: the parameters that a field of one kind gets."""

from calendar import isleap
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains

from articles.arabic import fold, fold_name
from articles.dates import FIRST_YEAR, LAST_YEAR, DateRange
from articles.search import holds_words
from entities.models import Alias, Assertion, DiplomaticRelation
from newsdb.api.filters.base import Condition, Family
from newsdb.api.filters.folding import Folded
from newsdb.api.filters.values import (
    COUNTRY,
    DAY,
    EARLIEST,
    EDTF,
    FLAG,
    FRACTION,
    ID,
    INSTANT,
    LATEST,
    OFFSET,
    TEXT,
    WORDS,
    Value,
    id_of,
    one_of,
)

FEW = 20_000
"""So many rows are found and sorted in some hundredths of a second."""


def column_of(path: str) -> str:
    return path.split("__")[0]


def values(path: str, value: Value) -> Family:
    """One value (``x``), any of several (``x__in``), none of several (``x__not``)."""
    columns = (column_of(path),)
    return {
        "": Condition(value, lambda sent: Q(**{path: sent[0]}), columns),
        "__in": Condition(value, lambda sent: Q(**{f"{path}__in": sent}), columns, listed=True),
        "__not": Condition(value, lambda sent: ~Q(**{f"{path}__in": sent}), columns, listed=True),
    }


def choices(path: str, allowed: Iterable[str]) -> Family:
    return values(path, one_of(allowed))


def texts(path: str) -> Family:
    return values(path, TEXT)


def ids(path: str = "id") -> Family:
    return values(path, ID)


def countries(path: str) -> Family:
    return values(path, COUNTRY) | presence(path)


def presence(path: str) -> Family:
    """Whether the field has a value at all (``x__isnull``)."""
    return {"__isnull": Condition(FLAG, lambda sent: Q(**{f"{path}__isnull": sent[0]}), (column_of(path),))}


def flag(path: str) -> Family:
    return {"": Condition(FLAG, lambda sent: Q(**{path: sent[0]}), (column_of(path),))}


def references(path: str, kind: str) -> Family:
    """References to rows, by their ids, or to none."""
    return values(path, id_of(kind)) | presence(path)


def contains(path: str) -> Family:
    """A part of a short text (``x__contains``), both folded."""

    def holds(sent: list[str]) -> Q:
        return Q(Contains(Folded(path), fold(sent[0])))

    return {"__contains": Condition(WORDS, holds, (column_of(path),))}


def survivors(model: type[Model]) -> Callable[[list[int]], Subquery]:
    """Return what turns ids of people or organizations into those that they were merged into."""

    def current(sent: list[int]) -> Subquery:
        return Subquery(
            model._default_manager.filter(pk__in=sent).values_list(Coalesce("merged_into_id", "id"))
        )

    return current


def actors(path: str, model: type[Model]) -> Family:
    """References to people or organizations: the id of a merged one means the one it was merged into."""
    columns = (column_of(path),)
    value, current = id_of(str(model._meta.model_name)), survivors(model)

    def is_one_of(sent: list[int]) -> Q:
        return Q(**{f"{path}__in": current(sent)})

    return presence(path) | {
        "": Condition(value, is_one_of, columns),
        "__in": Condition(value, is_one_of, columns, listed=True),
        "__not": Condition(value, lambda sent: ~is_one_of(sent), columns, listed=True),
    }


def bounds(path: str, value: Value) -> Family:
    """From (``x__gte``) and up to (``x__lte``), both included."""
    columns = (column_of(path),)
    return {
        "__gte": Condition(value, lambda sent: Q(**{f"{path}__gte": sent[0]}), columns),
        "__lte": Condition(value, lambda sent: Q(**{f"{path}__lte": sent[0]}), columns),
    }


def fractions(path: str) -> Family:
    return bounds(path, FRACTION)


def offsets(path: str) -> Family:
    return values(path, OFFSET) | bounds(path, OFFSET)


def days(path: str) -> Family:
    """A plain day that may be missing."""
    return values(path, DAY) | bounds(path, DAY) | presence(path)


def instants(path: str) -> Family:
    return bounds(path, INSTANT)


def date_ranges(path: str) -> Family:
    """Partial dates: a row matches when some day that it can be lies within the bounds.

    An unknown date lies within no bounds; ``x__isnull=true`` finds it.
    """
    earliest, latest = f"{path}_earliest", f"{path}_latest"
    columns = (column_of(earliest), column_of(latest))
    unknown = Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True})

    def not_before(day: date) -> Q:
        return Q(**{f"{latest}__gte": day}) | Q(**{f"{latest}__isnull": True, f"{earliest}__isnull": False})

    def not_after(day: date) -> Q:
        return Q(**{f"{earliest}__lte": day}) | Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": False})

    def overlaps(value: DateRange) -> Q:
        after = not_before(value.earliest) if value.earliest else ~unknown
        return after & not_after(value.latest) if value.latest else after

    precision = one_of(PRECISIONS)
    return {
        "": Condition(EDTF, lambda sent: overlaps(sent[0]), columns),
        "__gte": Condition(EARLIEST, lambda sent: not_before(sent[0]), columns),
        "__lte": Condition(LATEST, lambda sent: not_after(sent[0]), columns),
        "__isnull": Condition(FLAG, lambda sent: unknown if sent[0] else ~unknown, columns),
        "__precision": Condition(precision, lambda sent: as_precise(path, sent[0]), columns),
    }


PRECISIONS = ("day", "month", "year", "range", "open", "unknown")
_LEAP_YEARS = [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if isleap(year)]


def as_precise(path: str, precision: str) -> Q:
    """Return the condition that a date is known as precisely as that, and no more precisely."""
    earliest, latest = f"{path}_earliest", f"{path}_latest"
    nothing_first, nothing_last = Q(**{f"{earliest}__isnull": True}), Q(**{f"{latest}__isnull": True})
    bounded = ~nothing_first & ~nothing_last
    day = Q(**{earliest: F(latest)})
    whole_years = Q(
        **{f"{earliest}__month": 1, f"{earliest}__day": 1, f"{latest}__month": 12, f"{latest}__day": 31}
    )
    same_year = Q(**{f"{latest}__year": F(f"{earliest}__year")})
    last_days = ((31, (1, 3, 5, 7, 8, 10, 12)), (30, (4, 6, 9, 11)), (29, (2,)))
    at_end = ~Q(**{f"{latest}__year__in": _LEAP_YEARS}) & Q(**{f"{latest}__month": 2, f"{latest}__day": 28})
    for last, months in last_days:
        at_end |= Q(**{f"{latest}__month__in": months, f"{latest}__day": last})
    same_month = same_year & Q(**{f"{latest}__month": F(f"{earliest}__month"), f"{earliest}__day": 1})
    month, year = bounded & same_month & at_end, bounded & same_year & whole_years
    return {
        "day": bounded & day,
        "month": month,
        "year": year,
        "range": bounded & ~day & ~month & ~year,
        "open": (nothing_first | nothing_last) & ~(nothing_first & nothing_last),
        "unknown": nothing_first & nothing_last,
    }[precision]


def as_sent(sent: list[Any]) -> list[Any]:
    return sent


def folded(sent: list[str]) -> list[str]:
    return [fold(text) for text in sent]


def folded_names(sent: list[str]) -> list[str]:
    return [fold_name(text) for text in sent]


def rows(
    related: Callable[[], QuerySet[Any]],
    link: str | Sequence[str],
    path: str,
    value: Value,
    means: Callable[[list[Any]], Any] = as_sent,
    columns: Sequence[str] = (),
) -> Family:
    """Values in rows that hang on this one: all of a repeated ``x``, any of ``x__in``, none of ``x__not``.

    They hang on it by one link, or by any of several.
    """
    links = (link,) if isinstance(link, str) else link

    def exist(sent: list[Any]) -> Q:
        found = related().filter(**{f"{path}__in": means(sent)}).order_by()
        if found[:FEW].count() < FEW:  # they lead to the rows, wherever in the list those are
            named = (Q(pk__in=found.filter(**{f"{name}__isnull": False}).values(name)) for name in links)
        else:  # some of them is soon met along the list
            named = (Q(Exists(found.filter(**{name: OuterRef("pk")}))) for name in links)
        return Q(*named, _connector=Q.OR)

    return {
        "": Condition(
            value, lambda sent: Q(*(exist([one]) for one in dict.fromkeys(sent))), columns, repeatable=True
        ),
        "__in": Condition(value, exist, columns, listed=True),
        "__not": Condition(value, lambda sent: ~exist(sent), columns, listed=True),
    }


def holding_part(
    related: Callable[[], QuerySet[Any]], link: str, folding: Callable[[list[str]], list[str]] = folded
) -> Family:
    """Rows on which one hangs whose folded text holds what is sent (``x__contains``)."""

    def exist(sent: list[str]) -> Q:
        (part,) = folding(sent)
        return Q(Exists(related().filter(**{link: OuterRef("pk"), "folded__contains": part})))

    return {"__contains": Condition(WORDS, exist, ())}


def conflicts(model: type[Assertion]) -> Family:
    """Assertions that this one conflicts with, or whether there are any."""
    name = model._meta.model_name
    pairs = model.conflicts_with.through._default_manager.all
    value = id_of("relation" if model is DiplomaticRelation else str(name))
    linked = rows(pairs, f"from_{name}", f"to_{name}", value, columns=("conflicts_with",))
    some = Exists(pairs().filter(**{f"from_{name}": OuterRef("pk")}))
    without = Condition(FLAG, lambda sent: ~Q(some) if sent[0] else Q(some), ("conflicts_with",))
    return {**linked, "__isnull": without}


def search() -> Family:
    """Every word of ``q``, folded, in the row's text."""
    return {"": Condition(WORDS, lambda sent: holds_words(sent[0]), ("search_text",))}


def named(link: str, folding: Callable[[list[str]], list[str]] = folded) -> dict[str, Family]:
    """By a name, folded: one that holds every word of ``q``, or one that is ``alias``."""

    def bears(sent: list[str]) -> Q:
        (query,) = folding(sent)
        return Q(Exists(Alias.objects.filter(holds_words(query, "folded"), **{link: OuterRef("pk")})))

    return {
        "q": {"": Condition(WORDS, bears, ())},
        "alias": rows(Alias.objects.all, link, "folded", TEXT, folding),
        "name": holding_part(Alias.objects.all, link, folding),
    }
