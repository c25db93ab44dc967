"""Names by which entities are written, and the places where texts name them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from entities.models.actors import Organization, Person
from entities.models.countries import Country

ENTITIES = ("country", "person", "organization")


def exactly_one(*fields: str) -> Q:
    """Return the condition that exactly one of the nullable columns is set."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


def none_of(*fields: str) -> Q:
    return Q(**{f"{field}__isnull": True for field in fields})


class EntityReference(models.Model):
    """A reference to a country, a person or an organization: three real foreign keys."""

    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name=_("organization")
    )

    class Meta:
        abstract = True


class Alias(models.Model):
    """A name by which a country, person or organization is written.

    ``origin_key`` is the key of the entity that first had the name. A merge moves aliases to the survivor and
    keeps it, so that a text read again gives the fingerprint it gave before, on which the decision stands.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        OFFICIAL = "official", _("official name")
        SHORT = "short", _("short name")
        DEMONYM = "demonym", _("demonym or adjective")
        CAPITAL = "capital", _("capital")
        SEAT = "seat", _("seat of government")
        MISSPELLING = "misspelling", _("misspelling")

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="aliases", null=True, blank=True, verbose_name=_("country")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="aliases", null=True, blank=True, verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        related_name="aliases",
        null=True,
        blank=True,
        verbose_name=_("organization"),
    )
    origin_key = models.CharField(max_length=200, editable=False)
    text = models.CharField(_("name"), max_length=200)
    folded = models.CharField(_("folded name"), max_length=200, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NAME)
    language = models.CharField(_("language"), max_length=8, default="ar")
    weak = models.BooleanField(
        _("weak"),
        default=False,
        help_text=_("usually an ordinary word: counts only with support in the text"),
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ("id",)
        indexes = [models.Index(fields=("folded",), name="alias_folded")]
        constraints = [
            models.CheckConstraint(condition=exactly_one(*ENTITIES), name="alias_of_one_entity"),
            models.CheckConstraint(condition=~Q(folded=""), name="alias_not_empty"),
            *(
                models.UniqueConstraint(fields=("folded", entity), name=f"alias_once_a_{entity}")
                for entity in ENTITIES
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Mention(EntityReference):
    """A place in an article's text that names a country, a person or an organization."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        PERSON = "person", _("person")
        ORGANIZATION = "organization", _("organization")

    class Status(models.TextChoices):
        LINKED = "linked", _("linked")
        AMBIGUOUS = "ambiguous", _("ambiguous")
        UNRESOLVED = "unresolved", _("unresolved")

    # Indexes of several columns, below, begin with these three.
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="mentions", db_index=False, verbose_name=_("article")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("organization")
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    surface = models.CharField(_("text"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    rule = models.CharField(_("rule"), max_length=60)
    confidence = models.FloatField(_("confidence"))

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ("article", "start", "kind")
        indexes = [
            models.Index(fields=(entity, "article"), name=f"mention_{entity}", condition=~none_of(entity))
            for entity in ("person", "organization")
        ] + [
            # The people of an article in the order of its text, without a look at the mentions themselves.
            models.Index(
                fields=("article", "start", "person"), name="mention_people", condition=~none_of("person")
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=("article", "start", "end", "kind"), name="mention_once_a_span"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mention_span_not_empty"),
            models.CheckConstraint(
                condition=(
                    Q(status="linked", kind="country", country__isnull=False)
                    & none_of("person", "organization")
                )
                | (
                    Q(status="linked", kind="person", person__isnull=False)
                    & none_of("country", "organization")
                )
                | (
                    Q(status="linked", kind="organization", organization__isnull=False)
                    & none_of("country", "person")
                )
                | (~Q(status="linked") & none_of(*ENTITIES)),
                name="mention_linked_to_its_kind",
            ),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="mention_confidence_0_to_1"),
        ]

    def __str__(self) -> str:
        return self.surface


class MentionCandidate(EntityReference):
    """One of several entities that an ambiguous mention can mean."""

    mention = models.ForeignKey(Mention, models.CASCADE, related_name="candidates", verbose_name=_("mention"))

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=exactly_one(*ENTITIES), name="candidate_is_one_entity"),
            *(
                models.UniqueConstraint(fields=("mention", entity), name=f"candidate_once_a_{entity}")
                for entity in ENTITIES
            ),
        ]


class ArticleCountry(models.Model):
    """Index of articles by the countries that they mention, newest first at any depth."""

    # Indexes of several columns, below, begin with both.
    country = models.ForeignKey(
        Country,
        models.CASCADE,
        related_name="article_countries",
        db_index=False,
        verbose_name=_("country"),
    )
    day = models.DateField(_("day"))
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="article_countries",
        db_index=False,
        verbose_name=_("article"),
    )

    class Meta:
        verbose_name = _("country of an article")
        verbose_name_plural = _("countries of articles")
        ordering = ("country", "-day", "-article")
        constraints = [
            models.UniqueConstraint(fields=("article", "country"), name="article_country_once"),
        ]
        indexes = [
            models.Index(fields=("country", "-day", "-article"), name="article_country_newest"),
            models.Index(fields=("country", "article"), name="article_country_by_id"),
        ]
