"""Rules matched over a reduced sentence: who plays which role, and when."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from articles.dates import DateRange
from entities.extraction.actor import Actor
from entities.extraction.dates import FoundDate
from entities.extraction.discourse import Discourse
from entities.extraction.language import Language
from entities.extraction.modality import HAPPENED, PLANNED, modality
from entities.extraction.nearest import date_near
from entities.extraction.patterns import Rule, Rules
from entities.extraction.reduction import Reduced, is_actor
from entities.extraction.sentence import SentenceReading

_WORD = re.compile(r"\w+")
# How far, in characters, one looks before and behind what a rule matched.
_BEFORE, _BEHIND = 20, 25


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read in a sentence, before its roles become participants."""

    rule: Rule
    modality: str
    roles: Mapping[str, tuple[Actor, ...]]
    date: FoundDate | None
    match: re.Match[str]


def apply_rules(
    rules: Rules,
    sentence: SentenceReading,
    discourse: Discourse,
    makes_sense: Callable[[Found], bool],
) -> list[Found]:
    """Return what the rules read; a reading that makes no sense leaves its words to the rules after it."""
    results: list[Found] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    if not sentence.actors and not sentence.may_hold_pair:
        return results
    patterns = rules.that_can_match(sentence.triggers)
    if not sentence.may_hold_pair:
        patterns = tuple(pair for pair in patterns if pair[1].actors <= len(sentence.actors))
    if not patterns:
        return results
    reduced = sentence.reduced
    if not reduced.actors and not reduced.has_pair:
        return results
    for rule, pattern in patterns:
        for match in pattern.regex.finditer(reduced.text):
            spans = taken.setdefault(rule.group, [])
            number = bisect_left(spans, match.span())
            if (number and spans[number - 1][1] > match.start()) or (
                number < len(spans) and spans[number][0] < match.end()
            ):
                continue
            found = _fill(rule, match, reduced, discourse)
            if found and makes_sense(found):
                spans.insert(number, match.span())
                results.append(found)
    return results


def _fill(rule: Rule, match: re.Match[str], reduced: Reduced, discourse: Discourse) -> Found | None:
    language = discourse.language
    if _excluded(rule, match, reduced, language) or _begins_with_place(match, reduced.text, language):
        return None
    roles = _roles(rule, match, reduced, discourse)
    if roles is None or not _allowed(rule, roles, match):
        return None
    date = date_near(reduced, match.start(), match.end(), language.grammar.patterns)
    today = reduced.sentence.reference
    is_future = bool(
        date and today and today.latest and date.value.earliest and date.value.earliest > today.latest
    )
    mood = modality(reduced, match, rule.kind, language, is_future)
    if mood == PLANNED and date and today:
        date, mood = _planned_for(date, today, mood, match)
    if rule.status == "none" and mood is None:
        mood = HAPPENED if not _only_thought(reduced, match, language) else None
    return Found(rule, mood, roles, date, match) if mood else None


def _planned_for(date: FoundDate, today: DateRange, mood: str, match: re.Match[str]) -> tuple[FoundDate, str]:
    """A plan lies ahead: a bare weekday is the next one, and what lies on a day past has happened."""
    if not today.earliest or not date.value.latest or date.value.latest >= today.earliest:
        return date, mood
    if date.bare_weekday and date.value.earliest:
        return date._replace(value=DateRange.day(date.value.earliest + timedelta(weeks=1))), mood
    return date, mood if match.groupdict().get("future") else HAPPENED


def _begins_with_place(match: re.Match[str], text: str, language: Language) -> bool:
    """Whether what should be the subject hangs on a preposition: «المقيمون في بريطانيا استنكروا …»."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return is_actor(match.group()[0]) and bool(language.grammar.patterns.preposition_before.search(before))


def _excluded(rule: Rule, match: re.Match[str], reduced: Reduced, language: Language) -> bool:
    """Whether other relations are meant (trade), or the present tense describes a state and tells no event."""
    unless: frozenset[str] = rule.options["unless"]
    if unless:
        behind = _WORD.findall(reduced.text[match.end() : match.end() + _BEHIND])[:1]
        if not unless.isdisjoint((*_WORD.findall(match.group()), *behind)):
            return True
    lasting: frozenset[str] = rule.options.get("state_in_present", frozenset())
    present = match.groupdict().get("present") if lasting else None
    if not present or reduced.sentence.section != "body":
        return False
    before = reduced.text[max(0, match.start() - 12) : match.start()]
    return present in lasting and not any(words in before for words in language.words["telling_conjunctions"])


def _only_thought(reduced: Reduced, match: re.Match[str], language: Language) -> bool:
    words = _WORD.findall(reduced.text[max(0, match.start() - 40) : match.start()])[-5:]
    return any(
        word in language.words["hypotheses"] or word in language.words["perhaps_before_present"]
        for word in words
    )


def _roles(
    rule: Rule, match: re.Match[str], reduced: Reduced, discourse: Discourse
) -> dict[str, tuple[Actor, ...]] | None:
    roles: dict[str, tuple[Actor, ...]] = {}
    before = reduced.actors_before(match.start())
    for name, symbols in match.groupdict().items():
        role = name.rstrip("123")
        if not symbols or role in ("past", "present", "future"):
            continue
        actors = [discourse.complete(reduced.actor(symbol)) for symbol in symbols if is_actor(symbol)]
        if role in ("participant", "signatory") and any(
            _is_place(symbol, reduced, discourse.language) for symbol in symbols
        ):
            return None
        if not actors:
            pair = discourse.pair(reduced.actors_before(match.end() - 1))
            if pair is None:
                return None
            actors = [Actor(0, 0, country=country) for country in pair]
            role = "signatory" if role == "pair" and rule.kind.startswith("relations_") else role
            role = "a" if role == "pair" and rule.status else "participant" if role == "pair" else role
        roles[role] = (*roles.get(role, ()), *actors)
    subject = rule.options.get("subject")
    if subject and not roles.get(subject):
        # «حذت غيانا حذو بوتان فقطعت …»: a joined verb keeps the subject of the sentence.
        joined = match.group().startswith(discourse.language.grammar.joining)
        actor = _subject(
            before if joined else reversed(before),
            discourse,
            want_person=rule.options.get("person") == subject,
        )
        if actor is None:
            return None
        roles[subject] = (actor,)
    if joined_by := rule.options.get("with_subject"):
        actor = _subject(before, discourse, want_person=True)
        if actor is None:
            return None
        roles[joined_by] = (actor, *roles.get(joined_by, ()))
    if "party" in roles:
        parties = roles.pop("party")
        announcer = roles.pop("announcer", ())
        speaking = {actor.country for actor in announcer}
        actors = [party for party in parties if party.country in speaking] or list(parties[:1])
        roles["actor"] = tuple(actors)
        roles["target"] = tuple(party for party in parties if party not in actors)
    if target := rule.options.get("next_country"):
        country = _next_country(
            reduced, match, {actor.country for actors in roles.values() for actor in actors}
        )
        if country:
            roles[target] = (Actor(0, 0, country=country),)
    if embassy_of := rule.options.get("host_of"):
        sending = next((actor.country for actor in roles.get("actor", ()) if actor.country), "")
        roles[embassy_of] = tuple(
            actor if actor.country else actor._replace(country=sending) for actor in roles.get(embassy_of, ())
        )
        for actor in roles[embassy_of]:
            if actor.host:
                roles["host"] = (Actor(0, 0, country=actor.host),)
    return roles


def _is_place(symbol: str, reduced: Reduced, language: Language) -> bool:
    """Whether a country is only where something was: «استقبل البعثة في مطار مسقط»."""
    if not is_actor(symbol) or not reduced.actor(symbol).bare:
        return False
    index = reduced.text.index(symbol)
    before = reduced.text[max(0, index - _BEFORE) : index]
    return bool(language.grammar.patterns.scene_before.search(before))


def _subject(likeliest_first: Iterable[Actor], discourse: Discourse, want_person: bool) -> Actor | None:
    """Whom a pronoun means: the likeliest actor that acts for a country, else the subject of the sentence before."""
    for candidate in (*likeliest_first, *([discourse.subject] if discourse.subject else ())):
        actor = discourse.complete(candidate)
        if want_person and not (actor.person or actor.role):
            continue
        if actor.country:
            return actor
    return None


def _next_country(reduced: Reduced, match: re.Match[str], known: set[str]) -> str:
    """The next country named behind the match in whatever form, other than the ones in it."""
    behind = bisect_left(reduced.countries, (reduced.position(match.end() - 1),))
    return next((code for _position, code in reduced.countries[behind:] if code not in known), "")


def _allowed(rule: Rule, roles: Mapping[str, tuple[Actor, ...]], match: re.Match[str]) -> bool:
    where: Mapping[str, Sequence[str]] = rule.options.get("where", {})
    unless: re.Pattern[str] | None = rule.options.get("where_unless")
    if where and not (unless and unless.search(match.group())):
        for role, offices in where.items():
            actors = roles.get(role, ())
            if not actors or not all(
                actor.role in offices or ("?person" in offices and actor.person and not actor.role)
                for actor in actors
            ):
                return False
    predicated = rule.options.get("predicated")
    if predicated and not all(actor.predicated for actor in roles.get(predicated, ())):
        return False
    traveller = rule.options.get("person")
    return not traveller or all(
        not actor.bare and (actor.country or actor.organization) for actor in roles.get(traveller, ())
    )
