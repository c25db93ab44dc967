"""What holds on a day: the table of cases that docs/api.md shows."""

from datetime import date

import pytest

from entities.models import DiplomaticRelation, Tenure
from entities.validity import Certainty, holding
from tests.factories import make_relation, make_tenure

pytestmark = pytest.mark.django_db

CERTAIN, POSSIBLE, NO = "certain", "possible", "no"


def day(text):
    return date.fromisoformat(text) if text else None


def verdict(model, text):
    rows = holding(model.objects.all(), day(text), Certainty.POSSIBLE)
    verdicts = [row.certainty for row in rows]
    certain = [row.certainty for row in holding(model.objects.all(), day(text))]
    assert certain == [each for each in verdicts if each == CERTAIN], "certain is a part of possible"
    return verdicts[0] if verdicts else NO


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        # the day of the start is in, the day before is not
        ({"start": "2025-04-10"}, "2025-04-09", NO),
        ({"start": "2025-04-10"}, "2025-04-10", CERTAIN),
        ({"start": "2025-04-10"}, "2060-01-01", CERTAIN),
        # a partial start: possible from its first day, certain from its last
        ({"start": "1966"}, "1965-12-31", NO),
        ({"start": "1966"}, "1966-01-01", POSSIBLE),
        ({"start": "1966"}, "1966-12-31", CERTAIN),
        # … or from when it is attested; an announcement before the start attests nothing
        ({"start": "2025", "attested_from": "2025-04-10"}, "2025-04-10", CERTAIN),
        ({"start": "2025-04-10", "attested_from": "2025-04-01"}, "2025-04-05", NO),
        # no start: certain from when it is attested, possible at any time before
        ({"start": "", "attested_from": "2024-06-18"}, "2024-06-18", CERTAIN),
        ({"start": "", "attested_from": "2024-06-18"}, "1950-01-01", POSSIBLE),
        ({"start": ""}, "2024-06-18", POSSIBLE),
        # no relations, without a start: open backwards
        ({"status": "none", "start": ""}, "1800-01-01", CERTAIN),
        ({"status": "none", "start": "", "in_force_until": "2025-04-10"}, "2025-04-09", CERTAIN),
        ({"status": "none", "start": "", "in_force_until": "2025-04-10"}, "2025-04-10", NO),
        # a stated end: half-open, certain until its first day, possible until its last
        ({"start": "1966", "end": "1990-05-01"}, "1990-04-30", CERTAIN),
        ({"start": "1966", "end": "1990-05-01"}, "1990-05-01", NO),
        ({"start": "1966", "end": "1990", "in_force_until": "1990-01-01"}, "1989-12-31", CERTAIN),
        ({"start": "1966", "end": "1990", "in_force_until": "1990-01-01"}, "1990-06-01", POSSIBLE),
        ({"start": "1966", "end": "1990", "attested_until": "1990-03-01"}, "1990-03-01", CERTAIN),
        ({"start": "1966", "end": "1990", "attested_until": "2025-01-01"}, "1990-03-01", POSSIBLE),
        ({"start": "1966", "end": "1990", "in_force_until": "1990-01-01"}, "1990-12-31", NO),
    ],
)
def test_relations(stated, asked, expected):
    for column in ("attested_from", "attested_until", "in_force_until"):
        stated = stated | {column: day(stated.get(column, ""))}
    make_relation(**stated)
    assert verdict(DiplomaticRelation, asked) == expected


def test_the_status_before_one_whose_start_is_partial_may_go_on_until_that_is_certain():
    make_relation(start="1966", in_force_until=date(1980, 1, 1))
    make_relation(status="severed", start="1980")
    on = {
        asked: {
            row.status: row.certainty
            for row in holding(DiplomaticRelation.objects.all(), day(asked), Certainty.POSSIBLE)
        }
        for asked in ("1979-12-31", "1980-06-01", "1980-12-31")
    }
    assert on == {
        "1979-12-31": {"established": CERTAIN},
        "1980-06-01": {"established": POSSIBLE, "severed": POSSIBLE},
        "1980-12-31": {"severed": CERTAIN},
    }


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        # no stated end: certain only as long as it is attested
        ({"start": "2025-01-29", "attested_until": "2025-04-10"}, "2025-01-28", NO),
        ({"start": "2025-01-29", "attested_until": "2025-04-10"}, "2025-01-29", CERTAIN),
        ({"start": "2025-01-29", "attested_until": "2025-04-10"}, "2025-04-10", CERTAIN),
        ({"start": "2025-01-29", "attested_until": "2025-04-10"}, "2025-04-11", POSSIBLE),
        ({"start": "2025-01-29"}, "2025-01-29", CERTAIN),
        ({"start": "2025-01-29"}, "2025-01-30", POSSIBLE),
        # no start: certain on the days for which it is attested
        ({"attested_from": "2025-04-10", "attested_until": "2025-04-10"}, "2025-04-10", CERTAIN),
        ({"attested_from": "2025-04-10", "attested_until": "2025-04-10"}, "2025-04-09", POSSIBLE),
        ({"attested_from": "2025-04-10", "attested_until": "2025-04-10"}, "2025-04-11", POSSIBLE),
        # a stated end
        ({"start": "2000-05-07", "end": "2008-05-07"}, "2008-05-06", CERTAIN),
        ({"start": "2000-05-07", "end": "2008-05-07"}, "2008-05-07", NO),
        ({"start": "2000", "end": "2008"}, "2008-06-01", POSSIBLE),
        ({"start": "2000", "end": "2008"}, "2000-06-01", POSSIBLE),
    ],
)
def test_tenures(stated, asked, expected):
    for column in ("attested_from", "attested_until"):
        stated = stated | {column: day(stated.get(column, ""))}
    make_tenure(**stated)
    assert verdict(Tenure, asked) == expected
