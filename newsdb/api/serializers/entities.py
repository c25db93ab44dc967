"""Countries, people, organizations and offices, and the log of changes."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from entities.models import Change, Tenure
from newsdb.api.fields import Aliases, CountryCode, EdtfField, Named, OfficeName
from newsdb.api.shape import Load, ShapedSerializer


class CountrySerializer(ShapedSerializer):
    code = serializers.CharField()
    alpha3 = serializers.CharField()
    numeric = serializers.CharField()
    name_ar = serializers.CharField()
    name_en = serializers.CharField()
    official_name_ar = serializers.CharField()
    official_name_en = serializers.CharField()
    former = serializers.BooleanField()
    aliases = Aliases()

    loads = {"aliases": Load(rows=("aliases",))}


class OfficeHeld(serializers.Serializer[Any]):
    """An office that a person held; ``id`` is that of the tenure."""

    id = serializers.IntegerField()
    office = OfficeName()
    start = EdtfField()
    end = EdtfField()


class ActorSerializer(ShapedSerializer):
    """What people and organizations have in common."""

    id = serializers.IntegerField()
    name_ar = serializers.CharField()
    name_en = serializers.CharField()
    aliases = Aliases()
    wikidata_id = serializers.CharField()
    country = CountryCode(source="country_id")

    loads = {"aliases": Load(rows=("aliases",))}
    references = {"country": "country"}


class PersonSerializer(ActorSerializer):
    offices = OfficeHeld(source="tenures", many=True)

    loads = ActorSerializer.loads | {
        "offices": Load(rows=(Prefetch("tenures", Tenure.objects.shown().select_related("office")),))
    }
    references = ActorSerializer.references | {"offices.office": "office"}


class OrganizationSerializer(ActorSerializer):
    kind = serializers.CharField()


class OfficeSerializer(ShapedSerializer):
    id = serializers.IntegerField()
    role = serializers.CharField()
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    name_ar = serializers.CharField(source="title_ar")
    name_en = serializers.CharField(source="title_en")
    country = CountryCode(source="country_id")
    organization = Named(allow_null=True)
    host = CountryCode(source="host_id")

    loads = {"organization": Load(joins=("organization",))}
    references = {"country": "country", "organization": "organization", "host": "country"}


class ChangeSerializer(ShapedSerializer):
    """That something changed, and which fields of it; its own collection says what it is now."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    batch = serializers.UUIDField()
    action = serializers.ChoiceField(Change.Action.choices)
    cause = serializers.ChoiceField(Change.Cause.choices)
    object_type = serializers.CharField()
    object_id = serializers.CharField()
    changed = serializers.SerializerMethodField()

    def get_changed(self, change: Change) -> list[str]:
        before, after = change.before or {}, change.after or {}
        return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
