"""Pages of texts: import runs, documents, sources, articles and what stands beside them."""

# ruff: noqa: ARG002 - Django hands its hooks more than each of them needs

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import (
    Article,
    Document,
    ImportChunk,
    ImportRun,
    Keyword,
    Link,
    Post,
    Rejection,
    Source,
    SourceAlias,
)
from articles.parsers.types import SectionKind
from entities import names
from entities.admin.base import ReadOnlyInline, ReadOnlyPage, RecordedPage, TabularInline, act_of, actor_of
from entities.admin.display import country, day, lines, link, ltr, name_of
from entities.admin.filters import country_filter, source_filter
from entities.admin.forms import SourceAliasForm, SourceForm
from entities.changes import created, record
from entities.models import Evidence
from entities.models.evidence import ASSERTIONS
from entities.undoing import CannotUndo, undo

TAGS = {SectionKind.TITLE: "h3", SectionKind.POST: "blockquote"}
MOST_ARTICLES_UNDONE_HERE = 5_000
MOST_LINES_SHOWN = 20
LARGE = ("text", "search_text", "sections")
"""Columns of an article that lists do without."""


@admin.register(ImportRun)
class ImportRunPage(ReadOnlyPage):
    list_display = (
        "id",
        "started_at",
        "finished_at",
        "status",
        "articles_read",
        "articles_created",
        "articles_superseding",
        "articles_unchanged",
        "rejections_link",
        "near_duplicates",
    )
    list_filter = ("status", "version")
    readonly_fields = ("rejections_link",)
    actions = ("undo_selected",)

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.delete_importrun")

    @admin.action(description=_("Undo selected imports"), permissions=["undo"])
    def undo_selected(self, request: HttpRequest, queryset: QuerySet[ImportRun]) -> HttpResponse | None:
        """Show what would be undone; undo it when that was confirmed."""
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Undo imports"),
                "opts": self.opts,
                "checkbox": ACTION_CHECKBOX_NAME,
                "rows": queryset,
            }
            return TemplateResponse(request, "admin/undo.html", context)
        for run in queryset.order_by("-pk"):
            if run.articles_read > MOST_ARTICLES_UNDONE_HERE:
                message = gettext("Import %(run)s is too large for a page: use manage.py undo_import %(run)s")
                self.message_user(request, message % {"run": run.pk}, messages.ERROR)
                continue
            try:
                undone = undo(run, actor_of(request))
            except CannotUndo as reason:
                self.message_user(request, str(reason), messages.ERROR)
                continue
            message = gettext(
                "Import %(run)s is undone: articles removed %(removed)d, articles that stay %(kept)d."
            )
            counts = {"run": run.pk, "removed": undone.removed["articles"], "kept": undone.kept_articles}
            self.message_user(request, message % counts, messages.SUCCESS)
            for line in undone.kept[:MOST_LINES_SHOWN]:
                self.message_user(request, line, messages.WARNING)
        return None

    @admin.display(description=_("rejected"), ordering="rejected")
    def rejections_link(self, run: ImportRun) -> SafeString:
        address = reverse("admin:articles_rejection_changelist") + f"?run__id__exact={run.pk}"
        return format_html('<a href="{}">{}</a>', address, run.rejected)


@admin.register(ImportChunk)
class ImportChunkPage(ReadOnlyPage):
    list_display = (
        "number",
        "run",
        "state",
        "attempts",
        "articles_created",
        "articles_superseding",
        "articles_unchanged",
        "rejected",
        "near_duplicates",
    )
    list_filter = ("state", ("run", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("run",)


@admin.register(Rejection)
class RejectionPage(ReadOnlyPage):
    list_display = ("id", "file", "locator", "reason", "run")
    list_filter = (("run", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("run",)
    search_fields = ("path", "reason")

    @admin.display(description=_("file"), ordering="path")
    def file(self, rejection: Rejection) -> SafeString:
        return ltr(rejection.path)


class SourceAliasInline(TabularInline):
    model = SourceAlias
    form = SourceAliasForm
    extra = 0


@admin.register(Source)
class SourcePage(RecordedPage):
    form = SourceForm
    fields = ("name_ar", "name_en", "kind", "homepage", "handle", "country", "language")
    folded_search = True
    list_display = ("__str__", "name_en", "kind", "country", "language", "homepage")
    list_filter = ("kind", "language")
    search_fields = ("aliases__folded", "key", "name_en", "handle")
    inlines = (SourceAliasInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        source = form.instance
        for name in filter(None, (source.name_ar, source.name_en)):
            alias = names.source_alias_row(source, name)
            if not SourceAlias.objects.filter(folded=alias.folded).exists():
                alias.save()
                record(act_of(request), [created(alias)])


@admin.register(SourceAlias)
class SourceAliasPage(RecordedPage):
    form = SourceAliasForm
    folded_search = True
    list_display = ("text", "source")
    list_select_related = ("source",)
    search_fields = ("folded",)
    autocomplete_fields = ("source",)


@admin.register(Document)
class DocumentPage(ReadOnlyPage):
    list_display = ("__str__", "format", "encoding", "size", "run")
    list_filter = ("format", "encoding", ("run", admin.RelatedOnlyFieldListFilter))
    search_fields = ("path", "locator", "digest")
    fields = ("file", "locator", "format", "encoding", "size", "digest", "run", "articles")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return super().get_queryset(request).select_related("run").defer("content")

    @admin.display(description=_("file"))
    def file(self, document: Document) -> SafeString:
        return ltr(document.path)

    @admin.display(description=_("articles"))
    def articles(self, document: Document) -> SafeString:
        return lines(link(article) for article in document.articles.defer(*LARGE).order_by("position"))


class PostInline(ReadOnlyInline):
    model = Post
    fields = ("author", "handle", "published", "words")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).select_related("article")

    @admin.display(description=_("published"))
    def published(self, post: Post) -> SafeString:
        return day(post.published)

    @admin.display(description=_("text"))
    def words(self, post: Post) -> SafeString:
        return format_html('<div dir="auto">{}</div>', post.article.text[post.start : post.end])


class LinkInline(ReadOnlyInline):
    model = Link
    fields = ("position", "title", "url")
    readonly_fields = fields


@admin.register(Article)
class ArticlePage(RecordedPage):
    """The text and its dates are as they arrived; people may correct who published and where."""

    folded_search = True
    list_display = ("shown_title", "published", "source", "about", "document", "duplicate")
    list_filter = (
        country_filter("article_countries__country"),
        source_filter("source"),
        "published_basis",
        "language",
        ("duplicate_of", admin.EmptyFieldListFilter),
    )
    search_fields = ("search_text",)
    date_hierarchy = "sort_day"
    autocomplete_fields = ("source",)
    inlines = (PostInline, LinkInline)
    fieldsets = (
        (None, {"fields": ("reading_text", "source", "canonical_url", "language")}),
        (_("What was read from it"), {"fields": ("assertions", "mentioned", "about")}),
        (
            _("As it arrived"),
            {
                "fields": (
                    "published",
                    "published_basis",
                    "keyword_list",
                    "document",
                    "position",
                    "duplicate_of",
                    "supersedes",
                    "imported_on",
                    "extracted_by",
                )
            },
        ),
    )
    readonly_fields = (
        "reading_text",
        "assertions",
        "mentioned",
        "about",
        "published",
        "published_basis",
        "keyword_list",
        "document",
        "position",
        "duplicate_of",
        "supersedes",
        "imported_on",
        "extracted_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request).select_related("source", "document", "duplicate_of")
        unread = [f"{path}{column}" for path in ("", "duplicate_of__") for column in LARGE]
        return articles.defer(*unread, "document__content").prefetch_related("article_countries__country")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def logged(self, row: Article) -> dict[str, Any]:
        return {column: value for column, value in super().logged(row).items() if column not in LARGE}

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, article: Article) -> SafeString:
        return format_html("<bdi>{}</bdi>", article.title)

    @admin.display(description=_("published"), ordering="sort_day")
    def published(self, article: Article) -> SafeString:
        return day(article.published)

    @admin.display(description=_("countries"))
    def about(self, article: Article) -> SafeString:
        countries = [row.country for row in article.article_countries.all()]
        return format_html_join("، ", "{}", ((country(one),) for one in countries))

    @admin.display(description=_("near-duplicate"), boolean=True)
    def duplicate(self, article: Article) -> bool:
        return article.duplicate_of_id is not None

    @admin.display(description=_("text"))
    def reading_text(self, article: Article) -> SafeString:
        parts = (
            (TAGS.get(section["kind"], "p"), article.text[section["start"] : section["end"]])
            for section in article.sections
        )
        text = format_html_join("", "<{0}>{1}</{0}>", parts) or article.text
        return format_html('<div class="article" dir="auto">{}</div>', text)

    @admin.display(description=_("keywords"))
    def keyword_list(self, article: Article) -> str:
        return "، ".join(article.keywords.values_list("text", flat=True))

    @admin.display(description=_("mentions"))
    def mentioned(self, article: Article) -> SafeString:
        """Whom the text mentions how often; then the words that could not be linked."""
        counts: Counter[str] = Counter()
        for mention in article.mentions.select_related("country", "person", "organization"):
            entity = mention.country or mention.person or mention.organization
            counts[name_of(entity) if entity else f"{mention.surface} ({mention.get_status_display()})"] += 1
        return format_html_join(" · ", "<bdi>{}</bdi> ×{}", counts.most_common())

    @admin.display(description=_("assertions"))
    def assertions(self, article: Article) -> SafeString:
        evidence = Evidence.objects.filter(article=article).select_related(
            "relation",
            "event",
            "tenure__person",
            "tenure__office__country",
            "tenure__office__organization",
            "quotation",
        )
        rows = dict.fromkeys(
            getattr(row, kind) for row in evidence for kind in ASSERTIONS if getattr(row, kind)
        )
        return lines(
            format_html("{}: {} ({})", row._meta.verbose_name, link(row), row.get_review_status_display())
            for row in rows
        )


class PartPage(ReadOnlyPage):
    """Pages of what stands beside an article."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        unread = [f"article__{column}" for column in LARGE]
        return super().get_queryset(request).select_related("article").defer(*unread)


@admin.register(Post)
class PostPage(PartPage):
    list_display = ("author", "handle", "published", "article")
    search_fields = ("author", "handle")

    @admin.display(description=_("published"), ordering="published_earliest")
    def published(self, post: Post) -> SafeString:
        return day(post.published)


@admin.register(Link)
class LinkPage(PartPage):
    list_display = ("title", "url", "article")
    search_fields = ("title", "url")


@admin.register(Keyword)
class KeywordPage(PartPage):
    folded_search = True
    list_display = ("text", "article")
    search_fields = ("folded",)
