"""Everything known of the words of one article: which begin a country, a person, an office, a date."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from entities.extraction.language import Language, OfficeTitle
from entities.extraction.matcher import Match, longest
from entities.extraction.text import FoldedArticle, Sentence, words
from entities.extraction.types import MentionSpan

_WORD_LISTS = ("honorifics", "governments", "counterparts", "fillers", "former", "office_heads", "not_acting")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of folded text; ``text`` includes its proclitics."""

    start: int
    end: int
    text: str


@dataclass
class Annotation:
    """The words of an article, and by word index what begins there.

    A thing begins at the word in which it starts, behind that word's proclitics.
    """

    article: FoldedArticle
    language: Language
    words: list[Word] = field(default_factory=list)
    countries: dict[int, MentionSpan] = field(default_factory=dict)
    organizations: dict[int, MentionSpan] = field(default_factory=dict)
    people: dict[int, MentionSpan] = field(default_factory=dict)
    offices: dict[int, Match[OfficeTitle]] = field(default_factory=dict)
    lists: dict[str, dict[int, Match[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        text = self.article.text
        self.words = [Word(start, end, text[start:end]) for start, end in words(text, 0, len(text))]
        self._starts = [word.start for word in self.words]
        self.offices = {
            self.word_at(match.start): match for match in longest(self.language.offices.find(text))
        }
        for name in _WORD_LISTS:
            matches = longest(self.language.find(name, text))
            self.lists[name] = {self.word_at(match.start): match for match in matches}

    def word_at(self, position: int) -> int:
        """Return the index of the word that holds or follows a position of folded text."""
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self.words[index].end else index + 1

    def word_after(self, position: int) -> int:
        """Return the index of the first word that starts at or after a position."""
        return bisect_left(self._starts, position)

    def sentence_words(self, sentence: Sentence) -> range:
        return range(self.word_after(sentence.start), self.word_after(sentence.end))

    def add(self, mentions: Iterable[MentionSpan]) -> None:
        for mention in mentions:
            getattr(self, _TABLE[mention.kind])[self.word_at(mention.start)] = mention

    def between(self, index: int) -> str:
        """Return what stands between the word and the one before it: a space, punctuation, a line break."""
        if index <= 0 or index >= len(self.words):
            return "\n"
        return self.article.text[self.words[index - 1].end : self.words[index].start]

    def adjoins(self, index: int) -> bool:
        """Whether the word follows the one before it in the same phrase: only a space or quotes between."""
        return not self.between(index).strip(" «»\"“”'-–—")

    def prefix(self, index: int, start: int) -> str:
        """Return the proclitics written before something that starts inside the word."""
        return self.article.text[self.words[index].start : start]


_TABLE = {"country": "countries", "person": "people", "organization": "organizations"}
