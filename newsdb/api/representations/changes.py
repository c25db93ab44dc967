"""The log of changes: that something changed, and what to fetch again."""

from typing import Any

from entities.models import Change
from newsdb.api.representation import Representation, Value
from newsdb.api.representations.fields import (
    INSTANT,
    INTEGER,
    TEXT,
    UNIQUE,
    choice,
    integer,
    nullable,
    plain,
    text,
)

COLLECTIONS = {
    "article": "articles",
    "source": "sources",
    "country": "countries",
    "person": "people",
    "organization": "organizations",
    "office": "offices",
    "tenure": "tenures",
    "diplomaticrelation": "relations",
    "event": "events",
    "quotation": "quotations",
    "mention": "mentions",
}
"""The collection that serves objects of each kind."""

WHOLES = {
    "alias": {"country_id": "countries", "person_id": "people", "organization_id": "organizations"},
    "sourcealias": {"source_id": "sources"},
    "eventparticipant": {"event_id": "events"},
    "evidence": {
        "relation_id": "relations",
        "event_id": "events",
        "tenure_id": "tenures",
        "quotation_id": "quotations",
    },
    "mentioncandidate": {"mention_id": "mentions"},
}
"""Objects that are served as parts of others: by which column, and in which collection those are."""

Snapshot = dict[str, Any] | None


def _address(kind: str, key: str, before: Snapshot, after: Snapshot) -> str | None:
    if kind in COLLECTIONS:
        return f"/api/v1/{COLLECTIONS[kind]}/{key}/"
    row = after or before or {}
    whole = next((column for column in WHOLES.get(kind, {}) if row.get(column)), None)
    return f"/api/v1/{WHOLES[kind][whole]}/{row[whole]}/" if whole else None


def _merged_into(action: str, after: Snapshot) -> int | None:
    return (after or {}).get("merged_into_id") if action == Change.Action.MERGE else None


def _changed(kind: str, before: Snapshot, after: Snapshot) -> list[str]:
    before, after = before or {}, after or {}
    if kind == "article" and "mentions" in after:
        return ["mentions"]  # the log has how many, or which of them were moved from whom to whom
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


CHANGE = Representation(
    "Change",
    "changes",
    Change.objects.all(),
    {
        "id": integer("id"),
        "at": plain(INSTANT, "at"),
        "batch": plain(UNIQUE, "batch"),
        "action": choice("action", Change.Action),
        "cause": choice("cause", Change.Cause),
        "object_type": text("object_type"),
        "object_id": text("object_id"),
        "address": Value(
            nullable(TEXT),
            ("object_type", "object_id", "before", "after"),
            _address,
            about="what to fetch again: the object, or the one that shows it; null where nothing does",
        ),
        "merged_into": Value(
            nullable(INTEGER),
            ("action", "after"),
            _merged_into,
            about="of a merge: the row that stands for it",
        ),
        "changed": Value(
            {"type": "array", "items": TEXT},
            ("object_type", "before", "after"),
            _changed,
            about="which fields changed; the object's own collection says what it is now",
        ),
    },
    {
        "id": 812,
        "at": "2025-05-02T08:30:00Z",
        "batch": "5b4c1b1e-8f3a-4b55-9a0e-1f1d1f2a3b4c",
        "action": "update",
        "cause": "person",
        "object_type": "alias",
        "object_id": "17",
        "address": "/api/v1/people/17/",
        "merged_into": None,
        "changed": ["text"],
    },
)
