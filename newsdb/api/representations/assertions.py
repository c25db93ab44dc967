"""What articles are read to say, each with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from entities.coding import CODES
from entities.models import (
    Assertion,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Evidence,
    Quotation,
    ReviewStatus,
    Tenure,
)
from entities.models.evidence import supporting_texts
from entities.validity import Certainty
from newsdb.api.representation import Chunk, Field, Many, Object, Representation, Said, Value
from newsdb.api.representations.articles import excerpt
from newsdb.api.representations.fields import (
    COUNTRY,
    DAY,
    INTEGER,
    TEXT,
    choice,
    country,
    edtf,
    flag,
    geometry,
    integer,
    named,
    nullable,
    number,
    office,
    plain,
    row_id,
    text,
)
from newsdb.api.statements import fetch

EVIDENCE = Object(
    "Evidence",
    {
        "article": integer("article_id", refers_to="article"),
        "start": integer("start"),
        "end": integer("end"),
        "quote": Value(TEXT, (excerpt(),)),
        "source": Object(
            "Named",
            {
                "id": integer("article__source_id"),
                "name_ar": text("article__source__name_ar"),
                "name_en": text("article__source__name_en"),
            },
            "article__source_id",
            refers_to="source",
        ),
        "published": edtf("article__published"),
        "extractor": text("extractor"),
        "version": text("version"),
        "rule": text("rule"),
        "confidence": number("confidence"),
        "supports": flag("supports"),
        "duplicate_of": row_id("article__duplicate_of_id", "article"),
    },
)


@dataclass(frozen=True, eq=False)
class _Evidence(Many):
    """The evidence of assertions, together with that of barer reports which repeat them."""

    assertions: QuerySet[Any] = field(kw_only=True)

    def values(self, chunk: Chunk) -> Sequence[Any]:
        repeated, repeating = fetch(self.assertions, "repeats", ("id",), chunk.keys)
        keys = [*chunk.keys, *repeating]
        found = dict(zip(keys, super().values(replace(chunk, keys=keys)), strict=True))
        for key, other in zip(repeated, repeating, strict=True):
            found[key] = [*found[key], *found[other]]
        return [found[key] for key in chunk.keys]


def _conflicting(model: type[Assertion], kind: str) -> Many:
    """The ids of those that the assertion conflicts with; never of rejected or merged ones."""
    name = model._meta.model_name
    shown = model._default_manager.all().shown()  # type: ignore[attr-defined]
    pairs = model.conflicts_with.through._default_manager.filter(**{f"to_{name}__in": shown})
    other = f"to_{name}_id"
    return Many(pairs.order_by(other), f"from_{name}", integer(other, refers_to=kind))


REPEATS = (
    "the fuller report of the same fact, which has its evidence too; lists leave out what repeats another"
)


def _reviewed(model: type[Assertion], kind: str) -> dict[str, Field]:
    """Return what all assertions end with."""
    return {
        "repeats": plain(nullable(INTEGER), "repeats_id", refers_to=kind, about=REPEATS),
        "review_status": choice("review_status", ReviewStatus),
        "confidence": number("confidence"),
        "conflicts_with": _conflicting(model, kind),
        "supporting_texts": Value(
            {**INTEGER, "description": "articles that support it; near-duplicates count once"},
            (supporting_texts(model, kind),),
        ),
        "evidence": _Evidence(
            Evidence.objects.order_by("id"), kind, EVIDENCE, assertions=model._default_manager.order_by("id")
        ),
    }


CERTAINTY = Said(
    "certainty",
    {"type": "string", "enum": [str(certainty) for certainty in Certainty]},
    about="with as_of: whether it holds on that day for certain",
)


def _pair(one: str, other: str) -> list[str]:
    return [one, other]


RELATION = Representation(
    "Relation",
    "relations",
    DiplomaticRelation.objects.all(),
    {
        "id": integer("id"),
        "countries": Value(
            {"type": "array", "items": COUNTRY},
            ("country_a_id", "country_b_id"),
            _pair,
            refers_to="country",
            about="the two, alpha-2, sorted",
        ),
        "kind": choice("kind", DiplomaticRelation.Kind),
        "status": choice("status", DiplomaticRelation.Status),
        "initiator": country("initiator_id"),
        "start": edtf("start"),
        "end": edtf("end"),
        "in_force_until": plain(nullable(DAY), "in_force_until"),
        "certainty": CERTAINTY,
        **_reviewed(DiplomaticRelation, "relation"),
    },
    {
        "id": 1,
        "countries": ["KR", "SY"],
        "kind": "diplomatic_relations",
        "status": "established",
        "initiator": None,
        "start": "2025-04-10",
        "end": "",
        "in_force_until": None,
        "repeats": None,
        "review_status": "pending",
        "confidence": 0.95,
        "conflicts_with": [],
        "evidence": [
            {
                "article": 2,
                "start": 120,
                "end": 166,
                "quote": "أقامت كوريا الجنوبية وسوريا علاقات دبلوماسية.",
                "source": {"id": 1, "name_ar": "سانا", "name_en": "SANA"},
                "published": "2025-04-10",
                "extractor": "relations",
                "version": "1",
                "rule": "establish",
                "confidence": 0.95,
                "supports": True,
            }
        ],
    },
)
TENURE = Representation(
    "Tenure",
    "tenures",
    Tenure.objects.all(),
    {
        "id": integer("id"),
        "person": named("person", "person"),
        "office": office("office"),
        "country": country("office__country_id"),
        "start": edtf("start"),
        "end": edtf("end"),
        "attested_from": plain(nullable(DAY), "attested_from"),
        "attested_until": plain(nullable(DAY), "attested_until"),
        "certainty": CERTAINTY,
        **_reviewed(Tenure, "tenure"),
    },
)


def _plover(kind: str) -> str:
    return CODES[kind].plover


def _cameo(kind: str) -> str:
    return CODES[kind].cameo


PARTICIPANT = Object(
    "Participant",
    {
        "role": choice("role", EventParticipant.Role),
        "country": country("country_id"),
        "person": named("person", "person"),
        "organization": named("organization", "organization"),
    },
)
EVENT = Representation(
    "Event",
    "events",
    Event.objects.all(),
    {
        "id": integer("id"),
        "kind": choice("kind", Event.Kind),
        "modality": choice("modality", Event.Modality),
        "date": edtf("date"),
        "date_basis": choice("date_basis", Event.DateBasis),
        "place": Object("Place", {"text": text("place_text"), "country": country("place_country_id")}),
        "geometry": geometry("place_country"),
        "participants": Many(EventParticipant.objects.order_by("id"), "event", PARTICIPANT),
        "plover": Value(TEXT, ("kind",), _plover, about="type in PLOVER; empty for statements"),
        "cameo": Value(TEXT, ("kind",), _cameo, about="base code in CAMEO"),
        **_reviewed(Event, "event"),
    },
    {
        "id": 4,
        "kind": "visit",
        "modality": "planned",
        "date": "2024-06-18",
        "date_basis": "stated",
        "place": {"text": "بيونغ يانغ", "country": "KP"},
        "participants": [
            {
                "role": "actor",
                "country": "RU",
                "person": {"id": 1, "name_ar": "فلاديمير بوتين", "name_en": "Vladimir Putin"},
                "organization": None,
            },
            {"role": "host", "country": "KP", "person": None, "organization": None},
        ],
        "plover": "CONSULT",
        "cameo": "042",
        "repeats": None,
        "review_status": "pending",
        "confidence": 0.9,
        "conflicts_with": [],
        "evidence": [],
    },
)
QUOTATION = Representation(
    "Quotation",
    "quotations",
    Quotation.objects.all(),
    {
        "id": integer("id"),
        "speaker": named("speaker", "person"),
        "speaker_text": text("speaker_text"),
        "speaker_country": country("speaker_country_id"),
        "speaker_organization": named("speaker_organization", "organization"),
        "text": text("text"),
        "mode": choice("mode", Quotation.Mode),
        "article": plain(INTEGER, "article_id", refers_to="article"),
        "start": integer("start"),
        "end": integer("end"),
        **_reviewed(Quotation, "quotation"),
    },
)
