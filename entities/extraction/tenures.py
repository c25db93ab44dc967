"""Who holds which office: read off titles before and behind names, and off appointments."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from articles.dates import DateRange
from entities.extraction.actor import Actor, person_key
from entities.extraction.discourse import Discourse
from entities.extraction.language import Language
from entities.extraction.nearest import date_near
from entities.extraction.reduction import Reduced
from entities.extraction.sentence import SentenceReading
from entities.extraction.types import Span, TenureCandidate

_FURTHEST = 40
CONFIDENCE = 0.85


def read_tenures(sentence: SentenceReading, discourse: Discourse) -> list[TenureCandidate]:
    """Return the offices that the people of a sentence hold, held, or take up.

    A title alone attests the office on the day of the article, unless the sentence speaks of another day.
    """
    found: list[TenureCandidate] = []
    today = sentence.span.reference
    for written in sentence.actors:
        key = person_key(written)
        if not key or not written.role:
            continue
        organization = written.organization
        country = "" if organization else discourse.complete(written).country
        if not country and not organization:
            continue
        if written.former and not (today and today.latest):
            continue
        start = _start(sentence.reduced, written, discourse.language) if written.predicated else None
        end = DateRange(None, today.latest) if written.former and today else None
        rule = "tenure.appointed" if start else "tenure.former" if written.former else "tenure.title"
        attested = None if written.former else _attested(sentence)
        span = Span(*sentence.evidence, "tenures", rule, CONFIDENCE, attested)
        title = _title(written, discourse.language)
        found.append(
            TenureCandidate(
                key, written.role, title, (span,), country, organization, written.host, start, end
            )
        )
    return found


def _attested(sentence: SentenceReading) -> date | None:
    """The day of the article, unless it is not known exactly or the sentence speaks of a day before."""
    today = sentence.span.reference
    if not today or not today.exact or not today.earliest:
        return None
    earlier = any(found.value.latest and found.value.latest < today.earliest for found in sentence.dates)
    return None if earlier else today.earliest


def _title(actor: Actor, language: Language) -> str:
    known = None if actor.generic_title else language.office_titles.get(actor.role)
    return known.title_ar if known else actor.title


def _start(reduced: Reduced, actor: Actor, language: Language) -> DateRange | None:
    """The day on which an office said of a person begins: that of the appointment in the sentence."""
    index = next((place for place, other in reduced.actor_places if other.start == actor.start), None)
    if index is None:
        return None
    for match in language.grammar.patterns.taking_office.finditer(reduced.text, 0, index):
        if index - match.end() <= _FURTHEST:
            found = date_near(reduced, match.start(), index + 1, language.grammar.patterns)
            return found.value if found else None
    return None


def merge_spells(one: TenureCandidate, other: TenureCandidate) -> TenureCandidate:
    """Join two readings of one tenure: dates that only one knows, evidence of both."""
    return replace(
        one,
        start=one.start or other.start,
        end=one.end or other.end,
        host=one.host or other.host,
        evidence=sentences_of(one.evidence, other.evidence),
    )


def sentences_of(*evidence: Sequence[Span]) -> tuple[Span, ...]:
    """Join evidence: a sentence counts once, by the rule that read it first."""
    spans: dict[tuple[int, int], Span] = {}
    for span in (span for part in evidence for span in part):
        spans.setdefault((span.start, span.end), span)
    return tuple(spans.values())
