"""Bodies of requests."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

from newsdb.api.parameters import storable

MAX_BODY = 1_000_000
MAX_DEPTH = 20


class TooLarge(APIException):
    status_code = 413
    default_detail = f"The body is larger than {MAX_BODY} bytes."
    default_code = "too_large"


class BoundedJSONParser(JSONParser):
    """JSON of bounded size and depth, holding only text that can be stored."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = stream.read(MAX_BODY + 1)
        if len(body) > MAX_BODY:
            raise TooLarge
        try:
            data = super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError(f"JSON nested deeper than {MAX_DEPTH} levels.") from None
        _check(data, MAX_DEPTH)
        if not isinstance(data, dict):
            raise ParseError("Send a JSON object.")
        return data


def _check(data: object, depth: int) -> None:
    if depth < 0:
        raise ParseError(f"JSON nested deeper than {MAX_DEPTH} levels.")
    if isinstance(data, str) and storable(data) is None:
        raise ParseError("A text has a NUL or half a surrogate pair, which no text has.")
    if isinstance(data, dict):
        for key, value in data.items():
            _check(key, depth)
            _check(value, depth - 1)
    elif isinstance(data, list):
        for value in data:
            _check(value, depth - 1)
