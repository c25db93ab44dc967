"""Measure importing against the bare limits of the database, in one run; prints a table of goals and what is reached.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench.importing
    DATABASE_URL=postgres://postgres@127.0.0.1/bench python -m bench.importing mentions whole

The database is emptied of articles again and again: take one of its own.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction

from articles import arabic, duplicates
from articles.bulk import batched
from articles.files import RawBytes, RawRecord, parse_record
from articles.ingest import ingest
from articles.models import Article, ImportRun, Sketch
from articles.parsers.types import ParseOptions
from bench import corpus
from bench.cpu import median, spent
from bench.fill import IMPORTED_ON, next_number, record
from entities.changes import Act
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import ArticleText, Entity, EntityKind, Name, Profile, Reading
from entities.importing import ImportOptions, run_import
from entities.models import Change, Country, Mention, Person
from entities.pipeline import article_text
from entities.pipeline.mentions import write_mentions
from entities.pipeline.people import write_people
from entities.reading import find_and_link, read_article

BATCH = 500
ROUNDS = 3
NAMES = 50_000
SAMPLE = Path(settings.BASE_DIR).parent / "shared" / "data" / "antcorpus_sample.jsonl"
FILLED = [
    apps.get_model(name)
    for name in (
        "articles.Source", "articles.SourceAlias", "articles.ImportRun", "articles.Document", "articles.Article",
        "articles.Sketch", "articles.Post", "articles.Link", "articles.Keyword", "entities.Mention",
        "entities.MentionCandidate", "entities.ArticleCountry", "entities.Change",
    )
]  # fmt: skip
"""The tables that an import without assertions writes, in an order in which rows can be written."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: ``reached`` is a ratio or a rate, ``detail`` what it was made of."""

    name: str
    goal: str
    reached: str
    detail: str


# --- what is imported ---------------------------------------------------------------------------------------


class Input:
    """Invented articles, and the names in them: all countries, and people up to 50,000 names."""

    def __init__(self, articles: int, first: int = 0) -> None:
        countries = list(Country.objects.order_by("code").values_list("code", "name_ar"))
        names = corpus.people(NAMES - len(countries))
        self.gazetteer = _gazetteer(countries, names)
        frequent = [
            name for pair in zip((name for _, name in countries), names, strict=False) for name in pair
        ]
        self.articles = list(corpus.articles(articles, frequent, first=first))
        self.raw = [
            RawBytes(article.json_line, "invented.jsonl", f"line {article.number + 1}", "jsonlines")
            for article in self.articles
        ]


def _gazetteer(countries: Sequence[tuple[str, str]], people: Sequence[str]) -> Gazetteer:
    entities = [(name, Entity(EntityKind.COUNTRY, code)) for code, name in countries]
    entities += [
        (name, Entity(EntityKind.PERSON, f"invented-{number}")) for number, name in enumerate(people)
    ]
    names = [Name(name, "name", entity) for name, entity in entities]
    return Gazetteer(names, {entity: Profile(name) for name, entity in entities})


def store_people(number: int) -> None:
    """The people whom the gazetteer names, in the database."""
    keys = set(Person.objects.filter(key__startswith="invented-").values_list("key", flat=True))
    rows = [
        Person(key=f"invented-{index}", name_ar=name, origin="machine", needs_review=True)
        for index, name in enumerate(corpus.people(number))
        if f"invented-{index}" not in keys
    ]
    Person.objects.bulk_create(rows, batch_size=1_000)


# --- ways to write ------------------------------------------------------------------------------------------


def import_with_mentions(given: Input) -> None:
    """Parse, store, find near-duplicates, match names, store mentions: an import without assertions."""
    run = ImportRun.objects.create()
    for batch in batched(given.raw, BATCH):
        with transaction.atomic():
            ids = ingest(list(_parsed(batch)), run, IMPORTED_ON).unread
        articles = list(
            Article.objects.filter(pk__in=ids)
            .select_related("source")
            .prefetch_related("posts")
            .order_by("pk")
        )
        readings = {
            article.pk: read_article(article_text(article), given.gazetteer, assertions=False)
            for article in articles
        }
        with transaction.atomic():
            act = Act(Change.Cause.EXTRACTION)
            entities, _people = write_people(readings.values(), act)
            write_mentions(articles, readings, entities, act)


def _parsed(batch: Sequence[RawBytes]) -> Iterator[RawRecord]:
    for raw in batch:
        record = parse_record(raw, ParseOptions())
        assert isinstance(record, RawRecord)
        yield record


Rows = dict[type[models.Model], tuple[list[str], list[tuple[Any, ...]]]]


def stored_rows(tables: Sequence[type[models.Model]]) -> Rows:
    """All rows of the tables as the driver gives them."""
    rows: Rows = {}
    for model in tables:
        columns = [str(field.column) for field in model._meta.concrete_fields]
        quoted = ", ".join(map(connection.ops.quote_name, columns))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {quoted} FROM {model._meta.db_table} ORDER BY 1")  # noqa: S608
            rows[model] = columns, [tuple(map(_plain, row)) for row in cursor.fetchall()]
    return rows


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def write_bare(rows: Rows) -> None:
    """Write the rows by executemany or COPY, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model, (columns, values) in rows.items():
            target = f"{model._meta.db_table} ({', '.join(map(connection.ops.quote_name, columns))})"
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", values)  # noqa: S608


def empty() -> None:
    """Delete what an import wrote."""
    tables = [model._meta.db_table for model in (*reversed(FILLED), apps.get_model("entities.Evidence"))]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("PRAGMA foreign_keys=ON")


def _time(
    work: Callable[[], object], before: Callable[[], object] = lambda: None, rounds: int = ROUNDS
) -> float:
    """Median CPU seconds of the work."""

    def once() -> float:
        before()
        with spent() as cpu:
            work()
        return cpu.seconds

    return median(once, rounds)


# --- figures ------------------------------------------------------------------------------------------------


def measure_mentions(number: int) -> Iterator[Figure]:
    """Import with mentions against the bare writing of the same rows, and against save()."""
    given = Input(number)
    ours = _time(partial(import_with_mentions, given), empty)
    saved = _save_some(number // 10) * 10
    rows = stored_rows(FILLED)
    count = len(rows[Mention][1])
    bare = _time(partial(write_bare, rows), empty)
    detail = (
        f"articles per CPU s: {number / ours:,.0f}, bare {number / bare:,.0f}, save() {number / saved:,.0f};"
        f" {count / number:.0f} mentions an article"
    )
    yield Figure("import with mentions, of bare writing", "0.5", f"{bare / ours:.2f}", detail)
    yield Figure("import with mentions, times save()", "12", f"{saved / ours:.1f}", "")


def _save_some(number: int) -> float:
    """CPU seconds of saving so many of the stored articles, and their mentions, one by one. Rolled back."""
    articles = list(Article.objects.order_by("pk")[:number])
    mentions = list(Mention.objects.filter(article__in=articles))
    with transaction.atomic():
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(supersedes=None)
        for model in (*reversed(FILLED),):
            if any(field.related_model is Article for field in model._meta.fields):
                model._default_manager.all()._raw_delete("default")
        Article.objects.all()._raw_delete("default")
        with spent() as cpu:
            for row in chain(articles, mentions):
                row.save(force_insert=True)
        transaction.set_rollback(True)
    return cpu.seconds


def measure_rows(number: int) -> Iterator[Figure]:
    """Mention rows alone: from readings to rows, against the bare limit and bulk_create."""
    given = Input(number)
    import_with_mentions(given)
    articles = list(Article.objects.order_by("pk").prefetch_related("posts").select_related("source"))
    readings = {
        article.pk: Reading(read_article(article_text(article), given.gazetteer, assertions=False).mentions)
        for article in articles
    }
    entities, _people = write_people(readings.values(), Act(Change.Cause.EXTRACTION))
    stored = list(Mention.objects.order_by("pk"))
    rows = stored_rows([Mention])

    def clear() -> None:
        for model in (
            "entities.MentionCandidate",
            "entities.Mention",
            "entities.ArticleCountry",
            "entities.Change",
        ):
            apps.get_model(model).objects.all()._raw_delete("default")

    def ours() -> None:
        for batch in batched(articles, BATCH):
            with transaction.atomic():
                write_mentions(batch, readings, entities, Act(Change.Cause.EXTRACTION))

    def created() -> None:
        for batch in batched(stored, 1_000 * BATCH // 30):
            Mention.objects.bulk_create(batch, batch_size=1_000)

    seconds = {
        "ours": _time(ours, clear),
        "bare": _time(partial(write_bare, rows), clear),
        "bulk_create": _time(created, clear),
    }
    detail = "; ".join(f"{name} {len(stored) / spent:,.0f} rows per CPU s" for name, spent in seconds.items())
    yield Figure("mention rows, of bare writing", "0.6", f"{seconds['bare'] / seconds['ours']:.2f}", detail)
    yield Figure(
        "mention rows, times bulk_create", "5", f"{seconds['bulk_create'] / seconds['ours']:.1f}", ""
    )


def measure_whole(number: int) -> Iterator[Figure]:
    """Imports with assertions, of invented news and, where they are, of real ones; and again unchanged."""
    for name, lines in (("invented", _invented_lines(number)), ("real", _real_lines(number))):
        if not lines:
            continue
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "news.jsonl"
            file.write_bytes(b"".join(lines))
            first = _time(partial(_import, file), _clear_import, 1)
            again = _time(partial(_import, file))
        size = sum(map(len, lines)) / len(lines)
        detail = f"{size:,.0f} bytes an article; unchanged {len(lines) / again:,.0f}"
        yield Figure(f"whole import, {name} news", "700", f"{len(lines) / first:,.0f}", detail)
        yield Figure(f"import again, {name} news, times as fast", "10", f"{first / again:.1f}", "")


def _import(file: Path) -> None:
    run_import([str(file)], ImportOptions())


def _clear_import() -> None:
    empty()
    for model in ("Quotation", "Tenure", "EventParticipant", "Event", "DiplomaticRelation"):
        apps.get_model(f"entities.{model}").objects.all()._raw_delete("default")


def _invented_lines(number: int) -> list[bytes]:
    names = [*Country.objects.values_list("name_ar", flat=True), *corpus.people(1_000)]
    return [article.json_line for article in corpus.articles(number, names)]


def _real_lines(number: int) -> list[bytes]:
    """Real news in articles of some 3 kB, each of several items; every tenth item is used once."""
    if not SAMPLE.exists():
        return []
    rows = [orjson.loads(line) for line in SAMPLE.read_bytes().splitlines()]
    lines: list[bytes] = []
    texts: list[str] = []
    for row in rows:
        texts.append(row["text"])
        if sum(map(len, texts)) > 1_600:
            fields = {
                "title": row["title"],
                "text": "\n".join(texts),
                "date": row["date"],
                "source": row["source"],
            }
            lines.append(orjson.dumps(fields) + b"\n")
            texts = []
    return lines[:number]


def measure_folding(number: int) -> Iterator[Figure]:
    texts = [article.text for article in corpus.articles(number)]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    table = str.maketrans(dict.fromkeys("أإآٱ", "ا") | {"ى": "ي", "ة": "ه"} | dict.fromkeys("ًٌٍَُِّْـ", None))
    translated = _time(lambda: [text.translate(table) for text in texts])
    batches = list(batched(texts, 100))
    together = _time(lambda: [arabic.fold_all(batch) for batch in batches])
    single = _time(lambda: [arabic.fold_with_map(text) for text in texts])
    detail = (
        f"MB per CPU s: in batches {megabytes / together:,.0f}, one by one {megabytes / single:,.0f},"
        f" str.translate {megabytes / translated:,.0f}"
    )
    yield Figure("folding, times str.translate", "10", f"{translated / together:.1f}", detail)


def measure_duplicates(number: int) -> Iterator[Figure]:
    """Near-duplicates with their index in the database, of stored articles; each twentieth repeats another."""
    articles = list(corpus.articles(number))
    run = ImportRun.objects.create()

    def texts() -> Iterator[str]:
        for article in articles:
            copied = articles[article.number - 7] if article.number % 20 == 19 else article
            yield f"{article.title}\n{copied.text}"

    folded = [found.text for found in arabic.fold_all(list(texts()))]
    ingest([record(article) for article in articles], run, IMPORTED_ON)
    candidates = [
        duplicates.Candidate(pk, text, digest, published, key)
        for (pk, digest, published, key), text in zip(
            Article.objects.order_by("pk").values_list("pk", "digest", "published_earliest", "address_key"),
            folded,
            strict=True,
        )
    ]

    def link() -> None:
        for batch in batched(candidates, BATCH):
            with transaction.atomic():
                duplicates.link(batch)

    def clear() -> None:
        Article.objects.update(duplicate_of=None)
        Sketch.objects.all()._raw_delete("default")

    seconds = _time(link, clear)
    found = Article.objects.exclude(duplicate_of=None).count()
    yield Figure("near-duplicates per CPU s", "4,000", f"{number / seconds:,.0f}", f"{found} found")


def measure_gazetteer(number: int) -> Iterator[Figure]:
    """Matching names of gazetteers of 5,000 and of 200,000, in the same texts."""
    countries = list(Country.objects.order_by("code").values_list("code", "name_ar"))
    people = corpus.people(200_000)
    texts = [article.text for article in corpus.articles(number, people[:1_000])]
    seconds = {}
    for size in (5_000, 200_000):
        gazetteer = _gazetteer(countries, people[:size])
        given = [ArticleText(text, (("body", 0, len(text)),)) for text in texts]
        seconds[size] = _time(lambda: [find_and_link(text, gazetteer) for text in given])  # noqa: B023
    detail = "; ".join(
        f"{size:,} names: {number / spent:,.0f} articles per CPU s" for size, spent in seconds.items()
    )
    yield Figure(
        "200,000 names, of the speed at 5,000", "0.5", f"{seconds[5_000] / seconds[200_000]:.2f}", detail
    )


def measure_growth(number: int) -> Iterator[Figure]:
    """What an article costs where so many are stored as are; compare two databases, one of them small.

    Nothing is emptied: each round imports articles that are not there.
    """
    rates = []
    for _round in range(ROUNDS):
        given = Input(number, next_number())
        with spent() as cpu:
            import_with_mentions(given)
        rates.append(1e6 * cpu.seconds / number)
    before = Article.objects.count() - ROUNDS * number
    yield Figure(f"µs an article, {before:,} stored", "", f"{sorted(rates)[ROUNDS // 2]:,.0f}", "")


MEASURES: dict[str, Callable[[int], Iterator[Figure]]] = {
    "mentions": measure_mentions,
    "rows": measure_rows,
    "whole": measure_whole,
    "folding": measure_folding,
    "duplicates": measure_duplicates,
    "gazetteer": measure_gazetteer,
}
KEEPING = {"growth": measure_growth}
"""Measures that empty nothing; only when they are named."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure importing; docs in bench/README.md.")
    parser.add_argument(
        "measures", nargs="*", metavar="measure", help=f"of {', '.join(MEASURES)} (default all), and growth"
    )
    parser.add_argument("--articles", type=int, default=2_000)
    options = parser.parse_args()
    known = MEASURES | KEEPING
    if unknown := set(options.measures) - known.keys():
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    call_command("migrate", verbosity=0)
    if not Country.objects.exists():
        call_command("load_seeds", verbosity=0)
    store_people(NAMES)
    print(f"{connection.vendor}, {options.articles:,} articles, medians of {ROUNDS}")
    for name in options.measures or MEASURES:
        if name in MEASURES:
            _clear_import()
        for figure in known[name](options.articles):
            print(
                f"{figure.name:<48} goal {figure.goal:>6}  reached {figure.reached:>8}  {figure.detail}",
                flush=True,
            )


if __name__ == "__main__":
    main()
