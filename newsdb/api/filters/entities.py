"""Filters of countries, people, organizations and offices, and of the log of changes."""

from django.db.models import Q

from entities.models import Change, Organization, Origin
from newsdb.api.filters.base import Condition, Filters
from newsdb.api.filters.families import (
    actors,
    bounds,
    choices,
    contains,
    countries,
    flag,
    folded_names,
    ids,
    instants,
    named,
    presence,
    texts,
    values,
)
from newsdb.api.filters.values import COUNTRY, DEGREES, OFFSET, UNIQUE


class CountryFilters(Filters):
    families = {
        **named("country"),
        "code": values("code", COUNTRY),
        "alpha3": texts("alpha3"),
        "numeric": texts("numeric"),
        "former": flag("former"),
        "latitude": bounds("latitude", DEGREES) | presence("latitude"),
        "longitude": bounds("longitude", DEGREES) | presence("longitude"),
    }
    unfiltered = dict.fromkeys(
        ("name_ar", "name_en", "official_name_ar", "official_name_en"),
        "q and alias find a country by any of its names",
    )


class ActorFilters(Filters):
    families = {
        "id": ids(),
        "country": countries("country"),
        "wikidata_id": texts("wikidata_id"),
        "origin": choices("origin", Origin.values),
        "needs_review": flag("needs_review"),
    }
    unfiltered = {
        "key": "how rows are known inside; means nothing outside",
        "name_ar": "q and alias find them by any of their names",
        "name_en": "q and alias find them by any of their names",
        "merged_into": "merged rows are in no list; their address leads to the one that stands for them",
    }


class PersonFilters(ActorFilters):
    families = named("person", folded_names)


class OrganizationFilters(ActorFilters):
    families = {**named("organization"), "kind": choices("kind", Organization.Kind.values)}


class OfficeFilters(Filters):
    families = {
        "id": ids(),
        "role": texts("role"),
        "title_ar": texts("title_ar") | contains("title_ar"),
        "title_en": texts("title_en") | contains("title_en"),
        "country": countries("country"),
        "host": countries("host"),
        "organization": actors("organization", Organization),
    }


class ChangeFilters(Filters):
    families = {
        "since": {
            "": Condition(
                OFFSET,
                lambda sent: Q(id__gt=sent[0]),
                ("id",),
                about="the changes after this one, oldest first; 0 for all",
            )
        },
        "at": instants("at"),
        "batch": values("batch", UNIQUE),
        "action": choices("action", Change.Action.values),
        "cause": choices("cause", Change.Cause.values),
        "object_type": texts("object_type"),
        "object_id": texts("object_id"),
    }
    unfiltered = {
        "actor": "who changes what is not public",
        "before": "the contents of rows; their own collections serve them",
        "after": "the contents of rows; their own collections serve them",
    }
