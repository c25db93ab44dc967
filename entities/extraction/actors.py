"""Noun phrases that act: a state, its government, an office holder, an organization, a delegation.

«وزير الخارجية السوري أسعد الشيباني», «نظيره الكوري الجنوبي تشو تاي يول», «العاصمة السورية دمشق», «وفد رفيع
المستوى من كوريا الجنوبية برئاسة …» are each one actor. Rules of events and relations see actors, not words.
"""

import re
from dataclasses import dataclass, field, replace

from articles.arabic import fold
from entities.extraction.annotation import Annotation
from entities.extraction.naming import NameFinder
from entities.extraction.text import Sentence
from entities.extraction.types import MentionSpan

_MOST_TITLE_WORDS = 7
_TOWARDS = re.compile(r"(?:(?<!\w)و?(?:الي|امام)\s+|(?<!\w)و?ل)$")
_PLACE_KINDS = frozenset(("capital", "seat"))


@dataclass(frozen=True, slots=True)
class Actor:
    """A phrase that can act, in positions of folded text (proclitics left out).

    ``predicated``: the office is said of the person (سفيرا لدى …), not held as a title before the name.
    ``bare``: nothing but the name of a country or city. ``country`` is "?" and a person's key for a regime named after its ruler.
    """

    start: int
    end: int
    country: str = ""
    person: MentionSpan | None = None
    organization: str = ""
    role: str = ""
    title: str = ""
    host: str = ""
    former: bool = False
    place: str = ""
    generic_title: bool = False
    predicated: bool = False
    bare: bool = False

    @property
    def known(self) -> bool:
        return bool(self.country or self.person or self.organization)


@dataclass
class ActorReader:
    """Reads actors from annotated words. ``find_new`` lets it find names nobody has listed."""

    annotation: Annotation
    find_new: bool = False
    names: NameFinder = field(init=False)
    _roles: dict[str, Actor] = field(default_factory=dict)
    _last_in_office: Actor | None = None

    def __post_init__(self) -> None:
        self.names = NameFinder(self.annotation, self.find_new)
        self._words = self.annotation.language.words

    def read_sentence(self, sentence: Sentence) -> list[Actor]:
        """Return the actors of a sentence, in order, none inside another."""
        actors: list[Actor] = []
        indices = self.annotation.sentence_words(sentence)
        index = indices.start
        self._stop = self.names.stop = indices.stop
        while index < indices.stop:
            read = self.read(index, actors)
            if read and read[1] > index:
                actor, index = read
                if actor.known or actor.role:
                    actors.append(actor)
                    self._remember(actor)
                continue
            index += 1
        return _with_predicates(actors)

    def _remember(self, actor: Actor) -> None:
        if not actor.role:
            return
        self._last_in_office = actor
        if actor.person and actor.person.entity:
            self._roles.setdefault(actor.person.entity.key, actor)

    def read(self, index: int, before: list[Actor]) -> tuple[Actor, int] | None:
        """Return the actor that begins at the word and the index of the word after it."""
        table, lists = self.annotation, self.annotation.lists
        if index in lists["not_acting"] and index + 1 in table.people:
            return None
        if index in lists["counterparts"]:
            return self._counterpart(index, before)
        if index in table.offices:
            return self._office(index)
        if index in table.people:
            return self._person(index)
        if index in lists["honorifics"] and (read := self._honorific(index)):
            return read
        if index in lists["governments"] and (read := self._government(index)):
            return read
        if index in lists["office_heads"] and (read := self._other_office(index)):
            return read
        if table.words[index].text.removeprefix("و").removeprefix("ب") in self._words["capital_heads"] and (
            read := self._capital(index)
        ):
            return read
        if index in table.organizations:
            mention = table.organizations[index]
            key = mention.entity.key if mention.entity else ""
            return Actor(mention.start, mention.end, organization=key), table.word_after(mention.end)
        if (
            table.words[index - 1].text in self._words["things_of_countries"]
            and index
            and table.adjoins(index)
        ):
            return None
        if index in table.countries and (
            table.countries[index].name_kind != "demonym" or self._after_kept_head(index)
        ):
            return self._country(index)
        return None

    def _after_kept_head(self, index: int) -> bool:
        table = self.annotation
        return (
            index > 0
            and table.adjoins(index)
            and table.words[index - 1].text.removeprefix("و") in self._words["heads_before_country"]
        )

    # --- the kinds of phrase -------------------------------------------------------------------------------

    def _country(self, index: int) -> tuple[Actor, int]:
        mention = self.annotation.countries[index]
        place = self._original(mention) if mention.name_kind in _PLACE_KINDS else ""
        actor = Actor(mention.start, mention.end, country=_key(mention), place=place, bare=True)
        return actor, self.annotation.word_after(mention.end)

    def _capital(self, index: int) -> tuple[Actor, int] | None:
        """العاصمة السورية دمشق: the adjective and the city are one place."""
        table = self.annotation
        start = table.words[index].end - len(table.words[index].text.removeprefix("و").removeprefix("ب"))
        following, country = index + 1, ""
        if following in table.countries and table.countries[following].name_kind == "demonym":
            country = _key(table.countries[following])
            following = table.word_after(table.countries[following].end)
        capital = table.countries.get(following)
        if capital and capital.name_kind != "demonym" and following < self._stop:
            place = self._original(capital)
            actor = Actor(start, capital.end, country=_key(capital) or country, place=place)
            return actor, table.word_after(capital.end)
        if country:
            end = table.words[following - 1].end
            return Actor(start, end, country=country, place=table.article.original(start, end)), following
        return None

    def _person(self, index: int) -> tuple[Actor, int]:
        """A name, perhaps with the office behind it: بدر عبد العاطي وزير الخارجية المصري."""
        table = self.annotation
        mention = table.people[index]
        following = table.word_after(mention.end)
        actor = Actor(mention.start, mention.end, person=mention)
        following = self._skip_fillers(following)[0]
        if self._is_predicate(following):
            return self._predicate(actor, following)
        behind = following in table.offices and table.prefix(following, table.offices[following].start) == ""
        appositive = table.between(following).strip() in ("", "،", ",")
        if behind and appositive and following < self._stop:
            office, after = self._office(following, take_person=False)
            # «التقت بيربوك الرئيس السوري أحمد الشرع»: the title is another person's.
            another = self.names.follow(after) and table.adjoins(after)
            addressed = (
                table.words[following].text in self._words["lone_titles"]
                and not table.between(following).strip()
            )
            if not another and not addressed:
                return replace(office, start=mention.start, person=mention), after
        return actor, table.word_after(mention.end)

    def _is_predicate(self, index: int) -> bool:
        table = self.annotation
        return (
            index < self._stop
            and table.words[index].text in self._words["predicated"]
            and table.adjoins(index)
        )

    def _predicate(self, actor: Actor, index: int) -> tuple[Actor, int]:
        """An office said of the person before it; the country of a title before the name stays the actor's.

        Whoever stands behind إلى or ل received the one of whom it is said.
        """
        if _TOWARDS.search(self.annotation.article.text[max(0, actor.start - 20) : actor.start]):
            return actor, index
        read = self._office(index, take_person=False) if index in self.annotation.offices else None
        read = read or self._other_office(index, take_person=False)
        if read is None:
            return actor, index
        office, after = read
        office = replace(office, country=office.country or actor.country)
        return replace(office, start=actor.start, person=actor.person, predicated=True), after

    def _honorific(self, index: int) -> tuple[Actor, int] | None:
        table = self.annotation
        match = table.lists["honorifics"][index]
        start = match.start
        following = table.word_after(match.end)
        while following in table.lists["honorifics"] and table.adjoins(following):
            following = table.word_after(table.lists["honorifics"][following].end)
        if following >= self._stop or not table.adjoins(following):
            return None
        if following in table.offices:
            read = self._office(following)
            return replace(read[0], start=start), read[1]
        if self.names.person_at(following):
            actor, after = self._person(following)
            return replace(actor, start=start), after
        return None

    def _office(self, index: int, take_person: bool = True) -> tuple[Actor, int]:
        table = self.annotation
        match = table.offices[index]
        title = match.payload
        actor = Actor(match.start, match.end, role=title.role, title=title.title_ar)
        following = table.word_after(match.end)
        for position in range(index + 1, following):
            # «رئيس جمهورية كازاخستان»: the last word of the title is the first of the country's name.
            country = table.countries.get(position)
            if country and country.end > match.end:
                actor = replace(actor, country=_key(country), end=country.end)
                following = table.word_after(country.end)
        actor, following = self._complete(actor, following, host=title.host, take_person=take_person)
        if take_person and not actor.person and not actor.country and self._another_title(following):
            # «نائب رئيس الوزراء وزير الخارجية أيمن الصفدي»: two titles, one person
            second, after = self._office(following)
            if second.person:
                return replace(second, start=actor.start), after
        return actor, following

    def _another_title(self, index: int) -> bool:
        table = self.annotation
        office = table.offices.get(index) if index < self._stop and table.adjoins(index) else None
        return office is not None and office.prefix == 0

    def _counterpart(self, index: int, before: list[Actor]) -> tuple[Actor, int]:
        table = self.annotation
        match = table.lists["counterparts"][index]
        last = next((self._in_office(actor) for actor in reversed(before) if self._in_office(actor)), None)
        last = last or self._last_in_office
        actor = Actor(
            match.start,
            match.end,
            role=last.role if last else "",
            title=last.title if last else "",
            generic_title=last.generic_title if last else False,
        )
        return self._complete(actor, table.word_after(match.end), host=False, take_person=True)

    def _in_office(self, actor: Actor) -> Actor | None:
        """The actor, or the same person where the article gave the office before."""
        if actor.role:
            return actor
        return self._roles.get(actor.person.entity.key) if actor.person and actor.person.entity else None

    def _other_office(self, index: int, take_person: bool = True) -> tuple[Actor, int] | None:
        """A title that is on no list: its head, a few nouns, then the country or the name."""
        table = self.annotation
        match = table.lists["office_heads"].get(index)
        if match is None:
            return None
        following = table.word_after(match.end)
        title_end = match.end
        for _step in range(_MOST_TITLE_WORDS):
            if following >= self._stop or not table.adjoins(following):
                break
            word = table.words[following].text
            reached = (
                following in table.countries or following in table.people or following in table.organizations
            )
            honorific = following in table.lists["honorifics"]
            if (
                reached
                or honorific
                or following in table.lists["former"]
                or word in self._words["linking_words"]
            ):
                break
            if word in self._words["private_bodies"]:
                pass  # «رئيس نادي الهلال»: a body, though نادي is a given name as well
            elif word in table.language.given_names and self.names.length_at(following):
                break
            if following in table.offices or table.language.words["saying"] & {word}:
                return None
            if (
                (following != index + 1 or match.payload.startswith("ال"))
                and not word.startswith(("ال", "لل", "و", "شؤون"))
                and self.names.length_at(following)
            ):
                break
            title_end = table.words[following].end
            following += 1
        title = table.article.original(match.start, title_end)
        public = match.payload not in self._words["no_office"] and not (
            self._words["private_bodies"] & {*fold(title).split()}
        )
        role = table.language.role_of_head(match.payload, alone=title_end == match.end) if public else ""
        known = table.language.office_titles.get(role) if title_end == match.end else None
        actor = Actor(
            match.start,
            title_end,
            role=role,
            title=known.title_ar if known else title,
            generic_title=known is None,
        )
        actor, after = self._complete(actor, following, host=False, take_person=take_person)
        if not actor.person and take_person and not (actor.country and public):
            return None
        if not public and not actor.predicated:
            return replace(actor, role="", title="", country=""), after
        return actor, after

    def _government(self, index: int) -> tuple[Actor, int] | None:
        table = self.annotation
        match = table.lists["governments"][index]
        following = table.word_after(match.end)
        delegation = match.payload in self._words["delegations"]
        following = self._skip_fillers(following)[0]
        if (
            following < self._stop
            and table.words[following].text in ("من", "عن", "ب", "في")
            and (
                delegation
                or match.payload.startswith(("مسوول", "السلط", "وزاره الخارجيه", "الخارجيه", "الحكومه"))
            )
        ):
            following += 1
        state = following in table.countries
        if not state and following in table.lists["governments"] and following < self._stop:
            read = self._government(following)
            if read is None:
                return None
            actor, after = replace(read[0], start=match.start), read[1]
        elif state and following < self._stop and table.adjoins(following):
            mention = table.countries[following]
            actor = Actor(match.start, mention.end, country=_key(mention))
            after = table.word_after(mention.end)
        elif following in table.people and match.payload in ("نظام", "حكم", "عهد", "حكومه", "النظام"):
            # A ruler's regime is the state that he ruled; it is no act of the person.
            mention = table.people[following]
            return Actor(match.start, mention.end, person=None, country="?" + _key(mention)), (
                table.word_after(mention.end)
            )
        elif following in table.organizations and delegation:
            mention = table.organizations[following]
            actor = Actor(match.start, mention.end, organization=_key(mention))
            after = table.word_after(mention.end)
        else:
            return None
        after = self._skip_fillers(after)[0]
        if match.payload.startswith("الجانب") and after < self._stop and table.adjoins(after):
            # «عن الجانب السعودي مستشار الأمن الوطني …»
            head = self._office(after) if after in table.offices else self._other_office(after)
            if head and head[0].person and head[0].country in ("", actor.country):
                return replace(head[0], start=match.start, country=actor.country), head[1]
        if delegation and after < self._stop and table.words[after].text in self._words["headed_by"]:
            head = self.read(after + 1, [])
            if head and head[0].person:
                actor = replace(head[0], start=match.start, country=actor.country or head[0].country)
                after = head[1]
        return actor, after

    # --- parts of phrases ----------------------------------------------------------------------------------

    def _complete(self, actor: Actor, index: int, host: bool, take_person: bool) -> tuple[Actor, int]:
        """Read what follows a title: country, organization, former or acting, honorific, name."""
        table = self.annotation
        start = index
        while index < self._stop and index - start < 12:
            separator = table.between(index).strip(' «»"“”')
            if separator and not (separator in ("،", ",", "-") and take_person and self.names.follow(index)):
                break
            word = table.words[index].text
            mention = table.countries.get(index)
            if index in table.lists["former"]:
                actor = replace(actor, former=True, end=table.lists["former"][index].end)
                index = table.word_after(actor.end)
            elif mention and (mention.name_kind == "demonym" or not actor.country or host):
                prefix = table.prefix(index, mention.start)
                if prefix not in ("", "ل", "ب") or separator:
                    break
                if actor.country and host and prefix == "ب":
                    actor = replace(actor, host=_key(mention), end=mention.end)
                elif not actor.country:
                    actor = replace(actor, country=_key(mention), end=mention.end)
                else:
                    break
                index = table.word_after(mention.end)
            elif (
                word in ("في", "لدي", "الي")
                and index + 1 < self._stop
                and (place := self._place_at(index + 1))
                and not separator
            ):
                mention, after = place
                if host:
                    actor = replace(actor, host=_key(mention))
                elif not actor.country:
                    actor = replace(actor, country=_key(mention))
                else:
                    break
                actor = replace(actor, end=mention.end)
                index = after
            elif (
                index in table.organizations
                and not actor.organization
                and not actor.country
                and not separator
            ):
                organization = table.organizations[index]
                actor = replace(actor, organization=_key(organization), end=organization.end)
                index = table.word_after(organization.end)
            elif (
                index in table.lists["governments"]
                and not actor.country
                and (read := self._government(index))
            ):
                actor = replace(actor, country=read[0].country, end=read[0].end)
                index = read[1]
            elif index in table.lists["fillers"]:
                match = table.lists["fillers"][index]
                actor = replace(actor, end=match.end)
                index = table.word_after(match.end)
            elif (
                index in table.lists["honorifics"]
                and index not in table.people
                and take_person
                and self.names.follow(index)
            ):
                index = table.word_after(table.lists["honorifics"][index].end)
            elif take_person and self.names.person_at(index):
                person = table.people[index]
                actor = replace(actor, person=person, end=person.end)
                after = table.word_after(person.end)
                return self._predicate(actor, after) if self._is_predicate(after) else (actor, after)
            elif (
                index in table.offices and take_person and not separator and table.offices[index].prefix == 0
            ):
                # الرئيس القائد …, السيد الرئيس: a second title in apposition
                if table.offices[index].payload.role == actor.role:
                    index = table.word_after(table.offices[index].end)
                else:
                    break
            else:
                break
        return actor, table.word_after(actor.end)

    def _place_at(self, index: int) -> tuple[MentionSpan, int] | None:
        table = self.annotation
        if index in table.countries and table.countries[index].name_kind != "demonym":
            return table.countries[index], table.word_after(table.countries[index].end)
        if index in table.lists["governments"] and index + 1 in table.countries:
            mention = table.countries[index + 1]
            return mention, table.word_after(mention.end)
        return None

    def _skip_fillers(self, index: int) -> tuple[int, int]:
        table = self.annotation
        while index < self._stop and index in table.lists["fillers"] and table.adjoins(index):
            index = table.word_after(table.lists["fillers"][index].end)
        return index, table.words[index - 1].end if index else 0

    def _original(self, mention: MentionSpan) -> str:
        return self.annotation.article.original(mention.start, mention.end)


def _with_predicates(actors: list[Actor]) -> list[Actor]:
    """Give «… سفيرة لهولندا لدى الكويت» at the end of a sentence to the ambassador named before it."""
    for position, actor in enumerate(actors):
        if actor.person or not actor.role or not actor.country:
            continue
        for earlier in range(position - 1, -1, -1):
            holder = actors[earlier]
            if holder.role == actor.role and holder.person and not holder.country:
                actors[earlier] = replace(holder, country=actor.country, host=actor.host)
                return [other for other in actors if other is not actor]
    return actors


def _key(mention: MentionSpan) -> str:
    return mention.entity.key if mention.entity else ""
