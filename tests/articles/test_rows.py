"""Rows by the driver: the same as by the ORM, refused by the same constraints, with ids that nobody else gets."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ImportRun, Link
from articles.rows import Table, reserve_ids
from entities.models import ArticleCountry, Change
from tests.factories import make_article, make_country

pytestmark = pytest.mark.django_db
LINKS = Table(Link, "article_id", "position", "title", "url")
RUNS = Table(ImportRun, *(field.attname for field in ImportRun._meta.concrete_fields))


def test_rows_are_those_of_the_orm() -> None:
    article = make_article()
    LINKS.insert([(article.pk, 2, 'ثان\t"\\N\n', ""), (article.pk, 1, "أول", "https://example.org/1")])
    assert list(article.links.values_list("position", "title", "url")) == [
        (1, "أول", "https://example.org/1"),
        (2, 'ثان\t"\\N\n', ""),
    ]


def test_values_of_every_kind_arrive_as_they_were() -> None:
    article, country = make_article(published=""), make_country()
    Table(ArticleCountry, "article_id", "country_id", "day").insert(
        [(article.pk, country.pk, date(2025, 4, 9))]
    )
    assert ArticleCountry.objects.get().day == date(2025, 4, 9)
    batch, at = uuid.uuid4(), datetime(2025, 4, 9, 12, 30, 1, 5, tzinfo=UTC)
    values = {
        "batch": batch, "at": at, "actor_id": None, "action": "create", "cause": "import",
        "object_type": "event", "object_id": "1", "before": None, "after": {"أ": [1, None, "\u2028"]},
    }  # fmt: skip
    Table(Change, *values).insert([tuple(values.values())])
    stored = Change.objects.get()
    assert {column: getattr(stored, column) for column in values} == values
    assert Change.objects.filter(before__isnull=True).exists()


def test_a_column_left_out_is_an_error() -> None:
    with pytest.raises(ValueError, match="title"):
        Table(Link, "article_id", "position", "url")
    with pytest.raises(ValueError, match="each once"):
        Table(Link, "article_id", "position", "title", "url", "url")


def test_constraints_hold_and_nothing_of_the_statement_stays() -> None:
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        LINKS.insert([(article.pk, 1, "أول", ""), (article.pk, 1, "ثان", "")])
    assert not Link.objects.exists()


def test_many_rows_are_one_statement() -> None:
    article = make_article()
    with CaptureQueriesContext(connection) as queries:
        LINKS.insert((article.pk, number, "ع", "") for number in range(1, 2_001))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 1
    assert article.links.count() == 2_000


def test_reserved_ids_are_nobody_elses() -> None:
    assert reserve_ids(Article, 0) == []
    first = reserve_ids(Article, 3)
    made = make_article().pk
    second = reserve_ids(Article, 2)
    assert first == sorted(first)
    assert len({*first, made, *second}) == 6
    assert make_article().pk > second[-1]


def test_reserved_ids_can_be_used() -> None:
    ids = reserve_ids(ImportRun, 2)
    defaults = ImportRun(started_at=datetime.now(UTC))
    columns = [field.attname for field in ImportRun._meta.concrete_fields if field.attname != "id"]
    RUNS.insert([(pk, *(getattr(defaults, column) for column in columns)) for pk in ids])
    assert list(ImportRun.objects.order_by("pk").values_list("pk", flat=True)) == ids
    assert ImportRun.objects.create().pk > ids[-1]
