"""Families of filters: the parameters that a field of one kind gets."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.arabic import fold, fold_name
from articles.dates import DateRange
from articles.search import holds_words
from entities.models import Alias, Assertion
from newsdb.api.filters.base import Condition, Family
from newsdb.api.filters.values import (
    COUNTRY,
    DAY,
    EDTF,
    FLAG,
    FRACTION,
    ID,
    INSTANT,
    OFFSET,
    TEXT,
    WORDS,
    Value,
    one_of,
)


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


def references(path: str) -> Family:
    """References to rows, by their ids, or to none."""
    return ids(path) | presence(path)


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
    current = survivors(model)
    return presence(path) | {
        "": Condition(ID, lambda sent: Q(**{f"{path}__in": current(sent)}), columns),
        "__in": Condition(ID, lambda sent: Q(**{f"{path}__in": current(sent)}), columns, listed=True),
        "__not": Condition(ID, lambda sent: ~Q(**{f"{path}__in": current(sent)}), columns, listed=True),
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

    def not_before(value: DateRange) -> Q:
        return Q(**{f"{latest}__gte": value.earliest}) | Q(
            **{f"{latest}__isnull": True, f"{earliest}__isnull": False}
        )

    def not_after(value: DateRange) -> Q:
        return Q(**{f"{earliest}__lte": value.latest}) | Q(
            **{f"{earliest}__isnull": True, f"{latest}__isnull": False}
        )

    return {
        "": Condition(EDTF, lambda sent: not_before(sent[0]) & not_after(sent[0]), columns),
        "__gte": Condition(EDTF, lambda sent: not_before(sent[0]), columns),
        "__lte": Condition(EDTF, lambda sent: not_after(sent[0]), columns),
        "__isnull": Condition(FLAG, lambda sent: unknown if sent[0] else ~unknown, columns),
    }


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
        holding = related().filter(**{f"{path}__in": means(sent)})
        return Q(*(Q(Exists(holding.filter(**{name: OuterRef("pk")}))) for name in links), _connector=Q.OR)

    return {
        "": Condition(
            value, lambda sent: Q(*(exist([one]) for one in dict.fromkeys(sent))), columns, repeatable=True
        ),
        "__in": Condition(value, exist, columns, listed=True),
        "__not": Condition(value, lambda sent: ~exist(sent), columns, listed=True),
    }


def conflicts(model: type[Assertion]) -> Family:
    """Assertions that this one conflicts with, or whether there are any."""
    name = model._meta.model_name
    pairs = model.conflicts_with.through._default_manager.all
    linked = rows(pairs, f"from_{name}", f"to_{name}", ID, columns=("conflicts_with",))
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
    }
