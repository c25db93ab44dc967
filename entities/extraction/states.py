"""Phrases that name a state: the country itself, its capital, its government, a delegation of it."""

from typing import NamedTuple

from entities.extraction.actor import Actor, key_of
from entities.extraction.annotation import Annotation
from entities.extraction.types import MentionSpan

_MOST_BODIES = 4
_PLACE_KINDS = frozenset(("capital", "seat"))


class Government(NamedTuple):
    """A body that acts for the state named behind it, and the index of the word after it.

    ``heads`` are the word indices of the body's nouns, first to last: «مسؤولين من وفد …» has two.
    """

    actor: Actor
    after: int
    heads: tuple[int, ...]


class StateReader:
    """Reads states from annotated words. ``stop`` is the index of the word behind the sentence."""

    def __init__(self, table: Annotation) -> None:
        self._table = table
        self._words = table.language.words
        self._grammar = table.language.grammar
        self.stop = len(table.words)

    def country(self, index: int) -> tuple[Actor, int] | None:
        """The country named at the word, if there it stands for the state and not for a thing of it."""
        table = self._table
        mention = table.countries[index]
        before = table.words[index - 1] if index else ""
        if before in self._words["things_of_countries"] and table.adjoins(index):
            return None
        if mention.name_kind == "demonym" and not (
            table.adjoins(index)
            and before.removeprefix(self._grammar.attached_and) in self._words["heads_before_country"]
        ):
            return None
        place = self._written(mention) if mention.name_kind in _PLACE_KINDS else ""
        actor = Actor(mention.start, mention.end, country=key_of(mention), place=place, bare=True)
        return actor, table.word_after(mention.end)

    def capital(self, index: int) -> tuple[Actor, int] | None:
        """العاصمة السورية دمشق: the adjective and the city are one place."""
        table = self._table
        head = table.lists["capital_heads"][index]
        if table.prefix(index, head.start) not in self._grammar.before_places:
            return None
        following, country = index + 1, ""
        if following in table.countries and table.countries[following].name_kind == "demonym":
            country = key_of(table.countries[following])
            following = table.word_after(table.countries[following].end)
        capital = table.countries.get(following)
        if capital and capital.name_kind != "demonym" and following < self.stop:
            place = self._written(capital)
            actor = Actor(head.start, capital.end, country=key_of(capital) or country, place=place)
            return actor, table.word_after(capital.end)
        if country:
            end = table.ends[following - 1]
            place = table.article.original(head.start, end)
            return Actor(head.start, end, country=country, place=place), following
        return None

    def government(self, index: int, bodies: int = 1) -> Government | None:
        """الحكومة السورية, وزارة خارجية كوريا, وفد من مصر: the state that the body named at the word acts for.

        ``bodies`` counts those named in a row, up to this one.
        """
        table = self._table
        match = table.lists["governments"][index]
        noun = match.payload.form
        following = self.skip_fillers(match.after)
        delegation = noun in self._words["delegations"]
        if (
            following < self.stop
            and table.words[following] in self._words["sent_by"]
            and (delegation or noun.startswith(self._grammar.bodies_of))
        ):
            following += 1
        heads: tuple[int, ...] = (index,)
        state = following in table.countries
        if not state and following in table.lists["governments"] and following < self.stop:
            inner = self.government(following, bodies + 1) if bodies < _MOST_BODIES else None
            if inner is None:
                return None
            actor, after = inner.actor._replace(start=match.start), inner.after
            heads += inner.heads
        elif state and following < self.stop and table.adjoins(following):
            mention = table.countries[following]
            actor = Actor(match.start, mention.end, country=key_of(mention))
            after = table.word_after(mention.end)
        elif following in table.people and noun in self._words["regimes"]:
            # A ruler's regime is the state that he ruled; it is no act of the person.
            mention = table.people[following]
            actor = Actor(match.start, mention.end, country="?" + key_of(mention))
            return Government(actor, table.word_after(mention.end), ())
        elif following in table.organizations and delegation:
            mention = table.organizations[following]
            actor = Actor(match.start, mention.end, organization=key_of(mention))
            after = table.word_after(mention.end)
        else:
            return None
        return Government(actor, self.skip_fillers(after), heads)

    def place_at(self, index: int) -> tuple[MentionSpan, int] | None:
        """The country, or the country of a government, named at the word."""
        table = self._table
        if index in table.countries and table.countries[index].name_kind != "demonym":
            return table.countries[index], table.word_after(table.countries[index].end)
        if index in table.lists["governments"] and index + 1 in table.countries:
            mention = table.countries[index + 1]
            return mention, table.word_after(mention.end)
        return None

    def skip_fillers(self, index: int) -> int:
        """Return the index of the first word at or after ``index`` that does not only fill a phrase."""
        table = self._table
        while index < self.stop and index in table.lists["fillers"] and table.adjoins(index):
            index = table.lists["fillers"][index].after
        return index

    def _written(self, mention: MentionSpan) -> str:
        return self._table.article.original(mention.start, mention.end)
