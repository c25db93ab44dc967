"""Rows become objects a chunk at a time: the same objects as lists show, in the same order, by few queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from entities.models import DiplomaticRelation
from entities.validity import Certainty, holding
from newsdb.api.representation import Shape
from newsdb.api.representations import ARTICLE, RELATION, represent
from tests.factories import make_article, make_mention, make_person, make_relation, make_source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chunk", [1, 2, 3, 500])
def test_chunks_make_what_the_list_shows(get, chunk):
    person = make_person()
    for number in range(5):
        article = make_article(
            published=f"2025-04-1{number}", source=make_source(), countries=("SY", "KR"), keywords=("سوريا",)
        )
        for start in (0, 5):
            make_mention(article, start, start + 4, person=person)
    rows = Article.objects.order_by("-sort_day", "-id")
    assert list(represent(rows, ARTICLE.usual(), chunk)) == get("articles/")["results"]


def test_queries_grow_with_chunks_not_with_rows():
    for _ in range(6):
        make_article(keywords=("سوريا",))
    for chunk, chunks in ((2, 3), (6, 1), (500, 1)):
        with CaptureQueriesContext(connection) as queries:
            assert len(list(represent(Article.objects.all(), ARTICLE.usual(), chunk))) == 6
        selects = [query for query in queries if '"articles_keyword"' in query["sql"]]
        assert len(selects) == chunks


def test_what_a_queryset_says_of_its_rows_is_shown():
    relation = make_relation(start="1966")
    rows = holding(DiplomaticRelation.objects.all(), date(1966, 6, 1), Certainty.POSSIBLE)
    (shown,) = represent(rows, Shape(RELATION, ("id", "certainty")))
    assert shown == {"id": relation.pk, "certainty": "possible"}
    (shown,) = represent(DiplomaticRelation.objects.all(), Shape(RELATION, ("id", "certainty")))
    assert shown == {"id": relation.pk}


def test_rows_that_are_gone_meanwhile_are_left_out():
    kept, gone = make_relation(), make_relation(("KP", "RU"))
    keys = [gone.pk, kept.pk]
    gone.delete()
    assert list(Shape(RELATION, ("id",)).objects(keys)) == [kept.pk]


def test_no_fields_are_empty_objects():
    relation = make_relation()
    assert Shape(RELATION, ()).objects([relation.pk]) == {relation.pk: {}}
