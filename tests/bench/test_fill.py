"""Filling a database: rows that satisfy every constraint, and that go on where they ended."""

import pytest

from articles.models import Article
from bench.fill import fill
from entities.models import ArticleCountry, Mention
from tests.factories import make_country

pytestmark = pytest.mark.django_db


def test_articles_and_their_mentions_are_stored() -> None:
    make_country("SY")
    make_country("RU")
    assert fill(20, names_an_article=5, people=10) == 20
    mentions = list(Mention.objects.select_related("article"))
    assert len(mentions) == 100
    assert all(mention.article.text[mention.start : mention.end] == mention.surface for mention in mentions)
    linked = {(mention.article_id, mention.country_id) for mention in mentions if mention.country_id}
    assert set(ArticleCountry.objects.values_list("article_id", "country_id")) == linked
    assert not Article.objects.filter(extracted_by="").exists()


def test_a_second_call_goes_on() -> None:
    make_country("SY")
    assert fill(3, people=5) == fill(3, people=5) == 3
    assert Article.objects.count() == 6
