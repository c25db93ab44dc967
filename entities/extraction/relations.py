"""Relations between states: those that a sentence describes, and those that follow from an event."""

import re
from collections.abc import Iterable
from dataclasses import replace

from articles.dates import DateRange
from entities.extraction.actors import Actor
from entities.extraction.discourse import Discourse
from entities.extraction.events import BETWEEN_STATES
from entities.extraction.language import Language
from entities.extraction.matching import Found, apply_rules
from entities.extraction.modality import HAPPENED
from entities.extraction.reduction import Reduced, is_date
from entities.extraction.types import EventCandidate, RelationCandidate, Span

_SINCE = re.compile(r"(?<!\w)(?:منذ|تعود الي|ترجع الي|تمتد الي|يعود الي)\s*(?:ال)?(?:عام\s*|سنه\s*|يوم\s*)?$")
_UNTIL = re.compile(r"(?<!\w)(?:الي|حتي)\s*(?:ال)?(?:عام\s*|سنه\s*|يوم\s*)?$")
_GOES_BACK = re.compile(r"(?<!\w)(?:تعود|ترجع|تمتد|يعود)(?!\w)")
_ANOTHER_CLAUSE = re.compile(r"(?<!\w)(?:في حين|فيما|بينما|كما)(?!\w)")
_ONE_SIDED = frozenset(("relations_severed", "recognition"))
CONFIDENCE = 0.8


def read_relations(
    reduced: Reduced, discourse: Discourse, language: Language, evidence: tuple[int, int]
) -> list[RelationCandidate]:
    """Return the states of relations that a sentence describes (not those that follow from its events)."""
    relations: list[RelationCandidate] = []
    for found in apply_rules(
        language.relation_rules,
        reduced,
        discourse,
        language,
        lambda found: bool(_states(found.roles.get("a", ()))),
    ):
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
            end = _end(found, reduced) if rule.options.get("range") else None
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


def relations_from(
    events: Iterable[EventCandidate], joined: Iterable[EventCandidate]
) -> list[RelationCandidate]:
    """Return the relations that follow from the events of an article, as read and as joined.

    Who acts alone on another is taken from each sentence as read: a sentence on one of five states that cut
    relations proves nothing of the other four. The date is that of the joined event.
    """
    relations: list[RelationCandidate] = []
    for whole in joined:
        if whole.kind not in _ONE_SIDED:
            relations += relations_of(whole)
            continue
        sentences = {(span.start, span.end) for span in whole.evidence}
        for event in events:
            told = {(span.start, span.end) for span in event.evidence} <= sentences
            if told and event.kind == whole.kind and event.countries <= whole.countries:
                relations += relations_of(replace(event, date=whole.date, modality=whole.modality))
    return relations


def relations_of(event: EventCandidate) -> list[RelationCandidate]:
    """Return the relations that follow from an event that happened."""
    if event.modality != HAPPENED or event.kind not in BETWEEN_STATES:
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
    one_sided = event.kind in _ONE_SIDED
    spans = tuple(replace(span, extractor="relations") for span in event.evidence)
    return [
        RelationCandidate(
            (min(pair), max(pair)), kind, status, spans, pair[0] if one_sided else "", event.date
        )
        for pair in pairs
    ]


def _start(found: Found, reduced: Reduced) -> DateRange | None:
    """When a status began: its event's date; of a lasting one, the date behind منذ or «تعود إلى»."""
    if not found.rule.options.get("since"):
        return found.date.value if found.date else None
    text = reduced.text
    for index in range(found.match.start(), len(text)):
        if _ANOTHER_CLAUSE.search(text, found.match.end(), index):
            return None
        going_back = _GOES_BACK.search(found.match.group()) and _UNTIL.search(
            text[max(0, index - 30) : index]
        )
        if is_date(text[index]) and (going_back or _SINCE.search(text[max(0, index - 30) : index])):
            return reduced.date(text[index]).value
    return None


def _end(found: Found, reduced: Reduced) -> DateRange | None:
    """The date behind إلى or حتى, until which a state is said to have lasted."""
    for index in range(found.match.start(), len(reduced.text)):
        if is_date(reduced.text[index]) and _UNTIL.search(reduced.text[max(0, index - 30) : index]):
            return reduced.date(reduced.text[index]).value
    return None


def _states(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.country for actor in actors if actor.country and actor.country[0] != "?"))
