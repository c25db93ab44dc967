"""Events and relations: rules matched over reduced sentences, roles filled, dated, placed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from articles.arabic import fold
from articles.dates import DateRange
from entities.extraction.actors import Actor
from entities.extraction.dates import FoundDate
from entities.extraction.discourse import Discourse, person_key
from entities.extraction.language import Language
from entities.extraction.modality import HAPPENED, modality
from entities.extraction.patterns import Rule
from entities.extraction.reduction import Reduced, is_actor, is_date
from entities.extraction.types import EventCandidate, Participant, RelationCandidate, Span

_ROLES = {
    "actor": "actor", "host": "host", "signatory": "signatory", "participant": "participant",
    "mediator": "mediator", "target": "target",
}  # fmt: skip
_NEEDED = {
    "visit": {"actor", "host"}, "relations_severed": {"actor", "target"}, "recognition": {"actor", "target"},
    "embassy_opened": {"actor", "host"}, "embassy_closed": {"actor", "host"},
    "ambassador_recalled": {"actor", "target"}, "ambassador_summoned": {"actor", "target"},
    "diplomats_expelled": {"actor", "target"}, "sanction": {"actor", "target"}, "aid": {"actor", "target"},
    "invitation": {"actor", "target"}, "threat": {"actor", "target"}, "mediation": {"mediator", "participant"},
    "statement": {"actor"}, "condemnation": {"actor"}, "credentials_presented": {"actor"},
    "ambassador_appointed": {"participant"},
}  # fmt: skip
_BILATERAL = frozenset(
    ("meeting", "talks", "phone_call", "agreement_signed", "relations_established", "relations_restored")
)
_WORDS_OF_STATES = frozenset(("statement", "condemnation", "threat", "sanction", "aid"))
_BETWEEN_STATES = frozenset(
    ("relations_established", "relations_restored", "relations_severed", "recognition")
)
_DATE_BARRIERS = re.compile(
    r"(?<!\w)[وف]?(?:التي|الذي|الذين|حيث|فيما|بينما|قبل ان|بعد ان|بعدما|عقب|كانت|كان|منذ|حتي|قبل|خلفا|انتخابه|انتخابها|في حين)(?!\w)"
)
_NOT_AN_EVENT_DATE = re.compile(r"(?:منذ|حتي|قبل|الي|بعد)\s*(?:ال)?(?:عام\s*|سنه\s*|يوم\s*)?$")
_SINCE = re.compile(r"(?<!\w)(?:منذ|تعود الي|ترجع الي|تمتد الي|يعود الي)\s*(?:ال)?(?:عام\s*|سنه\s*|يوم\s*)?$")
_PREPOSITION = re.compile(r"(?<!\w)[وف]?(?:(?:في|من|الي|علي|عن|مع|بين|ضد|لدي|داخل|خارج|نحو|حول)\s+|[بلك])$")
# Of overlapping readings of one contact the first listed stands.
_CONTACTS = {"talks": "contact", "phone_call": "contact"}
CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read in a sentence, before its roles become participants."""

    rule: Rule
    modality: str
    roles: Mapping[str, tuple[Actor, ...]]
    date: FoundDate | None
    end_date: FoundDate | None
    match: re.Match[str]


def read_events(
    reduced: Reduced, discourse: Discourse, language: Language, evidence: tuple[int, int]
) -> list[EventCandidate]:
    """Return the events that a sentence tells of."""
    events: list[EventCandidate] = []
    for found in _apply(language.event_rules, reduced, discourse, language):
        participants = _participants(found)
        if participants is None:
            continue
        day, basis = _dated(found, reduced)
        place_text, place_country = _place(found, reduced)
        span = Span(*evidence, "events", found.rule.name, CONFIDENCE)
        events.append(
            EventCandidate(
                found.rule.kind, found.modality, participants, (span,), day, basis, place_text, place_country
            )
        )
    return events


def read_relations(
    reduced: Reduced, discourse: Discourse, language: Language, evidence: tuple[int, int]
) -> list[RelationCandidate]:
    """Return the states of relations that a sentence describes (not those that follow from its events)."""
    relations: list[RelationCandidate] = []
    for found in _apply(language.relation_rules, reduced, discourse, language):
        if found.modality != HAPPENED:
            continue
        rule = found.rule
        if rule.options.get("present_only") and found.match.groupdict().get("past"):
            continue
        firsts = _states(found.roles.get("a", ()))
        seconds = _states(found.roles.get("b", ()))
        pairs = [(one, other) for one in firsts for other in seconds]
        if not seconds and len(firsts) == 2:
            pairs = [(firsts[0], firsts[1])]
        today = reduced.sentence.reference
        attested = today.earliest if today and today.exact else None
        start = end = None
        if rule.status != "none":
            start = _start(found, reduced)
            end = found.end_date.value if rule.options.get("range") and found.end_date else None
        for one, other in pairs:
            if one == other:
                continue
            countries = (min(one, other), max(one, other))
            span = Span(*evidence, "relations", rule.name, CONFIDENCE, attested)
            initiator = one if rule.options.get("initiator") else ""
            relations.append(
                RelationCandidate(countries, rule.kind, rule.status, (span,), initiator, start, end)
            )
    return relations


def relations_of(event: EventCandidate) -> list[RelationCandidate]:
    """Return the relations that follow from an event that happened."""
    if event.modality != HAPPENED or event.kind not in _BETWEEN_STATES:
        return []
    kind = "recognition" if event.kind == "recognition" else "diplomatic_relations"
    status = "severed" if event.kind == "relations_severed" else "established"
    if event.kind in ("relations_established", "relations_restored"):
        countries = sorted(event.countries)
        pairs = [(countries[0], countries[1])] if len(countries) == 2 else []
    else:
        actors = {part.country for part in event.participants if part.role == "actor" and part.country}
        targets = {part.country for part in event.participants if part.role == "target" and part.country}
        pairs = [(actor, target) for actor in sorted(actors) for target in sorted(targets) if actor != target]
    one_sided = event.kind in ("relations_severed", "recognition")
    spans = tuple(replace(span, extractor="relations") for span in event.evidence)
    return [
        RelationCandidate(
            (min(pair), max(pair)), kind, status, spans, pair[0] if one_sided else "", event.date
        )
        for pair in pairs
    ]


# --- matching ------------------------------------------------------------------------------------------------


def _apply(rules: Iterable[Rule], reduced: Reduced, discourse: Discourse, language: Language) -> list[Found]:
    results: list[Found] = []
    taken: list[tuple[str, int, int]] = []
    if not reduced.actors:
        return results
    for rule in rules:
        for pattern in rule.patterns:
            if not pattern.triggers <= reduced.triggers:
                continue
            for match in pattern.regex.finditer(reduced.text):
                group = _CONTACTS.get(rule.kind, rule.name.split(".")[0])
                if any(
                    name == group and match.start() < end and start < match.end()
                    for name, start, end in taken
                ):
                    continue
                found = _fill(rule, match, reduced, discourse, language)
                if found:
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
    date, end_date = _nearest_dates(reduced, match)
    today = reduced.sentence.reference
    is_future = bool(
        date and today and today.latest and date.value.earliest and date.value.earliest > today.latest
    )
    mood = modality(reduced, match, rule.kind, language, is_future)
    if rule.status == "none" and mood is None and not rule.options.get("hypothetical"):
        mood = HAPPENED if not _only_thought(reduced, match, language) else None
    return Found(rule, mood, roles, date, end_date, match) if mood else None


def _begins_with_place(match: re.Match[str], text: str) -> bool:
    """Whether what should be the subject hangs on a preposition: «المقيمون في بريطانيا استنكروا …»."""
    return is_actor(match.group()[0]) and bool(_PREPOSITION.search(text[: match.start()]))


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
        for actor in roles.get(embassy_of, ()):
            if actor.host:
                roles["host"] = (Actor(0, 0, country=actor.host),)
    return roles


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


# --- filling in ------------------------------------------------------------------------------------------------


def _participants(found: Found) -> frozenset[Participant] | None:
    participants: set[Participant] = set()
    filled: set[str] = set()
    for role, actors in found.roles.items():
        if role not in _ROLES:
            continue
        for actor in actors:
            country = "" if actor.country.startswith("?") else actor.country
            participant = Participant(_ROLES[role], country, person_key(actor), actor.organization)
            private = not country and not actor.organization
            if private and (not participant.person or found.rule.kind in _WORDS_OF_STATES):
                continue  # a historian's protest is no event between states
            participants.add(participant)
            filled.add(role)
    kind = found.rule.kind
    if not _NEEDED.get(kind, set()) <= filled:
        return None
    sides = {part.country or part.organization or part.person for part in participants}
    if kind in _BILATERAL and len(sides) < 2:
        return None
    states = {part.country for part in participants if part.country}
    if kind in _BETWEEN_STATES and len(states) < 2:
        return None
    opposed = {"visit": ("actor", "host"), "recognition": ("actor", "target")}.get(kind)
    if opposed:
        one, other = ({part.country for part in participants if part.role == role} for role in opposed)
        if one & other or (kind == "visit" and "" in other):
            return None
    return frozenset(participants)


def _nearest_dates(reduced: Reduced, match: re.Match[str]) -> tuple[FoundDate | None, FoundDate | None]:
    ordered = dates_near(reduced, match.start(), match.end())
    return (ordered[0] if ordered else None), (ordered[1] if len(ordered) > 1 else None)


def relation_date(reduced: Reduced, start: int, end: int) -> FoundDate | None:
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
        if _DATE_BARRIERS.search(between) or "؛" in between:
            continue
        if behind and _NOT_AN_EVENT_DATE.search(text[:index]):
            continue
        # A date mostly follows what it dates; one before may belong to what was told before.
        outside.append((index - end if behind else start - index + 15, reduced.date(symbol)))
    return inside + [found for _distance, found in sorted(outside, key=lambda item: item[0])]


def _dated(found: Found, reduced: Reduced) -> tuple[DateRange | None, str]:
    if found.date:
        return found.date.value, found.date.basis
    if reduced.sentence.section == "post" and found.modality == HAPPENED and reduced.sentence.reference:
        return reduced.sentence.reference, "post"
    return None, "unknown"


def _start(found: Found, reduced: Reduced) -> DateRange | None:
    """When a status began: its event's date; of a lasting one, the date behind منذ or «تعود إلى»."""
    if not found.rule.options.get("since"):
        return found.date.value if found.date else None
    for index, symbol in enumerate(reduced.text):
        if is_date(symbol) and _SINCE.search(reduced.text[:index]):
            return reduced.date(symbol).value
    return None


def _place(found: Found, reduced: Reduced) -> tuple[str, str]:
    """The city or country behind في or ب near the event; of a visit, the host's."""
    hosts = found.roles.get("host", ())
    if found.rule.kind == "visit":
        return next(((actor.place, actor.country) for actor in hosts), ("", ""))
    if found.rule.kind in ("embassy_opened", "embassy_closed"):
        return next(((actor.place, actor.country) for actor in hosts), ("", ""))
    for actor in found.roles.get("place", ()):
        return actor.place, actor.country
    best: tuple[int, Actor] | None = None
    for index, symbol in enumerate(reduced.text):
        if not is_actor(symbol):
            continue
        actor = reduced.actor(symbol)
        preceding = reduced.text[max(0, index - 4) : index]
        if not actor.place or actor.person or not re.search(r"(?:(?<!\w)[و]?في\s|(?<!\w)[و]?ب)$", preceding):
            continue
        between = reduced.text[found.match.end() : index]
        if index > found.match.end() and _DATE_BARRIERS.search(between):
            continue
        distance = abs(index - found.match.end())
        if best is None or distance < best[0]:
            best = (distance, actor)
    return (best[1].place, best[1].country) if best else ("", "")


def _states(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.country for actor in actors if actor.country and actor.country[0] != "?"))
