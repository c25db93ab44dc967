"""TOML tables read with errors that say where and why. Pure: no database."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.dates import DateRange
from articles.files import plain_line


class InvalidGoldError(ValueError):
    """Gold that cannot be used; the message is one plain line that says where and why."""


def read_text(file: str) -> str:
    """The text of a file, which is UTF-8."""
    try:
        return Path(file).read_text("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
    except ValueError as error:
        reason = f"not UTF-8: {error}"
    raise InvalidGoldError(plain_line(f"{file}: {reason}"))


def parse_toml(text: str, file: str) -> "Table":
    try:
        return Table(tomllib.loads(text), plain_line(file))
    except RecursionError:
        reason = "nested too deeply"
    except ValueError as error:
        reason = str(error)
    raise InvalidGoldError(plain_line(f"{file}: bad TOML: {reason}"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file, with the words that say where it stands."""

    values: Mapping[str, Any]
    where: str

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there and hold something."""
        value = self.values.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(name, "a text")
        return value

    def texts(self, name: str, *, required: bool = True) -> tuple[str, ...]:
        value = self.values.get(name, None if required else [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.wrong(name, "a list of texts")
        return tuple(value)

    def date(self, name: str) -> str:
        """A day, month or year, or two with a slash for one day between them; empty when unknown."""
        text = self.text(name, "")
        try:
            return edtf(text) if text else ""
        except ValueError as error:
            raise InvalidGoldError(f"{self.where}, {name}: {plain_line(str(error))}") from None

    def dates(self, name: str) -> tuple[str, ...]:
        try:
            return tuple(map(edtf, self.texts(name, required=False)))
        except InvalidGoldError:
            raise
        except ValueError as error:
            raise InvalidGoldError(f"{self.where}, {name}: {plain_line(str(error))}") from None

    def tables(self, name: str, *, required: bool = False) -> "list[Table]":
        value = self.values.get(name, None if required else [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.wrong(name, "tables")
        return [Table(row, f"{self.where}, {name} {number}") for number, row in enumerate(value, 1)]

    def only(self, *names: str) -> None:
        """A key with a misprint would be an annotation that nobody measures."""
        for name in self.values:
            if name not in names:
                raise InvalidGoldError(plain_line(f"{self.where}: {name!r} is none of {', '.join(names)}"))

    def wrong(self, name: str, wanted: str) -> InvalidGoldError:
        reason = f"is not {wanted}" if name in self.values else "is missing"
        return InvalidGoldError(f"{self.where}: {name!r} {reason}")


def edtf(text: str) -> str:
    """EDTF as extraction writes it; two dates with a slash are one day between them, either may be open."""
    first, slash, last = text.partition("/")
    return DateRange.from_edtf(f"[{first}..{last}]" if slash else text).edtf
