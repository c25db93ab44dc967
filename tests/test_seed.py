"""The seed document, end to end: from the raw file through the command to what the API says."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from rest_framework.test import APIClient

from articles.models import Article
from entities.models import Change, Evidence, Mention

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The seed loaded once for all tests of this module, and rolled back after them."""
    if not SEEDS.exists():
        pytest.skip("the seed document is not here: ../shared/seeds")
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_seeds", str(SEEDS), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def api(seeded: None) -> Any:
    return lambda path: APIClient().get(f"/api/v1/{path}").json()


@pytest.fixture
def articles(api: Any) -> dict[int, dict[str, Any]]:
    return {row["position"]: api(f"articles/{row['id']}/") for row in api("articles/")["results"]}


def names(people: list[dict[str, Any]], language: str) -> set[str]:
    return {person[f"name_{language}"] for person in people}


def test_two_articles_of_one_document(articles: dict[int, dict[str, Any]]) -> None:
    assert sorted(articles) == [1, 2]
    assert articles[1]["document"] == articles[2]["document"]


def test_first_article(articles: dict[int, dict[str, Any]]) -> None:
    article = articles[1]
    assert article["title"] == "الرئيس الروسي: علاقات الصداقة مع كوريا الشمالية تعود لأكثر من سبعة عقود"
    assert (article["published"], article["published_basis"]) == ("2024-06-18", "stated")
    assert article["source"]["name_ar"] == "الأسبوع"
    assert len(article["links"]) == 3
    assert article["countries"] == ["KP", "RU"]
    assert names(article["people"], "en") == {"Vladimir Putin", "Kim Jong Il"}
    for keyword in ("روسيا", "موسكو", "بوتين", "كوريا الشمالية"):
        assert article["keywords"].count(keyword) == 1
    assert "کوریا الشمالیة" not in article["keywords"]
    for label in ("اقرأ أيض", "المصدر", "كلمات دلالية", "تاريخ النشر"):
        assert label not in article["body"]


def test_second_article(articles: dict[int, dict[str, Any]]) -> None:
    article = articles[2]
    assert article["title"] == "سوريا تعلن توقيع اتفاقية إقامة علاقات دبلوماسية مع كوريا الجنوبية"
    assert (article["published"], article["published_basis"]) == ("2025-04-10", "posts")
    assert article["source"] is None
    posts = [(post["handle"], post["published"]) for post in article["posts"]]
    assert posts == [("@SanaAjel", "2025-04-10"), ("@G_CSyria", "2025-04-10")]
    assert article["countries"] == ["KP", "KR", "SY"]
    people = {"أسعد الشيباني", "تشو تاي يول", "أحمد الشرع", "بشار الأسد"}
    assert names(article["people"], "ar") == people
    assert "pic.twitter.com" not in article["body"]


def test_relations_and_no_others(api: Any) -> None:
    relations = api("relations/")["results"]
    found = {(*row["countries"], row["kind"], row["status"], row["start"]) for row in relations}
    assert found == {
        ("KR", "SY", "diplomatic_relations", "established", "2025-04-10"),
        ("KP", "SY", "diplomatic_relations", "established", "1966"),
        ("KR", "SY", "diplomatic_relations", "none", ""),
        ("KP", "RU", "friendship", "established", ""),
    }
    new = next(row for row in relations if row["start"] == "2025-04-10")
    assert len(new["evidence"]) >= 2


@pytest.mark.parametrize(("day", "status"), [("2025-04-09", "none"), ("2025-04-10", "established")])
def test_as_of(api: Any, day: str, status: str) -> None:
    rows = api(f"relations/?country=KR&country=SY&as_of={day}")["results"]
    assert [row["status"] for row in rows] == [status]


@pytest.mark.parametrize(
    ("kind", "modality", "date", "place", "participants"),
    [
        ("visit", "planned", "2024-06-18", "KP", {("actor", "Vladimir Putin", "RU"), ("host", None, "KP")}),
        ("visit", "happened", "2000", "KP", {("actor", "Vladimir Putin", "RU"), ("host", None, "KP")}),
        ("visit", "happened", "2001", "RU", {("actor", "Kim Jong Il", "KP"), ("host", None, "RU")}),
        (
            "relations_established",
            "happened",
            "2025-04-10",
            "SY",
            {("signatory", "Asaad al-Shaibani", "SY"), ("signatory", "Cho Tae-yul", "KR")},
        ),
        ("meeting", "happened", "2025-04-10", "SY", {("host", "Ahmed al-Sharaa", "SY"), ("participant", "Cho Tae-yul", "KR")}),
    ],
)  # fmt: skip
def test_event(
    api: Any, kind: str, modality: str, date: str, place: str, participants: set[tuple[str, str | None, str]]
) -> None:
    rows = api(f"events/?kind={kind}&modality={modality}")["results"]
    found = [row for row in rows if row["date"] == date]
    assert len(found) == 1
    event = found[0]
    took_part = {
        (part["role"], part["person"] and part["person"]["name_en"], part["country"])
        for part in event["participants"]
    }
    assert participants <= took_part
    assert event["place"]["country"] == place
    assert event["evidence"]


def test_the_agreement_was_signed_in_damascus(api: Any) -> None:
    event = api("events/?kind=relations_established&date=2025-04-10")["results"][0]
    assert event["place"]["text"] == "دمشق"


def said_of_offices(api: Any, person: str) -> list[tuple[str, str, str]]:
    """The offices of a person for which an article of the seed is evidence.

    The seed states one start; the others are those of the terms of the reference data that it attests.
    """
    found = [row for row in api(f"people/?q={person}")["results"] if row["name_en"] == person]
    return [
        (row["office"]["role"], row["country"], row["start"])
        for row in api(f"tenures/?person={found[0]['id']}")["results"]
        if row["evidence"]
    ]


@pytest.mark.parametrize(
    ("person", "role", "country", "start"),
    [
        ("Vladimir Putin", "president", "RU", "2012-05-07"),
        ("Kim Jong Il", "chairman", "KP", ""),
        ("Asaad al-Shaibani", "foreign_minister", "SY", "2024-12-21"),
        ("Cho Tae-yul", "foreign_minister", "KR", "2024-01"),
        ("Ahmed al-Sharaa", "president", "SY", "2025-01-29"),
    ],
)
def test_office(api: Any, person: str, role: str, country: str, start: str) -> None:
    assert said_of_offices(api, person) == [(role, country, start)]


def test_the_commission_is_named(api: Any) -> None:
    titles = {row["office"]["title_ar"] for row in api("tenures/?page_size=500")["results"]}
    assert "رئيس لجنة دفاع الدولة" in titles


def test_putin_is_quoted(api: Any, articles: dict[int, dict[str, Any]]) -> None:
    rows = [row for row in api("quotations/")["results"] if row["speaker"]]
    said = [row for row in rows if row["speaker"]["name_en"] == "Vladimir Putin"]
    assert len(said) >= 5
    assert {row["article"] for row in said} == {articles[1]["id"]}


def test_countries_are_linked_where_they_are_named(api: Any) -> None:
    """53 places name a country; none is linked to a wrong one (read off the text by hand)."""
    meant = {
        "KR": {"كوريا الجنوبية", "جمهورية كوريا", "الكوري الجنوبي", "الكورية الجنوبية"},
        "RU": {"روسيا", "الروسي", "الروسية"},
        "SY": {"سوريا", "السوري", "السورية", "دمشق", "قصر الشعب", "الجمهورية_العربية_السورية"},
        "KP": {
            "كوريا الشمالية", "جمهورية كوريا الشمالية", "جمهورية كوريا الديمقراطية الشعبية", "كوريا الديمقراطية",
            "بيونج يانج", "الكورية",
        },
    }  # fmt: skip
    rows = api("mentions/?kind=country&page_size=200")["results"]
    linked = [(row["text"], row["country"]) for row in rows if row["status"] == "linked"]
    assert all(text in meant[country] for text, country in linked)
    assert len(linked) >= 53


def test_stored_spans_are_the_text(api: Any) -> None:
    for mention in Mention.objects.select_related("article"):
        assert mention.article.text[mention.start : mention.end] == mention.surface
    for evidence in Evidence.objects.select_related("article"):
        assert 0 <= evidence.start < evidence.end <= len(evidence.article.text)
        assert evidence.quote == evidence.quote.strip() != ""


def test_loading_again_changes_nothing(api: Any, capsys: pytest.CaptureFixture[str]) -> None:
    before = Change.objects.count(), Article.objects.count(), Mention.objects.count()
    call_command("load_seeds", str(SEEDS))
    assert capsys.readouterr().out.rstrip().endswith("created 0, changed 0")
    assert before == (Change.objects.count(), Article.objects.count(), Mention.objects.count())
