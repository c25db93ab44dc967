"""Events: what rules found, with participants in their roles, a date and a place."""

import re

from articles.dates import DateRange
from entities.extraction.actors import Actor
from entities.extraction.discourse import Discourse, person_key
from entities.extraction.language import Language
from entities.extraction.matching import DATE_BARRIERS, Found, apply_rules
from entities.extraction.modality import HAPPENED
from entities.extraction.reduction import Reduced, is_actor
from entities.extraction.types import EventCandidate, Participant, Span

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
# Sides that cannot be one state: nobody visits himself, or opens an embassy at home.
_OPPOSED = {
    "visit": ("actor", "host"),
    "recognition": ("actor", "target"),
    "embassy_opened": ("actor", "host"),
    "embassy_closed": ("actor", "host"),
    "relations_severed": ("actor", "target"),
    "ambassador_recalled": ("actor", "target"),
    "sanction": ("actor", "target"),
}
_WORDS_OF_STATES = frozenset(("statement", "condemnation", "threat", "sanction", "aid"))
BETWEEN_STATES = frozenset(
    ("relations_established", "relations_restored", "relations_severed", "recognition")
)
_TAKEN_UP = re.compile(r"(?<!\w)(?:الاتفاقيه|الاتفاق|المذكره|المعاهده|الوثيقه|الاعلان|البيان)(?!\w)")
CONFIDENCE = 0.8


def read_events(
    reduced: Reduced, discourse: Discourse, language: Language, evidence: tuple[int, int]
) -> list[EventCandidate]:
    """Return the events that a sentence tells of."""
    events: list[EventCandidate] = []
    for found in apply_rules(
        language.event_rules, reduced, discourse, language, lambda found: _participants(found) is not None
    ):
        participants = _participants(found)
        if participants is None:
            continue
        day, basis = _dated(found, reduced)
        place_text, place_country = _place(found, reduced)
        span = Span(*evidence, "events", found.rule.name, CONFIDENCE)
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
                anaphoric=bool(_TAKEN_UP.search(found.match.group())),
            )
        )
    return events


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
    if kind in BETWEEN_STATES and len(states) < 2:
        return None
    opposed = _OPPOSED.get(kind)
    if opposed:
        one, other = ({part.country for part in participants if part.role == role} for role in opposed)
        if one & other or (kind == "visit" and "" in other):
            return None
    return frozenset(participants)


def _dated(found: Found, reduced: Reduced) -> tuple[DateRange | None, str]:
    if found.date:
        return found.date.value, found.date.basis
    if reduced.sentence.section == "post" and found.modality == HAPPENED and reduced.sentence.reference:
        return reduced.sentence.reference, "post"
    return None, "unknown"


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
        if index > found.match.end() and DATE_BARRIERS.search(between):
            continue
        distance = abs(index - found.match.end())
        if best is None or distance < best[0]:
            best = (distance, actor)
    return (best[1].place, best[1].country) if best else ("", "")
