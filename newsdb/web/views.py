"""Pages for people who would rather look than read: for now the front page."""

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from articles.models import Article
from entities.models import Country, DiplomaticRelation, Event, Evidence, Quotation, Tenure
from newsdb.api.representations.articles import excerpt

LATEST = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what is stored, show the latest relations with their sentences, and lead on."""
    asked = request.GET.get("lang", get_language() or "ar")
    language = "en" if asked.startswith("en") else "ar"
    stored = (
        (Article.objects.all(), "articles", "خبر", "articles"),
        (DiplomaticRelation.objects.shown(), "relations", "علاقة بين بلدين", "relations between countries"),
        (Event.objects.shown(), "events", "حدث", "events"),
        (Tenure.objects.shown(), "tenures", "منصب مشغول", "offices held"),
        (Quotation.objects.shown(), "quotations", "تصريح", "quotations"),
        (Country.objects.all(), "countries", "بلد", "countries"),
    )
    context = {
        "language": language,
        "counts": [(rows.count(), name, arabic, english) for rows, name, arabic, english in stored],
        "relations": latest_relations(),
    }
    with override(language):
        return render(request, "web/home.html", context)


def latest_relations() -> QuerySet[DiplomaticRelation]:
    relations = DiplomaticRelation.objects.shown().select_related("country_a", "country_b")
    evidence = Evidence.objects.select_related("article__source").annotate(sentence=excerpt())
    unread = ("text", "search_text", "sections", "keyword_line")
    rows = evidence.defer(*(f"article__{column}" for column in unread))
    return relations.prefetch_related(Prefetch("evidence", rows))[:LATEST]
