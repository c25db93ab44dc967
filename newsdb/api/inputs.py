"""What editors send. Rules that span fields are the models' own; see :mod:`entities.assigning`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.dates import DateRange
from articles.models import Article
from entities.models import (
    Country,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Office,
    Organization,
    Person,
    Quotation,
)

MAX_OFFSET = 2**31 - 1
MAX_SPANS = 100
MAX_PARTICIPANTS = 500


@extend_schema_field({"type": "string", "description": "EDTF; empty when unknown", "example": "2025-04-10"})
class EdtfField(serializers.Field[DateRange | None, str, str, Any]):
    """A partial date: EDTF, and the empty string for an unknown one."""

    default_error_messages = {"invalid": "{problem}"}

    def to_internal_value(self, data: Any) -> DateRange | None:
        try:
            return DateRange.from_edtf(str(data)) if data else None
        except ValueError as error:
            self.fail("invalid", problem=str(error))


def one_of(rows: QuerySet[Any], **kwargs: Any) -> Any:
    """Return a field that names one of the rows by its key."""
    return serializers.PrimaryKeyRelatedField(queryset=rows, **kwargs)


def maybe_one_of(rows: QuerySet[Any], **kwargs: Any) -> Any:
    return one_of(rows, allow_null=True, required=False, **kwargs)


def short_text(length: int = 200, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False, **kwargs)


def several(kind: type[serializers.Serializer[Any]], most: int, **kwargs: Any) -> Any:
    return kind(many=True, max_length=most, **kwargs)  # type: ignore[call-arg]


class SpanInput(serializers.Serializer[Any]):
    """A span of an article's text, in code points."""

    article = one_of(Article.objects.all())
    start = serializers.IntegerField(min_value=0, max_value=MAX_OFFSET)
    end = serializers.IntegerField(min_value=1, max_value=MAX_OFFSET)


class EvidenceInput(SpanInput):
    supports = serializers.BooleanField(default=True)


class RelationInput(serializers.Serializer[Any]):
    countries = serializers.ListField(child=one_of(Country.objects.all()), min_length=2, max_length=2)
    kind = serializers.ChoiceField(DiplomaticRelation.Kind.choices)
    status = serializers.ChoiceField(DiplomaticRelation.Status.choices)
    initiator = maybe_one_of(Country.objects.all())
    start = EdtfField(required=False)
    end = EdtfField(required=False)
    evidence = several(EvidenceInput, MAX_SPANS, allow_empty=False)


class TenureInput(serializers.Serializer[Any]):
    person = one_of(Person.objects.current())
    office = one_of(Office.objects.all())
    start = EdtfField(required=False)
    end = EdtfField(required=False)
    evidence = several(EvidenceInput, MAX_SPANS, allow_empty=False)


class ParticipantInput(serializers.Serializer[Any]):
    role = serializers.ChoiceField(EventParticipant.Role.choices)
    country = maybe_one_of(Country.objects.all())
    person = maybe_one_of(Person.objects.current())
    organization = maybe_one_of(Organization.objects.current())


class PlaceInput(serializers.Serializer[Any]):
    text = short_text(source="place_text")
    country = maybe_one_of(Country.objects.all(), source="place_country")


class EventInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Event.Kind.choices)
    modality = serializers.ChoiceField(Event.Modality.choices, required=False)
    date = EdtfField(required=False)
    place = PlaceInput(source="*", required=False)
    participants = several(ParticipantInput, MAX_PARTICIPANTS, allow_empty=False)
    evidence = several(EvidenceInput, MAX_SPANS, allow_empty=False)


class QuotationInput(SpanInput):
    """Words of an article: the span is its own evidence."""

    mode = serializers.ChoiceField(Quotation.Mode.choices)
    speaker = maybe_one_of(Person.objects.current())
    speaker_text = short_text()
    speaker_country = maybe_one_of(Country.objects.all())
    speaker_organization = maybe_one_of(Organization.objects.current())


class NothingInput(serializers.Serializer[Any]):
    """An empty body."""


class ReasonInput(serializers.Serializer[Any]):
    reason = short_text(1000)


class PersonInput(serializers.Serializer[Any]):
    name_ar = short_text()
    name_en = short_text()
    wikidata_id = serializers.RegexField("^(Q[1-9][0-9]{0,15})?$", allow_blank=True, required=False)
    country = maybe_one_of(Country.objects.all())
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=200, required=False
    )


class OrganizationInput(PersonInput):
    kind = serializers.ChoiceField(Organization.Kind.choices, required=False)


class PersonMergeInput(serializers.Serializer[Any]):
    into = one_of(Person.objects.all())


class OrganizationMergeInput(serializers.Serializer[Any]):
    into = one_of(Organization.objects.all())
