"""Imports as a whole: counts that add up, batches, faults that cost one record, extraction."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from articles.models import Article, Document, ImportRun, Source
from entities import extracting
from entities.extracting import extract_articles, extract_stored, stored
from entities.importing import Imported, ImportOptions, chunks, run_import, runs
from entities.models import Change
from entities.pipeline import ExtractionCounts
from entities.progress import Silent, Unit
from entities.reading import VERSION
from tests.factories import make_article

pytestmark = pytest.mark.django_db
STORE_ONLY = ImportOptions(extraction=False)


class Watcher(Silent):
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.total = self.done = 0

    def expect(self, total: int, unit: Unit = Unit.ITEMS) -> None:
        self.total = total

    def advance(self, done: int) -> None:
        assert done >= self.done
        self.done = done

    def warn(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "feed.jsonl", [{"title": f"خبر {n}", "text": f"نص {n}"} for n in range(5)])


def write_lines(path: Path, lines: Sequence[Any]) -> Path:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    path.write_text(text, "utf-8")
    return path


def counts(imported: Imported) -> tuple[int, int, int, int, int]:
    run = imported.run
    return (
        run.articles_read,
        run.articles_created,
        run.articles_superseding,
        run.articles_unchanged,
        run.rejected,
    )


def test_a_run_counts_what_came_of_every_record(feed: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    write_lines(
        tmp_path / "more.jsonl", [{"title": "خبر 0", "text": "نص 0"}, "no json", {"title": "خبر بلا نص"}]
    )
    watcher = Watcher()
    imported = run_import([str(tmp_path), str(tmp_path / "nope")], STORE_ONLY, watcher)
    assert counts(imported) == (9, 5, 0, 1, 3)
    assert imported.missing == (f"{tmp_path}/nope: no such file or directory",)
    assert (watcher.total, len(watcher.lines)) == (watcher.done, 3)
    run = imported.run
    assert (run.status, run.version) == (ImportRun.Status.FINISHED, VERSION)
    assert run.finished_at
    assert [Path(rejection.path).name for rejection in run.rejections.all()] == [
        "empty.txt",
        "more.jsonl",
        "more.jsonl",
    ]
    assert [(Path(held["path"]).name, held["size"]) for held in run.containers] == [
        ("feed.jsonl", feed.stat().st_size),
        ("more.jsonl", (tmp_path / "more.jsonl").stat().st_size),
    ]
    assert run.options["missing"] == list(imported.missing)
    assert not imported.nothing_read


def test_again_changes_nothing(feed: Path) -> None:
    run_import([str(feed)])
    again = run_import([str(feed)])
    assert counts(again) == (5, 0, 0, 5, 0)
    assert again.totals == (0, 0)
    assert again.extracted.articles == 0


@pytest.mark.parametrize(
    ("options", "chunks"),
    [({}, 1), ({"chunk_records": 2}, 3), ({"chunk_records": 1}, 5), ({"chunk_bytes": 1}, 5)],
)
def test_the_result_does_not_depend_on_the_size_of_chunks(
    feed: Path, options: dict[str, int], chunks: int
) -> None:
    imported = run_import([str(feed)], ImportOptions(extraction=False, **options))
    assert counts(imported) == (5, 5, 0, 0, 0)
    assert imported.run.chunks.count() == chunks


def test_many_articles_of_a_chunk_are_stored_in_groups(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "MOST_ARTICLES_AT_ONCE", 2)
    assert counts(run_import([str(feed)], STORE_ONLY)) == (5, 5, 0, 0, 0)


def test_problems_are_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST_LINES_KEPT", 2)
    lines = [{"title": f"خبر {n}", "text": "نص", "url": "ftp://x"} for n in range(3)]
    watcher = Watcher()
    imported = run_import([str(write_lines(tmp_path / "a.jsonl", lines))], STORE_ONLY, watcher)
    assert len(watcher.lines) == 3
    assert imported.run.options["problems"] == watcher.lines[:2]
    assert "line 1: " in watcher.lines[0]


def test_a_record_that_the_database_refuses_costs_no_other(
    feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_third(records: Sequence[Any], *rest: Any) -> Any:
        if any(record.locator == "line 3" for record in records):
            raise ValueError("cannot\nbe stored")
        return ingest(records, *rest)

    ingest = chunks.ingest
    monkeypatch.setattr(chunks, "ingest", refuse_third)
    imported = run_import([str(feed)], STORE_ONLY)
    assert counts(imported) == (5, 4, 0, 0, 1)
    assert imported.run.rejections.get().reason == "ValueError: cannot be stored"


def test_a_database_that_goes_away_fails_the_run(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(chunks, "ingest", gone)
    with pytest.raises(OperationalError):
        run_import([str(feed)], STORE_ONLY)
    run = ImportRun.objects.get()
    assert (run.status, run.rejected) == (ImportRun.Status.FAILED, 0)


def test_a_dry_run_counts_and_stores_nothing(feed: Path) -> None:
    imported = run_import([str(feed)], ImportOptions(dry_run=True))
    assert counts(imported) == (5, 5, 0, 0, 0)
    assert imported.extracted.articles == 5
    for model in (Article, Document, ImportRun, Change):
        assert not model.objects.exists()


def test_new_sources_are_logged(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [{"title": "خبر", "text": "نص", "source": "سانا"}])
    run_import([str(path)], STORE_ONLY)
    change = Change.objects.get(object_type="source")
    assert (change.cause, change.object_id) == (Change.Cause.IMPORT, str(Source.objects.get().pk))


def test_articles_are_logged_as_they_are_stored(tmp_path: Path) -> None:
    page = {"title": "خبر", "text": "نص", "url": "https://a.example/1"}
    for text in ("نص", "نص", "نص معدل"):
        run_import([str(write_lines(tmp_path / "a.jsonl", [page | {"text": text}]))], STORE_ONLY)
    first, second = Article.objects.order_by("pk")
    logged = Change.objects.filter(object_type="article").order_by("pk")
    assert [
        (change.action, change.cause, change.object_id, change.after["supersedes_id"]) for change in logged
    ] == [("create", "import", str(first.pk), None), ("create", "import", str(second.pk), first.pk)]


def test_articles_that_an_earlier_run_left_unread_are_read(feed: Path) -> None:
    run_import([str(feed)], STORE_ONLY)
    assert not Article.objects.exclude(extracted_by="").exists()
    assert run_import([str(feed)]).extracted.articles == 5
    assert not Article.objects.exclude(extracted_by=VERSION).exists()


@pytest.mark.parametrize("step", ["read", "store"])
def test_an_article_that_extraction_fails_on_costs_no_other(
    feed: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail_on_one(articles: Sequence[Article], second: Any) -> Any:
        if any(article.title == "خبر 3" for article in articles):
            raise ZeroDivisionError("by rule 7")
        return work(articles, second)

    work = getattr(extracting, step)
    monkeypatch.setattr(extracting, step, fail_on_one)
    watcher = Watcher()
    imported = run_import([str(feed)], observer=watcher)
    failed = Article.objects.get(extracted_by="")
    assert (failed.title, imported.extracted.articles, imported.extracted.failed) == ("خبر 3", 5, 1)
    failed = failed.pk
    assert watcher.lines == [f"article {failed}: not extracted: ZeroDivisionError: by rule 7"]


def test_stored_articles_are_chosen_by_day_and_by_what_was_read() -> None:
    old = make_article("قديم", published="2024-01-01")
    new = make_article("جديد", published="2025-01-01")
    assert list(stored()) == [old.pk, new.pk]
    assert list(stored(new.sort_day)) == [new.pk]
    assert extract_stored([old.pk]).articles == 1
    assert list(stored(only_unread=True)) == [new.pk]
    Article.objects.update(extracted_by="an older version")
    assert list(stored(only_unread=True)) == [old.pk, new.pk]


def test_reading_again_changes_nothing() -> None:
    article = make_article()
    extract_articles([article.pk])
    again = extract_articles([article.pk])
    assert again.counts == ExtractionCounts()
    assert extract_articles([]).articles == 0


def test_names_that_no_text_can_hold_do_not_stop_a_run(feed: Path) -> None:
    odd = os.fsdecode(os.fsencode(feed.parent) + b"/\xff.jsonl")
    os.rename(feed, odd)
    imported = run_import([odd], ImportOptions(source="a\0\udcff"))
    assert counts(imported) == (5, 5, 0, 0, 0)
    assert imported.run.inputs == [f"{feed.parent}/?.jsonl"]
    assert Source.objects.get().name_en == "a ?"


def test_what_an_import_changes_of_stored_articles_is_logged(tmp_path: Path) -> None:
    text = " ".join(f"كلمة{number}" for number in range(60))
    later = {"title": "أ", "text": text, "date": "2024-01-02", "source": "سانا"}
    earlier = {"title": "ب", "text": text, "date": "2024-01-01", "source": "رويترز"}
    for name, line in (("a.jsonl", later), ("b.jsonl", earlier)):
        imported = run_import([str(write_lines(tmp_path / name, [line]))], STORE_ONLY)
    assert imported.run.near_duplicates == 1
    first, second = Article.objects.get(title="ب"), Article.objects.get(title="أ")
    assert second.duplicate_of == first
    change = Change.objects.get(action="update", object_type="article")
    assert (change.object_id, change.before, change.after) == (
        str(second.pk),
        {"duplicate_of_id": None},
        {"duplicate_of_id": first.pk},
    )
