"""Counts over time: exact, and nothing counted on a day that nobody named."""

import pytest

from tests.factories import (
    make_article,
    make_event,
    make_person,
    make_relation,
    make_source,
)

pytestmark = pytest.mark.django_db


def counted(answer):
    return {(row["period"], row["group"]): row["count"] for row in answer["results"]}


@pytest.fixture
def articles():
    sana, tass = make_source("سانا"), make_source("تاس")
    make_article(countries=("SY", "KR"), published="2025-04-10", source=sana)
    make_article(countries=("SY",), published="2025-04-30", source=tass)
    make_article(countries=("SY", "RU"), published="2024-04-30", source=sana)
    make_article(published="2024-12-31", language="en")
    return sana, tass


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {("2025-04", None): 2, ("2024-04", None): 1, ("2024-12", None): 1}),
        ("by=year", {("2025", None): 2, ("2024", None): 2}),
        ("by=day&date=2025-04", {("2025-04-10", None): 1, ("2025-04-30", None): 1}),
        ("date__gte=2024-12-31&date__lte=2025-04-10", {("2024-12", None): 1, ("2025-04", None): 1}),
        ("country__in=KR,RU", {("2025-04", None): 1, ("2024-04", None): 1}),
        (
            "group=country&by=year",
            {("2025", "SY"): 2, ("2024", "SY"): 1, ("2025", "KR"): 1, ("2024", "RU"): 1},
        ),
        ("group=country&by=year&country__in=SY&date=2025", {("2025", "SY"): 2}),
        ("group=language&by=year", {("2025", "ar"): 2, ("2024", "ar"): 1, ("2024", "en"): 1}),
    ],
)
def test_articles(get, articles, query, expected):
    assert counted(get(f"stats/?{query}")) == expected


def test_articles_by_source(get, articles):
    sana, tass = (source.pk for source in articles)
    answer = get("stats/?group=source&by=year")
    assert counted(answer) == {("2025", sana): 1, ("2024", sana): 1, ("2025", tass): 1, ("2024", None): 1}
    assert answer["groups"][0] == {"id": sana, "name_ar": "سانا", "name_en": "", "total": 2}
    assert counted(get(f"stats/?source__in={tass}&group=country")) == {("2025-04", "SY"): 1}
    assert counted(get(f"stats/?source__in={tass}&group=country&country__in=KR")) == {}
    assert counted(get(f"stats/?source__in={sana}&country__in=KR")) == {("2025-04", None): 1}


@pytest.fixture
def events():
    make_event("visit", "2024-06-18")
    make_event(
        "visit",
        "2024-06",
        participants=(
            {"role": "actor", "country": "RU", "person": make_person()},
            {"role": "mediator", "country": "RU"},
        ),
    )
    make_event("threat", "2024")
    make_event("threat", "[2024-12-30..2025-01-02]")
    make_event("talks", "")
    make_event("talks", "2024-06-19", review_status="rejected")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {("2024-06", None): 2, (None, None): 3}),
        ("by=year", {("2024", None): 3, (None, None): 2}),
        ("by=day&date=2024-06", {("2024-06-18", None): 1, (None, None): 2}),
        ("group=kind", {("2024-06", "visit"): 2, (None, "threat"): 2, (None, "talks"): 1}),
        ("group=country&kind__in=visit", {("2024-06", "RU"): 2, ("2024-06", "KP"): 1}),
        ("date__gte=2025", {(None, None): 1}),
        ("review_status=rejected", {("2024-06", None): 1}),
        ("country__in=KP&by=year&kind__in=visit,threat", {("2024", None): 2, (None, None): 1}),
        ("group=modality&kind__in=talks", {(None, "happened"): 1}),
    ],
)
def test_events(get, events, query, expected):
    assert counted(get(f"stats/?of=events&{query}")) == expected


def test_relations(get):
    make_relation(("KR", "SY"), start="2025-04-10")
    make_relation(("RU", "SY"), "severed", start="2012")
    assert counted(get("stats/?of=relations&by=year")) == {("2025", None): 1, ("2012", None): 1}
    assert counted(get("stats/?of=relations&group=country&by=year")) == {
        ("2025", "KR"): 1,
        ("2025", "SY"): 1,
        ("2012", "RU"): 1,
        ("2012", "SY"): 1,
    }
    assert counted(get("stats/?of=relations&group=status")) == {
        ("2025-04", "established"): 1,
        (None, "severed"): 1,
    }
    assert counted(get("stats/?of=relations&country__in=KR")) == {("2025-04", None): 1}


def test_by_source_each_assertion_once(get):
    relation, source = make_relation(evidence=False), make_source()
    for _ in range(2):
        relation.evidence.create(
            article=make_article(source=source),
            start=0,
            end=1,
            rule="a",
            version="1",
            extractor="a",
            confidence=1,
        )
    assert counted(get("stats/?of=relations&group=source")) == {("2025-04", source.pk): 1}


def test_a_repetition_counts_for_the_fuller_report(get):
    source = make_source()
    fuller = make_event("visit", "2024-06-18", evidence=False)
    barer = make_event("visit", "2024", evidence=False, repeats=fuller)
    barer.evidence.create(
        article=make_article(source=source),
        start=0,
        end=1,
        rule="a",
        version="1",
        extractor="a",
        confidence=1,
    )
    assert counted(get("stats/?of=events")) == {("2024-06", None): 1}
    assert counted(get("stats/?of=events&group=source")) == {("2024-06", source.pk): 1}


def test_groups_that_were_left_out_are_said(get):
    make_relation(("KR", "SY"))
    make_relation(("RU", "SY"))
    answer = get("stats/?of=relations&group=country&limit=1")
    assert counted(answer) == {("2025-04", "SY"): 2}
    assert (answer["truncated"], answer["totals"]) == (True, {"groups": 3})
    assert answer["groups"] == [{"id": "SY", "name_ar": "سوريا", "name_en": "Syria", "total": 2}]


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("of=people", "of", "one of articles, events, relations"),
        ("by=week", "by", "one of day, month, year"),
        ("by=day", "by", "at most 400 days apart"),
        ("by=day&date__gte=2020&date__lte=2024", "by", "at most 400 days apart"),
        ("group=kind", "group", "write country, source, language"),
        ("of=relations&kind__in=visit", "kind__in", "write diplomatic_relations"),
        ("kind__in=visit", "kind__in", "write none"),
        ("of=events&source__in=1", "source__in", "is for articles"),
        ("review_status=accepted", "review_status", "is for events and relations"),
        ("limit=301", "limit", "from 1 to 300"),
        ("date=2024&date__lte=2025", "date", "the one or the others"),
    ],
)
def test_what_is_wrong_is_named(get, query, name, allowed):
    (error,) = get(f"stats/?{query}", 400)["errors"]
    assert error["attr"] == name
    assert allowed in error["detail"]
