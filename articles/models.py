"""Texts as they arrived: import runs, documents, sources, and the articles found in documents."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.dates import DateRange
from articles.parsers.types import DateBasis, SectionKind


def date_range_check(name: str, field: str) -> models.CheckConstraint:
    """Return the constraint that the two columns of a :class:`DateRange` are in order."""
    earliest, latest = f"{field}_earliest", f"{field}_latest"
    in_order = Q(**{f"{earliest}__lte": F(latest)}) | Q(**{f"{earliest}__isnull": True})
    return models.CheckConstraint(condition=in_order | Q(**{f"{latest}__isnull": True}), name=name)


def read_date_range(instance: models.Model, field: str) -> DateRange | None:
    """Return the range that ``instance`` keeps in the two columns of ``field``; None when unknown."""
    earliest: date | None = getattr(instance, f"{field}_earliest")
    latest: date | None = getattr(instance, f"{field}_latest")
    return DateRange(earliest, latest) if earliest or latest else None


def date_range_columns(field: str, value: DateRange | None) -> dict[str, Any]:
    """Return the two columns of ``field`` for a range, as keyword arguments of a model."""
    return {
        f"{field}_earliest": value.earliest if value else None,
        f"{field}_latest": value.latest if value else None,
    }


_DATE_BASIS_LABELS = [
    (DateBasis.STATED.value, _("stated on the page")),
    (DateBasis.POSTS.value, _("day of its posts")),
    (DateBasis.FEED.value, _("given by the feed")),
    (DateBasis.MARKUP.value, _("given by the markup")),
    (DateBasis.URL.value, _("read off the address")),
    (DateBasis.NONE.value, _("unknown")),
]


class ImportRun(models.Model):
    """One call of an import: what went in and what came of it.

    ``articles_read = articles_created + articles_superseding + articles_unchanged + rejected``, always;
    ``near_duplicates`` of those created repeat a text, or are repeated by one, that was stored before them. The
    counts are sums over the chunks of the run, taken anew as it goes on and at its end.
    """

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        INTERRUPTED = "interrupted", _("interrupted")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.RUNNING)
    inputs = models.JSONField(_("inputs"), default=list, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    containers = models.JSONField(_("containers"), default=list, blank=True)
    articles_read = models.PositiveIntegerField(_("articles read"), default=0)
    articles_created = models.PositiveIntegerField(_("created"), default=0)
    articles_superseding = models.PositiveIntegerField(_("superseding"), default=0)
    articles_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    near_duplicates = models.PositiveIntegerField(_("near-duplicates"), default=0)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    articles_read=F("articles_created")
                    + F("articles_superseding")
                    + F("articles_unchanged")
                    + F("rejected")
                ),
                name="import_run_counts_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.started_at:%Y-%m-%d %H:%M}"


class ImportChunk(models.Model):
    """Some records of a run that are stored together: what is done once, however often it is tried.

    ``digest`` is that of the records; the counts are written in the transaction that stores what they count.
    ``unread`` are the articles that wait to be extracted; ``known`` and ``known_documents`` had been stored before,
    by this run or another; ``extracted`` counts what extraction made of the chunk. ``batch`` names the import of the chunk in
    the log of changes. ``attempts`` counts how often the work was lost with the process that did it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        STORED = "stored", _("stored, not yet extracted")
        FINISHED = "finished", _("finished")
        DROPPED = "dropped", _("dropped")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="chunks", verbose_name=_("import run"))
    number = models.PositiveIntegerField(_("number"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    batch = models.UUIDField(_("batch"), default=uuid.uuid4)
    articles_created = models.PositiveIntegerField(_("created"), default=0)
    articles_superseding = models.PositiveIntegerField(_("superseding"), default=0)
    articles_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    near_duplicates = models.PositiveIntegerField(_("near-duplicates"), default=0)
    unread = models.JSONField(_("articles to extract"), default=list, blank=True)
    known = models.JSONField(_("articles stored before"), default=list, blank=True)
    known_documents = models.JSONField(_("documents stored before"), default=list, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    extracted = models.JSONField(_("extracted"), default=dict, blank=True)

    class Meta:
        verbose_name = _("chunk of an import")
        verbose_name_plural = _("chunks of imports")
        ordering = ("run", "number")
        constraints = [
            models.UniqueConstraint(fields=("run", "number"), name="import_chunk_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="import_chunk_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Rejection(models.Model):
    """A record that could not be stored, and why."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="rejections", verbose_name=_("import run")
    )
    chunk = models.ForeignKey(
        ImportChunk,
        models.CASCADE,
        related_name="rejections",
        null=True,
        blank=True,
        verbose_name=_("chunk of an import"),
    )
    path = models.TextField(_("file"))
    locator = models.CharField(_("position"), max_length=100, blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("rejection")
        verbose_name_plural = _("rejections")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.path} {self.locator}: {self.reason}"


class Source(models.Model):
    """Who published: newspaper, agency, broadcaster, government, aggregator, social account."""

    class Kind(models.TextChoices):
        NEWSPAPER = "newspaper", _("newspaper")
        AGENCY = "agency", _("news agency")
        BROADCASTER = "broadcaster", _("broadcaster")
        WEBSITE = "website", _("website")
        GOVERNMENT = "government", _("government")
        AGGREGATOR = "aggregator", _("aggregator")
        SOCIAL = "social", _("social account")
        UNKNOWN = "unknown", _("unknown")

    key = models.CharField(_("key"), max_length=200, unique=True)
    name_ar = models.CharField(_("name (Arabic)"), max_length=200, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.UNKNOWN)
    homepage = models.URLField(_("homepage"), max_length=300, blank=True)
    handle = models.CharField(_("handle"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=4, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="source_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ar or self.name_en


class SourceAlias(models.Model):
    """A name by which a source is written, folded for look-up; one source a name."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases", verbose_name=_("source"))
    text = models.CharField(_("name"), max_length=200)
    folded = models.CharField(_("folded name"), max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("source alias")
        verbose_name_plural = _("source aliases")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class Document(models.Model):
    """One raw record as it arrived. Never changed.

    ``content`` is compressed (``articles.ingest.raw_content`` gives it back). ``reading`` stands for the rules
    and options by which ``articles_found`` were found in it.
    """

    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    content = models.BinaryField(_("compressed bytes"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    format = models.CharField(_("format"), max_length=20)
    path = models.TextField(_("file"))
    locator = models.CharField(_("position"), max_length=100, blank=True)
    articles_found = models.PositiveSmallIntegerField(_("articles found"), default=0)
    reading = models.CharField(_("read by"), max_length=64, blank=True, editable=False)
    run = models.ForeignKey(
        ImportRun,
        models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("import run"),
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("id",)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.path.rsplit("/", 1)[-1], self.locator)))


class ArticleQuerySet(models.QuerySet["Article"]):
    def about(self, country: str) -> Self:
        """Articles that mention the country, by the index table that keeps deep pages cheap."""
        return self.filter(article_countries__country_id=country)

    def matching(self, folded: str) -> Self:
        """Articles whose text holds the folded words."""
        return self.filter(search_text__contains=folded)


class Article(models.Model):
    """One news text found in a document. Its text is never changed, save by a takedown that empties it."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="articles", verbose_name=_("document")
    )
    position = models.PositiveSmallIntegerField(_("position in the document"))
    title = models.TextField(_("title"))
    text = models.TextField(_("text"), blank=True)
    sections = models.JSONField(
        _("sections"), default=list, help_text=_("[{kind, start, end}] in code points")
    )
    search_text = models.TextField(_("folded text"), blank=True, editable=False)
    digest = models.CharField(_("digest of source and text"), max_length=64, unique=True)
    text_key = models.BigIntegerField(_("key of the text"), editable=False)
    language = models.CharField(_("language"), max_length=8, default="ar")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="articles", null=True, blank=True, verbose_name=_("source")
    )
    canonical_url = models.URLField(_("address"), max_length=2000, blank=True)
    address_key = models.BigIntegerField(_("key of the address"), null=True, blank=True, editable=False)
    published_earliest = models.DateField(_("published, earliest"), null=True, blank=True)
    published_latest = models.DateField(_("published, latest"), null=True, blank=True)
    published_basis = models.CharField(
        _("publication date known by"),
        max_length=8,
        choices=_DATE_BASIS_LABELS,
        default=DateBasis.NONE.value,
    )
    imported_on = models.DateField(_("imported on"))
    sort_day = models.DateField(
        _("day for ordering"), help_text=_("the day published, else the day imported")
    )
    keyword_line = models.TextField(_("keyword line"), blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="duplicates",
        null=True,
        blank=True,
        verbose_name=_("duplicate of"),
    )
    supersedes = models.OneToOneField(
        "self",
        models.SET_NULL,
        related_name="superseded_by",
        null=True,
        blank=True,
        verbose_name=_("supersedes"),
    )
    extracted_by = models.CharField(_("extracted by version"), max_length=40, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-sort_day", "-id")
        indexes = [
            models.Index(fields=("-sort_day", "-id"), name="article_newest"),
            models.Index(fields=("source", "-sort_day", "-id"), name="article_source_newest"),
            models.Index(fields=("extracted_by",), name="article_extracted_by"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("document", "position"), name="article_position_in_document"),
            models.UniqueConstraint(fields=("address_key", "text_key"), name="article_text_at_address"),
            models.CheckConstraint(condition=Q(position__gte=1), name="article_position_from_1"),
            date_range_check("article_published_in_order", "published"),
            models.CheckConstraint(
                condition=Q(
                    published_basis=DateBasis.NONE.value, published_earliest=None, published_latest=None
                )
                | (~Q(published_basis=DateBasis.NONE.value) & Q(published_earliest__isnull=False)),
                name="article_published_with_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> DateRange | None:
        return read_date_range(self, "published")

    @property
    def body(self) -> str:
        """The sections of kind body, joined by line breaks."""
        return "\n".join(
            self.text[section["start"] : section["end"]]
            for section in self.sections
            if section["kind"] == SectionKind.BODY
        )


class Post(models.Model):
    """A post of a social network embedded in an article; start and end are its section of the text."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="posts", verbose_name=_("article"))
    author = models.CharField(_("author"), max_length=200, blank=True)
    handle = models.CharField(_("handle"), max_length=60, blank=True)
    published_earliest = models.DateField(_("published, earliest"), null=True, blank=True)
    published_latest = models.DateField(_("published, latest"), null=True, blank=True)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("article", "start")
        constraints = [
            models.UniqueConstraint(fields=("article", "start"), name="post_start_in_article"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="post_span_not_empty"),
            date_range_check("post_published_in_order", "published"),
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.handle})"

    @property
    def published(self) -> DateRange | None:
        return read_date_range(self, "published")


class Link(models.Model):
    """A "read also" line of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="links", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.TextField(_("title"))
    url = models.URLField(_("address"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("article", "position")
        constraints = [
            models.UniqueConstraint(fields=("article", "position"), name="link_position_in_article")
        ]

    def __str__(self) -> str:
        return self.title


class Keyword(models.Model):
    """A keyword given by the publisher; ``folded`` keeps spellings of one word together."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="keywords", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("keyword"), max_length=200)
    folded = models.CharField(_("folded keyword"), max_length=200, editable=False)

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ("article", "position")
        constraints = [models.UniqueConstraint(fields=("article", "folded"), name="keyword_once_an_article")]
        indexes = [models.Index(fields=("folded", "article"), name="keyword_folded")]

    def __str__(self) -> str:
        return self.text


class Sketch(models.Model):
    """What is kept of an article's text to find near-duplicates (:mod:`articles.sketches`); no page shows it.

    ``group`` is the first published of all articles that are joined by likeness, itself included. The bands are
    keys of the index; one is empty where so many articles have the key that it tells nothing.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="sketch")
    group = models.ForeignKey(Article, models.RESTRICT, related_name="group")
    signature = models.BinaryField()
    words = models.PositiveIntegerField()
    band_1 = models.BigIntegerField(null=True, db_index=True)
    band_2 = models.BigIntegerField(null=True, db_index=True)
    band_3 = models.BigIntegerField(null=True, db_index=True)
    band_4 = models.BigIntegerField(null=True, db_index=True)
    band_5 = models.BigIntegerField(null=True, db_index=True)
    band_6 = models.BigIntegerField(null=True, db_index=True)
    band_7 = models.BigIntegerField(null=True, db_index=True)
    band_8 = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        verbose_name = _("sketch")
        verbose_name_plural = _("sketches")

    def __str__(self) -> str:
        return str(self.pk)
