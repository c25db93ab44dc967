"""What every assertion can be filtered by: its review, and the evidence for it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from entities.models import Evidence, Origin, ReviewStatus
from newsdb.api.filters.base import Family, Filters
from newsdb.api.filters.families import choices, flag, fractions, ids, instants, presence, rows
from newsdb.api.filters.values import ID, TEXT, id_of

INTERNAL = {
    "fingerprint": "what the machine read by; means nothing outside",
    "sort_day": "the dates themselves are filtered; this orders lists",
    "reviewed_by": "who reviews is not public",
    "merged_into": "merged rows are in no list; their address leads to the one that stands for them",
}


def evidence(link: str) -> dict[str, Family]:
    """Filters by some evidence of the assertion that evidence calls ``link``, or of what repeats it."""
    every = Evidence.objects.all
    links = (link, f"{link}__repeats")
    return {
        "article": rows(every, links, "article", id_of("article")),
        "source": rows(every, links, "article__source", id_of("source")),
        "run": rows(every, links, "article__document__run", ID),
        "extractor": rows(every, links, "extractor", TEXT),
        "version": rows(every, links, "version", TEXT),
        "rule": rows(every, links, "rule", TEXT),
    }


class AssertionFilters(Filters):
    """Rejected assertions are left out unless ``review_status`` asks for them, repetitions unless ``repeats``."""

    families = {
        "id": ids(),
        "review_status": choices("review_status", ReviewStatus.values),
        "reviewed_at": instants("reviewed_at") | presence("reviewed_at"),
        "confidence": fractions("confidence"),
        "origin": choices("origin", Origin.values),
        "corrected": flag("corrected"),
        "repeats": ids("repeats") | presence("repeats"),
    }
    unfiltered = INTERNAL

    @classmethod
    def apply(cls, rows: QuerySet[Any], sent: Mapping[str, list[Any]], head: str = "") -> QuerySet[Any]:
        if not any(name.startswith("review_status") for name in sent):
            rows = rows.exclude(review_status=ReviewStatus.REJECTED)
        if not any(name.startswith("repeats") for name in sent):
            rows = rows.filter(repeats__isnull=True)
        return super().apply(rows, sent, head)
