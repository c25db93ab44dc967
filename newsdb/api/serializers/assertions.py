"""What articles are read to say, each with its evidence."""

from typing import Any

from django.db.models import F, Prefetch
from django.db.models.functions import Substr
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

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
from entities.models.assertions import AssertionQuerySet
from entities.validity import Certainty
from newsdb.api.fields import CountryCode, EdtfField, Named, OfficeName
from newsdb.api.shape import Load, ShapedSerializer


class EvidenceSerializer(serializers.Serializer[Any]):
    article = serializers.IntegerField(source="article_id")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField(source="sentence")
    source = Named(source="article.source", allow_null=True)  # type: ignore[assignment]
    published = EdtfField(source="article.published")
    extractor = serializers.CharField()
    version = serializers.CharField()
    rule = serializers.CharField()
    confidence = serializers.FloatField()
    supports = serializers.BooleanField()


def evidence() -> "Prefetch[Any]":
    """Fetch evidence with its sentence cut out by the database, so that no whole text travels."""
    rows = Evidence.objects.select_related("article__source").defer(
        "article__text", "article__search_text", "article__sections", "article__keyword_line"
    )
    return Prefetch(
        "evidence", rows.annotate(sentence=Substr("article__text", F("start") + 1, F("end") - F("start")))
    )


class AssertionSerializer(ShapedSerializer):
    id = serializers.IntegerField()
    review_status = serializers.ChoiceField(ReviewStatus.choices)
    confidence = serializers.FloatField()
    conflicts_with = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True)

    last = (
        *("start", "end", "in_force_until", "attested_from", "attested_until", "certainty"),
        *("review_status", "confidence", "conflicts_with", "evidence"),
    )
    references = {"evidence.article": "article", "evidence.source": "source"}

    @staticmethod
    def loads_of(model: type[Assertion]) -> dict[str, Load]:
        shown: AssertionQuerySet[Assertion] = AssertionQuerySet(model).shown().only("pk")
        return {
            "evidence": Load(rows=(evidence(),)),
            "conflicts_with": Load(rows=(Prefetch("conflicts_with", shown),)),
        }

    def get_conflicts_with(self, assertion: Any) -> list[int]:
        return sorted(other.pk for other in assertion.conflicts_with.all())


class SpellSerializer(AssertionSerializer):
    start = EdtfField()
    end = EdtfField()
    certainty = serializers.ChoiceField(
        [(certainty.value, certainty.value) for certainty in Certainty],
        read_only=True,
        help_text="with as_of: whether it holds on that day for certain",
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "علاقة دبلوماسية",
            response_only=True,
            value={
                "id": 1,
                "countries": ["KR", "SY"],
                "kind": "diplomatic_relations",
                "status": "established",
                "initiator": None,
                "start": "2025-04-10",
                "end": "",
                "in_force_until": None,
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
    ]
)
class RelationSerializer(SpellSerializer):
    countries = serializers.SerializerMethodField(help_text="the two, alpha-2, sorted")
    kind = serializers.ChoiceField(DiplomaticRelation.Kind.choices)
    status = serializers.ChoiceField(DiplomaticRelation.Status.choices)
    initiator = CountryCode(source="initiator_id")
    in_force_until = serializers.DateField(allow_null=True)

    loads = AssertionSerializer.loads_of(DiplomaticRelation)
    references = AssertionSerializer.references | {
        "countries": "country",
        "initiator": "country",
        "conflicts_with": "relation",
    }

    def get_countries(self, relation: DiplomaticRelation) -> list[str]:
        return [relation.country_a_id, relation.country_b_id]


class TenureSerializer(SpellSerializer):
    person = Named()
    office = OfficeName()
    country = CountryCode(source="office.country_id")
    attested_from = serializers.DateField(allow_null=True)
    attested_until = serializers.DateField(allow_null=True)

    loads = AssertionSerializer.loads_of(Tenure) | {
        "person": Load(joins=("person",)),
        "office": Load(joins=("office",)),
        "country": Load(joins=("office",)),
    }
    references = AssertionSerializer.references | {
        "person": "person",
        "office": "office",
        "country": "country",
        "conflicts_with": "tenure",
    }


class PlaceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(source="place_text")
    country = CountryCode(source="place_country_id")


class ParticipantSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(EventParticipant.Role.choices)
    country = CountryCode(source="country_id")
    person = Named(allow_null=True)
    organization = Named(allow_null=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "زيارة",
            response_only=True,
            value={
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
                "review_status": "pending",
                "confidence": 0.9,
                "conflicts_with": [],
                "evidence": [],
            },
        )
    ]
)
class EventSerializer(AssertionSerializer):
    kind = serializers.ChoiceField(Event.Kind.choices)
    modality = serializers.ChoiceField(Event.Modality.choices)
    date = EdtfField()
    date_basis = serializers.ChoiceField(Event.DateBasis.choices)
    place = PlaceSerializer(source="*")
    participants = ParticipantSerializer(many=True)
    plover = serializers.SerializerMethodField(help_text="type in PLOVER; empty for statements")
    cameo = serializers.SerializerMethodField(help_text="base code in CAMEO")

    loads = AssertionSerializer.loads_of(Event) | {
        "participants": Load(
            rows=(
                Prefetch("participants", EventParticipant.objects.select_related("person", "organization")),
            )
        ),
    }
    references = AssertionSerializer.references | {
        "place.country": "country",
        "participants.country": "country",
        "participants.person": "person",
        "participants.organization": "organization",
        "conflicts_with": "event",
    }

    def get_plover(self, event: Event) -> str:
        return CODES[event.kind].plover

    def get_cameo(self, event: Event) -> str:
        return CODES[event.kind].cameo


class QuotationSerializer(AssertionSerializer):
    speaker = Named(allow_null=True)
    speaker_text = serializers.CharField()
    speaker_country = CountryCode(source="speaker_country_id")
    speaker_organization = Named(allow_null=True)
    text = serializers.CharField()
    mode = serializers.ChoiceField(Quotation.Mode.choices)
    article = serializers.IntegerField(source="article_id")
    start = serializers.IntegerField()
    end = serializers.IntegerField()

    loads = AssertionSerializer.loads_of(Quotation) | {
        "speaker": Load(joins=("speaker",)),
        "speaker_organization": Load(joins=("speaker_organization",)),
        "": Load(columns=("search_text",)),
    }
    references = AssertionSerializer.references | {
        "speaker": "person",
        "speaker_country": "country",
        "speaker_organization": "organization",
        "article": "article",
        "conflicts_with": "quotation",
    }
