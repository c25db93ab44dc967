"""Rules matched over a reduced sentence: who plays which role, and when."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from articles.arabic import fold
from articles.dates import DateRange
from entities.extraction.actors import Actor
from entities.extraction.dates import FoundDate
from entities.extraction.discourse import Discourse
from entities.extraction.language import Language
from entities.extraction.modality import HAPPENED, PLANNED, modality
from entities.extraction.patterns import Rule
from entities.extraction.reduction import Reduced, is_actor, is_date

DATE_BARRIERS = re.compile(
    r"(?<!\w)[وف]?(?:التي|الذي|الذين|حيث|فيما|بينما|قبل ان|بعد ان|بعدما|عقب|كانت|كان|منذ|حتي|قبل|خلفا|انتخابه|انتخابها|في حين"
    r"|المقرر|المنتظر|المتوقع|المرتقب)(?!\w)"
)
_NEXT_CLAUSE = re.compile(r"[،,]\s*(?:و(?!ذلك)|ثم\s)")
_NOT_AN_EVENT_DATE = re.compile(r"(?:منذ|حتي|قبل|الي|بعد)\s*(?:ال)?(?:عام\s*|سنه\s*|يوم\s*)?$")
_PREPOSITION = re.compile(r"(?<!\w)[وف]?(?:(?:في|من|الي|علي|عن|مع|بين|ضد|لدي|داخل|خارج|نحو|حول)\s+|[بلك])$")
_AT_A_PLACE = re.compile(r"(?<!\w)[وف]?(?:(?:في|داخل|قرب|شمال|جنوب|شرق|غرب|وسط)\s+)$")
# Of overlapping readings of one contact or signing the first listed stands.
_GROUPS = {
    "talks": "contact",
    "phone_call": "contact",
    "relations_established.signed": "signing",
    "relations_restored.signed": "signing",
    "agreement_signed": "signing",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read in a sentence, before its roles become participants."""

    rule: Rule
    modality: str
    roles: Mapping[str, tuple[Actor, ...]]
    date: FoundDate | None
    match: re.Match[str]


def apply_rules(
    rules: Iterable[Rule],
    reduced: Reduced,
    discourse: Discourse,
    language: Language,
    makes_sense: Callable[[Found], bool],
) -> list[Found]:
    """Return what the rules read; a reading that makes no sense leaves its words to the rules after it."""
    results: list[Found] = []
    taken: list[tuple[str, int, int]] = []
    if not reduced.actors and not reduced.has_pair:
        return results
    for rule in rules:
        for pattern in rule.patterns:
            if not pattern.triggers <= reduced.triggers:
                continue
            for match in pattern.regex.finditer(reduced.text):
                group = _GROUPS.get(rule.name, rule.name.split(".")[0])
                if any(
                    name == group and match.start() < end and start < match.end()
                    for name, start, end in taken
                ):
                    continue
                found = _fill(rule, match, reduced, discourse, language)
                if found and makes_sense(found):
                    taken.append((group, match.start(), match.end()))
                    results.append(found)
    return results


def _fill(
    rule: Rule, match: re.Match[str], reduced: Reduced, discourse: Discourse, language: Language
) -> Found | None:
    if _excluded(rule, match, reduced, language) or _begins_with_place(match, reduced.text):
        return None
    roles = _roles(rule, match, reduced, discourse)
    if roles is None or not _allowed(rule, roles, match):
        return None
    date = date_near(reduced, match.start(), match.end())
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
        return replace(date, value=DateRange.day(date.value.earliest + timedelta(weeks=1))), mood
    return date, mood if match.groupdict().get("future") else HAPPENED


def _begins_with_place(match: re.Match[str], text: str) -> bool:
    """Whether what should be the subject hangs on a preposition: «المقيمون في بريطانيا استنكروا …»."""
    return is_actor(match.group()[0]) and bool(
        _PREPOSITION.search(text[max(0, match.start() - 20) : match.start()])
    )


def _excluded(rule: Rule, match: re.Match[str], reduced: Reduced, language: Language) -> bool:
    """Whether other relations are meant (trade), or the present tense describes a state and tells no event."""
    unless = {fold(word) for word in rule.options.get("unless", ())}
    tail = re.findall(r"\w+", reduced.text[match.end() : match.end() + 25])[:1]
    if unless & {*re.findall(r"\w+", match.group()), *tail}:
        return True
    verb = rule.options.get("state_in_present")
    present = match.groupdict().get("present")
    if not verb or not present or reduced.sentence.section != "body":
        return False
    forms = {fold(form) for form in language.rules["verbs"][verb]["present"]}
    before = reduced.text[max(0, match.start() - 12) : match.start()]
    return present in forms and "قبل ان" not in before and "بعد ان" not in before


def _only_thought(reduced: Reduced, match: re.Match[str], language: Language) -> bool:
    words = re.findall(r"\w+", reduced.text[max(0, match.start() - 40) : match.start()])[-5:]
    return any(word in language.words["hypotheses"] for word in words)


def _roles(
    rule: Rule, match: re.Match[str], reduced: Reduced, discourse: Discourse
) -> dict[str, tuple[Actor, ...]] | None:
    roles: dict[str, tuple[Actor, ...]] = {}
    before = [actor for actor in reduced.actors if actor.start < reduced.position(match.start())]
    for name, symbols in match.groupdict().items():
        role = name.rstrip("123")
        if not symbols or role in ("past", "present", "future"):
            continue
        actors = [discourse.complete(reduced.actor(symbol)) for symbol in symbols if is_actor(symbol)]
        if role in ("participant", "signatory") and any(_is_place(symbol, reduced) for symbol in symbols):
            return None
        if not actors:
            upto = reduced.position(match.end() - 1)
            pair = discourse.pair(
                [discourse.complete(actor) for actor in reduced.actors if actor.start < upto]
            )
            if pair is None:
                return None
            actors = [Actor(0, 0, country=country) for country in pair]
            role = "signatory" if role == "pair" and rule.kind.startswith("relations_") else role
            role = "a" if role == "pair" and rule.status else "participant" if role == "pair" else role
        roles[role] = (*roles.get(role, ()), *actors)
    subject = rule.options.get("subject")
    if subject and not roles.get(subject):
        # «حذت غيانا حذو بوتان فقطعت …»: a joined verb keeps the subject of the sentence.
        ordered = list(reversed(before)) if match.group()[0] in "وف" else before
        actor = _subject(ordered, discourse, want_person=rule.options.get("person") == subject)
        if actor is None:
            return None
        roles[subject] = (actor,)
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
            actor if actor.country else replace(actor, country=sending) for actor in roles.get(embassy_of, ())
        )
        for actor in roles[embassy_of]:
            if actor.host:
                roles["host"] = (Actor(0, 0, country=actor.host),)
    return roles


def _is_place(symbol: str, reduced: Reduced) -> bool:
    """Whether a country is only where something was: «استقبل البعثة في مطار مسقط»."""
    if not is_actor(symbol) or not reduced.actor(symbol).bare:
        return False
    index = reduced.text.index(symbol)
    return bool(_AT_A_PLACE.search(reduced.text[max(0, index - 20) : index]))


def _subject(before: Sequence[Actor], discourse: Discourse, want_person: bool) -> Actor | None:
    """Whom a pronoun means: the last actor before it in the sentence, else the subject of the one before."""
    candidates = [discourse.complete(actor) for actor in reversed(before)]
    if discourse.subject:
        candidates.append(discourse.complete(discourse.subject))
    for actor in candidates:
        if want_person and not (actor.person or actor.role):
            continue
        if actor.country:
            return actor
    return None


def _next_country(reduced: Reduced, match: re.Match[str], known: set[str]) -> str:
    """The next country named behind the match in whatever form, other than the ones in it."""
    return next(
        (
            country
            for position, country in reduced.countries
            if position >= reduced.position(match.end() - 1) and country not in known
        ),
        "",
    )


def _allowed(rule: Rule, roles: Mapping[str, tuple[Actor, ...]], match: re.Match[str]) -> bool:
    where: Mapping[str, Sequence[str]] = rule.options.get("where", {})
    excused = rule.options.get("where_unless_word") == "diplomats" and re.search(
        r"دبلوماسي|موظف|ملحق", match.group()
    )
    if not excused:
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


def date_near(reduced: Reduced, start: int, end: int) -> FoundDate | None:
    """The date nearest to a span of the reduced text, if it has one."""
    return next(iter(dates_near(reduced, start, end)), None)


def dates_near(reduced: Reduced, start: int, end: int) -> list[FoundDate]:
    """Dates by nearness to a span, inside first; those of other clauses (منذ, التي …) do not count."""
    inside: list[FoundDate] = []
    outside: list[tuple[int, FoundDate]] = []
    text = reduced.text
    for index, symbol in enumerate(text):
        if not is_date(symbol):
            continue
        if start <= index < end:
            inside.append(reduced.date(symbol))
            continue
        behind = index >= end
        between = text[end:index] if behind else text[index + 1 : start]
        if DATE_BARRIERS.search(between) or "؛" in between or (behind and _NEXT_CLAUSE.search(between)):
            continue
        if behind and _NOT_AN_EVENT_DATE.search(text[max(0, index - 30) : index]):
            continue
        # A date mostly follows what it dates; one before may belong to what was told before.
        outside.append((index - end if behind else start - index + 15, reduced.date(symbol)))
    return inside + [found for _distance, found in sorted(outside, key=lambda item: item[0])]
