"""The values that parameters can have: how each is read, what is allowed, and how the schema says it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from articles.arabic import fold
from articles.dates import FIRST_YEAR, LAST_YEAR, DateRange

MAX_LENGTH = 200
MAX_INTEGER = 2**63 - 1


@dataclass(frozen=True)
class Value:
    """A kind of value. ``parse`` raises ValueError for what is not ``allowed``."""

    allowed: str
    parse: Callable[[str], Any]
    schema: dict[str, Any] = field(default_factory=dict)
    refers_to: str = ""
    """The kind of object whose key it is; the key of one that does not exist is refused."""

    def read(self, text: str) -> Any:
        """Return the value; ValueError names what was given and what is allowed."""
        try:
            return self.parse(text)
        except ValueError:
            shown = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
            raise ValueError(f"{shown!r} is not allowed here: write {self.allowed}") from None


def integer(least: int = 0, most: int = MAX_INTEGER) -> Value:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,19}", text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return Value(
        f"a whole number from {least} to {most}",
        parse,
        {"type": "integer", "format": "int64", "minimum": least, "maximum": most},
    )


def one_of(choices: Iterable[str]) -> Value:
    choices = tuple(choices)
    allowed = [str(choice) for choice in choices]

    def parse(text: str) -> str:
        return choices[allowed.index(text)]

    return Value(f"one of {', '.join(allowed)}", parse, {"type": "string", "enum": allowed})


def _fraction(text: str) -> float:
    if not re.fullmatch(r"[01](\.[0-9]{1,17})?", text) or float(text) > 1:
        raise ValueError
    return float(text)


def _degrees(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,9})?", text) or abs(float(text)) > 180:
        raise ValueError
    return float(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


def _country_code(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}([A-Za-z]{2})?", text):
        raise ValueError
    return text.upper()


def _date(text: str) -> DateRange:
    first, interval, last = text.partition("/")
    return DateRange.from_edtf(f"[{first.strip('.')}..{last.strip('.')}]" if interval else text)


def _earliest(text: str) -> date:
    if not (day := _date(text).earliest):
        raise ValueError
    return day


def _latest(text: str) -> date:
    if not (day := _date(text).latest):
        raise ValueError
    return day


def _day(text: str) -> date:
    value = DateRange.from_edtf(text)
    if value.earliest is None or not value.exact:
        raise ValueError
    return value.earliest


def _instant(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if not FIRST_YEAR < value.year < LAST_YEAR:  # a year apart from the edge, so that offsets cannot cross it
        raise ValueError
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _text(text: str) -> str:
    if not 0 < len(text) <= MAX_LENGTH:
        raise ValueError
    return text


def _words(text: str) -> str:
    folded = fold(_text(text))
    if not folded:
        raise ValueError
    return folded


ID = integer(least=1)
OFFSET = integer()


def id_of(kind: str) -> Value:
    return replace(ID, refers_to=kind)


FRACTION = Value("a number from 0 to 1", _fraction, {"type": "number", "minimum": 0, "maximum": 1})
DEGREES = Value("degrees from -180 to 180", _degrees, {"type": "number", "minimum": -180, "maximum": 180})
FLAG = Value("true or false", _flag, {"type": "boolean"})
COUNTRY = Value(
    "a country's alpha-2 code such as SY",
    _country_code,
    {"type": "string", "pattern": "^[A-Za-z]{2}([A-Za-z]{2})?$", "example": "SY"},
    "country",
)
_DATE = "a date as YYYY, YYYY-MM or YYYY-MM-DD"
EDTF = Value(
    f"{_DATE}, or a range as 2024-01/2024-06, 2024/.. or ../2024",
    _date,
    {"type": "string", "example": "2024-06"},
)
EARLIEST = Value(_DATE, _earliest, EDTF.schema)
LATEST = Value(_DATE, _latest, EDTF.schema)
DAY = Value("a day as YYYY-MM-DD", _day, {"type": "string", "format": "date"})
INSTANT = Value("a moment as YYYY-MM-DDTHH:MM:SSZ", _instant, {"type": "string", "format": "date-time"})
TEXT = Value(
    f"1 to {MAX_LENGTH} characters", _text, {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}
)
WORDS = Value(f"words, of 1 to {MAX_LENGTH} characters", _words, TEXT.schema)
UNIQUE = Value("a UUID", UUID, {"type": "string", "format": "uuid"})
