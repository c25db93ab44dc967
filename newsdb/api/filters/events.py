"""Filters of events and quotations."""

from entities.models import Event, EventParticipant, Organization, Person, Quotation
from newsdb.api.filters.assertions import AssertionFilters, evidence
from newsdb.api.filters.base import Family
from newsdb.api.filters.families import (
    actors,
    choices,
    conflicts,
    contains,
    countries,
    date_ranges,
    offsets,
    references,
    rows,
    search,
    survivors,
    texts,
    values,
)
from newsdb.api.filters.values import COUNTRY, id_of, one_of


def _taking_part_as(role: str) -> Family:
    return rows(EventParticipant.objects.filter(role=role).all, "event", "country", COUNTRY)


class EventFilters(AssertionFilters):
    """``country=RU`` is in any role; ``host=RU`` in that one."""

    families = {
        "kind": choices("kind", Event.Kind.values),
        "modality": choices("modality", Event.Modality.values),
        "date": date_ranges("date"),
        "date_basis": choices("date_basis", Event.DateBasis.values),
        "place_text": texts("place_text") | contains("place_text"),
        "place_country": countries("place_country"),
        "country": rows(EventParticipant.objects.all, "event", "country", COUNTRY),
        "person": rows(EventParticipant.objects.all, "event", "person", id_of("person"), survivors(Person)),
        "organization": rows(
            EventParticipant.objects.all,
            "event",
            "organization",
            id_of("organization"),
            survivors(Organization),
        ),
        "role": rows(EventParticipant.objects.all, "event", "role", one_of(EventParticipant.Role.values)),
        **{role: _taking_part_as(role) for role in EventParticipant.Role.values},
        "conflicts_with": conflicts(Event),
        **evidence("event"),
    }
    unfiltered = {
        **AssertionFilters.unfiltered,
        "parties": "country filters; this finds reports of one event",
    }


class QuotationFilters(AssertionFilters):
    families = {
        **evidence("quotation"),
        "q": search(),
        "article": values("article", id_of("article")),
        "source": references("article__source", "source"),
        "published": date_ranges("article__published"),
        "start": offsets("start"),
        "end": offsets("end"),
        "mode": choices("mode", Quotation.Mode.values),
        "speaker": actors("speaker", Person),
        "speaker_text": texts("speaker_text") | contains("speaker_text"),
        "person": actors("speaker", Person),
        "organization": actors("speaker_organization", Organization),
        "country": countries("speaker_country"),
        "speaker_country": countries("speaker_country"),
        "speaker_organization": actors("speaker_organization", Organization),
        "conflicts_with": conflicts(Quotation),
    }
    unfiltered = {**AssertionFilters.unfiltered, "text": "q searches it"}
