"""Everything known of the words of one article: which begin a country, a person, an office, a title."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import LISTS_FOUND, Entry, Language, OfficeTitle
from entities.extraction.lexicon import Match
from entities.extraction.spans import longest
from entities.extraction.text import FoldedArticle, Sentence
from entities.extraction.types import EntityKind, MentionSpan

_NONE: frozenset[str] = frozenset()
_BEGINNING_AN_ACTOR = ("honorifics", "governments", "counterparts", "office_heads", "capital_heads")


class Annotation:
    """The words of an article, and by word index what begins there.

    A thing begins at the word in which it starts, behind that word's proclitics. ``cues`` are, in order, the
    words at which an actor can begin: all others need no look.
    """

    def __init__(self, article: FoldedArticle, gazetteer: Gazetteer, language: Language) -> None:
        self.article = article
        self.gazetteer = gazetteer
        self.language = language
        self.text = article.text
        self.words, self.starts, self.ends = article.words
        self.countries: dict[int, MentionSpan] = {}
        self.organizations: dict[int, MentionSpan] = {}
        self.people: dict[int, MentionSpan] = {}
        self.inside_people: set[int] = set()
        self.names: list[Match[Entry]] = []
        self.triggers: list[Match[Entry]] = []
        self.found: dict[str, list[Match[Entry]]] = {name: [] for name in LISTS_FOUND}
        offices: list[Match[OfficeTitle]] = []
        for match in gazetteer.lexicon(language).find(self.text, article.words):
            entry = match.payload
            if entry.names:
                self.names.append(match)
            if entry.triggers:
                self.triggers.append(match)
            if entry.office:
                offices.append(Match(match.start, match.end, entry.office, *match[3:]))
            for name in entry.lists:
                self.found[name].append(match)
        self.offices = {match.word: match for match in longest(offices)}
        self.lists = {
            name: {match.word: match for match in longest(matches)} if matches else {}
            for name, matches in self.found.items()
        }
        self._trigger_starts = [match.start for match in self.triggers]
        self._fixed_cues = self.offices.keys() | set().union(
            *(self.lists[name] for name in _BEGINNING_AN_ACTOR)
        )
        self.cues = sorted(self._fixed_cues)

    def triggers_in(self, sentence: Sentence) -> frozenset[str]:
        """Return of which lists of rules and dates the sentence holds a word."""
        first = bisect_left(self._trigger_starts, sentence.start)
        stop = bisect_left(self._trigger_starts, sentence.end, first)
        if first == stop:
            return _NONE
        return _NONE.union(*(match.payload.triggers for match in self.triggers[first:stop]))

    def word_at(self, position: int) -> int:
        """Return the index of the word that holds or follows a position of folded text."""
        index = bisect_right(self.starts, position) - 1
        return index if index >= 0 and position < self.ends[index] else index + 1

    def word_after(self, position: int) -> int:
        """Return the index of the first word that starts at or after a position."""
        return bisect_left(self.starts, position)

    def mark(self, mentions: Iterable[MentionSpan]) -> None:
        """Make these the mentions of the article, in place of any marked before."""
        tables: dict[EntityKind, dict[int, MentionSpan]] = {kind: {} for kind in EntityKind}
        for mention in mentions:
            tables[mention.kind][self.word_at(mention.start)] = mention
        self.countries = tables[EntityKind.COUNTRY]
        self.organizations = tables[EntityKind.ORGANIZATION]
        self.people = tables[EntityKind.PERSON]
        self.inside_people = set()
        for person in self.people.values():
            self._take_words(person)
        self.cues = sorted(self._fixed_cues.union(*tables.values()))

    def add_person(self, index: int, person: MentionSpan) -> None:
        """Mark one more person, who is named at the word."""
        self.people[index] = person
        self._take_words(person)
        if index not in self.cues:
            insort(self.cues, index)

    def written(self, index: int) -> str:
        """Return the word as the article writes it, not folded."""
        return self.article.original(self.starts[index], self.ends[index])

    def _take_words(self, person: MentionSpan) -> None:
        self.inside_people.update(range(self.word_after(person.start), self.word_after(person.end)))

    def between(self, index: int) -> str:
        """Return what stands between the word and the one before it: a space, punctuation, a line break."""
        if index <= 0 or index >= len(self.words):
            return "\n"
        return self.text[self.ends[index - 1] : self.starts[index]]

    def adjoins(self, index: int) -> bool:
        """Whether the word follows the one before it in the same phrase: only a space or quotes between."""
        return not self.between(index).strip(" «»\"“”'-–—")

    def prefix(self, index: int, start: int) -> str:
        """Return the proclitics written before something that starts inside the word."""
        return self.text[self.starts[index] : start]
