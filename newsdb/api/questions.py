"""Answers that are no lists of rows: their parameters are declared once, for reading and for the schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from newsdb.api.base import BaseView
from newsdb.api.filters.base import MAX_LISTED
from newsdb.api.filters.values import Value
from newsdb.api.parameters import names, refuse, single


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address; ``listed`` ones are several values parted by commas."""

    value: Value
    about: str
    default: Any = None
    listed: bool = False

    def read(self, sent: Any, name: str) -> Any:
        """Return what was sent under the name, or the default; raises for what is not allowed."""
        if not self.listed:
            value = single(sent, name, self.value)
            return self.default if value is None else value
        texts = names(sent, name)
        if len(texts) > MAX_LISTED:
            raise refuse(name, f"{len(texts)} values are too many here: at most {MAX_LISTED}", "too_many")
        try:
            return [self.value.read(text) for text in texts] or self.default
        except ValueError as error:
            raise refuse(name, str(error)) from None

    def described(self, name: str) -> OpenApiParameter:
        schema: dict[str, Any] = dict(self.value.schema)
        if self.default is not None and not self.listed:
            schema["default"] = str(self.default) if "enum" in schema else self.default
        if self.listed:
            schema = {"type": "array", "items": schema, "maxItems": MAX_LISTED}
        style: dict[str, Any] = {"explode": False, "style": "form"} if self.listed else {}
        return OpenApiParameter(name, schema, description=self.about, **style)


class Question(BaseView):
    """An address that is asked with GET. ``answer`` is the type of what it says, ``example`` one of that."""

    takes: ClassVar[Mapping[str, Parameter]] = {}
    answer: ClassVar[Mapping[str, Any]] = {}
    example: ClassVar[Mapping[str, Any]] = {}
    alternatives: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Types of answers of other media types."""

    def parameters(self) -> set[str]:
        return {"format", *self.takes}

    def asked(self, request: Request) -> dict[str, Any]:
        """Return the value of each parameter, or its default."""
        sent = request.query_params
        return {name: parameter.read(sent, name) for name, parameter in self.takes.items()}


def object_of(**properties: Any) -> dict[str, Any]:
    """Return the type of an object that has all these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def list_of(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}
