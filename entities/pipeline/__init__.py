"""From articles to stored knowledge: mentions, people, assertions with their evidence.

All database writes of an extraction are here, in bulk, in one transaction a batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db import transaction

from articles.models import Article
from entities.changes import Act
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import ArticleText, PostText, Reading
from entities.gazetteers import current_gazetteer
from entities.models import Change
from entities.pipeline.assertions import AssertionWriter
from entities.pipeline.mentions import write_mentions
from entities.pipeline.people import write_people
from entities.reading import VERSION, read_article

BATCH_SIZE = 200


@dataclass(frozen=True, slots=True)
class ExtractionCounts:
    """Rows created, and rows changed or removed, by an extraction."""

    mentions: int = 0
    people: int = 0
    relations: int = 0
    events: int = 0
    tenures: int = 0
    quotations: int = 0
    changed: int = 0

    def __add__(self, other: "ExtractionCounts") -> "ExtractionCounts":
        return ExtractionCounts(
            *(getattr(self, column.name) + getattr(other, column.name) for column in fields(self))
        )


def extract(article_ids: Sequence[int], *, assertions: bool = True) -> ExtractionCounts:
    """Read the articles (again) and store what they say; what a person has decided stays as it is.

    Reading the same articles again with the same rules and names changes nothing. Without ``assertions`` only
    mentions are found and stored, those of people nobody has listed as unresolved; the articles stay unread.
    Those that were read before are left alone.
    """
    counts = ExtractionCounts()
    for index in range(0, len(article_ids), BATCH_SIZE):
        counts += _extract_batch(sorted(article_ids[index : index + BATCH_SIZE]), assertions)
    return counts


def _extract_batch(article_ids: Sequence[int], assertions: bool) -> ExtractionCounts:
    articles = load(article_ids)
    if not assertions:
        articles = [article for article in articles if not article.extracted_by]
    readings = read(articles, current_gazetteer(), assertions)
    return store(articles, readings) if assertions else store_mentions(articles, readings)


def load(article_ids: Sequence[int]) -> list[Article]:
    """The stored articles with all that reading them needs, in order of their ids."""
    articles = Article.objects.filter(pk__in=article_ids).select_related("source").prefetch_related("posts")
    return list(articles.order_by("pk"))


def read(articles: Sequence[Article], gazetteer: Gazetteer, assertions: bool = True) -> dict[int, Reading]:
    """What the articles say, or without ``assertions`` whom they name, by their ids; asks the database nothing."""
    return {
        article.pk: read_article(article_text(article), gazetteer, assertions=assertions)
        for article in articles
    }


@transaction.atomic
def store(
    articles: Sequence[Article], readings: Mapping[int, Reading], act: Act | None = None
) -> ExtractionCounts:
    """Store the readings of the articles in one transaction."""
    act = act or Act(Change.Cause.EXTRACTION)
    entities, people = write_people(readings.values(), act)
    mentions, changed = write_mentions(articles, readings, entities, act)
    written = AssertionWriter(articles, readings, entities, act).write()
    Article.objects.filter(pk__in=[article.pk for article in articles]).exclude(extracted_by=VERSION).update(
        extracted_by=VERSION
    )
    return ExtractionCounts(
        mentions=mentions,
        people=people,
        relations=written.created["relation"],
        events=written.created["event"],
        tenures=written.created["tenure"],
        quotations=written.created["quotation"],
        changed=changed + written.changed,
    )


@transaction.atomic
def store_mentions(articles: Sequence[Article], readings: dict[int, Reading]) -> ExtractionCounts:
    """Store the mentions of the articles alone, in one transaction."""
    act = Act(Change.Cause.EXTRACTION)
    entities, _people = write_people(readings.values(), act)
    mentions, changed = write_mentions(articles, readings, entities, act)
    return ExtractionCounts(mentions=mentions, changed=changed)


def article_text(article: Article) -> ArticleText:
    """Return a stored article as extraction reads it."""
    return ArticleText(
        text=article.text,
        sections=tuple((part["kind"], part["start"], part["end"]) for part in article.sections),
        published=article.published,
        posts=tuple(
            PostText(post.start, post.end, post.published, post.author) for post in article.posts.all()
        ),
        source_country=article.source.country if article.source else "",
        language=article.language,
    )
