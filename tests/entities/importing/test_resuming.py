"""Runs that were interrupted or failed: what going on does, and what it refuses."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from articles.models import Article, ImportRun
from entities.importing import CannotResume, ImportOptions, Interrupted, chunks, resume_import, run_import
from entities.importing.cutting import Input
from entities.progress import Notes

pytestmark = pytest.mark.django_db
OPTIONS = ImportOptions(extraction=False, source="سانا", chunk_records=2)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return write(tmp_path / "feed.jsonl", range(7))


def write(path: Path, numbers: Any) -> Path:
    lines = (json.dumps({"title": f"خبر {n}", "text": f"نص {n}"}) for n in numbers)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def after(chunks: int) -> Callable[[], bool]:
    """Asked to stop once so many chunks were begun."""
    answers = iter([False] * chunks)
    return lambda: next(answers, True)


def interrupted(*paths: Path, chunks: int = 2, options: ImportOptions = OPTIONS) -> ImportRun:
    with pytest.raises(Interrupted) as stopped:
        run_import(list(map(str, paths)), options, stopped=after(chunks))
    return stopped.value.run


def gone(*_args: Any) -> None:
    raise OperationalError("server closed the connection")


def states(run: ImportRun) -> list[str]:
    return list(run.chunks.order_by("number").values_list("state", flat=True))


def test_a_run_that_is_asked_to_stop_is_interrupted_and_counted(feed: Path) -> None:
    run = interrupted(feed)
    assert (run.status, run.articles_created, Article.objects.count()) == ("interrupted", 4, 4)
    assert states(run) == ["finished", "finished"]


def test_resumed_it_does_the_rest_with_the_options_of_the_run(feed: Path) -> None:
    run = interrupted(feed)
    imported = resume_import(run)
    assert (run.status, run.articles_read, run.articles_created) == ("finished", 7, 7)
    assert states(run) == ["finished"] * 4
    assert imported.missing == ()
    assert set(Article.objects.values_list("source__name_ar", "extracted_by")) == {("سانا", "")}
    assert ImportRun.objects.count() == 1


def test_interrupted_again_it_goes_on_from_there(feed: Path) -> None:
    run = interrupted(feed, chunks=1)
    with pytest.raises(Interrupted):
        resume_import(run, stopped=after(2))
    assert run.articles_created == 6
    assert resume_import(run).run.articles_created == 7


def test_a_finished_run_is_left_alone(feed: Path) -> None:
    run = run_import([str(feed)], OPTIONS).run
    feed.unlink()
    assert resume_import(run).run.articles_created == 7
    assert states(run) == ["finished"] * 4


def test_a_failed_run_can_be_resumed(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(chunks, "ingest", gone)
        with pytest.raises(OperationalError):
            run_import([str(feed)], OPTIONS)
    run = ImportRun.objects.get()
    assert (run.status, states(run)) == ("failed", ["pending"])
    assert resume_import(run).run.articles_created == 7


def test_what_was_stored_and_not_yet_extracted_is_extracted(
    feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("entities.extracting.store", gone)
        with pytest.raises(OperationalError):
            run_import([str(feed)], ImportOptions(chunk_records=5))
    run = ImportRun.objects.get()
    assert (run.status, states(run), Article.objects.exclude(extracted_by="").count()) == (
        "failed",
        ["stored"],
        0,
    )
    imported = resume_import(run)
    assert (imported.extracted.articles, Article.objects.filter(extracted_by="").count()) == (7, 0)


def test_files_are_found_from_any_directory(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(feed.parent)
    run = interrupted(Path(feed.name))
    monkeypatch.chdir("/")
    assert resume_import(run).run.articles_created == 7
    assert os.getcwd() == "/"


def test_names_that_no_text_can_hold_are_kept(feed: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(feed.parent) + b"/\xff.jsonl"))
    os.rename(feed, odd)
    run = interrupted(odd)
    assert resume_import(run).run.articles_created == 7


def changed(feed: Path) -> None:
    write(feed, [0, 9, *range(2, 7)])


def changed_behind(feed: Path) -> None:
    write(feed, [0, 1, 2, 9, *range(4, 7)])


def cut_off(feed: Path) -> None:
    write(feed, range(2))


def removed(feed: Path) -> None:
    feed.unlink()


@pytest.mark.parametrize(
    ("alter", "message"),
    [
        (changed, "from {feed} line 1 on they hold something else"),
        (changed_behind, "from {feed} line 3 on they hold something else"),
        (cut_off, "they end too early"),
        (removed, "they end too early"),
    ],
)
def test_other_files_than_before_are_refused_in_one_line(
    feed: Path, alter: Callable[[Path], None], message: str
) -> None:
    run = interrupted(feed)
    kept = feed.read_bytes()
    alter(feed)
    with pytest.raises(CannotResume) as refused:
        resume_import(run)
    assert message.format(feed=feed) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (run.status, Article.objects.count()) == ("interrupted", 4)
    feed.write_bytes(kept)
    assert resume_import(run).run.articles_created == 7


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"status": "undone"}, "import run {run} was undone: import the files anew"),
        ({"options": {}}, "import run {run} does not know its files: import them anew"),
        (
            {"options": {"paths": [], "directory": "/nope"}},
            "the directory /nope of import run {run} is gone",
        ),
    ],
)
def test_runs_that_cannot_go_on(feed: Path, values: dict[str, Any], message: str) -> None:
    run = interrupted(feed)
    ImportRun.objects.update(**values)
    run.refresh_from_db()
    with pytest.raises(CannotResume) as refused:
        resume_import(run)
    assert str(refused.value) == message.format(run=run.pk)


def test_the_chunks_are_those_of_the_run_not_those_of_today(
    feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = interrupted(feed)
    monkeypatch.setattr("entities.importing.options.CHUNK_RECORDS", 3)
    assert len(states(resume_import(run).run)) == 4


def test_a_chunk_that_was_done_is_not_done_again(feed: Path) -> None:
    run = interrupted(feed)
    before = list(run.chunks.values())
    first = next(Input([str(feed)], OPTIONS).chunks())
    notes = Notes()
    chunks.do_chunk(run.pk, first, notes)
    chunks.do_chunk(run.pk, first, notes, careful=True)
    assert (list(run.chunks.values()), notes.lines) == (before, [])
