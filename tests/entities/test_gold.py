"""Extraction measured on the gold of this repository: no figure falls below its committed floor."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from entities.evaluation.gold import GoldDocument
from entities.evaluation.material import read_gold
from entities.evaluation.measuring import Measured, measure
from entities.evaluation.scoring import TASKS, Outcome, total
from entities.models import DiplomaticRelation, Event, EventParticipant, Quotation
from entities.reference import load_reference

GOLD: Path = settings.BASE_DIR / "tests" / "gold"
SETS = {"first": sorted(map(str, GOLD.glob("[0-9]*.toml"))), "unseen": [str(GOLD / "unseen")]}
FLOORS = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))
OTHER_TOPICS = ("05_football_and_markets", "15_stage_and_kitchen", "06_league_and_servers")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Both sets, read with the reference data alone, which is rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(settings.BASE_DIR / "seeds")
        yield {name: measure(read_gold(paths)) for name, paths in SETS.items()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def totals(measured: Mapping[str, list[Measured]]) -> dict[str, dict[str, Outcome]]:
    return {name: total(article.outcomes for article in articles) for name, articles in measured.items()}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", SETS)
def test_no_figure_falls(totals: Mapping[str, Mapping[str, Outcome]], name: str, task: str) -> None:
    outcome, floor = totals[name][task], FLOORS[name][task]
    assert outcome.precision >= floor["precision"], outcome.wrong
    assert outcome.recall >= floor["recall"], outcome.missed


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


def documents() -> list[GoldDocument]:
    files = [file for paths in SETS.values() for file in read_gold(paths)]
    return [file for file in files if isinstance(file, GoldDocument)]


@pytest.mark.parametrize("document", documents(), ids=lambda document: Path(document.path).stem)
def test_gold_uses_the_words_of_the_models(document: GoldDocument) -> None:
    for article in document.articles:
        assert {event.kind for event in article.events} <= set(Event.Kind)
        assert {event.modality for event in article.events} <= set(Event.Modality)
        roles = {part.role for event in article.events for part in event.participants}
        assert roles <= set(EventParticipant.Role)
        assert {relation.kind for relation in article.relations} <= set(DiplomaticRelation.Kind)
        assert {relation.status for relation in article.relations} <= set(DiplomaticRelation.Status)
        assert {quotation.mode for quotation in article.quotations} <= set(Quotation.Mode)
