"""What is marked in an article, by offsets, in the API's own shape and as Web Annotations."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    SENTENCE,
    TEXT,
    WORDS,
    make_article,
    make_country,
    make_evidence,
    make_mention,
    make_person,
    make_quotation,
    make_relation,
)

pytestmark = pytest.mark.django_db
START = TEXT.index(SENTENCE)


@pytest.fixture
def article():
    """An article whose title begins with a character that takes two UTF-16 units, and one of each mark."""
    article = make_article("🇸🇾" + TEXT)
    make_mention(article, 2, 6, country="KR")
    make_mention(article, 7, 12)
    relation = make_relation(evidence=False)
    make_evidence(article, 2 + START, 2 + START + len(SENTENCE), relation=relation)
    make_evidence(
        article, 2 + START, 2 + START + 5, relation=make_relation(review_status="rejected", evidence=False)
    )
    make_quotation(
        article, 2 + TEXT.index(WORDS), 2 + TEXT.index(WORDS) + len(WORDS), make_person(), evidence=False
    )
    return article


def test_marks_in_the_order_of_the_text(get, article):
    answer = get(f"articles/{article.pk}/annotations/")
    assert (answer["article"], answer["unit"]) == (article.pk, "code point")
    assert [(mark["type"], mark["text"]) for mark in answer["annotations"]] == [
        ("mention", "سيول"),
        ("mention", "ودمشق"),
        ("relation", SENTENCE),
        ("quotation", WORDS),
    ]
    for mark in answer["annotations"]:
        assert article.text[mark["start"] : mark["end"]] == mark["text"]
    korea, unresolved, relation, _ = answer["annotations"]
    assert (korea["address"], korea["name_ar"]) == ("/api/v1/countries/KR/", "كوريا الجنوبية")
    assert (unresolved["address"], unresolved["status"]) == (None, "unresolved")
    assert get(relation["address"].removeprefix("/api/v1/"))["id"] == relation["id"]


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("type=quotation", ["quotation"]),
        ("type=relation,mention", ["mention", "mention", "relation"]),
        ("review_status=rejected&type=relation", ["relation"]),
        ("review_status=accepted", ["mention", "mention"]),
    ],
)
def test_some_of_them(get, article, query, types):
    answer = get(f"articles/{article.pk}/annotations/?{query}")
    assert [mark["type"] for mark in answer["annotations"]] == types


@pytest.mark.parametrize(
    "ask",
    [{"query": "?format=jsonld"}, {"headers": {"HTTP_ACCEPT": "application/ld+json"}}],
    ids=["format", "Accept"],
)
def test_web_annotations(api, article, ask):
    response = api.get(
        f"/api/v1/articles/{article.pk}/annotations/{ask.get('query', '')}", **ask.get("headers", {})
    )
    assert response["Content-Type"] == "application/ld+json"
    page = response.json()
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == 4
    first = page["items"][0]
    assert first["type"] == "Annotation"
    assert first["target"] == {
        "source": f"http://testserver/api/v1/articles/{article.pk}/",
        "selector": [
            {"type": "TextPositionSelector", "start": 2, "end": 6},
            {"type": "TextQuoteSelector", "exact": "سيول", "prefix": "🇸🇾", "suffix": article.text[6:38]},
        ],
    }
    assert first["body"][0] == {
        "type": "SpecificResource",
        "source": "http://testserver/api/v1/countries/KR/",
        "purpose": "identifying",
    }
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert article.text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert around in article.text


def test_the_sentence_of_a_repetition_leads_to_the_fuller_report(get):
    article = make_article()
    fuller = make_relation(evidence=False)
    make_evidence(article, relation=make_relation(start="2025", evidence=False, repeats=fuller))
    (mark,) = get(f"articles/{article.pk}/annotations/")["annotations"]
    assert mark["address"] == f"/api/v1/relations/{fuller.pk}/"


def test_a_text_that_was_taken_down_has_no_marks(get, article):
    type(article).objects.filter(pk=article.pk).update(text="")
    assert get(f"articles/{article.pk}/annotations/")["annotations"] == []


def test_queries_do_not_grow(get, article):
    with CaptureQueriesContext(connection) as few:
        get(f"articles/{article.pk}/annotations/")
    for start in range(12, 40):
        make_mention(article, start, start + 1, person=make_person())
    with CaptureQueriesContext(connection) as many:
        assert len(get(f"articles/{article.pk}/annotations/")["annotations"]) == 32
    assert len(many) == len(few) == 4


def test_what_is_wrong(get, article):
    make_country("SY")
    get("articles/0/annotations/", 404)
    assert get(f"articles/{article.pk}/annotations/?type=link", 400)["errors"][0]["attr"] == "type"
    assert "json, jsonld" in get(f"articles/{article.pk}/annotations/?format=csv", 400)["errors"][0]["detail"]
