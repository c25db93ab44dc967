"""Gold and reading said in the same terms, so that they can be compared. Pure: no database."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from articles.arabic import fold_name
from articles.dates import DateRange
from entities.evaluation.gold import GoldArticle, GoldTenure
from entities.extraction.types import (
    Entity,
    EntityKind,
    MentionSpan,
    Participant,
    Reading,
    Span,
    TenureCandidate,
)

HYPOTHETICAL = "hypothetical"
"""The modality of what is only wished, feared, studied or supposed: it is annotated, and must not be read."""
_AROUND = 40

KnownNames = Mapping[Entity, Sequence[str]]
"""The names of people and organizations; first the one by which the entity is shown."""
_Named = Callable[[EntityKind, str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing annotated or read; two are the same when their values are, wherever they stand."""

    values: tuple[str, ...]
    context: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " ".join(filter(None, self.values))


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event; each participant is a role and a country, or an organization where none is named."""

    kind: str
    modality: str
    date: str
    participants: tuple[str, ...]
    context: str
    place: str = ""

    @property
    def in_short(self) -> Item:
        return Item((self.kind, self.modality), self.context)

    @property
    def in_full(self) -> Item:
        return Item((self.kind, self.modality, self.date, *self.participants), self.context)

    @property
    def modalities(self) -> tuple[Item, ...]:
        return (self.in_short,)

    @property
    def dates(self) -> tuple[Item, ...]:
        """The date, where there is one."""
        return (Item((self.kind, self.modality, self.date), self.context),) if self.date else ()

    @property
    def places(self) -> tuple[Item, ...]:
        """The country of the place, where there is one."""
        return (Item((self.kind, self.modality, self.place), self.context),) if self.place else ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is annotated or read of one article, quotations aside."""

    countries: tuple[Item, ...]
    people: tuple[Item, ...]
    relations: tuple[Item, ...]
    events: tuple[EventFact, ...]
    offices: tuple[Item, ...]


class Names:
    """One name for one entity, in gold and reading.

    A name in the gold means the entity of the reading that has it among its names, however it is shown.
    """

    def __init__(self, reading: Reading, known: KnownNames) -> None:
        new = {Entity(EntityKind.PERSON, person.key): (person.name,) for person in reading.new_people}
        self._shown: dict[Entity, str] = {}
        self._named: dict[tuple[EntityKind, str], str] = {}
        for entity in dict.fromkeys(mention.entity for mention in reading.mentions if mention.entity):
            names = known.get(entity) or new.get(entity) or (entity.key,)
            self._shown[entity] = names[0]
            for name in names:
                self._named.setdefault((entity.kind, fold_name(name)), names[0])

    def of_key(self, kind: EntityKind, key: str) -> str:
        """The name by which the entity of a reading is shown."""
        return self._shown.get(Entity(kind, key), key)

    def of_name(self, kind: EntityKind, name: str) -> str:
        """The name by which the entity that the gold names is shown; the name itself if none has it."""
        return self._named.get((kind, fold_name(name)), name)


def annotated(gold: GoldArticle, names: Names) -> Facts:
    """What the gold says."""
    named = names.of_name
    return Facts(
        countries=_each_once(Item((code,)) for code in gold.countries),
        people=_each_once(Item((named(EntityKind.PERSON, person),)) for person in gold.people),
        relations=tuple(
            _relation(row.countries, row.kind, row.status, row.start, row.quote) for row in gold.relations
        ),
        events=tuple(
            EventFact(
                row.kind,
                row.modality,
                row.date,
                _participants(row.participants, named),
                row.quote,
                row.place,
            )
            for row in gold.events
            if row.modality != HYPOTHETICAL
        ),
        offices=tuple(_office(row, named, row.quote) for row in gold.tenures),
    )


def read(reading: Reading, text: str, names: Names) -> Facts:
    """What was read in the text of an article."""
    named = names.of_key
    return Facts(
        countries=_each_once(
            Item((entity.key,), _around(mention, text))
            for mention, entity in _linked(reading, EntityKind.COUNTRY)
        ),
        people=_each_once(
            Item((named(entity.kind, entity.key),), _around(mention, text))
            for mention, entity in _linked(reading, EntityKind.PERSON)
        ),
        relations=tuple(
            _relation(row.countries, row.kind, row.status, _edtf(row.start), _sentence(row.evidence, text))
            for row in reading.relations
        ),
        events=tuple(
            EventFact(
                row.kind,
                row.modality,
                _edtf(row.date),
                _participants(row.participants, named),
                _sentence(row.evidence, text),
                row.place_country,
            )
            for row in reading.events
            if row.modality != HYPOTHETICAL
        ),
        offices=tuple(_office(row, named, _sentence(row.evidence, text)) for row in reading.tenures),
    )


def _each_once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _relation(countries: Iterable[str], kind: str, status: str, start: str, context: str) -> Item:
    return Item(("-".join(sorted(countries)), kind, status, start), context)


def _participants(participants: Iterable[Participant], named: _Named) -> tuple[str, ...]:
    actors = (
        (row.role, row.country or named(EntityKind.ORGANIZATION, row.organization)) for row in participants
    )
    return tuple(sorted(f"{role}:{actor}" for role, actor in actors))


def _office(row: GoldTenure | TenureCandidate, named: _Named, context: str) -> Item:
    body = row.country or named(EntityKind.ORGANIZATION, row.organization)
    return Item((named(EntityKind.PERSON, row.person), _unaccented(row.role), body), context)


def _linked(reading: Reading, kind: EntityKind) -> Iterator[tuple[MentionSpan, Entity]]:
    return (
        (mention, mention.entity) for mention in reading.mentions if mention.kind == kind and mention.entity
    )


def _around(mention: MentionSpan, text: str) -> str:
    return text[max(0, mention.start - _AROUND) : mention.end + _AROUND]


def _sentence(evidence: Sequence[Span], text: str) -> str:
    return text[evidence[0].start : evidence[0].end] if evidence else ""


def _edtf(day: DateRange | None) -> str:
    return day.edtf if day else ""


def _unaccented(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
