"""The sentences that support or contradict assertions."""

from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from entities.models.assertions import Assertion
from entities.models.events import Event
from entities.models.mentions import exactly_one
from entities.models.quotations import Quotation
from entities.models.relations import DiplomaticRelation
from entities.models.tenures import Tenure

ASSERTIONS = ("relation", "event", "tenure", "quotation")


class Evidence(models.Model):
    """A span of an article that supports or contradicts exactly one assertion.

    ``extractor`` is the part that read it (``relations``), ``rule`` its named rule, ``version`` that of the
    whole of the extraction. Evidence chosen by a person has the extractor ``person``.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="evidence", verbose_name=_("article"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    extractor = models.CharField(_("extractor"), max_length=30)
    version = models.CharField(_("version"), max_length=40)
    rule = models.CharField(_("rule"), max_length=60)
    confidence = models.FloatField(_("confidence"))
    attested_on = models.DateField(
        _("attested on"),
        null=True,
        blank=True,
        help_text=_("the day for which the sentence says that something lasting held"),
    )
    supports = models.BooleanField(_("supports"), default=True)
    relation = models.ForeignKey(
        DiplomaticRelation, models.CASCADE, related_name="evidence", null=True, blank=True
    )
    event = models.ForeignKey(Event, models.CASCADE, related_name="evidence", null=True, blank=True)
    tenure = models.ForeignKey(Tenure, models.CASCADE, related_name="evidence", null=True, blank=True)
    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="evidence", null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=exactly_one(*ASSERTIONS), name="evidence_of_one_assertion"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="evidence_span_not_empty"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="evidence_confidence_0_to_1"),
            *(
                models.UniqueConstraint(
                    fields=(kind, "article", "start", "end", "rule"),
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"evidence_once_a_{kind}",
                )
                for kind in ASSERTIONS
            ),
        ]

    @property
    def quote(self) -> str:
        """The sentence itself."""
        return self.article.text[self.start : self.end]

    def __str__(self) -> str:
        return f"{self.article_id}:{self.start}-{self.end} ({self.rule})"


def supporting_texts(model: type[Assertion], kind: str) -> Subquery:
    """Return how many texts support an assertion, or what repeats it; articles that repeat one another count once."""
    fact = model._default_manager.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(repeats=OuterRef(OuterRef("pk"))))
    text = Coalesce("article__duplicate_of_id", "article_id")
    count = Func(text, function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    texts = Evidence.objects.filter(**{f"{kind}__in": fact.order_by().values("pk")}, supports=True).order_by()
    return Subquery(texts.annotate(texts=count).values("texts"), models.IntegerField())
