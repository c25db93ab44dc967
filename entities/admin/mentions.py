"""Pages of mentions, and of the index of articles by country: what the machine keeps up to date."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entities.admin.base import ReadOnlyInline, ReadOnlyPage
from entities.admin.display import in_context, link
from entities.admin.filters import country_filter
from entities.admin.texts import LARGE
from entities.models import ArticleCountry, Mention, MentionCandidate

NAMES = ("country__aliases__folded", "person__aliases__folded", "organization__aliases__folded")


class CandidateInline(ReadOnlyInline):
    model = MentionCandidate
    fields = ("country", "person", "organization")


@admin.register(Mention)
class MentionPage(ReadOnlyPage):
    folded_search = True
    list_display = ("surface", "kind", "status", "entity", "shown_article", "rule", "confidence")
    list_filter = ("kind", "status", "rule")
    search_fields = ("surface", *NAMES)
    fields = ("context", "kind", "status", "entity", "rule", "confidence", "shown_article", "start", "end")
    inlines = (CandidateInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        mentions = (
            super().get_queryset(request).select_related("article", "country", "person", "organization")
        )
        return mentions.defer(*(f"article__{column}" for column in LARGE))

    @admin.display(description=_("names"))
    def entity(self, mention: Mention) -> SafeString | None:
        entity: Any = mention.country or mention.person or mention.organization
        return link(entity) if entity else None

    @admin.display(description=_("article"))
    def shown_article(self, mention: Mention) -> SafeString:
        return link(mention.article)

    @admin.display(description=_("text"))
    def context(self, mention: Mention) -> SafeString:
        return in_context(mention.article.text, mention.start, mention.end)


@admin.register(MentionCandidate)
class MentionCandidatePage(ReadOnlyPage):
    folded_search = True
    list_display = ("mention", "country", "person", "organization")
    list_select_related = ("mention", "country", "person", "organization")
    search_fields = NAMES


@admin.register(ArticleCountry)
class ArticleCountryPage(ReadOnlyPage):
    list_display = ("article", "country", "day")
    list_filter = (country_filter("country"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleCountry]:
        rows = super().get_queryset(request).select_related("article", "country")
        return rows.defer(*(f"article__{column}" for column in LARGE))
