"""Noun phrases that act: a state, its government, an office holder, an organization, a delegation.

«وزير الخارجية السوري أسعد الشيباني», «نظيره الكوري الجنوبي تشو تاي يول», «العاصمة السورية دمشق», «وفد رفيع
المستوى من كوريا الجنوبية برئاسة …» are each one actor. Rules of events and relations see actors, not words.
"""

from bisect import bisect_left

from entities.extraction.actor import Actor, key_of, person_key
from entities.extraction.annotation import Annotation
from entities.extraction.naming import MOST_HONORIFICS, NameFinder
from entities.extraction.states import StateReader
from entities.extraction.text import Sentence
from entities.extraction.titles import TitleReader


class ActorReader:
    """Reads actors from annotated words. ``find_new`` lets it find names nobody has listed."""

    def __init__(self, table: Annotation, find_new: bool = False) -> None:
        self.names = NameFinder(table, find_new)
        self._table = table
        self._words = table.language.words
        self._grammar = table.language.grammar
        self._states = StateReader(table)
        self._titles = TitleReader(table, self.names, self._states)
        self._stop = len(table.words)
        self._roles: dict[str, Actor] = {}
        self._last_in_office: Actor | None = None

    def read_sentence(self, sentence: Sentence) -> list[Actor]:
        """Return the actors of a sentence, in order, none inside another."""
        cues, position = self._table.cues, sentence.first_word
        number = bisect_left(cues, position)
        if number == len(cues) or cues[number] >= sentence.stop_word:
            return []
        self._stop = self.names.stop = self._states.stop = self._titles.stop = sentence.stop_word
        actors: list[Actor] = []
        while number < len(cues) and cues[number] < sentence.stop_word:
            index = cues[number]
            number += 1
            if index < position:
                continue
            read = self._read(index, actors)
            if read and read[1] > index:
                actor, position = read
                if actor.known or actor.role:
                    actors.append(actor)
                    self._remember(actor)
        return _with_predicates(actors)

    def _remember(self, actor: Actor) -> None:
        if not actor.role:
            return
        self._last_in_office = actor
        if key := person_key(actor):
            self._roles.setdefault(key, actor)

    def _read(self, index: int, before: list[Actor]) -> tuple[Actor, int] | None:
        """Return the actor that begins at the word and the index of the word after it."""
        table, lists = self._table, self._table.lists
        if index in lists["not_acting"] and index + 1 in table.people:
            return None
        if index in lists["counterparts"]:
            return self._counterpart(index, before)
        if index in table.offices:
            return self._titles.office(index)
        if index in table.people:
            return self._person(index)
        if index in lists["honorifics"] and (read := self._honorific(index)):
            return read
        if index in lists["governments"] and (read := self._government(index)):
            return read
        if index in lists["office_heads"] and (read := self._titles.other_office(index)):
            return read
        if index in lists["capital_heads"] and (read := self._states.capital(index)):
            return read
        if index in table.organizations:
            mention = table.organizations[index]
            actor = Actor(mention.start, mention.end, organization=key_of(mention))
            return actor, table.word_after(mention.end)
        return self._states.country(index) if index in table.countries else None

    def _person(self, index: int) -> tuple[Actor, int]:
        """A name, perhaps with the office behind it: بدر عبد العاطي وزير الخارجية المصري."""
        table = self._table
        mention = table.people[index]
        following = table.word_after(mention.end)
        actor = Actor(mention.start, mention.end, person=mention)
        following = self._states.skip_fillers(following)
        if self._titles.is_predicate(following):
            return self._titles.predicate(actor, following)
        behind = following in table.offices and table.prefix(following, table.offices[following].start) == ""
        appositive = table.between(following).strip() in ("", "،", ",")
        if behind and appositive and following < self._stop:
            office, after = self._titles.office(following, take_person=False)
            # «التقت بيربوك الرئيس السوري أحمد الشرع»: the title is another person's.
            another = self.names.follow(after) and table.adjoins(after)
            addressed = (
                table.words[following] in self._words["lone_titles"] and not table.between(following).strip()
            )
            if not another and not addressed:
                return office._replace(start=mention.start, person=mention), after
        return actor, table.word_after(mention.end)

    def _honorific(self, index: int) -> tuple[Actor, int] | None:
        table = self._table
        match = table.lists["honorifics"][index]
        following = match.after
        for _step in range(MOST_HONORIFICS):
            if following not in table.lists["honorifics"] or not table.adjoins(following):
                break
            following = table.lists["honorifics"][following].after
        if following >= self._stop or not table.adjoins(following):
            return None
        if following in table.offices:
            actor, after = self._titles.office(following)
            return actor._replace(start=match.start), after
        if self.names.person_at(following):
            actor, after = self._person(following)
            return actor._replace(start=match.start), after
        return None

    def _counterpart(self, index: int, before: list[Actor]) -> tuple[Actor, int]:
        table = self._table
        match = table.lists["counterparts"][index]
        in_office = (self._in_office(actor) for actor in reversed(before))
        last = next((actor for actor in in_office if actor), self._last_in_office)
        actor = Actor(
            match.start,
            match.end,
            role=last.role if last else "",
            title=last.title if last else "",
            generic_title=last.generic_title if last else False,
        )
        return self._titles.complete(actor, match.after, host=False, take_person=True)

    def _in_office(self, actor: Actor) -> Actor | None:
        """The actor, or the same person where the article gave the office before."""
        if actor.role:
            return actor
        return self._roles.get(person_key(actor))

    def _government(self, index: int) -> tuple[Actor, int] | None:
        """A government, perhaps with the person behind it who leads the delegation or speaks for the side."""
        table = self._table
        read = self._states.government(index)
        if read is None:
            return None
        actor, after = read.actor, read.after
        for head in reversed(read.heads):
            start, noun = (
                table.lists["governments"][head].start,
                table.lists["governments"][head].payload.form,
            )
            actor = actor._replace(start=start)
            after = self._states.skip_fillers(after)
            if noun.startswith(self._grammar.sides) and after < self._stop and table.adjoins(after):
                # «عن الجانب السعودي مستشار الأمن الوطني …»
                speaker = (
                    self._titles.office(after) if after in table.offices else self._titles.other_office(after)
                )
                if speaker and speaker[0].person and speaker[0].country in ("", actor.country):
                    actor, after = speaker[0]._replace(start=start, country=actor.country), speaker[1]
                    continue
            if (
                noun in self._words["delegations"]
                and after < self._stop
                and table.words[after] in self._words["headed_by"]
            ):
                leader = self._read(after + 1, [])
                if leader and leader[0].person:
                    actor = leader[0]._replace(start=start, country=actor.country or leader[0].country)
                    after = leader[1]
        return actor, after


def _with_predicates(actors: list[Actor]) -> list[Actor]:
    """Give «… سفيرة لهولندا لدى الكويت» at the end of a sentence to the ambassador named before it."""
    for position, actor in enumerate(actors):
        if actor.person or not actor.role or not actor.country:
            continue
        for earlier in range(position - 1, -1, -1):
            holder = actors[earlier]
            if holder.role == actor.role and holder.person and not holder.country:
                actors[earlier] = holder._replace(country=actor.country, host=actor.host)
                return [other for other in actors if other is not actor]
    return actors
