"""Countries and international actors that are treated as such."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CountryQuerySet(models.QuerySet["Country"]):
    def current(self) -> Self:
        return self.filter(former=False)


class Country(models.Model):
    """A country by its ISO 3166-1 alpha-2 code.

    Former states have their ISO 3166-3 code (``SUHH``), actors without a code a user-assigned one (``XK``).
    """

    code = models.CharField(
        _("code"), max_length=4, primary_key=True, validators=[RegexValidator(r"^[A-Z]{2}([A-Z]{2})?$")]
    )
    alpha3 = models.CharField(_("alpha-3 code"), max_length=3, blank=True)
    numeric = models.CharField(_("numeric code"), max_length=3, blank=True)
    name_ar = models.CharField(_("name (Arabic)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    official_name_ar = models.CharField(_("official name (Arabic)"), max_length=200, blank=True)
    official_name_en = models.CharField(_("official name (English)"), max_length=200, blank=True)
    former = models.BooleanField(_("former state"), default=False)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, help_text=_("of the seat of government, in degrees")
    )
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(
                fields=("alpha3",), condition=~models.Q(alpha3=""), name="country_alpha3_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="country_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_ar} ({self.code})"
