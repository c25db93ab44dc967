"""What articles are read to say. The base of the four kinds of assertion, and the state of their review."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entities.models.actors import Origin


class ReviewStatus(models.TextChoices):
    PENDING = "pending", _("pending")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


Row = TypeVar("Row", bound="Assertion")


class AssertionQuerySet(models.QuerySet[Row]):
    def shown(self) -> Self:
        """What lists show unless told otherwise: pending and accepted, never rejected or merged.

        Nor what only repeats another.
        """
        return self.standing().filter(repeats__isnull=True)

    def standing(self) -> Self:
        """What counts, repeated or not: neither rejected nor merged."""
        return self.filter(merged_into__isnull=True).exclude(review_status=ReviewStatus.REJECTED)

    def reviewed_as(self, statuses: Iterable[str]) -> Self:
        """What stands for itself, neither merged nor a repetition, in any of these states of review."""
        return self.filter(merged_into__isnull=True, repeats__isnull=True, review_status__in=statuses)

    def undecided(self) -> Self:
        """What a machine read and no person has decided on: all that re-extraction may replace."""
        return self.filter(
            review_status=ReviewStatus.PENDING,
            origin=Origin.MACHINE,
            corrected=False,
            merged_into__isnull=True,
        )


class Assertion(models.Model):
    """A relation, an event, a tenure or a quotation, as read by a machine or entered by a person.

    ``fingerprint`` says what was read and is never edited: a corrected, rejected or merged row keeps its own,
    so that re-extraction lands on the decision that was taken. ``corrected`` rows keep their values from
    re-extraction.
    """

    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin, default=Origin.PERSON, editable=False
    )
    confidence = models.FloatField(_("confidence"), default=1.0, editable=False)
    sort_day = models.DateField(_("day for ordering"), editable=False)
    review_status = models.CharField(
        _("review status"), max_length=8, choices=ReviewStatus, default=ReviewStatus.PENDING, editable=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True, editable=False)
    corrected = models.BooleanField(_("corrected by a person"), default=False, editable=False)
    merged_into_id: int | None
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("merged into"),
    )
    repeats_id: int | None
    repeats = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="repetitions",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("repeats"),
        help_text=_("the fuller report of the same, whose evidence this adds to"),
    )
    conflicts_with = models.ManyToManyField(
        "self", blank=True, editable=False, verbose_name=_("conflicts with")
    )

    class Meta:
        abstract = True
        ordering = ("-sort_day", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="%(class)s_confidence_0_to_1"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="%(class)s_not_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(review_status=ReviewStatus.PENDING, reviewed_at__isnull=True)
                | (~Q(review_status=ReviewStatus.PENDING) & Q(reviewed_at__isnull=False)),
                name="%(class)s_decided_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=("-sort_day", "-id"), name="%(class)s_newest"),
            models.Index(fields=("review_status", "-sort_day", "-id"), name="%(class)s_by_review"),
        ]

    @property
    def is_standing(self) -> bool:
        """Whether it counts; :meth:`AssertionQuerySet.standing` for many."""
        return self.merged_into_id is None and self.review_status != ReviewStatus.REJECTED

    @property
    def is_undecided(self) -> bool:
        """Whether a machine may still replace the row; :meth:`AssertionQuerySet.undecided` for many."""
        return (
            self.origin == Origin.MACHINE
            and self.review_status == ReviewStatus.PENDING
            and not self.corrected
            and self.merged_into_id is None
        )


class Spell(models.Model):
    """Something that held over time: start and end as stated, and when it is attested.

    ``attested_from`` and ``attested_until`` are the first and last day for which evidence speaks; they are
    derived from it and can be rebuilt.
    """

    start_earliest = models.DateField(_("start, earliest"), null=True, blank=True)
    start_latest = models.DateField(_("start, latest"), null=True, blank=True)
    end_earliest = models.DateField(_("end, earliest"), null=True, blank=True)
    end_latest = models.DateField(_("end, latest"), null=True, blank=True)
    attested_from = models.DateField(_("attested from"), null=True, blank=True, editable=False)
    attested_until = models.DateField(_("attested until"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
