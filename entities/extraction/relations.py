"""Relations between states: those that a sentence describes, and those that follow from an event."""

from collections.abc import Iterable
from dataclasses import replace

from articles.dates import DateRange
from entities.extraction.actor import Actor
from entities.extraction.discourse import Discourse
from entities.extraction.kinds import KINDS
from entities.extraction.language import Language
from entities.extraction.matching import Found, apply_rules
from entities.extraction.modality import HAPPENED
from entities.extraction.reduction import Reduced
from entities.extraction.sentence import SentenceReading
from entities.extraction.types import EventCandidate, RelationCandidate, Span

# How far before a date, in characters, its preposition can begin.
_BEFORE = 30
CONFIDENCE = 0.8


def read_relations(sentence: SentenceReading, discourse: Discourse) -> list[RelationCandidate]:
    """Return the states of relations that a sentence describes (not those that follow from its events)."""
    relations: list[RelationCandidate] = []
    language = discourse.language
    for found in apply_rules(
        language.relation_rules,
        sentence,
        discourse,
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
        today = sentence.span.reference
        attested = today.earliest if today and today.exact else None
        start = end = None
        if rule.status != "none":
            start = _start(found, sentence.reduced, language)
            end = _end(found, sentence.reduced, language) if rule.options.get("range") else None
        for one, other in pairs:
            if one == other:
                continue
            countries = (min(one, other), max(one, other))
            span = Span(*sentence.evidence, "relations", rule.name, CONFIDENCE, attested)
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
        if not KINDS[whole.kind].one_sided:
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
    traits = KINDS[event.kind]
    if event.modality != HAPPENED or not traits.relation:
        return []
    kind, status = traits.relation
    if traits.mutual:
        countries = sorted(event.countries)
        pairs = [(countries[0], countries[1])] if len(countries) == 2 else []
    else:
        actors = {part.country for part in event.participants if part.role == "actor" and part.country}
        targets = {part.country for part in event.participants if part.role == "target" and part.country}
        pairs = [(actor, target) for actor in sorted(actors) for target in sorted(targets) if actor != target]
    spans = tuple(replace(span, extractor="relations") for span in event.evidence)
    return [
        RelationCandidate(
            (min(pair), max(pair)), kind, status, spans, pair[0] if traits.one_sided else "", event.date
        )
        for pair in pairs
    ]


def _start(found: Found, reduced: Reduced, language: Language) -> DateRange | None:
    """When a status began: its event's date; of a lasting one, the date behind منذ or «تعود إلى»."""
    if not found.rule.options.get("since"):
        return found.date.value if found.date else None
    patterns = language.grammar.patterns
    text, behind = reduced.text, found.match.end()
    other = patterns.another_clause.search(text, behind)
    goes_back = patterns.goes_back.search(found.match.group())
    for index in reduced.date_places:
        if index < found.match.start():
            continue
        if other and other.end() <= index:
            return None
        before = text[max(0, index - _BEFORE) : index]
        if patterns.since_before_date.search(before) or (
            goes_back and patterns.until_before_date.search(before)
        ):
            return reduced.date(text[index]).value
    return None


def _end(found: Found, reduced: Reduced, language: Language) -> DateRange | None:
    """The date behind إلى or حتى, until which a state is said to have lasted."""
    until = language.grammar.patterns.until_before_date
    for index in reduced.date_places:
        before = reduced.text[max(0, index - _BEFORE) : index]
        if index >= found.match.start() and until.search(before):
            return reduced.date(reduced.text[index]).value
    return None


def _states(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.state for actor in actors if actor.state))
