"""Invented articles: the same for the same arguments, and names where they are said to stand."""

from itertools import islice

import orjson
import pytest

from bench import corpus

NAMES = ("روسيا", "كوريا الجنوبية", *corpus.people(50))


def test_names_stand_where_spans_say() -> None:
    for article in corpus.articles(20, NAMES, names_an_article=30):
        assert len(article.spans) == 30
        assert all(article.text[span.start : span.end] == NAMES[span.name] for span in article.spans)
        assert article.text.startswith(f"{article.title}\n")


def test_the_same_arguments_give_the_same_articles() -> None:
    everything = list(corpus.articles(520, NAMES))
    assert list(corpus.articles(20, NAMES, first=500)) == everything[500:]
    assert list(islice(corpus.articles(10_000, NAMES), 5)) == everything[:5]
    assert len({article.text for article in everything}) == 520


def test_articles_have_the_size_of_news() -> None:
    sizes = [len(article.json_line) for article in corpus.articles(100, NAMES)]
    assert 3_000 < sum(sizes) / len(sizes) < 4_000


def test_json_lines_hold_the_article() -> None:
    article = next(corpus.articles(1))
    fields = orjson.loads(article.json_line)
    assert f"{fields['title']}\n{fields['text']}" == article.text
    assert fields["date"] == article.published.isoformat()


def test_names_of_people_are_different() -> None:
    assert len(set(corpus.people(5_000))) == 5_000
    assert corpus.people(10) == corpus.people(5_000)[:10] or len(corpus.people(10)) == 10


def test_articles_begin_at_a_batch() -> None:
    with pytest.raises(ValueError, match="multiple of 500"):
        next(corpus.articles(1, first=7))
