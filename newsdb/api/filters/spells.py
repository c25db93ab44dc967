"""Filters of what held over time: relations between countries, and offices held."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from entities.models import DiplomaticRelation, Person, Tenure
from entities.validity import Certainty, holding
from newsdb.api.filters.assertions import AssertionFilters, evidence
from newsdb.api.filters.base import Condition, Family
from newsdb.api.filters.families import actors, choices, conflicts, countries, date_ranges, days, ids, texts
from newsdb.api.filters.values import COUNTRY, DAY, Value, one_of


def asked(value: Value, about: str) -> Family:
    """A parameter that the filter set as a whole reads."""
    return {"": Condition(value, lambda _: Q(), (), about=about)}


class _AskedOfADay(forms.Form):
    def clean(self) -> None:
        if "certainty" in self.fields and "as_of" not in self.fields:
            self.add_error("certainty", "certainty is said of a day: write as_of=YYYY-MM-DD beside it")


class SpellFilters(AssertionFilters):
    families = {
        "as_of": asked(DAY, "what holds on this day"),
        "certainty": asked(one_of(Certainty), "with as_of: certain (the default) or possible as well"),
        "start": date_ranges("start"),
        "end": date_ranges("end"),
        "attested_from": days("attested_from"),
        "attested_until": days("attested_until"),
    }

    class Meta:
        form = _AskedOfADay

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(rows)
        sent = self.form.cleaned_data
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
        "office": ids("office"),
        "role": texts("office__role"),
        "country": countries("office__country"),
        "host": countries("office__host"),
        "organization": ids("office__organization"),
        "conflicts_with": conflicts(Tenure),
        **evidence("tenure"),
    }
