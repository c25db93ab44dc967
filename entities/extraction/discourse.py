"""What an article has said so far: who is meant by a title, a pronoun, «البلدان»."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from entities.extraction.actor import Actor, person_key
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import Language
from entities.extraction.types import Entity, EntityKind


@dataclass
class Discourse:
    """The actors of an article, completed with each other, and the course of its sentences.

    ``holders`` maps a role and country to the people who are said to hold it; ``countries`` a person to the
    country acted for.
    """

    gazetteer: Gazetteer
    language: Language
    holders: dict[tuple[str, str], dict[str, Actor]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Actor] = field(default_factory=dict)
    subject: Actor | None = None
    last_countries: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, gazetteer: Gazetteer, language: Language, sentences: Iterable[Sequence[Actor]]
    ) -> "Discourse":
        discourse = cls(gazetteer, language)
        actors = [actor for sentence in sentences for actor in sentence if actor.person]
        for actor in actors:
            key = person_key(actor)
            if key and actor.state:
                discourse.countries.setdefault(key, actor.country)
        for actor in actors:
            key = person_key(actor)
            if key and actor.role and not actor.former:
                country = actor.country or discourse.country_of_person(key)
                discourse.holders.setdefault((actor.role, country), {})[key] = actor
                discourse.roles.setdefault(key, actor)
        return discourse

    def country_of_person(self, key: str) -> str:
        return self.gazetteer.country_of(Entity(EntityKind.PERSON, key)) or self.countries.get(key, "")

    def complete(self, actor: Actor) -> Actor:
        """Add to an actor what the article says elsewhere: a person's country, an office's holder."""
        if actor.bare:
            return actor
        key = person_key(actor)
        if actor.country.startswith("?"):  # a regime named after its ruler
            return actor._replace(country=self.country_of_person(actor.country[1:]))
        if key:
            holder = self.roles.get(key)
            body = actor.organization or (holder.organization if holder and not actor.country else "")
            if body:  # who speaks for an organization does not act for the state of birth
                return actor._replace(organization=body)
            country = actor.country or self.country_of_person(key)
            if not country and actor.role == "spokesperson" and self.subject:
                country = self.subject.country  # «المتحدث باسم الوزارة»: the one spoken of before
            return actor._replace(country=country)
        if actor.former or not (actor.role or actor.title):
            return actor
        if actor.role == "spokesperson" and not actor.country and self.subject:
            return actor._replace(country=self.subject.country)
        holders = self._holders(actor)
        if len(holders) == 1:
            holder = next(iter(holders.values()))
            country = actor.country or holder.country or self.country_of_person(person_key(holder))
            return actor._replace(person=holder.person, country=country)
        return actor

    def _holders(self, actor: Actor) -> dict[str, Actor]:
        if actor.generic_title:
            if actor.title not in self.language.grammar.ministers:
                return {}
            found: dict[str, Actor] = {}
            for (role, country), people in self.holders.items():
                if role.endswith("minister") and country and country == actor.country:
                    found |= people
            return found
        if actor.country:
            return self.holders.get((actor.role, actor.country), {})
        anywhere: dict[str, Actor] = {}
        for (role, _country), people in self.holders.items():
            if role == actor.role:
                anywhere |= people
        return anywhere

    def pair(self, before: Sequence[Actor]) -> tuple[str, str] | None:
        """The two countries meant by «البلدان»: the last two named in the sentence, else in those before.

        ``before`` are the actors of the sentence up to there.
        """
        named: list[str] = []
        countries = (self.complete(actor).state for actor in reversed(before))
        for country in chain(countries, reversed(self.last_countries)):
            if country and country not in named:
                named.append(country)
            if len(named) == 2:
                return named[1], named[0]
        return None

    def advance(self, actors: Sequence[Actor], text: str) -> None:
        """Take note of a sentence that has been read; ``text`` is the folded article."""
        only_place = self.language.grammar.patterns.only_place_before
        if not actors:
            return
        for actor in actors:
            if actor.person or (actor.role and actor.country):
                self.subject = actor
                break
        else:
            if actors and actors[0].country:
                self.subject = actors[0]
        for actor in actors:
            if not actor.state:
                continue
            if not (actor.bare and only_place.search(text[max(0, actor.start - 20) : actor.start])):
                self.last_countries = [code for code in self.last_countries if code != actor.country]
                self.last_countries.append(actor.country)
        self.last_countries = self.last_countries[-6:]
