"""Articles, where they came from, and what they mention."""

from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber, Substr

from articles.models import Article, ImportRun, Keyword, Link, Post, Rejection, Source
from articles.parsers.types import SectionKind
from entities.models import ArticleCountry, Mention, MentionCandidate, Person
from newsdb.api.representation import Many, Object, Referred, Representation, Shown, Value
from newsdb.api.representations.fields import (
    COUNTRY,
    INSTANT,
    NAMES,
    TEXT,
    choice,
    country,
    edtf,
    integer,
    named,
    nullable,
    number,
    plain,
    row_id,
    text,
)

MAX_REJECTIONS = 100


def _either(one: str, other: str) -> str:
    return one or other


def _or_null(value: str) -> str | None:
    return value or None


SOURCE = Representation(
    "Source",
    "sources",
    Source.objects.all(),
    {
        "id": integer("id"),
        "name": Value(TEXT, ("name_ar", "name_en"), _either),
        "name_ar": text("name_ar"),
        "name_en": text("name_en"),
        "kind": choice("kind", Source.Kind),
        "homepage": text("homepage"),
        "handle": text("handle"),
        "country": Value(nullable(COUNTRY), ("country",), _or_null, refers_to="country"),
        "language": text("language"),
    },
)


def _body(whole: str, sections: list[dict[str, Any]]) -> str:
    spans = [(part["start"], part["end"]) for part in sections if part["kind"] == SectionKind.BODY]
    return "\n".join(whole[start:end] for start, end in spans)


def excerpt(article: str = "article") -> Substr:
    """Cut the span of a row out of its article's text in the database, so that no whole text travels."""
    return Substr(f"{article}__text", F("start") + 1, F("end") - F("start"))


SECTION = {
    "type": "object",
    "properties": {"kind": TEXT, "start": {"type": "integer"}, "end": {"type": "integer"}},
    "required": ["kind", "start", "end"],
}
ARTICLE = Representation(
    "Article",
    "articles",
    Article.objects.all(),
    {
        "id": integer("id"),
        "title": text("title"),
        "body": Value(TEXT, ("text", "sections"), _body),
        "text": text("text", shown=Shown.ALONE, about="in lists only when fields asks for it"),
        "sections": plain(
            {"type": "array", "items": SECTION},
            "sections",
            shown=Shown.ALONE,
            about="in lists only when fields asks for it",
        ),
        "language": text("language"),
        "source": named("source", "source"),
        "published": edtf("published"),
        "published_basis": text("published_basis"),
        "canonical_url": text("canonical_url"),
        "document": integer("document_id"),
        "position": integer("position"),
        "keywords": Many(Keyword.objects.order_by("article_id", "position"), "article", text("text")),
        "countries": Many(
            ArticleCountry.objects.order_by("article_id", "country_id"),
            "article",
            plain(COUNTRY, "country_id", refers_to="country"),
            about="alpha-2, sorted",
        ),
        "people": Many(
            Mention.objects.filter(person__isnull=False).order_by("article_id", "start"),
            "article",
            Referred("Named", NAMES, "person_id", Person.objects.all(), refers_to="person"),
            unique="person_id",
            about="in the order of the text",
        ),
        "links": Many(
            Link.objects.order_by("article_id", "position"),
            "article",
            Object("Link", {"title": text("title"), "url": text("url")}),
        ),
        "posts": Many(
            Post.objects.order_by("article_id", "start"),
            "article",
            Object(
                "Post",
                {
                    "author": text("author"),
                    "handle": text("handle"),
                    "published": edtf("published"),
                    "text": Value(TEXT, (excerpt(),)),
                    "start": integer("start"),
                    "end": integer("end"),
                },
            ),
        ),
        "duplicate_of": row_id("duplicate_of_id", "article"),
        "supersedes": row_id("supersedes_id", "article"),
    },
    {
        "id": 2,
        "title": "كوريا الجنوبية تقيم علاقات دبلوماسية مع سوريا",
        "body": "أقامت كوريا الجنوبية وسوريا علاقات دبلوماسية يوم الخميس.",
        "language": "ar",
        "source": {"id": 1, "name_ar": "سانا", "name_en": "SANA"},
        "published": "2025-04-10",
        "published_basis": "posts",
        "canonical_url": "",
        "document": 1,
        "position": 2,
        "keywords": ["سوريا"],
        "countries": ["KR", "SY"],
        "people": [{"id": 3, "name_ar": "أسعد الشيباني", "name_en": "Asaad al-Shaibani"}],
        "links": [],
        "posts": [],
        "duplicate_of": None,
        "supersedes": None,
    },
)
CANDIDATE = Object(
    "Candidate",
    {
        "country": country("country_id"),
        "person": named("person", "person"),
        "organization": named("organization", "organization"),
    },
)
MENTION = Representation(
    "Mention",
    "mentions",
    Mention.objects.all(),
    {
        "id": integer("id"),
        "article": integer("article_id", refers_to="article"),
        "start": integer("start"),
        "end": integer("end"),
        "text": text("surface"),
        "kind": choice("kind", Mention.Kind),
        "status": choice("status", Mention.Status),
        "rule": text("rule"),
        "confidence": number("confidence"),
        "country": country("country_id"),
        "person": named("person", "person"),
        "organization": named("organization", "organization"),
        "candidates": Many(MentionCandidate.objects.order_by("id"), "mention", CANDIDATE),
    },
)
_first_rejections = Rejection.objects.alias(
    place=Window(RowNumber(), partition_by="run", order_by="id")
).filter(place__lte=MAX_REJECTIONS)
IMPORT_RUN = Representation(
    "ImportRun",
    "import-runs",
    ImportRun.objects.all(),
    {
        "id": integer("id"),
        "started_at": plain(INSTANT, "started_at"),
        "finished_at": plain(nullable(INSTANT), "finished_at"),
        "status": choice("status", ImportRun.Status),
        "inputs": plain({}, "inputs"),
        "options": plain({}, "options"),
        "version": text("version"),
        "containers": plain({}, "containers"),
        "articles_read": integer("articles_read"),
        "articles_created": integer("articles_created"),
        "articles_superseding": integer("articles_superseding"),
        "articles_unchanged": integer("articles_unchanged"),
        "rejected": integer("rejected"),
        "near_duplicates": integer("near_duplicates"),
        "rejections": Many(
            _first_rejections.order_by("id"),
            "run",
            Object("Rejection", {"path": text("path"), "locator": text("locator"), "reason": text("reason")}),
            about=f"the first {MAX_REJECTIONS}; rejected counts them all",
        ),
    },
)
