"""Gold of single sentences: the text and what it says side by side in TOML (docs/gold.md). Pure: no database.

An actor is written ``SA``, ``SA فيصل بن فرحان``, ``[الأمم المتحدة]``, ``[الأمم المتحدة] أنطونيو غوتيريش``, or a
person's name alone; a person is written as the sentence first does, later ways behind a bar: ``بدر عبد العاطي |
عبد العاطي``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.arabic import fold
from articles.dates import DateRange
from articles.files import plain_line
from entities.evaluation.gold import GoldArticle, GoldEvent, GoldQuotation, GoldRelation, GoldTenure
from entities.evaluation.scoring import places
from entities.evaluation.tables import InvalidGoldError, Table
from entities.extraction.types import ArticleText, Participant

ROLES = ("actor", "host", "signatory", "participant", "mediator", "target")
_KEYS = (
    "text", "published", "source", "region", "topic", "traps", "countries", "people", "dates",
    "events", "relations", "offices", "quotations",
)  # fmt: skip
_ACTOR = re.compile(
    r"(?:(?P<country>[A-Z]{2})|\[(?P<organization>[^]]+)])?(?:(?:^|\s+)(?P<person>[^\s\[].*))?"
)
_BODY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence as an article of its own, and what it is an example of.

    ``source`` is the country of the publisher, empty when it does not matter.
    """

    gold: GoldArticle
    published: DateRange | None
    source: str
    region: str
    topic: str
    traps: tuple[str, ...]

    @property
    def article(self) -> ArticleText:
        """The sentence as extraction reads it."""
        text = self.gold.title
        return ArticleText(text, (("body", 0, len(text)),), self.published, source_country=self.source)


@dataclass(frozen=True, slots=True)
class GoldSentences:
    """A file of annotated sentences."""

    path: str
    sentences: tuple[GoldSentence, ...]


def read_sentences(root: Table) -> GoldSentences:
    """Read a file of sentences; its ``topic`` is that of each sentence that names none."""
    root.only("topic", "sentence")
    topic = root.text("topic", "")
    return GoldSentences(root.where, tuple(_sentence(table, topic) for table in root.tables("sentence")))


def _sentence(table: Table, topic: str) -> GoldSentence:
    table.only(*_KEYS)
    text = table.text("text")
    surfaces = _surfaces(table)
    gold = GoldArticle(
        title=text,
        countries=table.texts("countries", required=False),
        people=tuple(names[0] for names in surfaces),
        relations=tuple(_relation(row, text) for row in table.tables("relations")),
        events=tuple(_event(row, text) for row in table.tables("events")),
        tenures=tuple(_office(row, text) for row in table.tables("offices")),
        quotations=tuple(_quotation(row) for row in table.tables("quotations")),
        surfaces=tuple(name for names in surfaces for name in names),
        dates=table.dates("dates"),
    )
    _check(table, gold, surfaces)
    published = table.date("published")
    return GoldSentence(
        gold,
        DateRange.from_edtf(published) if published else None,
        table.text("source", ""),
        table.text("region", ""),
        table.text("topic", topic),
        table.texts("traps", required=False),
    )


def _surfaces(table: Table) -> list[list[str]]:
    return [[name.strip() for name in person.split("|")] for person in table.texts("people", required=False)]


def _relation(row: Table, text: str) -> GoldRelation:
    row.only("countries", "kind", "status", "start", "end")
    return GoldRelation(
        tuple(sorted(row.texts("countries"))),
        row.text("kind", "diplomatic_relations"),
        row.text("status"),
        row.date("start"),
        row.date("end"),
        text,
    )


def _event(row: Table, text: str) -> GoldEvent:
    row.only("kind", "modality", "date", "place", *ROLES)
    parts = tuple(Participant(role, *actor) for role in ROLES for actor in _actors(row, role))
    return GoldEvent(
        row.text("kind"),
        row.text("modality", "happened"),
        row.date("date"),
        row.text("place", ""),
        parts,
        text,
    )


def _actors(row: Table, role: str) -> Iterator[tuple[str, str, str]]:
    """Each actor of a role: country, person, organization. One may stand without brackets."""
    single = isinstance(row.values.get(role), str)
    for actor in (row.text(role),) if single else row.texts(role, required=False):
        match = _ACTOR.fullmatch(actor)
        if match is None or not actor.strip():
            raise row.wrong(role, "an actor")
        yield match["country"] or "", match["person"] or "", match["organization"] or ""


def _office(row: Table, text: str) -> GoldTenure:
    row.only("person", "role", "of", "start", "end")
    body = row.text("of")
    country, organization = (body, "") if _BODY.fullmatch(body) else ("", body)
    return GoldTenure(
        row.text("person"),
        row.text("role"),
        country,
        organization,
        row.date("start"),
        row.date("end"),
        text,
    )


def _quotation(row: Table) -> GoldQuotation:
    row.only("speaker", "mode", "quote")
    return GoldQuotation(row.text("speaker", ""), row.text("mode"), row.text("quote"))


def _check(table: Table, gold: GoldArticle, surfaces: Sequence[Sequence[str]]) -> None:
    """What is annotated stands in the sentence, and who takes part in a fact is among those it names."""
    folded = fold(gold.title)
    for words in (*(gold.surfaces or ()), *(row.quote for row in gold.quotations)):
        if not places(words, folded):
            raise InvalidGoldError(plain_line(f"{table.where}: it does not say «{words}»"))
    named = {fold(name) for names in surfaces for name in names}
    parts = [part for event in gold.events for part in event.participants]
    people = {part.person for part in parts} | {row.person for row in gold.tenures}
    countries = {part.country for part in parts} | {row.country for row in gold.tenures}
    countries |= {event.place for event in gold.events}
    countries |= {code for row in gold.relations for code in row.countries}
    for name in sorted(people - {""}):
        if fold(name) not in named:
            raise InvalidGoldError(plain_line(f"{table.where}: «{name}» is not among its people"))
    for code in sorted(countries - {"", *gold.countries}):
        raise InvalidGoldError(plain_line(f"{table.where}: {code} is not among its countries"))
