"""Fill the database of DATABASE_URL with invented articles and the mentions in them.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench.fill --articles 1000000

Texts go in by the way of every import (``articles.ingest``), mentions straight into their tables, because no
measurement of reading needs them to have been extracted. Run again it goes on where the articles end.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.core.management import call_command
from django.db import connection, models, transaction

from articles.dates import DateRange
from articles.files import RawRecord
from articles.ingest import ingest
from articles.models import Article, Document, ImportRun
from articles.parsers.types import DateBasis, ParsedArticle, Section, SectionKind
from articles.rows import Table
from bench import corpus
from entities.models import ArticleCountry, Country, Mention, Person
from entities.reading import VERSION

BATCH = 500
IMPORTED_ON = date(2025, 6, 1)
_MENTIONS = Table(
    Mention,
    "article_id", "start", "end", "surface", "kind", "status", "country_id", "person_id", "organization_id",
    "rule", "confidence",
)  # fmt: skip
_COUNTRIES = Table(ArticleCountry, "article_id", "country_id", "day")


def fill(articles: int, *, names_an_article: int = 30, people: int = 5_000, first: int | None = None) -> int:
    """Store so many articles more, with a mention of each name in them; returns how many were stored.

    Countries must be there (``load_seeds``); ``people`` are invented where they are not. Indexes of mentions
    that can be rebuilt are dropped meanwhile.
    """
    countries = list(Country.objects.order_by("code").values_list("code", "name_ar"))
    names = corpus.people(people)
    ids = _people(names)
    everything = [name for pair in zip((name for _, name in countries), names, strict=False) for name in pair]
    everything += names[len(countries) :] if len(names) > len(countries) else []
    country_of = {name: code for code, name in countries}
    person_of = dict(zip(names, ids, strict=True))
    first = next_number() if first is None else first
    run = ImportRun.objects.create(version="fill", options={"articles": articles})
    stored = 0
    with _without_indexes(Mention, ArticleCountry):
        for batch in _batches(articles, everything, names_an_article, first):
            with transaction.atomic():
                stored += _store(batch, everything, country_of, person_of, run)
    run.status = ImportRun.Status.FINISHED
    run.save(update_fields=("status",))
    return stored


def record(article: corpus.InventedArticle) -> RawRecord:
    """The article as the parser of JSON lines hands it on."""
    sections = (
        Section(SectionKind.TITLE, 0, len(article.title)),
        Section(SectionKind.BODY, len(article.title) + 1, len(article.text)),
    )
    parsed = ParsedArticle(
        position=1,
        title=article.title,
        text=article.text,
        sections=sections,
        published=DateRange.day(article.published),
        published_basis=DateBasis.FEED,
        source_name=article.source,
        canonical_url=article.url,
    )
    line = f"line {article.number + 1}"
    return RawRecord(article.json_line, "invented.jsonl", line, "jsonlines", "utf-8", (parsed,))


def next_number() -> int:
    """The number of the first invented article that is not stored."""
    stored = Document.objects.filter(path="invented.jsonl").order_by("-pk").values_list("locator", flat=True)
    last = int(stored[0].removeprefix("line ")) if stored else 0
    return -(-last // BATCH) * BATCH


def _batches(
    number: int, names: Sequence[str], names_an_article: int, first: int
) -> Iterator[list[corpus.InventedArticle]]:
    batch: list[corpus.InventedArticle] = []
    for article in corpus.articles(number, names, names_an_article=names_an_article, first=first):
        batch.append(article)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _store(
    batch: Sequence[corpus.InventedArticle],
    names: Sequence[str],
    country_of: dict[str, str],
    person_of: dict[str, int],
    run: ImportRun,
) -> int:
    outcome = ingest([record(article) for article in batch], run, IMPORTED_ON)
    ids = dict(Article.objects.filter(pk__in=outcome.unread).values_list("document__locator", "pk"))
    mentions, about = [], set()
    for article in batch:
        pk = ids.get(f"line {article.number + 1}")
        if pk is None:
            continue
        for span in article.spans:
            name = names[span.name]
            country = country_of.get(name)
            person = None if country else person_of[name]
            kind = "country" if country else "person"
            mentions.append(
                (pk, span.start, span.end, name, kind, "linked", country, person, None, "invented", 1.0)
            )
            if country:
                about.add((pk, country, article.published))
    _MENTIONS.insert(mentions)
    _COUNTRIES.insert(sorted(about))
    Article.objects.filter(pk__in=outcome.unread).update(extracted_by=VERSION)
    return len(ids)


def _people(names: Sequence[str]) -> list[int]:
    """The ids of the people of these names, created where they are not there."""
    known = dict(Person.objects.filter(key__startswith="invented-").values_list("key", "pk"))
    keys = [f"invented-{number}" for number in range(len(names))]
    values = {"origin": "machine", "needs_review": True}
    missing = [
        Person(key=key, name_ar=name, **values)
        for key, name in zip(keys, names, strict=True)
        if key not in known
    ]
    Person.objects.bulk_create(missing, batch_size=1_000)
    known |= dict(Person.objects.filter(key__startswith="invented-").values_list("key", "pk"))
    return [known[key] for key in keys]


@contextmanager
def _without_indexes(*tables: type[models.Model]) -> Iterator[None]:
    """Drop the indexes that no constraint needs, and build them again at the end."""
    _check_now()
    definitions = [definition for table in tables for definition in _indexes(table._meta.db_table)]
    with connection.cursor() as cursor:
        for name, _sql in definitions:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        _check_now()
        with connection.cursor() as cursor:
            for _name, sql in definitions:
                cursor.execute(sql)


def _check_now() -> None:
    """Check the foreign keys of rows that are not committed: PostgreSQL alters no table that waits for it."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _indexes(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i"
                " JOIN pg_class c ON c.oid = i.indexrelid"
                " WHERE i.indrelid = %s::regclass AND NOT i.indisunique",
                [table],
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
                " AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%%'",
                [table],
            )
        return list(cursor.fetchall())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--mentions", type=int, default=30, help="mentions an article (default 30)")
    parser.add_argument("--people", type=int, default=5_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not Country.objects.exists():
        call_command("load_seeds", verbosity=0)
    began = time.monotonic()
    stored = fill(options.articles, names_an_article=options.mentions, people=options.people)
    seconds = time.monotonic() - began
    print(f"{stored} articles, {stored * options.mentions} mentions in {seconds:.0f} s")


if __name__ == "__main__":
    main()
