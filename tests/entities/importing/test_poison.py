"""Records that kill the process that reads them: rejected alone, and the run goes on."""

import json
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from articles.models import Article
from entities import extracting
from entities.importing import ImportOptions, Interrupted, chunks, resume_import, run_import
from entities.importing.cutting import Chunk, Input
from entities.progress import Notes
from tests.separate import Databases

POISON = 5
IN_TWO_PROCESSES = f"""
import os, signal, sys, django
django.setup()
from entities.importing import ImportOptions, chunks, run_import
def parse(items, options, harmless=chunks.parse):
    if any("خبر {POISON}" in getattr(item, "content", b"").decode() for item in items):
        os.kill(os.getpid(), signal.SIGKILL)
    return harmless(items, options)
chunks.parse = parse
run = run_import([sys.argv[1]], ImportOptions(extraction=False, workers=2, chunk_records=4)).run
print(run.status, run.articles_read, run.articles_created, run.rejected)
for rejection in run.rejections.all(): print(rejection.locator, rejection.reason)
"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.jsonl"
    lines = (json.dumps({"title": f"خبر {n}", "text": f"نص {n}"}, ensure_ascii=False) for n in range(10, 30))
    path.write_text("\n".join(lines).replace("خبر 15", f"خبر {POISON}"), "utf-8")
    return path


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.django_db
def test_a_chunk_that_was_lost_is_read_in_child_processes(
    feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(items: Sequence[Any], options: Any) -> Any:
        if any(f"خبر {POISON}" in item.content.decode() for item in items):
            die()
        return harmless(items, options)

    options = ImportOptions(extraction=False, chunk_records=8)
    with pytest.raises(Interrupted) as stopped:
        run_import([str(feed)], options, stopped=lambda: True)
    run = stopped.value.run
    run.chunks.create(number=1, digest=next(chunks_of(feed, options)).digest)  # begun, when its process died
    harmless = chunks.parse
    monkeypatch.setattr(chunks, "parse", parse)
    resume_import(run)
    assert (run.articles_created, run.rejected) == (19, 1)
    assert str(run.rejections.get()) == f"{feed} line 6: the process that read it died (signal 9)"


@pytest.mark.django_db
def test_an_article_that_kills_its_reader_stays_unread(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(articles: Sequence[Article], gazetteer: Any) -> Any:
        if any(article.title == f"خبر {POISON}" for article in articles):
            die()
        return harmless(articles, gazetteer)

    run = run_import([str(feed)], ImportOptions(extraction=False)).run
    unread = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    harmless = extracting.read
    monkeypatch.setattr(extracting, "read", read)
    run.chunks.update(state="stored", unread=unread)
    run.status, run.options["extraction"] = "running", True
    run.save()
    imported = resume_import(run)
    assert (imported.extracted.articles, imported.extracted.failed) == (20, 1)
    assert Article.objects.get(extracted_by="").title == f"خبر {POISON}"


@pytest.mark.django_db
def test_chunks_that_nothing_helps_are_rejected_whole(feed: Path) -> None:
    options = ImportOptions(extraction=False, chunk_records=8)
    with pytest.raises(Interrupted) as stopped:
        run_import([str(feed)], options, stopped=lambda: True)
    run = stopped.value.run
    chunk = next(chunks_of(feed, options))
    run.chunks.create(number=1, digest=chunk.digest)
    for _ in range(2):
        chunks.give_up(run.pk, chunk, "hopeless", Notes())
    assert run.rejections.filter(reason="hopeless").count() == 8
    resume_import(run)
    assert (run.articles_read, run.articles_created, run.rejected) == (20, 12, 8)


def test_a_pool_survives_its_processes(feed: Path, databases: Databases) -> None:
    out, _err = databases.new().run("-c", IN_TWO_PROCESSES, str(feed))
    assert out.splitlines() == ["finished 20 19 1", "line 6 the process that read it died (signal 9)"]


def chunks_of(feed: Path, options: ImportOptions) -> Iterator[Chunk]:
    return Input([str(feed)], options).chunks()
