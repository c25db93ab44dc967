"""Errors in the one shape of drf-standardized-errors: ``{type, errors: [{code, detail, attr}]}``."""

from django.core.exceptions import SuspiciousOperation
from django.core.exceptions import ValidationError as ModelError
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions
from rest_framework.serializers import as_serializer_error


class Handler(ExceptionHandler):
    """Adds what the models' own rules refuse, and what Django refuses to read."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, ModelError):
            return exceptions.ValidationError(as_serializer_error(exc))
        if isinstance(exc, SuspiciousOperation):
            return exceptions.ParseError(str(exc))
        return super().convert_known_exceptions(exc)
