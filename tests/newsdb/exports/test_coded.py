"""Events as rows of PLOVER and CAMEO: who did what to whom."""

import pytest
from django.http import QueryDict

from newsdb.exports.datasets import dataset
from tests.factories import make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


def rows(scheme):
    export = dataset(f"events-{scheme}").asked(QueryDict())
    found = list(export.rows())
    assert all(list(row) == list(export.shape.types) for row in found)
    return found


def sides(row):
    first, second = ("actor", "recipient") if "actor" in row else ("source", "target")
    return row[first], row[second]


def taking(**roles):
    return tuple({"role": role, "country": code} for role, codes in roles.items() for code in codes.split())


def plover(kind, **roles):
    make_event(kind, participants=taking(**roles))
    return [(row["event_type"], *sides(row)) for row in rows("plover")]


def cameo(kind, **roles):
    make_event(kind, participants=taking(**roles))
    return [(row["code"], *sides(row)) for row in rows("cameo")]


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("visit", {"actor": "RU", "host": "KP"}, [("CONSULT", "RU", "KP")]),
        ("meeting", {"participant": "RU KP"}, [("CONSULT", "RU", "KP"), ("CONSULT", "KP", "RU")]),
        (
            "condemnation",
            {"actor": "RU SY", "target": "KP"},
            [("ACCUSE", "RU", "KP"), ("ACCUSE", "SY", "KP")],
        ),
        ("sanction", {"target": "KP"}, [("COERCE", "", "KP")]),
        ("threat", {"actor": "KP"}, [("THREATEN", "KP", "")]),
        ("statement", {"actor": "KP"}, []),
        ("meeting", {}, []),
    ],
)
def test_plover(kind, roles, expected):
    assert plover(kind, **roles) == expected


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("visit", {"actor": "RU", "host": "KP"}, [("042", "RU", "KP"), ("043", "KP", "RU")]),
        ("visit", {"actor": "RU"}, [("042", "RU", "")]),
        ("statement", {"actor": "KP"}, [("010", "KP", "")]),
        ("agreement_signed", {"signatory": "KP RU"}, [("057", "KP", "RU"), ("057", "RU", "KP")]),
        (
            "mediation",
            {"mediator": "QA", "participant": "RU KP"},
            [("045", "RU", "KP"), ("045", "KP", "RU"), ("045", "QA", "RU"), ("045", "QA", "KP")],
        ),
    ],
)
def test_cameo(kind, roles, expected):
    assert cameo(kind, **roles) == expected


def test_a_row_in_full():
    person = make_person(name_en="Putin")
    event = make_event(
        "visit",
        "2024-06",
        participants=(
            {"role": "actor", "country": "RU", "person": person},
            {"role": "host", "organization": make_organization(kind="international")},
        ),
        place_text="بيونغ يانغ",
        place_country_id="RU",
    )
    type(event.place_country).objects.filter(pk="RU").update(alpha3="RUS")
    (row,) = rows("plover")
    evidence = event.evidence.get()
    assert row == {
        "event_id": event.pk,
        "event_date": "",
        "event_date_edtf": "2024-06",
        "event_type": "CONSULT",
        "quad_code": "V-COOP",
        "actor": "RUS",
        "actor_name": "Putin",
        "actor_name_ar": person.name_ar,
        "recipient": "IGO",
        "recipient_name": "",
        "recipient_name_ar": "جامعة الدول العربية",
        "country": "RUS",
        "place": "بيونغ يانغ",
        "review_status": "pending",
        "confidence": 0.9,
        "articles": str(evidence.article_id),
        "sentence": evidence.quote,
    }
    hosted = rows("cameo")[1]
    assert (hosted["code"], hosted["root_code"], hosted["quad_class"]) == ("043", "04", 1)


@pytest.mark.parametrize(
    ("date", "event_date", "edtf"),
    [
        ("2024-06-18", "2024-06-18", "2024-06-18"),
        ("2024", "", "2024"),
        ("[2024-06-18..2024-06-20]", "", "[2024-06-18..2024-06-20]"),
        ("", "", ""),
    ],
)
def test_only_days_are_dates(date, event_date, edtf):
    make_event(date=date)
    (row,) = rows("plover")
    assert (row["event_date"], row["event_date_edtf"]) == (event_date, edtf)


@pytest.mark.parametrize(
    "values", [{"modality": "planned"}, {"modality": "denied"}, {"review_status": "rejected"}]
)
def test_what_did_not_happen_is_left_out(values):
    make_event(**values)
    assert rows("plover") == rows("cameo") == []
