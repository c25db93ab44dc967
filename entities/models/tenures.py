"""Who held which office when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.dates import DateRange
from articles.models import date_range_check, read_date_range
from entities.models.actors import Office, Person
from entities.models.assertions import Assertion, AssertionQuerySet, Spell


class TenureQuerySet(AssertionQuerySet["Tenure"]):
    pass


class Tenure(Assertion, Spell):
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="tenures", verbose_name=_("office"))

    objects = TenureQuerySet.as_manager()

    class Meta(Assertion.Meta):
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        constraints = [
            *Assertion.Meta.constraints,
            date_range_check("tenure_start_in_order", "start"),
            date_range_check("tenure_end_in_order", "end"),
        ]
        indexes = [
            *Assertion.Meta.indexes,
            models.Index(fields=("office", "-sort_day"), name="tenure_office"),
            models.Index(fields=("person", "-sort_day"), name="tenure_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.office}"

    @property
    def start(self) -> DateRange | None:
        return read_date_range(self, "start")

    @property
    def end(self) -> DateRange | None:
        return read_date_range(self, "end")
