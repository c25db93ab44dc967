"""How far the reading of an article agrees with its gold, task by task. Pure: no database."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from articles.arabic import fold, fold_with_map
from entities.evaluation.facts import EventFact, Item, KnownNames, Names, annotated, read
from entities.evaluation.gold import GoldArticle, GoldQuotation
from entities.extraction.types import EntityKind, QuotationCandidate, Reading

TASKS = (
    "countries",
    "person_mentions",
    "people",
    "relations",
    "events",
    "events_in_full",
    "modalities",
    "dates",
    "places",
    "all_dates",
    "offices",
    "quotations",
    "speakers",
)
"""What each compares is told in docs/gold.md."""
_KIND = attrgetter("kind")
_IN_SHORT, _MODALITIES = attrgetter("in_short"), attrgetter("modalities")
_DATES, _PLACES = attrgetter("dates"), attrgetter("places")
SAME_QUOTATION = 0.8
"""Two spans are the same quotation when they share this much of the longer one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many items of the gold were read, what was read besides, and what was not read."""

    right: int = 0
    wrong: tuple[Item, ...] = ()
    missed: tuple[Item, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 1 where nothing was read, since nothing is wrong."""
        return _share(self.right, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the gold that was read; 1 where the gold has nothing."""
        return _share(self.right, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + len(self.wrong) + len(self.missed))


def compare(
    gold: GoldArticle, text: str, reading: Reading, known: KnownNames, dates: Iterable[str] = ()
) -> dict[str, Outcome]:
    """Compare the reading of an article's text with its gold; one outcome for each of ``TASKS``.

    ``dates`` are all dates read in the text, in EDTF, whether an event took them or not.
    """
    names = Names(reading, known)
    wanted, found = annotated(gold, names), read(reading, text, names)
    quotations, speakers = _match_quotations(gold.quotations, reading.quotations, text, names)
    return {
        "countries": _match(wanted.countries, found.countries),
        "person_mentions": _match_surfaces(gold.surfaces, reading, text),
        "people": _match(wanted.people, found.people),
        "relations": _match(wanted.relations, found.relations),
        "events": _match(
            (event.in_short for event in wanted.events), (event.in_short for event in found.events)
        ),
        "events_in_full": _match(
            (event.in_full for event in wanted.events), (event.in_full for event in found.events)
        ),
        "modalities": _match_of_pairs(wanted.events, found.events, _KIND, _MODALITIES),
        "dates": _match_of_pairs(wanted.events, found.events, _IN_SHORT, _DATES),
        "places": _match_of_pairs(wanted.events, found.events, _IN_SHORT, _PLACES),
        "all_dates": _match_dates(gold.dates, dates, text),
        "offices": _match(wanted.offices, found.offices),
        "quotations": quotations,
        "speakers": speakers,
    }


def total(outcomes: Iterable[Mapping[str, Outcome]]) -> dict[str, Outcome]:
    """Add up the outcomes of articles, task by task."""
    totals = dict.fromkeys(TASKS, Outcome())
    for outcome in outcomes:
        totals = {task: totals[task] + outcome[task] for task in TASKS}
    return totals


def places(quote: str, folded: str) -> list[tuple[int, int]]:
    """Where a folded text holds the words of a quote, white space aside."""
    words = map(re.escape, fold(quote).split())
    return [match.span() for match in re.finditer(r"\s+".join(words), folded)]


def _match(wanted: Iterable[Item], found: Iterable[Item]) -> Outcome:
    """Compare item by item; what stands twice in the gold must be read twice."""
    gold, reading = Counter(wanted), Counter(found)
    return Outcome(
        (gold & reading).total(),
        tuple((reading - gold).elements()),
        tuple((gold - reading).elements()),
    )


def _match_surfaces(wanted: Sequence[str] | None, reading: Reading, text: str) -> Outcome:
    """Compare the ways in which people are written, each once, linked or not."""
    if wanted is None:
        return Outcome()
    people = (mention for mention in reading.mentions if mention.kind == EntityKind.PERSON)
    found = dict.fromkeys(fold(text[mention.start : mention.end]) for mention in people)
    gold = dict.fromkeys(map(fold, wanted))
    return _match((Item((name,), text) for name in gold), (Item((name,), text) for name in found))


def _match_dates(wanted: Sequence[str] | None, found: Iterable[str], text: str) -> Outcome:
    """Compare all dates that a sentence tells, each once."""
    if wanted is None:
        return Outcome()
    gold, reading = dict.fromkeys(wanted), dict.fromkeys(found)
    return _match((Item((date,), text) for date in gold), (Item((date,), text) for date in reading))


def _match_of_pairs(
    wanted: Iterable[EventFact],
    found: Iterable[EventFact],
    alike: Callable[[EventFact], object],
    compared: Callable[[EventFact], tuple[Item, ...]],
) -> Outcome:
    """Compare something of the events that are ``alike``, those most alike in the rest first, each once."""
    left = list(found)
    pairs = [(event, other) for event in wanted for other in left if alike(event) == alike(other)]
    outcome = Outcome()
    used: set[int] = set()
    for event, other in sorted(pairs, key=lambda pair: _likeness(*pair), reverse=True):
        if not used & {id(event), id(other)}:
            used |= {id(event), id(other)}
            outcome += _match(compared(event), compared(other))
    return outcome


def _likeness(one: EventFact, other: EventFact) -> tuple[bool, int, bool]:
    shared = Counter(one.participants) & Counter(other.participants)
    return one.modality == other.modality, shared.total(), one.date == other.date


def _match_quotations(
    wanted: Iterable[GoldQuotation], found: Iterable[QuotationCandidate], text: str, names: Names
) -> tuple[Outcome, Outcome]:
    """Compare quotations by their words; and of those that are the same, the speakers."""
    folded = fold_with_map(text).text
    left = {(_folded(text, row.start), _folded(text, row.end)): row for row in found}
    right, missed, speakers = 0, [], Outcome()
    for quotation in wanted:
        said = places(quotation.quote, folded)
        same = next((span for span in left if any(_same(span, place) for place in said)), None)
        if same:
            right += 1
            speakers += _match_speakers(quotation, left.pop(same), names)
        else:
            missed.append(Item((quotation.quote,), quotation.speaker))
    wrong = tuple(Item((text[row.start : row.end],), row.speaker_text) for row in left.values())
    return Outcome(right, wrong, tuple(missed)), speakers


def _match_speakers(gold: GoldQuotation, read: QuotationCandidate, names: Names) -> Outcome:
    """A person or organization by any name; other speakers by their words, of which the gold may have some."""
    linked = [
        names.of_key(kind, key)
        for kind, key in ((EntityKind.PERSON, read.person), (EntityKind.ORGANIZATION, read.organization))
        if key
    ]
    wanted = {names.of_name(kind, gold.speaker) for kind in EntityKind}
    words = read.person == "" and bool(gold.speaker) and bool(places(gold.speaker, fold(read.speaker_text)))
    if words or wanted & set(linked):
        return Outcome(right=1)
    shown = next(iter(linked), read.speaker_text)
    return _match(
        [Item((gold.speaker,), gold.quote)] if gold.speaker else [],
        [Item((shown,), gold.quote)] if shown else [],
    )


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SAME_QUOTATION * max(one[1] - one[0], other[1] - other[0])


def _folded(text: str, position: int) -> int:
    """The position in the folded text."""
    return len(fold_with_map(text[:position]).text)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
