"""Parameters of requests: nothing is ignored, and what is wrong is named with what is allowed."""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from newsdb.api.filters.values import Value

MAX_PARAMETER = 40_000
"""Longest value of a parameter: a list of 500 values fits."""


def refuse(name: str, detail: str, code: str = "invalid") -> ValidationError:
    return ValidationError({name: [detail]}, code=code)


def check_names(sent: Iterable[str], allowed: Collection[str]) -> None:
    """Raise for every parameter that the address does not have."""
    unknown = [name for name in sent if name not in allowed]
    if unknown:
        listed = ", ".join(sorted(allowed)) or "none"
        detail = f"there is no such parameter here; allowed: {listed}"
        raise ValidationError({name[:200]: [detail] for name in unknown}, code="unknown_parameter")


def check_text(sent: QueryDict) -> None:
    """Raise for characters that no database holds, and for values of absurd length."""
    for name, values in sent.lists():
        if any(storable(text) is None for text in (name, *values)):
            raise refuse(
                name.replace("\0", "")[:200], "has a NUL or half a surrogate pair, which no text has"
            )
        if sum(map(len, values)) > MAX_PARAMETER:
            raise refuse(name, f"is longer than {MAX_PARAMETER} characters", "too_long")


def storable(text: str) -> str | None:
    """Return the text, or None where it holds characters that databases refuse."""
    return None if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text) else text


def single(sent: QueryDict, name: str, value: Value) -> Any:
    """Return the value of a parameter that can be given once; None when it is not given."""
    texts = sent.getlist(name)
    if len(texts) > 1:
        raise refuse(name, "is given more than once")
    try:
        return value.read(texts[0]) if texts else None
    except ValueError as error:
        raise refuse(name, str(error)) from None


def names(sent: QueryDict, name: str) -> list[str]:
    """Return the names in a parameter that lists them, parted by commas or given again."""
    return [part for text in sent.getlist(name) for part in text.split(",")]
