"""What holds on a day: the table of cases that docs/api.md shows."""

import re
from datetime import date

import pytest
from django.conf import settings

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


GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text("utf-8")
ROWS = re.findall(r"^\| (?:relation|no relations|office) \|.*\|$", GUIDE, re.MULTILINE)
CASES = [
    tuple(cell.strip() for cell in row.strip("|").split("|"))
    for row in ROWS
    if row.endswith((" no |", " certain |", " possible |"))
]


def test_the_guide_has_cases():
    assert len(CASES) > 40
    assert {case[0] for case in CASES} == {"relation", "no relations", "office"}


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_cases_of_the_guide(case):
    of, start, end, attested, following, asked, expected = case
    first, _, last = attested.partition("..")
    stated = {"start": start, "end": end, "attested_from": day(first), "attested_until": day(last)}
    if of == "office":
        make_tenure(**stated)
        assert verdict(Tenure, asked) == expected
    else:
        status = "none" if of == "no relations" else "established"
        make_relation(status=status, in_force_until=day(following), **stated)
        assert verdict(DiplomaticRelation, asked) == expected


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_dates_are_written_as_they_were_given(case, client):
    """The API says in EDTF what is stated."""
    of, start, end, *_ = case
    row = make_tenure(start=start, end=end) if of == "office" else make_relation(start=start, end=end)
    collection = "tenures" if of == "office" else "relations"
    shown = client.get(f"/api/v1/{collection}/{row.pk}/").json()
    assert (shown["start"], shown["end"]) == (start, end)


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
