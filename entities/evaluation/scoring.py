"""How far the reading of an article agrees with its gold, task by task. Pure: no database."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.arabic import fold, fold_with_map
from entities.evaluation.facts import EventFact, Item, KnownNames, Names, annotated, read
from entities.evaluation.gold import GoldArticle, GoldQuotation
from entities.extraction.types import QuotationCandidate, Reading

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
"""What each compares is told in docs/gold.md."""
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


def compare(gold: GoldArticle, text: str, reading: Reading, known: KnownNames) -> dict[str, Outcome]:
    """Compare the reading of an article's text with its gold; one outcome for each of ``TASKS``."""
    names = Names(reading, known)
    wanted, found = annotated(gold, names), read(reading, text, names)
    return {
        "countries": _match(wanted.countries, found.countries),
        "people": _match(wanted.people, found.people),
        "relations": _match(wanted.relations, found.relations),
        "events": _match(
            (event.in_short for event in wanted.events), (event.in_short for event in found.events)
        ),
        "events_in_full": _match(
            (event.in_full for event in wanted.events), (event.in_full for event in found.events)
        ),
        "dates": _match_dates(wanted.events, found.events),
        "offices": _match(wanted.offices, found.offices),
        "quotations": _match_quotations(gold.quotations, reading.quotations, text),
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


def _match_dates(wanted: Iterable[EventFact], found: Iterable[EventFact]) -> Outcome:
    """Compare the dates of events of the same kind and modality, those most alike first, each once."""
    left = list(found)
    pairs = [(event, other) for event in wanted for other in left if event.in_short == other.in_short]
    outcome = Outcome()
    used: set[int] = set()
    for event, other in sorted(pairs, key=lambda pair: _likeness(*pair), reverse=True):
        if not used & {id(event), id(other)}:
            used |= {id(event), id(other)}
            outcome += _match(event.dates, other.dates)
    return outcome


def _likeness(one: EventFact, other: EventFact) -> tuple[int, bool]:
    shared = Counter(one.participants) & Counter(other.participants)
    return shared.total(), one.date == other.date


def _match_quotations(
    wanted: Iterable[GoldQuotation], found: Iterable[QuotationCandidate], text: str
) -> Outcome:
    folded = fold_with_map(text).text
    left = {(_folded(text, row.start), _folded(text, row.end)): text[row.start : row.end] for row in found}
    right, missed = 0, []
    for quotation in wanted:
        said = places(quotation.quote, folded)
        same = next((span for span in left if any(_same(span, place) for place in said)), None)
        if same:
            right += 1
            del left[same]
        else:
            missed.append(Item((quotation.quote,), quotation.speaker))
    return Outcome(right, tuple(Item((words,)) for words in left.values()), tuple(missed))


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SAME_QUOTATION * max(one[1] - one[0], other[1] - other[0])


def _folded(text: str, position: int) -> int:
    """The position in the folded text."""
    return len(fold_with_map(text[:position]).text)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
