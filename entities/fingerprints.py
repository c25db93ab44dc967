"""Fingerprints: what a machine read, as one unique value by which decisions are found again.

They are made of codes and of the keys under which people and organizations were first known, never of row
ids, so that they are the same in every database and after every merge.
"""

import json
from hashlib import sha256

from articles.dates import DateRange
from entities.extraction.types import (
    EventCandidate,
    QuotationCandidate,
    RelationCandidate,
    TenureCandidate,
)


def of_relation(relation: RelationCandidate) -> str:
    return _digest(
        "relation",
        *relation.countries,
        relation.kind,
        relation.status,
        *_days(relation.start),
        *_days(relation.end),
    )


def of_event(event: EventCandidate) -> str:
    participants = sorted(
        [part.role, part.country, part.person, part.organization] for part in event.participants
    )
    return _digest("event", event.kind, event.modality, participants, *_days(event.date))


def of_tenure(tenure: TenureCandidate) -> str:
    office = [tenure.role, tenure.title, tenure.country, tenure.organization, tenure.host]
    return _digest("tenure", tenure.person, *office, *_days(tenure.start), *_days(tenure.end))


def of_quotation(quotation: QuotationCandidate, article_digest: str) -> str:
    return _digest("quotation", article_digest, quotation.start, quotation.end)


def _days(value: DateRange | None) -> tuple[str, str]:
    if value is None:
        return "", ""
    return str(value.earliest or ""), str(value.latest or "")


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
