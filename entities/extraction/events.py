"""Events: what rules found, with participants in their roles, a date and a place."""

from articles.dates import DateRange
from entities.extraction.actor import person_key
from entities.extraction.discourse import Discourse
from entities.extraction.kinds import KINDS
from entities.extraction.language import Language
from entities.extraction.matching import Found, apply_rules
from entities.extraction.modality import HAPPENED
from entities.extraction.nearest import place_near
from entities.extraction.reduction import Reduced
from entities.extraction.sentence import SentenceReading
from entities.extraction.types import EventCandidate, Participant, Span

_ROLES = frozenset(("actor", "host", "signatory", "participant", "mediator", "target"))
CONFIDENCE = 0.8


def read_events(sentence: SentenceReading, discourse: Discourse) -> list[EventCandidate]:
    """Return the events that a sentence tells of."""
    events: list[EventCandidate] = []
    language = discourse.language
    for found in apply_rules(
        language.event_rules, sentence, discourse, lambda found: _participants(found) is not None
    ):
        participants = _participants(found)
        if participants is None:
            continue
        day, basis = _dated(found, sentence)
        place_text, place_country = _place(found, sentence.reduced, language)
        span = Span(*sentence.evidence, "events", found.rule.name, CONFIDENCE)
        events.append(
            EventCandidate(
                found.rule.kind,
                found.modality,
                participants,
                (span,),
                day,
                basis,
                place_text,
                place_country,
                anaphoric=bool(language.grammar.patterns.taken_up.search(found.match.group())),
            )
        )
    return events


def _participants(found: Found) -> frozenset[Participant] | None:
    kind = KINDS[found.rule.kind]
    participants: set[Participant] = set()
    filled: set[str] = set()
    for role, actors in found.roles.items():
        if role not in _ROLES:
            continue
        for actor in actors:
            participant = Participant(role, actor.state, person_key(actor), actor.organization)
            private = not actor.state and not actor.organization
            if private and (not participant.person or kind.by_states):
                continue
            participants.add(participant)
            filled.add(role)
    if not kind.needs <= filled:
        return None
    if kind.mutual and len({part.country or part.organization or part.person for part in participants}) < 2:
        return None
    if kind.between_states and len({part.country for part in participants if part.country}) < 2:
        return None
    if kind.opposed:
        sides = {role: {part.country for part in participants if part.role == role} for role in kind.opposed}
        if set.intersection(*sides.values()) or "" in sides.get(kind.known, ()):
            return None
    return frozenset(participants)


def _dated(found: Found, sentence: SentenceReading) -> tuple[DateRange | None, str]:
    if found.date:
        return found.date.value, found.date.basis
    if sentence.span.section == "post" and found.modality == HAPPENED and sentence.span.reference:
        return sentence.span.reference, "post"
    return None, "unknown"


def _place(found: Found, reduced: Reduced, language: Language) -> tuple[str, str]:
    """The city or country behind في or ب near the event; of some kinds, the host's."""
    role = "host" if KINDS[found.rule.kind].at_host else "place"
    for actor in found.roles.get(role, ()):
        return actor.place, actor.country
    if role == "host":
        return "", ""
    if found.rule.options.get("at_last_place"):  # «زار كييف والتقى هناك …»
        begin = reduced.position(found.match.start())
        for actor in reversed(reduced.actors):
            if actor.start < begin and actor.place and not actor.person:
                return actor.place, actor.country
    targets = {actor.start for actor in found.roles.get("target", ())}  # «قطعت علاقاتها بدمشق»
    scene = place_near(reduced, found.match.end(), language.grammar.patterns, targets)
    return (scene.place, scene.country) if scene else ("", "")
