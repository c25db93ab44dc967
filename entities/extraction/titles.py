"""Titles: offices on the list and others, and what follows them (whose they are, and who holds them)."""

from entities.extraction.actor import Actor, key_of
from entities.extraction.annotation import Annotation
from entities.extraction.naming import NameFinder
from entities.extraction.states import StateReader

_MOST_TITLE_WORDS = 7
_MOST_TITLES = 4


class TitleReader:
    """Reads titles from annotated words. ``stop`` is the index of the word behind the sentence."""

    def __init__(self, table: Annotation, names: NameFinder, states: StateReader) -> None:
        self._table = table
        self._names = names
        self._states = states
        self._words = table.language.words
        self._grammar = table.language.grammar
        self.stop = len(table.words)

    def office(self, index: int, take_person: bool = True, titles: int = 1) -> tuple[Actor, int]:
        """The office of the list that is named at the word, and the index of the word after its phrase.

        ``titles`` counts those of the same person, up to this one.
        """
        table = self._table
        match = table.offices[index]
        title = match.payload
        actor = Actor(match.start, match.end, role=title.role, title=title.title_ar)
        following = match.after
        for position in range(index + 1, following):
            # «رئيس جمهورية كازاخستان»: the last word of the title is the first of the country's name.
            country = table.countries.get(position)
            if country and country.end > match.end:
                actor = actor._replace(country=key_of(country), end=country.end)
                following = table.word_after(country.end)
        actor, following = self.complete(actor, following, host=title.host, take_person=take_person)
        alone = not actor.person and not actor.country
        if take_person and alone and titles < _MOST_TITLES and self._another_title(following):
            # «نائب رئيس الوزراء وزير الخارجية أيمن الصفدي»: two titles, one person
            second, after = self.office(following, titles=titles + 1)
            if second.person:
                return second._replace(start=actor.start), after
        return actor, following

    def other_office(self, index: int, take_person: bool = True) -> tuple[Actor, int] | None:
        """A title that is on no list: its head, a few nouns, then the country or the name."""
        table = self._table
        match = table.lists["office_heads"].get(index)
        if match is None:
            return None
        head = match.payload.form
        following = match.after
        title_end = match.end
        for _step in range(_MOST_TITLE_WORDS):
            if following >= self.stop or not table.adjoins(following):
                break
            word = table.words[following]
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
            elif word in table.language.given_names and self._names.length_at(following):
                break
            if following in table.offices or word in self._words["saying"]:
                return None
            if (
                (following != index + 1 or head.startswith(self._grammar.article))
                and not word.startswith(self._grammar.titles_go_on)
                and self._names.length_at(following)
            ):
                break
            title_end = table.ends[following]
            following += 1
        title = table.article.original(match.start, title_end)
        public = head not in self._words["no_office"] and not (
            self._words["private_bodies"] & {*table.text[match.start : title_end].split()}
        )
        role = table.language.role_of_head(head, alone=title_end == match.end) if public else ""
        known = table.language.office_titles.get(role) if title_end == match.end else None
        actor = Actor(
            match.start,
            title_end,
            role=role,
            title=known.title_ar if known else title,
            generic_title=known is None,
        )
        actor, after = self.complete(actor, following, host=False, take_person=take_person)
        if not actor.person and take_person and not (actor.country and public):
            return None
        if not public and not actor.predicated:
            return actor._replace(role="", title="", country=""), after
        return actor, after

    def complete(self, actor: Actor, index: int, host: bool, take_person: bool) -> tuple[Actor, int]:
        """Read what follows a title: country, organization, former or acting, honorific, name."""
        table = self._table
        start = index
        while index < self.stop and index - start < 12:
            separator = table.between(index).strip(' «»"“”')
            if separator and not (separator in ("،", ",", "-") and take_person and self._names.follow(index)):
                break
            word = table.words[index]
            mention = table.countries.get(index)
            if index in table.lists["former"]:
                actor = actor._replace(former=True, end=table.lists["former"][index].end)
                index = table.lists["former"][index].after
            elif mention and (mention.name_kind == "demonym" or not actor.country or host):
                prefix = table.prefix(index, mention.start)
                if prefix not in self._grammar.before_owners or separator:
                    break
                if actor.country and host and prefix == self._grammar.at:
                    actor = actor._replace(host=key_of(mention), end=mention.end)
                elif not actor.country:
                    actor = actor._replace(country=key_of(mention), end=mention.end)
                else:
                    break
                index = table.word_after(mention.end)
            elif (
                word in self._words["accredited_to"]
                and index + 1 < self.stop
                and (place := self._states.place_at(index + 1))
                and not separator
            ):
                mention, after = place
                if host:
                    actor = actor._replace(host=key_of(mention))
                elif not actor.country:
                    actor = actor._replace(country=key_of(mention))
                else:
                    break
                actor = actor._replace(end=mention.end)
                index = after
            elif (
                index in table.organizations
                and not actor.organization
                and not actor.country
                and not separator
            ):
                organization = table.organizations[index]
                actor = actor._replace(organization=key_of(organization), end=organization.end)
                index = table.word_after(organization.end)
            elif (
                index in table.lists["governments"]
                and not actor.country
                and (read := self._states.government(index))
            ):
                actor = actor._replace(country=read.actor.country, end=read.actor.end)
                index = read.after
            elif index in table.lists["fillers"]:
                match = table.lists["fillers"][index]
                actor = actor._replace(end=match.end)
                index = match.after
            elif (
                index in table.lists["honorifics"]
                and index not in table.people
                and take_person
                and self._names.follow(index)
            ):
                index = table.lists["honorifics"][index].after
            elif take_person and self._names.person_at(index):
                person = table.people[index]
                actor = actor._replace(person=person, end=person.end)
                after = table.word_after(person.end)
                return self.predicate(actor, after) if self.is_predicate(after) else (actor, after)
            elif (
                index in table.offices and take_person and not separator and table.offices[index].prefix == 0
            ):
                # الرئيس القائد …, السيد الرئيس: a second title in apposition
                if table.offices[index].payload.role == actor.role:
                    index = table.offices[index].after
                else:
                    break
            else:
                break
        return actor, table.word_after(actor.end)

    def is_predicate(self, index: int) -> bool:
        """Whether the word begins an office said of the person before it: سفيرا, رئيسة."""
        table = self._table
        return index < self.stop and table.words[index] in self._words["predicated"] and table.adjoins(index)

    def predicate(self, actor: Actor, index: int) -> tuple[Actor, int]:
        """An office said of the person before it; the country of a title before the name stays the actor's.

        Whoever stands behind إلى or ل received the one of whom it is said.
        """
        if self._grammar.patterns.towards_before.search(
            self._table.text[max(0, actor.start - 20) : actor.start]
        ):
            return actor, index
        read = self.office(index, take_person=False) if index in self._table.offices else None
        read = read or self.other_office(index, take_person=False)
        if read is None:
            return actor, index
        office, after = read
        office = office._replace(country=office.country or actor.country)
        return office._replace(start=actor.start, person=actor.person, predicated=True), after

    def _another_title(self, index: int) -> bool:
        table = self._table
        office = table.offices.get(index) if index < self.stop and table.adjoins(index) else None
        return office is not None and office.prefix == 0
