"""Extraction measured on the gold of this repository: no figure falls below its committed floor."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from entities.evaluation.measuring import Measured, measure
from entities.evaluation.scoring import TASKS, Outcome, total
from entities.reference import load_reference
from tests.entities.gold_sets import FILES, GOLD, NEGATIVE_TOPICS, SETS, sentences

FLOORS = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))
OTHER_TOPICS = ("05_football_and_markets", "15_stage_and_kitchen", "06_league_and_servers")
HALVES = ("development", "kept")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: Any) -> Any:
    """All sets, read with the reference data alone, which is rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(settings.BASE_DIR / "seeds")
        yield {name: measure(files) for name, files in FILES.items()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def totals(measured: Mapping[str, list[Measured]]) -> dict[str, dict[str, Outcome]]:
    return {name: total(article.outcomes for article in articles) for name, articles in measured.items()}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", SETS)
def test_no_figure_falls(totals: Mapping[str, Mapping[str, Outcome]], name: str, task: str) -> None:
    outcome, floor = totals[name][task], FLOORS[name][task]
    aside = name == "kept"  # its misses are shown to nobody
    assert outcome.precision >= floor["precision"], "" if aside else outcome.wrong
    assert outcome.recall >= floor["recall"], "" if aside else outcome.missed


def test_floors_are_those_of_the_sets_and_tasks() -> None:
    assert {name: tuple(floors) for name, floors in FLOORS.items()} == dict.fromkeys(SETS, TASKS)


@pytest.mark.parametrize("topic", OTHER_TOPICS)
def test_other_topics_give_no_relations_and_no_events(
    measured: Mapping[str, list[Measured]], topic: str
) -> None:
    articles = [article for name in SETS for article in measured[name] if Path(article.path).stem == topic]
    assert len(articles) >= 2
    for article in articles:
        assert article.outcomes["relations"] == article.outcomes["events"] == Outcome()


@pytest.mark.parametrize("half", HALVES)
def test_hard_negatives_give_no_relations(measured: Mapping[str, list[Measured]], half: str) -> None:
    negatives = {row.gold.title for row in sentences(half) if row.topic in NEGATIVE_TOPICS}
    assert len(negatives) >= 30
    read = [row for row in measured[half] if row.title in negatives]
    assert len(read) == len(negatives)
    assert sum((row.outcomes["relations"] for row in read), Outcome()) == Outcome()
