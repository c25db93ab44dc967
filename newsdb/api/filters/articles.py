"""Filters of articles, of where they came from, and of what they mention."""

from articles.models import ImportRun, Keyword, Source, SourceAlias
from articles.parsers.types import DateBasis
from entities.models import ArticleCountry, Mention, MentionCandidate, Organization, Person
from newsdb.api.filters.base import Filters
from newsdb.api.filters.families import (
    actors,
    choices,
    countries,
    date_ranges,
    days,
    folded,
    fractions,
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
from newsdb.api.filters.values import COUNTRY, ID, TEXT


class ArticleFilters(Filters):
    families = {
        "id": ids(),
        "q": search(),
        "country": rows(ArticleCountry.objects.all, "article", "country", COUNTRY),
        "person": rows(Mention.objects.all, "article", "person", ID, survivors(Person)),
        "organization": rows(Mention.objects.all, "article", "organization", ID, survivors(Organization)),
        "keyword": rows(Keyword.objects.all, "article", "folded", TEXT, folded),
        "source": references("source"),
        "language": texts("language"),
        "published": date_ranges("published"),
        "published_basis": choices("published_basis", [basis.value for basis in DateBasis]),
        "imported_on": days("imported_on"),
        "canonical_url": texts("canonical_url"),
        "document": ids("document"),
        "run": references("document__run"),
        "position": offsets("position"),
        "duplicate_of": references("duplicate_of"),
        "supersedes": references("supersedes"),
        "superseded_by": references("superseded_by"),
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


class SourceFilters(Filters):
    families = {
        "id": ids(),
        "name": rows(SourceAlias.objects.all, "source", "folded", TEXT, folded),
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
        "article": ids("article"),
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
        "candidate_person": rows(MentionCandidate.objects.all, "mention", "person", ID, survivors(Person)),
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
