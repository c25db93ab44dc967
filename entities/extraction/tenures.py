"""Who holds which office: read off titles before and behind names, and off appointments."""

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.dates import DateRange
from entities.extraction.actors import Actor
from entities.extraction.discourse import Discourse, person_key
from entities.extraction.language import Language
from entities.extraction.matching import date_near
from entities.extraction.reduction import Reduced
from entities.extraction.types import Span, TenureCandidate

# Verbs and nouns after which an office said of somebody begins (folded).
_TAKING_OFFICE = re.compile(
    r"(?<!\w)[وفب]?(?:عين|عينت|تعيين|اصبح|اصبحت|انتخب|انتخبت|انتخاب|تنصيب|نصب|تسميه|سمي|سمت|اختيار|اختير|تولي|تولت|تكليف|كلف|كلفت|باتت|بات)(?!\w)"
)
CONFIDENCE = 0.85


def read_tenures(
    reduced: Reduced,
    actors: Sequence[Actor],
    discourse: Discourse,
    language: Language,
    evidence: tuple[int, int],
) -> list[TenureCandidate]:
    """Return the offices that the people of a sentence hold, held, or take up.

    A title alone attests the office on the day of the article, unless the sentence speaks of another day.
    """
    found: list[TenureCandidate] = []
    for written in actors:
        actor = discourse.complete(written)
        key = person_key(written)
        if not key or not written.role:
            continue
        title = _title(written, language)
        organization = written.organization
        country = "" if organization else actor.country
        if not country and not organization:
            continue
        start = _start(reduced, written) if written.predicated else None
        today = reduced.sentence.reference
        end = DateRange(None, today.latest) if written.former and today and today.latest else None
        other_day = any(
            date.value.latest and today and today.earliest and date.value.latest < today.earliest
            for date in reduced.dates
        )
        attested = today.earliest if today and today.exact and not written.former and not other_day else None
        if written.former and end is None:
            continue
        rule = "tenure.appointed" if start else "tenure.former" if written.former else "tenure.title"
        span = Span(*evidence, "tenures", rule, CONFIDENCE, attested)
        found.append(
            TenureCandidate(
                key, written.role, title, (span,), country, organization, written.host, start, end
            )
        )
    return found


def _title(actor: Actor, language: Language) -> str:
    known = None if actor.generic_title else language.office_titles.get(actor.role)
    return known.title_ar if known else actor.title


def _start(reduced: Reduced, actor: Actor) -> DateRange | None:
    """The day on which an office said of a person begins: that of the appointment in the sentence."""
    index = next(
        (position for position, symbol in enumerate(reduced.text) if "\ue000" <= symbol < "\uf000"
         and reduced.actor(symbol).start == actor.start),
        None,
    )  # fmt: skip
    if index is None:
        return None
    for match in _TAKING_OFFICE.finditer(reduced.text, 0, index):
        if index - match.end() <= 40:
            date = date_near(reduced, match.start(), index + 1)
            return date.value if date else None
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
