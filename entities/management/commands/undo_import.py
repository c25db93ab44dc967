"""Undo an import."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from articles.models import ImportRun
from entities.management.console import NewsCommand
from entities.undoing import CannotUndo, undo


class Command(NewsCommand):
    help = (
        "Take back what an import run brought: articles that no other run found and nobody edited, with all "
        "that was read in them alone. What people accepted, rejected, corrected or merged stays, with its "
        "articles, and is listed. Exits with 1 when there is no such run or it was undone already."
    )
    example = "manage.py undo_import 12"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="number of the import run")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"there is no import run {options['run']}")
        try:
            with self.observed("undoing") as observer:
                undone = undo(run, observer=observer)
        except CannotUndo as reason:
            raise CommandError(str(reason)) from None
        removed = ", ".join(f"{name} {count:,}" for name, count in sorted(undone.removed.items()) if count)
        self.report(f"removed: {removed or 'nothing'}; articles that stay: {undone.kept_articles:,}")
