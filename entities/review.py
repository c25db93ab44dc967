"""What people decide on assertions: accept, reject, reopen, correct, create by hand.

Each verb is one transaction, and says in the log who did it. Fingerprints stay as they are, so that a text
read again lands on the decision. Errors are ValidationErrors, with messages made for the person who decides.
"""

import uuid
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.arabic import fold_with_map
from articles.models import Article
from entities.assigning import Values, assign, assign_column, check_span
from entities.changes import BATCH_SIZE, Act, Entry, created, deleted, record, snapshot, updated
from entities.models import (
    Assertion,
    Change,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Evidence,
    Origin,
    Quotation,
    ReviewStatus,
    Tenure,
)
from entities.models.events import parties_of
from entities.settling import settle

A = TypeVar("A", bound=Assertion)

BY_HAND = "person"
"""Extractor and rule of evidence that a person chose."""

EVIDENCE_COLUMNS: dict[type[Assertion], str] = {
    DiplomaticRelation: "relation",
    Event: "event",
    Tenure: "tenure",
    Quotation: "quotation",
}
PARTICIPANT_COLUMNS = ("role", "country", "person", "organization")


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A sentence that a person chose: a half-open span of the article's text, in code points."""

    article: Article
    start: int
    end: int
    supports: bool = True


def find_sentence(article: Article, sentence: str, supports: bool = True) -> EvidenceSpan:
    """Return where the sentence stands in the article, spelled alike; ValidationError when it does not."""
    text, wanted = fold_with_map(article.text), fold_with_map(sentence.strip()).text
    start = text.text.find(wanted) if wanted else -1
    if start < 0:
        raise ValidationError(_("The sentence does not stand in the article."))
    return EvidenceSpan(article, *text.original_span(start, start + len(wanted)), supports)


def accept(assertion: Assertion, actor: AbstractBaseUser) -> None:
    """Say that the assertion is right; ValidationError when it was merged into another."""
    _decide_one(assertion, ReviewStatus.ACCEPTED, actor)


def reject(assertion: Assertion, actor: AbstractBaseUser, reason: str = "") -> None:
    """Say that the assertion is wrong, and why; ValidationError when it was merged into another."""
    _decide_one(assertion, ReviewStatus.REJECTED, actor, reason)


def reopen(assertion: Assertion, actor: AbstractBaseUser) -> None:
    """Take the decision back; ValidationError when the assertion was merged into another."""
    _decide_one(assertion, ReviewStatus.PENDING, actor)


def accept_all(assertions: models.QuerySet[A], actor: AbstractBaseUser) -> int:
    """Accept what is not accepted yet; merged rows are left alone. Returns how many changed."""
    return _decide(assertions, ReviewStatus.ACCEPTED, actor)


def reject_all(assertions: models.QuerySet[A], actor: AbstractBaseUser, reason: str = "") -> int:
    """Reject what is not rejected yet; merged rows are left alone. Returns how many changed."""
    return _decide(assertions, ReviewStatus.REJECTED, actor, reason)


def reopen_all(assertions: models.QuerySet[A], actor: AbstractBaseUser) -> int:
    """Take decisions back; merged rows are left alone. Returns how many changed."""
    return _decide(assertions, ReviewStatus.PENDING, actor)


@transaction.atomic
def correct(assertion: A, values: Values, actor: AbstractBaseUser) -> A:
    """Replace what was read by what is right, and accept it. Returns the row as stored.

    ``values`` are model fields; dates go by their name (``start``, ``end``, ``date``) as a DateRange, EDTF or
    None; ``countries`` sets the pair of a relation in any order; ``participants`` replaces those of an event.
    ValidationError when values do not fit, or the assertion was merged into another.
    """
    row = _locked(assertion)
    before, read = snapshot(row), copy(row)
    values = dict(values)
    participants = values.pop("participants", None)
    assign(row, values)
    row.corrected = True
    _set_decision(row, ReviewStatus.ACCEPTED, actor, timezone.now())
    row.save()
    entries = [updated(row, before)]
    if participants is not None:
        entries += _replace_participants(row, participants)
    record(Act(Change.Cause.PERSON, actor), [*entries, *settle([read, row])])
    return row


@transaction.atomic
def create(
    model: type[A],
    values: Values,
    actor: AbstractBaseUser,
    evidence: Sequence[EvidenceSpan] = (),
    participants: Sequence[Values] = (),
) -> A:
    """Enter an assertion by hand, accepted, with the sentences that say so.

    ``values`` as in :func:`correct`. A quotation is its own evidence. ValidationError when values do not fit,
    or a span lies outside its article's text.
    """
    row = model(fingerprint=f"{BY_HAND}:{uuid.uuid4().hex}", origin=Origin.PERSON)
    row.sort_day = min((span.article.sort_day for span in evidence), default=timezone.localdate())
    _set_decision(row, ReviewStatus.ACCEPTED, actor, timezone.now())
    assign(row, values)
    row.save()
    spans = list(evidence)
    if isinstance(row, Quotation):
        spans.append(EvidenceSpan(row.article, row.start, row.end))
    entries = [created(row), *_add_spans(row, spans)]
    if participants:
        entries += _replace_participants(row, participants)
    record(Act(Change.Cause.PERSON, actor), [*entries, *settle([row], created=[row])])
    return row


@transaction.atomic
def add_evidence(assertion: Assertion, spans: Sequence[EvidenceSpan], actor: AbstractBaseUser) -> None:
    """Add sentences to an assertion; ValidationError when a span lies outside its article's text."""
    row = _locked(assertion)
    record(Act(Change.Cause.PERSON, actor), [*_add_spans(row, spans), *settle([row])])


def _decide_one(assertion: A, status: ReviewStatus, actor: AbstractBaseUser, reason: str = "") -> None:
    with transaction.atomic():
        row = _locked(assertion)
        _decide(type(row)._default_manager.filter(pk=row.pk), status, actor, reason)
    assertion.refresh_from_db(fields=("review_status", "reviewed_by", "reviewed_at"))


@transaction.atomic
def _decide(
    assertions: models.QuerySet[A], status: ReviewStatus, actor: AbstractBaseUser, reason: str = ""
) -> int:
    manager = assertions.model._default_manager
    rows = list(
        manager.filter(pk__in=assertions.values("pk"), merged_into__isnull=True)
        .exclude(review_status=status)
        .order_by("pk")
        .select_for_update()
    )
    entries, now = [], timezone.now()
    for row in rows:
        before = snapshot(row)
        _set_decision(row, status, actor, now)
        after = snapshot(row) | ({"reason": reason} if reason else {})
        entries.append(Entry(Change.Action.REVIEW, row, before, after))
    for start in range(0, len(rows), BATCH_SIZE):
        chunk = rows[start : start + BATCH_SIZE]
        manager.filter(pk__in=[row.pk for row in chunk]).update(
            review_status=status, reviewed_by=chunk[0].reviewed_by_id, reviewed_at=chunk[0].reviewed_at
        )
    record(Act(Change.Cause.PERSON, actor), [*entries, *settle(rows)])
    return len(rows)


def _locked(assertion: A) -> A:
    row = type(assertion)._default_manager.select_for_update().get(pk=assertion.pk)
    if row.merged_into:
        raise ValidationError(_("This was merged into another: decide on that one."))
    return row


def _set_decision(row: Assertion, status: ReviewStatus, actor: AbstractBaseUser, now: datetime) -> None:
    decided = status != ReviewStatus.PENDING
    row.review_status = status
    row.reviewed_by_id = actor.pk if decided else None
    row.reviewed_at = now if decided else None


def _add_spans(row: Assertion, spans: Iterable[EvidenceSpan]) -> list[Entry]:
    column = EVIDENCE_COLUMNS[type(row)]
    entries = []
    for span in spans:
        check_span(span.article, span.start, span.end)
        evidence, new = Evidence.objects.get_or_create(
            **{column: row},
            article=span.article,
            start=span.start,
            end=span.end,
            rule=BY_HAND,
            defaults={"extractor": BY_HAND, "version": "", "confidence": 1.0, "supports": span.supports},
        )
        if new:
            entries.append(created(evidence))
    return entries


def _replace_participants(row: Assertion, participants: Iterable[Values]) -> list[Entry]:
    if not isinstance(row, Event):
        raise ValidationError(_("Only events have participants."))
    gone = {_participant_key(participant): participant for participant in row.participants.order_by("pk")}
    kept, entries = set(), []
    for values in participants:
        participant = EventParticipant(event=row)
        for column in PARTICIPANT_COLUMNS:
            assign_column(participant, column, values.get(column))
        key = _participant_key(participant)
        if key in kept:
            continue
        kept.add(key)
        if gone.pop(key, None) is None:
            if not any(key[1:]):
                raise ValidationError(_("A participant is a person, a country or an organization."))
            participant.full_clean()
            participant.save()
            entries.append(created(participant))
    entries += [deleted(participant) for participant in gone.values()]
    row.participants.filter(pk__in=[participant.pk for participant in gone.values()]).delete()
    row.parties = parties_of(row.participants.values_list("country_id", flat=True))
    row.save(update_fields=("parties",))
    return entries


def _participant_key(participant: EventParticipant) -> tuple[Any, ...]:
    return tuple(
        getattr(participant, column if column == "role" else f"{column}_id") for column in PARTICIPANT_COLUMNS
    )
