"""Measure extraction on gold."""

import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from django.core.management.base import CommandError, CommandParser

from entities.evaluation.gold import InvalidGoldError, read_gold
from entities.evaluation.measuring import Measured, measure
from entities.evaluation.scoring import Outcome, total
from entities.management.console import NewsCommand

_LONGEST_CONTEXT = 120


class Command(NewsCommand):
    help = (
        "Read the documents of gold annotations (docs/gold.md) with the rules and names of today, and print "
        "precision, recall and F1 of each task. Nothing is stored. Exits with 1 when gold or a document "
        "cannot be read, or they do not fit each other."
    )
    example = "manage.py evaluate_extraction tests/gold --misses"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="GOLD", help="TOML file of gold, or directory of them"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
        parser.add_argument(
            "--misses", action="store_true", help="list each item that is wrong or missed, with its context"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            documents = read_gold(options["paths"])
            if options["json"]:
                measured = measure(documents)
            else:
                with self.observed("evaluating") as observer:
                    measured = measure(documents, observer)
        except InvalidGoldError as error:
            raise CommandError(str(error)) from None
        totals = total(article.outcomes for article in measured)
        misses = list(_misses(measured)) if options["misses"] else []
        if options["json"]:
            figures = {task: _figures(outcome) for task, outcome in totals.items()}
            answer = {"files": len(documents), "articles": len(measured), "tasks": figures}
            listed = {"misses": misses} if options["misses"] else {}
            self.report(json.dumps(answer | listed, ensure_ascii=False, indent=2))
            return
        for miss in misses:
            self.report("{miss} {task}: {item} [{file}, {article}] {context}".format(**miss).rstrip())
        for line in _table(totals):
            self.report(line)
        self.report(f"gold: files {len(documents):,}, articles {len(measured):,}")


def _misses(measured: Sequence[Measured]) -> Iterator[dict[str, str]]:
    """Each item that is wrong or missed, in reading order."""
    for article in measured:
        for task, outcome in article.outcomes.items():
            for miss, items in (("missed", outcome.missed), ("wrong", outcome.wrong)):
                for item in items:
                    yield {
                        "miss": miss,
                        "task": task,
                        "item": str(item),
                        "file": article.path,
                        "article": article.title,
                        "context": shorten(item.context, _LONGEST_CONTEXT, placeholder=" …"),
                    }


def _figures(outcome: Outcome) -> dict[str, float]:
    return {
        "precision": round(outcome.precision, 4),
        "recall": round(outcome.recall, 4),
        "f1": round(outcome.f1, 4),
        "right": outcome.right,
        "wrong": len(outcome.wrong),
        "missed": len(outcome.missed),
    }


def _table(totals: Mapping[str, Outcome]) -> Iterator[str]:
    yield f"{'task':<14}  precision  recall     F1  right  wrong  missed"
    for task, outcome in totals.items():
        yield (
            f"{task:<14}  {outcome.precision:9.3f}  {outcome.recall:6.3f}  {outcome.f1:5.3f}"
            f"  {outcome.right:5}  {len(outcome.wrong):5}  {len(outcome.missed):6}"
        )
