"""Work that Celery's workers do. Delivery is at least once: each task comes to the same when done twice."""

import logging
from collections.abc import Sequence
from dataclasses import asdict

from celery import shared_task
from django.db import OperationalError

from entities.extracting import extract_articles
from entities.progress import Silent

logger = logging.getLogger(__name__)


class _Log(Silent):
    def warn(self, line: str) -> None:
        logger.warning("%s", line)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)  # type: ignore[untyped-decorator]
def extract(article_ids: Sequence[int]) -> dict[str, int]:
    """Read the articles (again); returns the counts by name."""
    extracted = extract_articles(article_ids, _Log())
    return {"articles": extracted.articles, "failed": len(extracted.failed)} | asdict(extracted.counts)
