"""People, organizations and offices."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from entities.models.countries import Country


class Origin(models.TextChoices):
    """Who entered a row first."""

    REFERENCE = "reference", _("reference data")
    MACHINE = "machine", _("read by machine")
    PERSON = "person", _("entered by a person")


Row = TypeVar("Row", bound="Mergeable")


class MergeableQuerySet(models.QuerySet[Row]):
    def current(self) -> Self:
        """Rows that were not merged into another."""
        return self.filter(merged_into__isnull=True)


class Mergeable(models.Model):
    """A person or an organization: known by names, open to merging.

    ``key`` is what readings are identified by, and never changes: a slug for reference data, the folded name
    for what a machine found.
    """

    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    name_ar = models.CharField(_("name (Arabic)"), max_length=200, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    wikidata_id = models.CharField(_("Wikidata"), max_length=20, blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin, default=Origin.PERSON, editable=False
    )
    needs_review = models.BooleanField(_("needs review"), default=False)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="%(class)ss",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("the state they belong to or act for"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("merged into"),
    )

    objects = MergeableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="%(class)s_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="%(class)s_not_into_itself",
            ),
            models.UniqueConstraint(
                fields=("wikidata_id",),
                condition=~Q(wikidata_id="") & Q(merged_into__isnull=True),
                name="%(class)s_wikidata_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_en


class Person(Mergeable):
    class Meta(Mergeable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Organization(Mergeable):
    class Kind(models.TextChoices):
        INTERNATIONAL = "international", _("international organization")
        MINISTRY = "ministry", _("ministry")
        GOVERNMENT = "government", _("government body")
        PARTY = "party", _("political party")
        ARMED_GROUP = "armed_group", _("armed group")
        COMPANY = "company", _("company")
        MEDIA = "media", _("media")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.OTHER)

    class Meta(Mergeable.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")


class Office(models.Model):
    """A post that people hold: foreign minister of Syria, secretary-general of the Arab League.

    ``role`` is the machine's word for it (``foreign_minister``). ``ambassador`` says where it is held when the
    post is at another country (``host``).
    """

    role = models.CharField(_("role"), max_length=60)
    title_ar = models.CharField(_("title (Arabic)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="offices", null=True, blank=True, verbose_name=_("country")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="offices",
        null=True,
        blank=True,
        verbose_name=_("organization"),
    )
    host = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="offices_hosted",
        null=True,
        blank=True,
        verbose_name=_("held in or to"),
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                "role",
                "title_ar",
                Coalesce("country", Value("")),
                Coalesce("organization", Value(0)),
                Coalesce("host", Value("")),
                name="office_unique",
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=True) | Q(organization__isnull=True), name="office_of_one_body"
            ),
        ]

    def __str__(self) -> str:
        body = self.organization or (self.country and self.country.name_ar)
        return " · ".join(str(part) for part in (self.title_ar, body) if part)
