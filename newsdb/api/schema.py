"""OpenAPI: what drf-spectacular cannot see by itself."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from newsdb.api.collections import Collection, is_mergeable
from newsdb.api.editing import Editable
from newsdb.api.questions import Question
from newsdb.api.renderers import CSV, GeoJSON, JSONLines
from newsdb.api.representation import object_type


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How tokens are sent. Found by its class alone."""

    target_class = "newsdb.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        about = "`Authorization: Token …`, with the token that auth/login/ gives"
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": about}


class RepresentationType(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """The type that a representation describes. Found by its class alone."""

    target_class = "newsdb.api.representation.Representation"

    def get_name(self, auto_schema: Any, direction: Any) -> str:  # noqa: ARG002
        name: str = self.target.name
        return name

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:  # noqa: ARG002
        def component(name: str, schema: dict[str, Any]) -> dict[str, Any]:
            resolved: Any = ResolvedComponent
            named = resolved(name, ResolvedComponent.SCHEMA, schema, object=name)
            auto_schema.registry.register_on_missing(named)
            reference: dict[str, Any] = named.ref
            return reference

        return object_type(self.target.fields, component)


class ErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True, help_text="the parameter or field that is wrong")


class ErrorsSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["validation_error", "client_error", "server_error"])
    errors = ErrorSerializer(many=True)  # type: ignore[assignment]


class MovedSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    merged_into = serializers.IntegerField(help_text="also in the header Location")


class Schema(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        if isinstance(self.view, Question):
            return [parameter.described(name) for name, parameter in self.view.takes.items()]
        if not isinstance(self.view, Collection):
            return []
        fields, references = (
            sorted(each) for each in (self.view.representation.fields, self.view.representation.references)
        )
        expand = [_names("expand", references, "whole objects")] if references else []
        return [_names("fields", fields, "only these"), _names("omit", fields, "all but these"), *expand]

    def get_response_serializers(self) -> Any:
        if isinstance(self.view, Collection):
            return self.view.representation
        if isinstance(self.view, Question):
            own = {(200, "application/json"): dict(self.view.answer)}
            return own | {(200, other): dict(schema) for other, schema in self.view.alternatives.items()}
        return super().get_response_serializers()

    def map_renderers(self, attribute: str) -> list[str]:
        """Return the formats; types are JSON's, to which the others are added where they are answered."""
        every: list[str] = super().map_renderers(attribute)
        return ["application/json"] if attribute == "media_type" else every

    def get_examples(self) -> list[OpenApiExample]:
        described = (
            self.view if isinstance(self.view, Question) else getattr(self.view, "representation", None)
        )
        example = getattr(described, "example", None)
        return [OpenApiExample("مثال", value=example, response_only=True)] if example else []

    def get_request_serializer(self) -> Any:
        if isinstance(self.view, Editable):
            return self.view.input_of_action()
        return super().get_request_serializer()

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        answers = super()._get_response_bodies(direction)
        if direction != "response":
            return answers
        single = "{" in self.path
        errors = ("400", "401", "403", "404") if single else ("400", "401", "403")
        others: dict[str, Any] = dict.fromkeys(errors, ErrorsSerializer)
        if single and isinstance(self.view, Collection) and is_mergeable(self.view.queryset.model):
            others["301"] = MovedSerializer
        if isinstance(self.view, Collection):
            for answer in answers.values():
                answer["content"] |= _other_formats(self.view.renderer_classes)
        describe: Any = self._get_response_for_code
        return answers | {code: describe(body, code) for code, body in others.items()}


def _other_formats(renderers: Any) -> dict[str, Any]:
    text, object_ = {"schema": {"type": "string"}}, {"schema": {"type": "object"}}
    kinds: dict[Any, Any] = {CSV: text, JSONLines: text, GeoJSON: object_}
    return {renderer.media_type: kinds[renderer] for renderer in renderers if renderer in kinds}


def _names(parameter: str, names: list[str], about: str) -> OpenApiParameter:
    items = {"type": "string", "enum": names}
    return OpenApiParameter(
        parameter, {"type": "array", "items": items}, description=about, explode=False, style="form"
    )
