"""Who said what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from entities.models.actors import Organization, Person
from entities.models.assertions import Assertion, AssertionQuerySet
from entities.models.countries import Country


class QuotationQuerySet(AssertionQuerySet["Quotation"]):
    pass


class Quotation(Assertion):
    """Words of a speaker: a span of one article. The speaker is linked, or kept as written."""

    class Mode(models.TextChoices):
        DIRECT = "direct", _("direct")
        INDIRECT = "indirect", _("indirect")

    article = models.ForeignKey(Article, models.CASCADE, related_name="quotations", verbose_name=_("article"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"), editable=False)
    search_text = models.TextField(_("folded text"), blank=True, editable=False)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode)
    speaker_text = models.CharField(_("speaker as written"), max_length=200, blank=True)
    speaker = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="quotations",
        null=True,
        blank=True,
        verbose_name=_("speaker"),
    )
    speaker_country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("speaking for the country"),
    )
    speaker_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="quotations",
        null=True,
        blank=True,
        verbose_name=_("speaking for the organization"),
    )

    objects = QuotationQuerySet.as_manager()

    class Meta(Assertion.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        constraints = [
            *Assertion.Meta.constraints,
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="quotation_span_not_empty"),
        ]
        indexes = [
            *Assertion.Meta.indexes,
            models.Index(fields=("speaker", "-sort_day"), name="quotation_speaker"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
