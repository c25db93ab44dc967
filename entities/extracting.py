"""Running extraction over articles in batches, where one article that cannot be read costs no other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from articles.bulk import batched, salvage
from articles.files import fault
from articles.models import Article
from entities.pipeline import ExtractionCounts, extract
from entities.progress import SILENT, Observer
from entities.reading import VERSION

BATCH_SIZE = 200


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extraction came to. ``failed`` are the articles that could not be read; they stay unread."""

    articles: int = 0
    counts: ExtractionCounts = field(default_factory=ExtractionCounts)
    failed: tuple[int, ...] = ()

    def __add__(self, other: "Extracted") -> "Extracted":
        return Extracted(
            self.articles + other.articles, self.counts + other.counts, self.failed + other.failed
        )


def extract_articles(article_ids: Sequence[int], observer: Observer = SILENT) -> Extracted:
    """Read the articles of one batch; the observer is told which failed, and why."""
    failed: list[int] = []

    def give_up(article_id: int, error: Exception) -> None:
        failed.append(article_id)
        observer.warn(f"article {article_id}: not extracted: {fault(error)}")

    counts = ExtractionCounts()
    if article_ids:
        for part in salvage(extract, article_ids, give_up):
            counts += part
    return Extracted(len(article_ids), counts, tuple(failed))


def extract_stored(article_ids: Sequence[int], observer: Observer = SILENT) -> Extracted:
    """Read stored articles, of :func:`stored`, in batches."""
    extracted = Extracted()
    observer.expect(len(article_ids))
    for batch in batched(article_ids, BATCH_SIZE):
        extracted += extract_articles(batch, observer)
        observer.advance(extracted.articles)
    return extracted


def stored(since: date | None = None, *, only_unread: bool = False) -> Sequence[int]:
    """The ids of stored articles, in order; ``since`` bounds the day published, else imported."""
    articles = Article.objects.order_by("pk")
    if since:
        articles = articles.filter(sort_day__gte=since)
    if only_unread:
        articles = articles.exclude(extracted_by=VERSION)
    return list(articles.values_list("pk", flat=True))
