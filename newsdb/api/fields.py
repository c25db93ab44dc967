"""Fields that stand for the same thing wherever they are: dates, codes of countries, short references."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.dates import DateRange


@extend_schema_field({"type": "string", "description": "EDTF; empty when unknown", "example": "2025-04-10"})
class EdtfField(serializers.Field[DateRange | None, str, str, Any]):
    """A partial date: EDTF, and the empty string for an unknown one."""

    default_error_messages = {"invalid": "{problem}"}

    def get_attribute(self, instance: Any) -> Any:
        value = super().get_attribute(instance)
        return value.edtf if value else ""

    def to_representation(self, value: Any) -> str:
        return str(value)

    def to_internal_value(self, data: Any) -> DateRange | None:
        try:
            return DateRange.from_edtf(str(data)) if data else None
        except ValueError as error:
            self.fail("invalid", problem=str(error))


@extend_schema_field({"type": "string", "nullable": True, "description": "alpha-2", "example": "SY"})
class CountryCode(serializers.CharField):
    """The code of a country that a row refers to, by its column: ``source="country_id"``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


@extend_schema_field({"type": "integer", "nullable": True})
class RowId(serializers.IntegerField):
    """The id of a row that a row refers to, by its column."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


class Named(serializers.Serializer[Any]):
    """A person, organization or source, in short."""

    id = serializers.IntegerField()
    name_ar = serializers.CharField()
    name_en = serializers.CharField()


def brief(row: Any) -> dict[str, Any]:
    """Return what :class:`Named` shows of a row, without a serializer for each."""
    return {"id": row.pk, "name_ar": row.name_ar, "name_en": row.name_en}


class OfficeName(serializers.Serializer[Any]):
    """An office, in short; its names are its titles."""

    id = serializers.IntegerField()
    name_ar = serializers.CharField(source="title_ar")
    name_en = serializers.CharField(source="title_en")
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    role = serializers.CharField()
    country = CountryCode(source="country_id")


class Aliases(serializers.ListField):
    """The texts of related aliases, in order, each once."""

    child = serializers.CharField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[str]:
        return list(dict.fromkeys(alias.text for alias in value.all()))
