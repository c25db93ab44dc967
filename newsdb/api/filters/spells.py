"""Filters of what held over time: relations between countries, and offices held."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from entities.models import DiplomaticRelation, Organization, Person, Tenure
from entities.validity import Certainty, holding
from newsdb.api.filters.assertions import AssertionFilters, evidence
from newsdb.api.filters.base import Condition, Family
from newsdb.api.filters.families import (
    actors,
    choices,
    conflicts,
    countries,
    date_ranges,
    days,
    texts,
    values,
)
from newsdb.api.filters.values import COUNTRY, DAY, Value, id_of, one_of
from newsdb.api.parameters import refuse


def asked(value: Value, about: str) -> Family:
    """A parameter that the filter set as a whole reads."""
    return {"": Condition(value, lambda _: Q(), (), about=about)}


class SpellFilters(AssertionFilters):
    families = {
        "as_of": asked(DAY, "what holds on this day"),
        "certainty": asked(one_of(Certainty), "with as_of: certain (the default) or possible as well"),
        "start": date_ranges("start"),
        "end": date_ranges("end"),
        "attested_from": days("attested_from"),
        "attested_until": days("attested_until"),
    }

    @classmethod
    def apply(cls, rows: QuerySet[Any], sent: Mapping[str, list[Any]], head: str = "") -> QuerySet[Any]:
        if "certainty" in sent and "as_of" not in sent:
            asked = f"certainty is said of a day: write {head}as_of=YYYY-MM-DD beside it"
            raise refuse(f"{head}certainty", asked)
        rows = super().apply(rows, sent, head)
        return holding(rows, sent["as_of"][0], *sent.get("certainty", ())) if "as_of" in sent else rows


def _of_pair(codes: list[str]) -> Q:
    """Return the condition that all the countries are of the pair."""
    if len(pair := sorted(set(codes))) == 2:
        return Q(country_a=pair[0], country_b=pair[1])
    return Q(*(Q(country_a=code) | Q(country_b=code) for code in pair))


def _of_any(codes: list[str]) -> Q:
    return Q(country_a__in=codes) | Q(country_b__in=codes)


class RelationFilters(SpellFilters):
    _pair = ("country_a", "country_b")
    families = {
        "country": {
            "": Condition(COUNTRY, _of_pair, _pair, repeatable=True),
            "__in": Condition(COUNTRY, _of_any, _pair, listed=True),
            "__not": Condition(COUNTRY, lambda sent: ~_of_any(sent), _pair, listed=True),
        },
        "kind": choices("kind", DiplomaticRelation.Kind.values),
        "status": choices("status", DiplomaticRelation.Status.values),
        "initiator": countries("initiator"),
        "in_force_until": days("in_force_until"),
        "conflicts_with": conflicts(DiplomaticRelation),
        **evidence("relation"),
    }


class TenureFilters(SpellFilters):
    families = {
        "person": actors("person", Person),
        "office": values("office", id_of("office")),
        "role": texts("office__role"),
        "country": countries("office__country"),
        "host": countries("office__host"),
        "organization": actors("office__organization", Organization),
        "conflicts_with": conflicts(Tenure),
        **evidence("tenure"),
    }
