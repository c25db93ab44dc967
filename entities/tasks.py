"""Work that Celery's workers do. Delivery is at least once: each task comes to the same when done twice."""

import logging
from collections.abc import Sequence
from typing import Any

from celery import shared_task
from django.db import OperationalError

from entities.extracting import extract_articles
from entities.importing.broker import do_delivered
from entities.progress import Silent

logger = logging.getLogger(__name__)


class _Log(Silent):
    def warn(self, line: str) -> None:
        logger.warning("%s", line)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)  # type: ignore[untyped-decorator]
def extract(article_ids: Sequence[int]) -> dict[str, int]:
    """Read the articles (again); returns the counts by name."""
    return extract_articles(article_ids, _Log()).as_json()


@shared_task(
    bind=True, autoretry_for=(Exception,), max_retries=None, retry_backoff=True, retry_backoff_max=60
)  # type: ignore[untyped-decorator]
def import_chunk(self: Any, run_id: int, message: str) -> None:
    """Do a chunk of an import, in a message of :mod:`entities.importing.broker`.

    What fails is tried again and again, less and less often: no chunk is lost to a database that went away, or to
    a host whose version of the program differs.
    """
    do_delivered(run_id, message, _Log(), again=bool(self.request.delivery_info.get("redelivered")))
