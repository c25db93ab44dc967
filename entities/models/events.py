"""Diplomatic events and who took part in them."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.dates import DateRange
from articles.models import date_range_check, read_date_range
from entities.models.assertions import Assertion, AssertionQuerySet
from entities.models.countries import Country
from entities.models.mentions import ENTITIES, EntityReference, none_of


def parties_of(codes: Iterable[str | None]) -> str:
    """Return the column that says between whom an event is; of very many countries, the first by code."""
    return ",".join(sorted({code for code in codes if code}))[:200]


class EventQuerySet(AssertionQuerySet["Event"]):
    def involving(self, country: str) -> Self:
        """Events in which the country takes part, itself or through the people who act for it."""
        return self.filter(participants__country=country).distinct()


class Event(Assertion):
    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        PHONE_CALL = "phone_call", _("phone call")
        TALKS = "talks", _("talks")
        AGREEMENT_SIGNED = "agreement_signed", _("agreement signed")
        RELATIONS_ESTABLISHED = "relations_established", _("relations established")
        RELATIONS_SEVERED = "relations_severed", _("relations severed")
        RELATIONS_RESTORED = "relations_restored", _("relations restored")
        RECOGNITION = "recognition", _("recognition")
        EMBASSY_OPENED = "embassy_opened", _("embassy opened")
        EMBASSY_CLOSED = "embassy_closed", _("embassy closed")
        AMBASSADOR_APPOINTED = "ambassador_appointed", _("ambassador appointed")
        CREDENTIALS_PRESENTED = "credentials_presented", _("credentials presented")
        AMBASSADOR_RECALLED = "ambassador_recalled", _("ambassador recalled")
        AMBASSADOR_SUMMONED = "ambassador_summoned", _("ambassador summoned")
        DIPLOMATS_EXPELLED = "diplomats_expelled", _("diplomats expelled")
        STATEMENT = "statement", _("statement")
        CONDEMNATION = "condemnation", _("condemnation")
        MEDIATION = "mediation", _("mediation")
        SANCTION = "sanction", _("sanction")
        AID = "aid", _("aid")
        INVITATION = "invitation", _("invitation")
        THREAT = "threat", _("threat")

    class Modality(models.TextChoices):
        HAPPENED = "happened", _("happened")
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")
        DENIED = "denied", _("denied")

    class DateBasis(models.TextChoices):
        """How the date is known."""

        STATED = "stated", _("stated in the sentence")
        RELATIVE = "relative", _("relative to the day of the article")
        POST = "post", _("day of an embedded post that reports it")
        UNKNOWN = "unknown", _("unknown")

    kind = models.CharField(_("kind"), max_length=22, choices=Kind)
    modality = models.CharField(_("modality"), max_length=9, choices=Modality, default=Modality.HAPPENED)
    date_earliest = models.DateField(_("date, earliest"), null=True, blank=True)
    date_latest = models.DateField(_("date, latest"), null=True, blank=True)
    date_basis = models.CharField(
        _("date known by"), max_length=8, choices=DateBasis, default=DateBasis.UNKNOWN
    )
    place_text = models.CharField(_("place as written"), max_length=200, blank=True)
    place_country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="events_hosted",
        null=True,
        blank=True,
        verbose_name=_("country of the place"),
    )

    parties = models.CharField(
        _("parties"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("the codes of all countries that take part, sorted"),
    )

    objects = EventQuerySet.as_manager()

    class Meta(Assertion.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *Assertion.Meta.constraints,
            date_range_check("event_date_in_order", "date"),
            models.CheckConstraint(
                condition=Q(date_basis="unknown", date_earliest__isnull=True, date_latest__isnull=True)
                | (~Q(date_basis="unknown") & ~Q(date_earliest__isnull=True, date_latest__isnull=True)),
                name="event_date_with_basis",
            ),
        ]
        indexes = [
            *Assertion.Meta.indexes,
            models.Index(fields=("kind", "-sort_day", "-id"), name="event_kind_newest"),
            models.Index(fields=("kind", "parties", "sort_day"), name="event_of_parties"),
        ]

    def __str__(self) -> str:
        day = self.date.edtf if self.date else ""
        return f"{self.get_kind_display()} ({self.get_modality_display()}) {day}".strip()

    @property
    def date(self) -> DateRange | None:
        return read_date_range(self, "date")


class EventParticipant(EntityReference):
    """Who took part: a person, with the country or organization acted for, or one of these alone."""

    class Role(models.TextChoices):
        ACTOR = "actor", _("actor")
        HOST = "host", _("host")
        SIGNATORY = "signatory", _("signatory")
        PARTICIPANT = "participant", _("participant")
        MEDIATOR = "mediator", _("mediator")
        TARGET = "target", _("target")

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants", verbose_name=_("event"))
    role = models.CharField(_("role"), max_length=11, choices=Role)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~none_of(*ENTITIES), name="participant_is_somebody"),
            models.UniqueConstraint(
                "event",
                "role",
                Coalesce("country", Value("")),
                Coalesce("person", Value(0)),
                Coalesce("organization", Value(0)),
                name="participant_once_a_role",
            ),
        ]
        indexes = [models.Index(fields=("country", "event"), name="participant_country")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person or self.organization or self.country}"
