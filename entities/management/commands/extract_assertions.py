"""Read stored articles again."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from articles.bulk import batched
from entities import tasks
from entities.extracting import BATCH_SIZE, extract_stored, stored
from entities.management.console import NewsCommand, extraction_line


class Command(NewsCommand):
    help = (
        "Read stored articles (again) with the rules and names of today. What a person has decided stays as "
        "it is; reading the same again changes nothing."
    )
    example = "manage.py extract_assertions --since 2025-01-01"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", metavar="YYYY-MM-DD", help="articles of this day (published, else imported) and later"
        )
        parser.add_argument(
            "--unread", action="store_true", help="only articles that today's version has not read"
        )
        parser.add_argument(
            "--distributed", action="store_true", help="hand the work to Celery's workers, in batches"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        article_ids = stored(_day(options["since"]), only_unread=options["unread"])
        if options["distributed"]:
            if not settings.CELERY_BROKER_URL:
                raise CommandError("CELERY_BROKER_URL is not set: there are no workers to hand the work to")
            batches = list(batched(article_ids, BATCH_SIZE))
            for batch in batches:
                tasks.extract.delay(batch)
            self.report(f"handed to workers: articles {len(article_ids):,}, batches {len(batches):,}")
            return
        with self.observed("extracting") as observer:
            extracted = extract_stored(article_ids, observer)
        self.report(extraction_line(extracted))
        if extracted.failed:
            raise CommandError(f"{extracted.failed} articles could not be read; they stay as they were")


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise CommandError(f"--since {written!r} is no day: write YYYY-MM-DD") from None
