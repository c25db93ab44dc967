"""fields, omit and expand."""

import pytest

from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_evidence,
    make_person,
    make_relation,
    make_source,
    make_tenure,
)

pytestmark = pytest.mark.django_db


def test_fields_and_omit(get):
    article = make_article()
    assert get(f"articles/{article.pk}/?fields=id,title") == {"id": article.pk, "title": article.title}
    assert get(f"articles/{article.pk}/?fields=id&fields=title&omit=title") == {"id": article.pk}
    assert "body" not in get("articles/?omit=body,links")["results"][0]


def test_what_is_left_out_is_not_read(get, django_assert_num_queries):
    make_article()
    with django_assert_num_queries(2) as queries:
        get("articles/?fields=id,title")
    assert not [query for query in queries if '"text"' in query["sql"]]


def test_expand(get):
    source = make_source()
    article = make_article(source=source, countries=("SY", "KR"))
    shown = get(f"articles/{article.pk}/?expand=source,countries,duplicate_of")
    assert shown["source"] == get(f"sources/{source.pk}/")
    assert [country["name_en"] for country in shown["countries"]] == ["South Korea", "Syria"]
    assert shown["duplicate_of"] is None


def test_expand_within(get):
    person = make_person(country="RU")
    event = make_event(participants=({"role": "actor", "person": person}, {"role": "host", "country": "KP"}))
    article = make_article()
    make_evidence(article, event=event)
    shown = get(f"events/{event.pk}/?expand=participants.person,participants.country,evidence.article")
    assert shown["participants"][0]["person"] == get(f"people/{person.pk}/")
    assert shown["participants"][1]["country"]["name_ar"] == "كوريا الشمالية"
    assert shown["evidence"][1]["article"] == get(f"articles/{article.pk}/?omit=text,sections")


def test_expand_of_both_countries_and_of_an_office(get):
    make_country("KR")
    relation, tenure = make_relation(), make_tenure()
    assert [
        country["code"] for country in get(f"relations/{relation.pk}/?expand=countries")["countries"]
    ] == ["KR", "SY"]
    assert get("tenures/?expand=office,person")["results"][0]["office"] == get(f"offices/{tenure.office_id}/")
