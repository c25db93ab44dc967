"""Measure extraction on gold."""

import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from django.core.management.base import CommandError, CommandParser

from entities.evaluation.actor_spans import MISSED, RIGHT, WRONG, ActorSpans, Judged, counts
from entities.evaluation.facts import Item
from entities.evaluation.gold import GoldDocument
from entities.evaluation.material import Material, read_material
from entities.evaluation.measuring import Measured, measure, measure_actor_spans, measure_tagged
from entities.evaluation.scoring import Outcome, total
from entities.evaluation.tables import InvalidGoldError
from entities.evaluation.tagged_tokens import TYPES, TaggedTokens, intervals
from entities.management.console import NewsCommand

_LONGEST_CONTEXT = 120
_Miss = dict[str, str]
_Part = tuple[dict[str, Any], list[str], list[_Miss]]
"""What is reported of one kind of gold: for programs, for people, and what is wrong or missed."""


class Command(NewsCommand):
    help = (
        "Read gold annotations (docs/gold.md) with the rules and names of today, and print precision, recall "
        "and F1 of each task. Known by what is in them: our own gold of documents and of sentences (TOML), "
        "spans of actors labelled with a country (JSON), tokens with tags of names (a token and its tags a "
        "line; all files together). Nothing is stored. Exits with 1 when gold or a document cannot be read, or "
        "they do not fit each other."
    )
    example = "manage.py evaluate_extraction tests/gold --misses"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="GOLD", help="file of gold, or directory of our own")
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
        parser.add_argument(
            "--misses", action="store_true", help="list each item that is wrong or missed, with its context"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            material = read_material(options["paths"])
            parts = list(self._parts(material, quiet=options["json"]))
        except InvalidGoldError as error:
            raise CommandError(str(error)) from None
        misses = [miss for _answer, _lines, of_part in parts for miss in of_part] if options["misses"] else []
        if options["json"]:
            answer = {key: value for figures, _lines, _misses in parts for key, value in figures.items()}
            listed = {"misses": misses} if options["misses"] else {}
            self.report(json.dumps(answer | listed, ensure_ascii=False, indent=2))
            return
        for miss in misses:
            self.report("{miss} {task}: {item} [{file}, {article}] {context}".format(**miss).rstrip())
        for _figures, lines, _misses in parts:
            for line in lines:
                self.report(line)

    def _parts(self, material: Material, quiet: bool) -> Iterator[_Part]:
        if material.gold and quiet:
            yield _gold(material, measure(material.gold))
        elif material.gold:
            with self.observed("evaluating") as observer:
                measured = measure(material.gold, observer)
            yield _gold(material, measured)
        if material.actor_spans:
            yield _actor_spans(material.actor_spans, list(map(measure_actor_spans, material.actor_spans)))
        if material.tagged:
            yield _tagged(material.tagged, measure_tagged(material.tagged))


def _gold(material: Material, measured: Sequence[Measured]) -> _Part:
    totals = total(row.outcomes for row in measured)
    files = len(material.gold)
    articles = sum(len(gold.articles) for gold in material.gold if isinstance(gold, GoldDocument))
    sentences = len(measured) - articles
    tasks = {task: _figures(outcome) for task, outcome in totals.items()}
    closing = f"gold: files {files:,}, articles {articles:,}"
    lines = [*_table(totals), f"{closing}, sentences {sentences:,}" if sentences else closing]
    misses = [miss for row in measured for miss in _misses(row.outcomes, row.path, row.title)]
    return {"files": files, "articles": articles, "sentences": sentences, "tasks": tasks}, lines, misses


def _actor_spans(files: Sequence[ActorSpans], judged: Sequence[Sequence[Judged]]) -> _Part:
    measured, left_out = counts([row for rows in judged for row in rows])
    spans = measured.total()
    shares = {name: round(number / spans, 4) if spans else 0.0 for name, number in measured.items()}
    answer = {
        "sentences": sum(file.sentences for file in files),
        "spans": spans,
        "outcomes": {name: {"spans": measured[name], "share": shares[name]} for name in measured},
        "left_out": dict(left_out),
        "not_labelled_with_a_country": sum(len(file.spans) for file in files) - sum(map(len, judged)),
    }
    lines = [f"{'actor spans':<14}  spans   share"]
    lines += [f"{name:<14}  {measured[name]:5}  {shares[name]:6.1%}" for name in (RIGHT, WRONG, MISSED)]
    lines += [f"left out, {rule}: {number:,}" for rule, number in left_out.items()]
    lines.append(f"spans labelled with no country: {answer['not_labelled_with_a_country']:,}")
    lines.append(
        f"actor spans: files {len(files):,}, sentences {answer['sentences']:,}, spans measured {spans:,}"
    )
    misses = [
        {
            "miss": row.outcome,
            "task": "actor_spans",
            "item": f"{row.span.label} not {' '.join(row.countries) or 'read'}",
            "file": file.path,
            "article": " ".join(row.span.tokens),
            "context": shorten(row.span.text, _LONGEST_CONTEXT, placeholder=" …"),
        }
        for file, rows in zip(files, judged, strict=True)
        for row in rows
        if row.outcome != RIGHT and not row.left_out
    ]
    return {"actor_spans": answer}, lines, misses


def _tagged(files: Sequence[TaggedTokens], measured: Sequence[Mapping[str, Outcome]]) -> _Part:
    totals = {kind: sum((row[kind] for row in measured), Outcome()) for kind in TYPES}
    answer, lines = (
        {},
        [f"{'type':<6}  precision  95 %         recall  95 %         F1     95 %         gold"],
    )
    for kind, outcome in totals.items():
        bounds = intervals(measured, kind)
        answer[kind] = _figures(outcome) | {
            f"{name}_interval": [round(bound.low, 4), round(bound.high, 4)] for name, bound in bounds.items()
        }
        figures = "  ".join(
            f"{getattr(outcome, name):.3f}{' ' * (4 if name == 'precision' else 1)} [{bound.low:.3f} {bound.high:.3f}]"
            for name, bound in bounds.items()
        )
        lines.append(f"{kind:<6}  {figures}  {outcome.right + len(outcome.missed):5}")
    sentences = [sentence for file in files for sentence in file.sentences]
    lines.append(f"tagged tokens: files {len(files):,}, sentences {len(sentences):,}")
    paths = [file.path for file in files for _sentence in file.sentences]
    misses = [
        miss
        for path, sentence, outcomes in zip(paths, sentences, measured, strict=True)
        for miss in _misses(outcomes, path, shorten(" ".join(sentence.tokens), 40, placeholder=" …"))
    ]
    return {"tagged_tokens": {"sentences": len(sentences), "types": answer}}, lines, misses


def _misses(outcomes: Mapping[str, Outcome], file: str, article: str) -> Iterator[_Miss]:
    """Each item that is wrong or missed, in reading order."""
    for task, outcome in outcomes.items():
        for miss, items in ((MISSED, outcome.missed), (WRONG, outcome.wrong)):
            for item in items:
                yield _miss(miss, task, item, file, article)


def _miss(miss: str, task: str, item: Item, file: str, article: str) -> _Miss:
    context = shorten(item.context, _LONGEST_CONTEXT, placeholder=" …")
    return {
        "miss": miss,
        "task": task,
        "item": str(item),
        "file": file,
        "article": article,
        "context": context,
    }


def _figures(outcome: Outcome) -> dict[str, Any]:
    return {
        "precision": round(outcome.precision, 4),
        "recall": round(outcome.recall, 4),
        "f1": round(outcome.f1, 4),
        "right": outcome.right,
        "wrong": len(outcome.wrong),
        "missed": len(outcome.missed),
    }


def _table(totals: Mapping[str, Outcome]) -> Iterator[str]:
    yield f"{'task':<15}  precision  recall     F1  right  wrong  missed"
    for task, outcome in totals.items():
        yield (
            f"{task:<15}  {outcome.precision:9.3f}  {outcome.recall:6.3f}  {outcome.f1:5.3f}"
            f"  {outcome.right:5}  {len(outcome.wrong):5}  {len(outcome.missed):6}"
        )
