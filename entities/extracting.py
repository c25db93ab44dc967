"""Running extraction over articles in batches, where one article that cannot be read costs no other."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import partial
from typing import Self

from articles.bulk import batched, salvage
from articles.files import fault
from articles.models import Article
from entities.extraction.types import Reading
from entities.gazetteers import current_gazetteer
from entities.isolation import in_child
from entities.pipeline import ExtractionCounts, load, read, store
from entities.progress import SILENT, Observer, Unit
from entities.reading import VERSION

BATCH_SIZE = 200


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extraction came to. ``failed`` articles could not be read; they stay unread."""

    articles: int = 0
    failed: int = 0
    counts: ExtractionCounts = field(default_factory=ExtractionCounts)

    def __add__(self, other: "Extracted") -> "Extracted":
        return Extracted(
            self.articles + other.articles, self.failed + other.failed, self.counts + other.counts
        )

    def as_json(self) -> dict[str, int]:
        return {"articles": self.articles, "failed": self.failed} | asdict(self.counts)

    @classmethod
    def from_json(cls, stored: Mapping[str, int]) -> Self:
        """What :meth:`as_json` gave; counts that it does not name are 0."""
        counts = {name.name: stored.get(name.name, 0) for name in fields(ExtractionCounts)}
        return cls(stored.get("articles", 0), stored.get("failed", 0), ExtractionCounts(**counts))


class ArticleReader:
    """Reads stored articles in two steps, of which only the second writes: :meth:`read`, :meth:`store`.

    With ``careful`` the reading is done in child processes, which may die of an article.
    """

    def __init__(self, observer: Observer = SILENT, *, careful: bool = False) -> None:
        self._observer = observer
        self._careful = careful
        self._articles: list[Article] = []
        self._readings: dict[int, Reading] = {}
        self._failed = 0

    def read(self, article_ids: Sequence[int]) -> None:
        """Read the articles, in memory."""
        gazetteer = current_gazetteer()
        for batch in batched(article_ids, BATCH_SIZE):
            self._articles += load(batch)

        def work(articles: Sequence[Article]) -> dict[int, Reading]:
            return read(articles, gazetteer)

        reading = partial(in_child, work) if self._careful else work
        for readings in salvage(reading, self._articles, self._give_up):
            self._readings |= readings

    def store(self) -> Extracted:
        """Store what was read, and forget it; the observer is told which articles failed, and why."""
        counts = ExtractionCounts()
        for batch in batched((one for one in self._articles if one.pk in self._readings), BATCH_SIZE):
            for part in salvage(self._store, batch, self._give_up):
                counts += part
        extracted = Extracted(len(self._articles), self._failed, counts)
        self._articles, self._readings, self._failed = [], {}, 0
        return extracted

    def _store(self, articles: Sequence[Article]) -> ExtractionCounts:
        return store(articles, {article.pk: self._readings[article.pk] for article in articles})

    def _give_up(self, article: Article, error: Exception) -> None:
        self._failed += 1
        self._observer.warn(f"article {article.pk}: not extracted: {fault(error)}")


def extract_articles(article_ids: Sequence[int], observer: Observer = SILENT) -> Extracted:
    """Read the articles of one batch; the observer is told which failed, and why."""
    reader = ArticleReader(observer)
    if article_ids:
        reader.read(article_ids)
    return reader.store()


def extract_stored(article_ids: Sequence[int], observer: Observer = SILENT) -> Extracted:
    """Read stored articles, of :func:`stored`, in batches."""
    extracted = Extracted()
    observer.expect(len(article_ids), Unit.ARTICLES)
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
