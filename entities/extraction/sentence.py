"""One sentence as assertions are read from it. What is dear to know is worked out when it is asked for."""

from collections.abc import Sequence
from functools import cached_property

from articles.dates import DateRange
from entities.extraction.actor import Actor
from entities.extraction.annotation import Annotation
from entities.extraction.dates import FoundDate
from entities.extraction.language import PAIR
from entities.extraction.reduction import Reduced, reduce_sentence
from entities.extraction.text import Sentence


class ArticleDates:
    """The dates of an article; "the following year" counts from the last date before it."""

    def __init__(self, table: Annotation) -> None:
        self._table = table
        self._found: dict[int, list[FoundDate]] = {}
        self._upto = 0
        self._last: DateRange | None = None

    def of_sentence(self, number: int) -> list[FoundDate]:
        """Return the dates of a sentence, by its number in the article."""
        if number not in self._found:
            triggers = self._table.triggers_in(self._table.article.sentences[number])
            if self._table.language.dates.count_from_last(triggers):
                self._read_before(number)
            self._found[number] = self._find(number, triggers)
        return self._found[number]

    def _read_before(self, number: int) -> None:
        """Read all sentences before this one, in order."""
        for earlier in range(self._upto, number):
            if earlier not in self._found:
                triggers = self._table.triggers_in(self._table.article.sentences[earlier])
                self._found[earlier] = self._find(earlier, triggers)
            dates = self._found[earlier]
            self._last = dates[-1].value if dates else self._last
        self._upto = max(self._upto, number)

    def _find(self, number: int, triggers: frozenset[str]) -> list[FoundDate]:
        sentence = self._table.article.sentences[number]
        return self._table.language.dates.find(
            self._table.text, sentence.start, sentence.end, sentence.reference, self._last, triggers
        )


class SentenceReading:
    """A sentence, its actors, and its countries in whatever form they are named (position, code)."""

    def __init__(
        self,
        table: Annotation,
        number: int,
        actors: Sequence[Actor],
        countries: Sequence[tuple[int, str]],
        dates: ArticleDates,
    ) -> None:
        self.span: Sentence = table.article.sentences[number]
        self.actors = actors
        self.countries = countries
        self.triggers = table.triggers_in(self.span)
        self._table = table
        self._number = number
        self._dates = dates

    @property
    def may_hold_pair(self) -> bool:
        """Whether a word like «البلدان» stands in the sentence."""
        return PAIR in self.triggers

    @cached_property
    def evidence(self) -> tuple[int, int]:
        """The sentence in positions of the original text."""
        return self._table.article.original_span(self.span.start, self.span.end)

    @cached_property
    def dates(self) -> list[FoundDate]:
        return self._dates.of_sentence(self._number)

    @cached_property
    def reduced(self) -> Reduced:
        pair = self._table.language.grammar.patterns.pair
        return reduce_sentence(self._table.text, self.span, self.actors, self.dates, self.countries, pair)
