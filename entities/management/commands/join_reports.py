"""Join reports of one fact, or take that back."""

from typing import Any

from django.core.management.base import CommandParser

from entities.management.console import NewsCommand
from entities.settling import separate_all, settle_all


class Command(NewsCommand):
    help = (
        "Work out anew which assertions only repeat a fuller one, which contradict each other, and until when "
        "relations are in force. Imports do so for what they touch; this does it for everything, after imports "
        "that ran at the same time or a change of rules. What people decided on is not touched."
    )
    example = "manage.py join_reports"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--undo", action="store_true", help="let every report stand for itself again")

    def handle(self, *_args: Any, **options: Any) -> None:
        work = separate_all if options["undo"] else settle_all
        with self.observed("separating" if options["undo"] else "joining") as observer:
            self.report(f"derived anew: changed {work(observer):,}")
