"""Filters of articles, of where they came from, and of what they mention."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models import ImportRun, Keyword, Source, SourceAlias
from articles.parsers.types import DateBasis
from entities.models import (
    ArticleCountry,
    DiplomaticRelation,
    Event,
    Evidence,
    Mention,
    MentionCandidate,
    Organization,
    Person,
    Quotation,
    Tenure,
)
from newsdb.api.filters.base import Filters, Within
from newsdb.api.filters.events import EventFilters, QuotationFilters
from newsdb.api.filters.families import (
    actors,
    choices,
    countries,
    date_ranges,
    days,
    folded,
    fractions,
    holding_part,
    ids,
    instants,
    offsets,
    presence,
    references,
    rows,
    search,
    survivors,
    texts,
    values,
)
from newsdb.api.filters.spells import RelationFilters, TenureFilters
from newsdb.api.filters.values import COUNTRY, TEXT, id_of


def _unmerged(model: Any) -> Callable[[], QuerySet[Any]]:
    rows: QuerySet[Any] = model.objects.filter(merged_into=None)
    return rows.all


def _evidenced(kind: str) -> Callable[[QuerySet[Any]], Q]:
    """Return the condition on articles that they are evidence for one of the assertions."""

    def belong(rows: QuerySet[Any]) -> Q:
        return Q(Exists(Evidence.objects.filter(article=OuterRef("pk"), **{f"{kind}__in": rows})))

    return belong


class ArticleFilters(Filters):
    families = {
        "id": ids(),
        "q": search(),
        "country": rows(ArticleCountry.objects.all, "article", "country", COUNTRY),
        "person": rows(Mention.objects.all, "article", "person", id_of("person"), survivors(Person)),
        "organization": rows(
            Mention.objects.all, "article", "organization", id_of("organization"), survivors(Organization)
        ),
        "keyword": rows(Keyword.objects.all, "article", "folded", TEXT, folded)
        | holding_part(Keyword.objects.all, "article"),
        "source": references("source", "source"),
        "language": texts("language"),
        "published": date_ranges("published"),
        "published_basis": choices("published_basis", [basis.value for basis in DateBasis]),
        "imported_on": days("imported_on"),
        "canonical_url": texts("canonical_url"),
        "document": ids("document"),
        "run": ids("document__run") | presence("document__run"),
        "position": offsets("position"),
        "duplicate_of": references("duplicate_of", "article"),
        "supersedes": references("supersedes", "article"),
        "superseded_by": references("superseded_by", "article"),
    }
    within = {
        "event": Within(EventFilters, _unmerged(Event), _evidenced("event")),
        "relation": Within(RelationFilters, _unmerged(DiplomaticRelation), _evidenced("relation")),
        "tenure": Within(TenureFilters, _unmerged(Tenure), _evidenced("tenure")),
        "quotation": Within(QuotationFilters, _unmerged(Quotation), _evidenced("quotation")),
    }
    unfiltered = {
        "title": "q searches titles and bodies",
        "text": "q searches it",
        "sections": "where the parts of a text lie",
        "digest": "how repeated texts are found; means nothing outside",
        "text_key": "how repeated texts are found; means nothing outside",
        "address_key": "how addresses are found; canonical_url filters them",
        "sort_day": "published and imported_on are filtered; this orders lists",
        "keyword_line": "the raw line; keyword filters what it holds",
        "extracted_by": "bookkeeping of extraction runs",
    }

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Let the index table of countries lead: its rows lie in the order of the list, at any depth."""
        sent = dict(self.sent)
        codes = sorted(set(sent.pop("country", ())))
        self.countries = sorted(codes, key=_articles_about) if len(codes) > 1 else codes
        if not self.countries:
            return super().filter_queryset(rows)
        first, *others = self.countries
        found = self.apply(rows, sent)
        for other in others:
            about = ArticleCountry.objects.filter(article=OuterRef("pk"), country=other)
            found = found.filter(Exists(about))
        led: QuerySet[Any] = found.filter(article_countries__country=first).annotate(
            led_sort_day=F("article_countries__day"), led_id=F("article_countries__article")
        )
        return led

    def place(self, column: str) -> str:
        return f"led_{column}" if self.countries else column

    def count(self, rows: QuerySet[Any]) -> int:
        """Count in the index table alone where nothing but countries is asked."""
        if self.sent.keys() != {"country"}:
            return super().count(rows)
        first, *others = self.countries
        about = ArticleCountry.objects.filter(country=first)
        for other in others:
            same = ArticleCountry.objects.filter(article=OuterRef("article"), country=other)
            about = about.filter(Exists(same))
        return about.count()


ENOUGH_TO_TELL = 20_000


def _articles_about(country: str) -> int:
    """Return how many articles are about the country, counting so far that rare ones stand out."""
    return ArticleCountry.objects.filter(country=country).order_by()[:ENOUGH_TO_TELL].count()


class SourceFilters(Filters):
    families = {
        "id": ids(),
        "name": rows(SourceAlias.objects.all, "source", "folded", TEXT, folded)
        | holding_part(SourceAlias.objects.all, "source"),
        "kind": choices("kind", Source.Kind.values),
        "homepage": texts("homepage"),
        "handle": texts("handle"),
        "country": values("country", COUNTRY),
        "language": texts("language"),
    }
    unfiltered = {
        "key": "the folded name that sources are known by inside",
        "name_ar": "name finds a source by any of its names",
        "name_en": "name finds a source by any of its names",
    }


class MentionFilters(Filters):
    families = {
        "id": ids(),
        "article": values("article", id_of("article")),
        "source": references("article__source", "source"),
        "published": date_ranges("article__published"),
        "run": ids("article__document__run"),
        "start": offsets("start"),
        "end": offsets("end"),
        "text": texts("surface"),
        "kind": choices("kind", Mention.Kind.values),
        "status": choices("status", Mention.Status.values),
        "rule": texts("rule"),
        "confidence": fractions("confidence"),
        "country": countries("country"),
        "person": actors("person", Person),
        "organization": actors("organization", Organization),
        "candidate_country": rows(MentionCandidate.objects.all, "mention", "country", COUNTRY),
        "candidate_person": rows(
            MentionCandidate.objects.all, "mention", "person", id_of("person"), survivors(Person)
        ),
        "candidate_organization": rows(
            MentionCandidate.objects.all,
            "mention",
            "organization",
            id_of("organization"),
            survivors(Organization),
        ),
    }


class ImportRunFilters(Filters):
    families = {
        "id": ids(),
        "status": choices("status", ImportRun.Status.values),
        "started_at": instants("started_at"),
        "finished_at": instants("finished_at") | presence("finished_at"),
        "version": texts("version"),
        "articles_read": offsets("articles_read"),
        "articles_created": offsets("articles_created"),
        "articles_superseding": offsets("articles_superseding"),
        "articles_unchanged": offsets("articles_unchanged"),
        "rejected": offsets("rejected"),
        "near_duplicates": offsets("near_duplicates"),
    }
    unfiltered = {
        "inputs": "a list of paths; of use on the run alone",
        "options": "free-form options of the command",
        "containers": "a list of paths and digests; of use on the run alone",
    }
