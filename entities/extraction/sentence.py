"""One sentence as assertions are read from it. What is dear to know is worked out when it is asked for."""

from collections.abc import Sequence
from functools import cached_property

from articles.dates import DateRange
from entities.extraction.actor import Actor
from entities.extraction.annotation import Annotation
from entities.extraction.dates import FoundDate
from entities.extraction.reduction import Reduced, reduce_sentence
from entities.extraction.text import Sentence


class ArticleDates:
    """The dates of an article; "the following year" counts from the last date before it."""

    def __init__(self, table: Annotation) -> None:
        self._table = table
        self._found: list[list[FoundDate]] = []
        self._last: DateRange | None = None

    def of_sentence(self, number: int) -> list[FoundDate]:
        """Return the dates of a sentence, by its number in the article."""
        sentences = self._table.article.sentences
        forms, text = self._table.language.dates, self._table.text
        while len(self._found) <= number:
            sentence = sentences[len(self._found)]
            triggers = self._table.triggers_in(sentence)
            dates = forms.find(text, sentence.start, sentence.end, sentence.reference, self._last, triggers)
            self._last = dates[-1].value if dates else self._last
            self._found.append(dates)
        return self._found[number]


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
