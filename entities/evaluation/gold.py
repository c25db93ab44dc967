"""Gold: what documents should give, annotated by people in TOML (docs/gold.md). Pure: no database."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.dates import DateRange
from articles.files import expand, plain_line
from entities.extraction.types import Participant


class InvalidGoldError(ValueError):
    """Gold that cannot be used; the message is one plain line that says where and why."""


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """Dates, here and below, are EDTF as :attr:`DateRange.edtf` writes it; empty when unknown."""

    countries: tuple[str, ...]
    kind: str
    status: str
    start: str
    end: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """``participants`` hold names of people and organizations, where those of a reading hold keys."""

    kind: str
    modality: str
    date: str
    place: str
    participants: tuple[Participant, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class GoldTenure:
    person: str
    role: str
    country: str
    organization: str
    start: str
    end: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    speaker: str
    mode: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    title: str
    countries: tuple[str, ...]
    people: tuple[str, ...]
    relations: tuple[GoldRelation, ...] = ()
    events: tuple[GoldEvent, ...] = ()
    tenures: tuple[GoldTenure, ...] = ()
    quotations: tuple[GoldQuotation, ...] = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words of the article that the annotation rests on."""
        facts: tuple[GoldRelation | GoldEvent | GoldTenure | GoldQuotation, ...]
        facts = (*self.relations, *self.events, *self.tenures, *self.quotations)
        return tuple(fact.quote for fact in facts)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A file of gold, and the document that it is about."""

    path: str
    document: Path
    articles: tuple[GoldArticle, ...]


def read_gold(paths: Sequence[str]) -> tuple[GoldDocument, ...]:
    """Read files and directories of gold, each file once.

    In directories, TOML files with neither ``document`` nor ``article`` are something else, and left out.
    Raises :class:`InvalidGoldError` when a path has no gold at it, or what is there cannot be read.
    """
    files, missing = expand(paths)
    if missing:
        raise InvalidGoldError("; ".join(missing))
    documents = []
    for file in files:
        if file not in paths and not file.endswith(".toml"):
            continue
        root = _Table(_load(file), plain_line(file))
        if file in paths or root.values.keys() & {"document", "article"}:
            documents.append(_document(root, file))
    if not documents:
        raise InvalidGoldError(f"{plain_line(' '.join(paths))}: no gold in it")
    return tuple(documents)


def _load(file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(file).read_text("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
    except RecursionError:
        reason = "bad TOML: nested too deeply"
    except ValueError as error:  # not UTF-8, or not TOML
        reason = f"bad TOML: {error}"
    raise InvalidGoldError(plain_line(f"{file}: {reason}"))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, with the words that say where it stands."""

    values: Mapping[str, Any]
    where: str

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there and hold something."""
        value = self.values.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._wrong(name, "a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self._wrong(name, "a list of texts")
        return tuple(value)

    def date(self, name: str) -> str:
        """A day, month or year, or two with a slash for one day between them; empty when unknown."""
        text = self.text(name, "")
        first, slash, last = text.partition("/")
        try:
            return DateRange.from_edtf(f"[{first}..{last}]" if slash else text).edtf if text else ""
        except ValueError as error:
            raise InvalidGoldError(f"{self.where}, {name}: {plain_line(str(error))}") from None

    def tables(self, name: str, *, required: bool = False) -> "list[_Table]":
        value = self.values.get(name, None if required else [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self._wrong(name, "tables")
        return [_Table(row, f"{self.where}, {name} {number}") for number, row in enumerate(value, 1)]

    def _wrong(self, name: str, wanted: str) -> InvalidGoldError:
        reason = f"is not {wanted}" if name in self.values else "is missing"
        return InvalidGoldError(f"{self.where}: {name!r} {reason}")


def _document(root: _Table, file: str) -> GoldDocument:
    written = root.text("document")
    articles = tuple(map(_article, root.tables("article", required=True)))
    folders = Path(os.path.abspath(file)).parents
    document = next((folder / written for folder in folders if (folder / written).is_file()), None)
    if document is None:
        raise InvalidGoldError(f"{root.where}: no such document: {plain_line(written)}")
    return GoldDocument(root.where, document, articles)


def _article(table: _Table) -> GoldArticle:
    return GoldArticle(
        title=table.text("title"),
        countries=table.texts("countries"),
        people=table.texts("people"),
        relations=tuple(map(_relation, table.tables("relation"))),
        events=tuple(map(_event, table.tables("event"))),
        tenures=tuple(map(_tenure, table.tables("tenure"))),
        quotations=tuple(
            GoldQuotation(row.text("speaker", ""), row.text("mode"), row.text("quote"))
            for row in table.tables("quotation")
        ),
    )


def _relation(row: _Table) -> GoldRelation:
    return GoldRelation(
        countries=tuple(sorted(row.texts("countries"))),
        kind=row.text("kind"),
        status=row.text("status"),
        start=row.date("start"),
        end=row.date("end"),
        quote=row.text("quote"),
    )


def _event(row: _Table) -> GoldEvent:
    return GoldEvent(
        kind=row.text("kind"),
        modality=row.text("modality"),
        date=row.date("date"),
        place=row.text("place", ""),
        participants=tuple(
            Participant(
                part.text("role"),
                part.text("country", ""),
                part.text("person", ""),
                part.text("organization", ""),
            )
            for part in row.tables("participants", required=True)
        ),
        quote=row.text("quote"),
    )


def _tenure(row: _Table) -> GoldTenure:
    return GoldTenure(
        person=row.text("person"),
        role=row.text("role"),
        country=row.text("country", ""),
        organization=row.text("organization", ""),
        start=row.date("start"),
        end=row.date("end"),
        quote=row.text("quote"),
    )
