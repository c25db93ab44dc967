"""Gold: what documents should give, annotated by people in TOML (docs/gold.md). Pure: no database."""

import os
from dataclasses import dataclass
from pathlib import Path

from articles.files import plain_line
from entities.evaluation.tables import InvalidGoldError, Table
from entities.extraction.types import Participant


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
    """``surfaces`` are people as written, ``dates`` all dates told; None where they are not annotated."""

    title: str
    countries: tuple[str, ...]
    people: tuple[str, ...]
    relations: tuple[GoldRelation, ...] = ()
    events: tuple[GoldEvent, ...] = ()
    tenures: tuple[GoldTenure, ...] = ()
    quotations: tuple[GoldQuotation, ...] = ()
    surfaces: tuple[str, ...] | None = None
    dates: tuple[str, ...] | None = None

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


def read_document(root: Table, file: str) -> GoldDocument:
    """Read a file of gold about a document, which lies in its folder or any folder above it."""
    written = root.text("document")
    articles = tuple(map(_article, root.tables("article", required=True)))
    folders = Path(os.path.abspath(file)).parents
    document = next((folder / written for folder in folders if (folder / written).is_file()), None)
    if document is None:
        raise InvalidGoldError(f"{root.where}: no such document: {plain_line(written)}")
    return GoldDocument(root.where, document, articles)


def _article(table: Table) -> GoldArticle:
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


def _relation(row: Table) -> GoldRelation:
    return GoldRelation(
        countries=tuple(sorted(row.texts("countries"))),
        kind=row.text("kind"),
        status=row.text("status"),
        start=row.date("start"),
        end=row.date("end"),
        quote=row.text("quote"),
    )


def _event(row: Table) -> GoldEvent:
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


def _tenure(row: Table) -> GoldTenure:
    return GoldTenure(
        person=row.text("person"),
        role=row.text("role"),
        country=row.text("country", ""),
        organization=row.text("organization", ""),
        start=row.date("start"),
        end=row.date("end"),
        quote=row.text("quote"),
    )
