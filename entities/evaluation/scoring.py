"""How far a reading of an article agrees with its gold, task by task. Pure: no database."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from articles.arabic import fold, fold_name, fold_with_map
from articles.dates import DateRange
from entities.evaluation.gold import GoldArticle
from entities.extraction.types import Entity, EntityKind, Participant, Reading, Span

TASKS = (
    "countries",
    "people",
    "relations",
    "events",
    "events_in_full",
    "dates",
    "offices",
    "quotations",
)
"""Defined in docs/gold.md."""
SAME_QUOTATION = 0.8
"""Two spans are the same quotation when they share this much of the longer one."""
_CONTEXT = 120

KnownNames = Mapping[Entity, Sequence[str]]
"""The names of people and organizations; first the one by which the entity is shown."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing annotated or read; two are the same when their values are, wherever they were found."""

    values: tuple[str, ...]
    context: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " ".join(filter(None, self.values))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many items of the gold were read, what was read besides, and what was not."""

    right: int = 0
    wrong: tuple[Item, ...] = ()
    missed: tuple[Item, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 1 where nothing was read, for nothing is wrong."""
        return _share(self.right, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the gold that was read; 1 where the gold has nothing."""
        return _share(self.right, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + len(self.wrong) + len(self.missed))


def compare(gold: GoldArticle, text: str, reading: Reading, known: KnownNames) -> dict[str, Outcome]:
    """Compare the reading of an article's text with its gold; one outcome for each of ``TASKS``."""
    names = _Names(reading, known)
    events = [
        _Event(event.kind, event.modality, event.date, names.participants(event.participants), event.quote)
        for event in gold.events
    ]
    read_events = [
        _Event(
            event.kind,
            event.modality,
            _edtf(event.date),
            names.read_participants(event.participants),
            _sentence(text, event.evidence),
        )
        for event in reading.events
    ]
    return {
        "countries": _match(
            {Item((code,)) for code in gold.countries}, _entities(EntityKind.COUNTRY, reading, text, names)
        ),
        "people": _match(
            {Item((names.named(EntityKind.PERSON, name),)) for name in gold.people},
            _entities(EntityKind.PERSON, reading, text, names),
        ),
        "relations": _match(
            (
                Item(("-".join(row.countries), row.kind, row.status, row.start), row.quote)
                for row in gold.relations
            ),
            (
                Item(
                    ("-".join(row.countries), row.kind, row.status, _edtf(row.start)),
                    _sentence(text, row.evidence),
                )
                for row in reading.relations
            ),
        ),
        "events": _match((event.kind_item for event in events), (event.kind_item for event in read_events)),
        "events_in_full": _match((event.item for event in events), (event.item for event in read_events)),
        "dates": _match_dates(events, read_events),
        "offices": _match(
            (
                Item(
                    (
                        names.named(EntityKind.PERSON, row.person),
                        _unaccented(row.role),
                        row.country or names.named(EntityKind.ORGANIZATION, row.organization),
                    ),
                    row.quote,
                )
                for row in gold.tenures
            ),
            (
                Item(
                    (
                        names.shown(EntityKind.PERSON, row.person),
                        _unaccented(row.role),
                        row.country or names.shown(EntityKind.ORGANIZATION, row.organization),
                    ),
                    _sentence(text, row.evidence),
                )
                for row in reading.tenures
            ),
        ),
        "quotations": _match_quotations(gold, text, reading),
    }


def total(outcomes: Iterable[Mapping[str, Outcome]]) -> dict[str, Outcome]:
    """Add up the outcomes of articles, task by task."""
    totals = dict.fromkeys(TASKS, Outcome())
    for outcome in outcomes:
        totals = {task: totals[task] + outcome[task] for task in TASKS}
    return totals


def places(quote: str, text: str) -> list[tuple[int, int]]:
    """Where folded text holds the words of a quote, white space aside."""
    words = map(re.escape, fold(quote).split())
    return [match.span() for match in re.finditer(r"\s+".join(words), text)]


class _Names:
    """The same name for the same entity on both sides.

    A person or organization of the gold is one of the reading when it is written as one of its names.
    """

    def __init__(self, reading: Reading, known: KnownNames) -> None:
        new = {Entity(EntityKind.PERSON, person.key): (person.name,) for person in reading.new_people}
        self._shown: dict[Entity, str] = {}
        self._named: dict[tuple[EntityKind, str], str] = {}
        for entity in dict.fromkeys(mention.entity for mention in reading.mentions if mention.entity):
            written = known.get(entity) or new.get(entity) or (entity.key,)
            self._shown[entity] = written[0]
            for name in written:
                self._named.setdefault((entity.kind, fold_name(name)), written[0])

    def shown(self, kind: EntityKind, key: str) -> str:
        return self._shown.get(Entity(kind, key), key)

    def named(self, kind: EntityKind, name: str) -> str:
        return self._named.get((kind, fold_name(name)), name)

    def participants(self, participants: Iterable[Participant]) -> tuple[str, ...]:
        return _sorted(
            (part.role, part.country or self.named(EntityKind.ORGANIZATION, part.organization))
            for part in participants
        )

    def read_participants(self, participants: Iterable[Participant]) -> tuple[str, ...]:
        return _sorted(
            (part.role, part.country or self.shown(EntityKind.ORGANIZATION, part.organization))
            for part in participants
        )


@dataclass(frozen=True, slots=True)
class _Event:
    kind: str
    modality: str
    date: str
    participants: tuple[str, ...]
    context: str

    @property
    def kind_item(self) -> Item:
        return Item((self.kind, self.modality), self.context)

    @property
    def date_items(self) -> list[Item]:
        return [Item((self.kind, self.modality, self.date), self.context)] if self.date else []

    @property
    def item(self) -> Item:
        return Item((self.kind, self.modality, self.date, *self.participants), self.context)

    def likeness(self, other: "_Event") -> tuple[int, bool]:
        shared = Counter(self.participants) & Counter(other.participants)
        return shared.total(), self.date == other.date


def _match(expected: Iterable[Item], found: Iterable[Item]) -> Outcome:
    """Compare item by item; what stands twice in the gold must be read twice."""
    gold, read = Counter(expected), Counter(found)
    return Outcome(
        (gold & read).total(), tuple((read - gold).elements()), tuple((gold - read).elements())
    )


def _match_dates(expected: Sequence[_Event], found: Sequence[_Event]) -> Outcome:
    """Compare the dates of events of the same kind and modality, those most alike first, each once."""
    pairs = sorted(
        (
            (event, read)
            for event in expected
            for read in found
            if event.kind_item == read.kind_item
        ),
        key=lambda pair: pair[0].likeness(pair[1]),
        reverse=True,
    )
    outcome = Outcome()
    used: set[int] = set()
    for event, read in pairs:
        if not used & {id(event), id(read)}:
            used |= {id(event), id(read)}
            outcome += _match(event.date_items, read.date_items)
    return outcome


def _match_quotations(gold: GoldArticle, text: str, reading: Reading) -> Outcome:
    folded = fold_with_map(text).text
    left = {
        (_folded_length(text[: row.start]), _folded_length(text[: row.end])): Item((text[row.start : row.end],))
        for row in reading.quotations
    }
    right, missed = 0, []
    for quotation in gold.quotations:
        said = places(quotation.quote, folded)
        same = next((span for span in left if any(_shared(span, place) for place in said)), None)
        if same is None:
            missed.append(Item((quotation.quote,)))
        else:
            right += 1
            del left[same]
    return Outcome(right, tuple(left.values()), tuple(missed))


def _shared(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common >= SAME_QUOTATION * max(one[1] - one[0], other[1] - other[0])


def _entities(kind: EntityKind, reading: Reading, text: str, names: _Names) -> set[Item]:
    """The entities of a kind that mentions are linked to, each with the first place that names it."""
    return {
        Item(
            (names.shown(kind, mention.entity.key) if kind == EntityKind.PERSON else mention.entity.key,),
            text[max(0, mention.start - _CONTEXT // 3) : mention.end + _CONTEXT // 3],
        )
        for mention in reading.mentions
        if mention.kind == kind and mention.entity
    }


def _sentence(text: str, evidence: Sequence[Span]) -> str:
    return text[evidence[0].start : evidence[0].end] if evidence else ""


def _sorted(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{role}:{who}" for role, who in pairs))


def _edtf(day: DateRange | None) -> str:
    return day.edtf if day else ""


def _unaccented(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def _folded_length(text: str) -> int:
    return len(fold_with_map(text).text)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
