"""Graphs and the matrix of relations: who is connected with whom, and what was cut."""

from datetime import date

import pytest

from entities import graphs
from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_mention,
    make_organization,
    make_person,
    make_relation,
)

pytestmark = pytest.mark.django_db


def edges(answer):
    return {(edge["source"], edge["target"]): edge["weight"] for edge in answer["edges"]}


def together(*codes):
    return tuple({"role": "participant", "country": code} for code in codes)


class TestRelations:
    @pytest.fixture(autouse=True)
    def _stored(self):
        make_relation(("KR", "SY"), start="2025-04-10")
        make_relation(("RU", "SY"), start="1944", end="2012")
        make_relation(("KP", "RU"), kind="alliance", start="2024-06-19")
        make_relation(("KP", "SY"), "severed", start="2011", review_status="rejected")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("as_of=2025-04-11", {("KR", "SY"), ("KP", "RU")}),
            ("as_of=2025-04-09", {("KP", "RU")}),
            ("as_of=2000-01-01", {("RU", "SY")}),
            ("as_of=1944-05-05", set()),
            ("as_of=1944-05-05&certainty=possible", {("RU", "SY")}),
            ("as_of=2025-04-11&kind=alliance", {("KP", "RU")}),
            ("date__gte=2000&date__lte=2024", {("RU", "SY"), ("KP", "RU")}),
            ("date=2011&review_status=rejected", {("KP", "SY")}),
            ("", {("KR", "SY"), ("KP", "RU")}),
        ],
    )
    def test_on_a_day_or_in_a_period(self, get, query, expected):
        answer = get(f"graph/?{query}")
        assert edges(answer).keys() == expected
        assert {node["id"] for node in answer["nodes"]} == {code for pair in expected for code in pair}
        assert answer["truncated"] is False

    def test_edges_say_which_relation(self, get):
        (edge,) = get("graph/?as_of=2025-04-11&around=SY")["edges"]
        assert edge | {"id": 0} == {
            "source": "KR",
            "target": "SY",
            "weight": 1,
            "id": 0,
            "kind": "diplomatic_relations",
            "status": "established",
            "certainty": "certain",
        }
        assert get(f"relations/{edge['id']}/")["countries"] == ["KR", "SY"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("around=KR", {("KR", "SY")}),
            ("around=kr", {("KR", "SY")}),
            ("around=KR&depth=2", {("KR", "SY"), ("RU", "SY")}),
            ("around=KR&depth=3", {("KR", "SY"), ("RU", "SY"), ("KP", "RU")}),
            ("around=US", set()),
        ],
    )
    def test_around(self, get, query, expected):
        assert edges(get(f"graph/?date__gte=1950&{query}")).keys() == expected

    def test_what_was_cut_is_said(self, get):
        answer = get("graph/?date__gte=1950&around=KR&depth=3&limit=1")
        assert edges(answer) == {("KR", "SY"): 1}
        assert answer["truncated"] is True
        assert answer["totals"] == {"nodes": 4, "edges": 3, "read": 3, "there": 3}


class TestMeetings:
    def test_weights_count_events_that_happened(self, get):
        make_event("visit", "2024-06-18")
        make_event("meeting", "2024-06-19", participants=together("RU", "KP", "SY"))
        make_event("talks", "2024", modality="planned", participants=together("RU", "KP"))
        make_event("threat", "2024-06-18", participants=together("RU", "KP"))
        make_event("meeting", "2023", participants=together("RU", "KR"))
        assert edges(get("graph/?of=meetings&date=2024")) == {
            ("KP", "RU"): 2,
            ("KP", "SY"): 1,
            ("RU", "SY"): 1,
        }
        assert edges(get("graph/?of=meetings&date=2024&kind=threat")) == {("KP", "RU"): 1}
        assert edges(get("graph/?of=meetings&around=KR")) == {("KR", "RU"): 1}

    def test_people_and_organizations(self, get):
        one, other = make_person(), make_person("لافروف")
        league, union = make_organization(), make_organization("الاتحاد الأفريقي")
        make_event(
            "meeting",
            participants=[
                *({"role": "participant", "person": person} for person in (one, other)),
                *({"role": "participant", "organization": organization} for organization in (league, union)),
            ],
        )
        answer = get(f"graph/?of=meetings&nodes=people&around={other.pk}")
        assert edges(answer) == {(str(one.pk), str(other.pk)): 1}
        assert {(node["type"], node["name_ar"]) for node in answer["nodes"]} == {
            ("person", "أسعد الشيباني"),
            ("person", "لافروف"),
        }
        assert len(get("graph/?of=meetings&nodes=organizations")["edges"]) == 1

    def test_more_than_are_read_are_said(self, get, monkeypatch):
        monkeypatch.setattr(graphs, "MOST_EVENTS", 2)
        for year in (2020, 2021, 2022):
            make_event("visit", str(year))
        answer = get("graph/?of=meetings")
        assert edges(answer) == {("KP", "RU"): 2}
        assert (answer["totals"]["read"], answer["totals"]["there"], answer["truncated"]) == (2, 3, True)


class TestMentions:
    def test_countries_named_in_one_article(self, get):
        first = make_article(countries=("KR", "SY", "RU"), published="2025-04-10")
        make_article(countries=("KR", "SY"), published="2025-04-11")
        make_article(countries=("KR", "SY"), published="2025-04-11", duplicate_of=first)
        make_article(countries=("KP", "RU"), published="2024-01-01")
        assert edges(get("graph/?of=mentions")) == {
            ("KR", "SY"): 2,
            ("KR", "RU"): 1,
            ("RU", "SY"): 1,
            ("KP", "RU"): 1,
        }
        assert edges(get("graph/?of=mentions&date=2024")) == {("KP", "RU"): 1}
        assert edges(get("graph/?of=mentions&date__gte=2025-04-11")) == {("KR", "SY"): 1}
        assert get("graph/?of=mentions&around=SY")["totals"]["there"] == 2
        assert (
            edges(get("graph/?of=mentions&around=KP&depth=2")).keys()
            == {
                ("KP", "RU"): 0,
                ("KR", "RU"): 0,
                ("RU", "SY"): 0,
                ("KR", "SY"): 0,
            }.keys()
        )

    def test_people(self, get):
        article, one, other = make_article(), make_person(), make_person("لافروف")
        make_mention(article, 0, 4, person=one)
        make_mention(article, 5, 9, person=other)
        make_mention(article, 10, 14, person=one)
        assert edges(get("graph/?of=mentions&nodes=people")) == {(str(one.pk), str(other.pk)): 1}

    def test_the_newest_are_read_and_the_rest_is_said(self, get, monkeypatch):
        monkeypatch.setitem(graphs.MOST_ARTICLES, "country", 1)
        make_article(countries=("KR", "SY"), published="2025-04-10")
        make_article(countries=("KP", "RU"), published="2024-04-10")
        for query, pair in (("", ("KR", "SY")), ("&around=RU", ("KP", "RU"))):
            assert edges(get(f"graph/?of=mentions{query}")) == {pair: 1}
        answer = get("graph/?of=mentions")
        assert (answer["totals"]["read"], answer["totals"]["there"], answer["truncated"]) == (1, 2, True)


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("of=friends", "of", "one of relations, meetings, mentions"),
        ("nodes=people", "nodes", "write countries"),
        ("as_of=2024", "as_of", "a day as YYYY-MM-DD"),
        ("as_of=2024-01-01&date=2024", "as_of", "not both"),
        ("of=meetings&as_of=2024-01-01", "as_of", "is for relations"),
        ("date=2024&date__gte=2024", "date", "the one or the others"),
        ("kind=visit", "kind", "write diplomatic_relations"),
        ("of=meetings&kind=alliance", "kind", "write visit, meeting"),
        ("of=mentions&kind=visit", "kind", "leave it out"),
        ("around=12", "around", "one of the countries"),
        ("of=meetings&nodes=people&around=SY", "around", "one of the people"),
        ("around=س", "around", "a country's alpha-2 code such as SY, or the id"),
        ("around=" + "9" * 30, "around", "a country's alpha-2 code such as SY, or the id"),
        ("depth=4", "depth", "from 1 to 3"),
        ("limit=0", "limit", "from 1 to 2000"),
    ],
)
def test_what_is_wrong_is_named(get, query, name, allowed):
    (error,) = get(f"graph/?{query}", 400)["errors"]
    assert error["attr"] == name
    assert allowed in error["detail"]


class TestMatrix:
    def test_all_pairs_on_a_day(self, get):
        one = make_relation(("KR", "SY"), start="2025-04-10")
        other = make_relation(("KP", "SY"), "severed", start="2011")
        make_relation(("KP", "RU"), kind="alliance", start="2024")
        make_relation(("RU", "SY"), start="1944", review_status="rejected")
        assert get("relations/matrix/?as_of=2025-04-11") == {
            "as_of": "2025-04-11",
            "kind": "diplomatic_relations",
            "certainty": "certain",
            "countries": ["KP", "KR", "SY"],
            "columns": ["first", "second", "status", "certainty", "relation"],
            "cells": [[0, 2, "severed", "certain", other.pk], [1, 2, "established", "certain", one.pk]],
            "truncated": False,
            "total": 2,
        }
        assert get("relations/matrix/?as_of=2025-04-09")["cells"] == [[0, 1, "severed", "certain", other.pk]]
        assert get("relations/matrix/?as_of=2025-04-11&kind=alliance")["countries"] == ["KP", "RU"]
        assert get("relations/matrix/?as_of=2025-04-11&country__in=KR,SY")["total"] == 1
        assert get("relations/matrix/?as_of=2011-05-05")["total"] == 0
        (cell,) = get("relations/matrix/?as_of=2011-05-05&certainty=possible")["cells"]
        assert cell[3] == "possible"

    def test_what_was_cut_is_said(self, get):
        make_relation(("KR", "SY"))
        make_relation(("KP", "SY"))
        answer = get("relations/matrix/?limit=1")
        assert (len(answer["cells"]), answer["truncated"], answer["total"]) == (1, True, 2)

    def test_today_unless_told(self, get, monkeypatch):
        make_country("SY")
        assert get("relations/matrix/")["as_of"] >= date(2026, 1, 1).isoformat()

    @pytest.mark.parametrize(
        ("query", "name"),
        [("kind=visit", "kind"), ("as_of=2024", "as_of"), ("limit=20001", "limit"), ("page=2", "page")],
    )
    def test_what_is_wrong_is_named(self, get, query, name):
        assert get(f"relations/matrix/?{query}", 400)["errors"][0]["attr"] == name
