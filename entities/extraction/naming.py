"""Names of people at a word: listed ones, and new ones where a title or a verb announces a name."""

from articles.arabic import fold
from entities.extraction.annotation import Annotation
from entities.extraction.people import LONGEST_NAME, name_length
from entities.extraction.types import EntityKind, MentionSpan

MOST_HONORIFICS = 6
"""In a row: «صاحب السمو الملكي الأمير الدكتور …»."""


class NameFinder:
    """Finds the person named at a word. ``stop`` is the index of the word behind the sentence."""

    def __init__(self, table: Annotation, find_new: bool) -> None:
        self._table = table
        self._find_new = find_new
        self._never_names = {fold(word) for word in table.language.grammar.never_names}
        self.stop = len(table.words)

    def follow(self, index: int) -> bool:
        """Whether a person is named at the word, or behind the honorifics that begin there."""
        honorifics = self._table.lists["honorifics"]
        for _step in range(MOST_HONORIFICS):
            if index not in honorifics or index >= self.stop:
                break
            index = honorifics[index].after
        return index < self.stop and self.person_at(index)

    def person_at(self, index: int) -> bool:
        """Whether a person is named at the word; a name nobody has listed is taken down as found."""
        table = self._table
        if index in table.people:
            return table.prefix(index, table.people[index].start) == ""
        if not self._find_new or index in table.inside_people:
            return False
        length = self.length_at(index)
        if length < 2:
            return False
        start, end = table.starts[index], table.ends[index + length - 1]
        name = table.article.original(start, end)
        mention = MentionSpan(start, end, EntityKind.PERSON, (), "name_after_title", 0.7, "name", name)
        table.add_person(index, mention)
        return True

    def length_at(self, index: int) -> int:
        table = self._table
        texts: list[str] = []
        for position in range(index, min(self.stop, index + LONGEST_NAME + 1)):
            joined = position == index or not table.between(position).strip(" -")
            if not joined or (texts and position in table.people):
                break
            country = table.countries.get(position)
            given = bool(texts) and texts[0] in table.language.given_names
            if country and (country.name_kind != "demonym" or not (given or len(texts) >= 2)):
                break
            if position in table.offices or position in table.lists["former"]:
                break
            if table.words[position] in self._never_names and (
                table.written(position) in table.language.grammar.never_names
            ):
                break  # the preposition على, which folds into a given name
            texts.append(table.words[position])
        return name_length(texts, table.language)
