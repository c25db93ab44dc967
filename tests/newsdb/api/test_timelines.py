"""Timelines of countries and people, and the relations of one country."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.merging import merge
from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_office,
    make_organization,
    make_person,
    make_quotation,
    make_relation,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def stored(person):
    """Something of each kind about Syria, and something about others."""
    make_relation(("KR", "SY"), start="2025-04-10")
    make_relation(("RU", "SY"), "severed", start="2012")
    make_relation(("RU", "KP"), start="2000-02-09")
    make_event(
        "visit",
        "2025-04-09",
        participants=({"role": "actor", "country": "KR"}, {"role": "host", "country": "SY"}),
    )
    make_event(
        "meeting", "2024-06", participants=({"role": "participant", "person": person, "country": "SY"},)
    )
    make_event("visit", "2024-06-18")
    make_tenure(person, make_office(country="SY"), start="2024-12-21")
    make_tenure(make_person("لافروف"), make_office(country="RU"), start="2004-03-09")
    article = make_article(published="2025-04-11")
    make_quotation(article, speaker=person, speaker_country=make_country("SY"), sort_day="2025-04-11")


def shown(answer):
    return [(row["type"], row["date"]) for row in answer["results"]]


OF_SYRIA = [
    ("quotation", "2025-04-11"),
    ("relation", "2025-04-10"),
    ("event", "2025-04-09"),
    ("tenure", "2024-12-21"),
    ("event", "2024-06"),
    ("relation", "2012"),
]


def test_all_kinds_stand_in_one_order(get, stored):
    assert shown(get("countries/SY/timeline/")) == OF_SYRIA
    assert shown(get("countries/SY/timeline/?ordering=date")) == OF_SYRIA[::-1]


def test_objects_are_as_their_own_collections_show_them(get, stored):
    collections = {"quotation": "quotations", "relation": "relations", "event": "events", "tenure": "tenures"}
    for row in get("countries/SY/timeline/")["results"]:
        assert row["object"] == get(f"{collections[row['type']]}/{row['object']['id']}/")


def test_a_person(get, stored, person):
    assert shown(get(f"people/{person.pk}/timeline/")) == [
        ("quotation", "2025-04-11"),
        ("tenure", "2024-12-21"),
        ("event", "2024-06"),
    ]


@pytest.mark.parametrize("ordering", ["date", "-date"])
@pytest.mark.parametrize("size", [1, 2, 4])
def test_pages_forth_and_back(get, stored, ordering, size):
    for _ in range(3):  # several on one day
        make_relation(("KP", "SY"), start="2025-04-10")
        make_event("talks", "2025-04-10", participants=({"role": "participant", "country": "SY"},))
    every = get(f"countries/SY/timeline/?ordering={ordering}")["results"]
    assert len(every) == len(OF_SYRIA) + 6
    page = get(f"countries/SY/timeline/?ordering={ordering}&page_size={size}")
    assert page["previous"] is None
    forth = [page]
    while page["next"]:
        page = get(page["next"].removeprefix("http://testserver/api/v1/"))
        forth.append(page)
    assert [row for page in forth for row in page["results"]] == every
    back = [page]
    while page["previous"]:
        page = get(page["previous"].removeprefix("http://testserver/api/v1/"))
        back.insert(0, page)
    assert [page["results"] for page in back] == [page["results"] for page in forth]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=relation", [OF_SYRIA[1], OF_SYRIA[5]]),
        ("kind=visit", [OF_SYRIA[2]]),
        ("kind=quotation,meeting", [OF_SYRIA[0], OF_SYRIA[4]]),
        ("kind=diplomatic_relations&kind=tenure", [OF_SYRIA[1], OF_SYRIA[3], OF_SYRIA[5]]),
        ("kind=recognition", []),
        ("date=2024", [OF_SYRIA[3], OF_SYRIA[4]]),
        ("date=2024-06-30", [OF_SYRIA[4]]),
        ("date__gte=2025-04-10", OF_SYRIA[:2]),
        ("date__lte=2012-05", [OF_SYRIA[5]]),
        ("date__gte=2024-07&date__lte=2025-04-09", OF_SYRIA[2:4]),
    ],
)
def test_filters(get, stored, query, expected):
    answer = get(f"countries/SY/timeline/?{query}&count=true")
    assert shown(answer) == expected
    assert answer["count"] == len(expected)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [("rejected", ["1999"]), ("accepted", ["2001"]), ("rejected,accepted", ["2001", "1999"])],
)
def test_review(get, stored, statuses, expected):
    make_relation(("SY", "US"), start="1999", review_status="rejected")
    make_relation(("SY", "US"), start="2001", review_status="accepted")
    answer = get(f"countries/SY/timeline/?review_status={statuses}")
    assert [row["date"] for row in answer["results"]] == expected


def test_rejected_merged_and_repeating_rows_are_left_out(get):
    kept = make_relation(start="2020")
    make_relation(start="2021", review_status="rejected")
    make_relation(start="2022", merged_into=kept)
    make_relation(start="2023", repeats=kept)
    assert shown(get("countries/SY/timeline/")) == [("relation", "2020")]


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("kind=war", "kind", "one of relation, tenure, event, quotation"),
        ("review_status=good", "review_status", "one of pending, accepted, rejected"),
        ("date=2024-13", "date", "a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        ("page_size=501", "page_size", "a whole number from 1 to 500"),
        ("ordering=id", "ordering", "one of -date, date"),
        ("cursor=abc", "cursor", "take it from next or previous"),
        ("q=x", "q", "allowed: count, cursor, date"),
        ("ordering=date&ordering=date", "ordering", "more than once"),
    ],
)
@pytest.mark.parametrize("address", ["countries/SY/timeline/", "people/{}/timeline/"])
def test_what_is_wrong_is_named(get, person, address, query, name, allowed):
    make_country("SY")
    (error,) = get(f"{address.format(person.pk)}?{query}", 400)["errors"]
    assert error["attr"] == name
    assert allowed in error["detail"]


def test_queries_do_not_grow(get, stored):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            get("countries/SY/timeline/")
        counts.append(len(queries))
        for year in range(2000, 2010):
            make_relation(("KP", "SY"), start=str(year))
            make_event("talks", str(year), participants=({"role": "participant", "country": "SY"},))
    assert counts == [22, 22]


def test_who_is_not_there(get):
    for address in ("countries/XX/timeline/", "countries/XX/relations/", "people/9/timeline/"):
        get(address, 404)


def test_a_merged_person_leads_to_the_one_that_stands_for_both(get, api, person):
    other = make_person("الشيباني")
    merge(other, person, make_user())
    response = api.get(f"/api/v1/people/{other.pk}/timeline/?kind=event")
    assert response.status_code == 301
    assert response["Location"].endswith(f"/api/v1/people/{person.pk}/timeline/?kind=event")
    assert response.json() == {"id": other.pk, "merged_into": person.pk}


def test_relations_of_a_country(get, ids, stored):
    every = get("relations/?country=SY")["results"]
    assert get("countries/SY/relations/")["results"] == every
    assert len(every) == 2
    (held,) = get("countries/SY/relations/?as_of=2025-04-11&country=KR")["results"]
    assert held["certainty"] == "certain"
    assert get("countries/SY/relations/?fields=countries&page_size=1")["results"] == [
        {"countries": ["KR", "SY"]}
    ]
    assert ids("countries/KP/relations/?status=severed") == []
    get("countries/SY/relations/?colour=red", 400)


def test_an_organization_in_an_event_is_shown(get, person):
    make_event(
        "meeting",
        participants=(
            {"role": "participant", "person": person},
            {"role": "host", "organization": make_organization()},
        ),
    )
    (row,) = get(f"people/{person.pk}/timeline/")["results"]
    assert len(row["object"]["participants"]) == 2
