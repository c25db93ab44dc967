"""Diplomatic relations between two countries."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.dates import DateRange
from articles.models import date_range_check, read_date_range
from entities.models.assertions import Assertion, AssertionQuerySet, Spell
from entities.models.countries import Country


class RelationQuerySet(AssertionQuerySet["DiplomaticRelation"]):
    def of(self, country: str) -> Self:
        """Relations of one country with any other."""
        return self.filter(Q(country_a=country) | Q(country_b=country))

    def of_any(self, countries: Iterable[str]) -> Self:
        """Relations of any of the countries with any other."""
        return self.filter(Q(country_a__in=countries) | Q(country_b__in=countries))

    def between(self, one: str, other: str) -> Self:
        first, second = sorted((one, other))
        return self.filter(country_a=first, country_b=second)


class DiplomaticRelation(Assertion, Spell):
    """The state of relations between two countries. ``country_a < country_b``, always.

    ``in_force_until`` is the first day on which the next status of the same pair and kind holds, or the stated
    end; it is derived (``entities.relations``) and can be rebuilt.
    """

    class Kind(models.TextChoices):
        DIPLOMATIC_RELATIONS = "diplomatic_relations", _("diplomatic relations")
        CONSULAR_RELATIONS = "consular_relations", _("consular relations")
        RECOGNITION = "recognition", _("recognition")
        ALLIANCE = "alliance", _("alliance")
        PARTNERSHIP = "partnership", _("partnership")
        FRIENDSHIP = "friendship", _("friendship")

    class Status(models.TextChoices):
        NONE = "none", _("none")
        ESTABLISHED = "established", _("established")
        DOWNGRADED = "downgraded", _("downgraded")
        SUSPENDED = "suspended", _("suspended")
        SEVERED = "severed", _("severed")

    country_a = models.ForeignKey(
        Country, models.PROTECT, related_name="relations_as_a", verbose_name=_("first country")
    )
    country_b = models.ForeignKey(
        Country, models.PROTECT, related_name="relations_as_b", verbose_name=_("second country")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=11, choices=Status)
    initiator = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="relations_initiated",
        null=True,
        blank=True,
        verbose_name=_("initiator"),
        help_text=_("one of the two; empty for both"),
    )
    in_force_until = models.DateField(_("in force until"), null=True, blank=True, editable=False)

    objects = RelationQuerySet.as_manager()

    class Meta(Assertion.Meta):
        verbose_name = _("diplomatic relation")
        verbose_name_plural = _("diplomatic relations")
        constraints = [
            *Assertion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country_a__lt=F("country_b")), name="relation_canonical_order"
            ),
            models.CheckConstraint(
                condition=Q(initiator__isnull=True)
                | Q(initiator=F("country_a"))
                | Q(initiator=F("country_b")),
                name="relation_initiator_is_a_party",
            ),
            date_range_check("relation_start_in_order", "start"),
            date_range_check("relation_end_in_order", "end"),
            models.CheckConstraint(
                condition=Q(start_earliest__isnull=True)
                | Q(end_latest__isnull=True)
                | Q(start_earliest__lte=F("end_latest")),
                name="relation_starts_before_it_ends",
            ),
        ]
        indexes = [
            *Assertion.Meta.indexes,
            models.Index(fields=("country_a", "country_b", "kind"), name="relation_pair"),
            models.Index(fields=("country_b", "-sort_day"), name="relation_second_country"),
        ]

    def __str__(self) -> str:
        return f"{self.country_a_id}–{self.country_b_id} · {self.get_kind_display()}: {self.get_status_display()}"

    @property
    def start(self) -> DateRange | None:
        return read_date_range(self, "start")

    @property
    def end(self) -> DateRange | None:
        return read_date_range(self, "end")
