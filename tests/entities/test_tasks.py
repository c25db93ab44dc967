"""Celery's tasks, and a worker of its own process where there is a message broker."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from entities import tasks
from newsdb.celery import app
from tests.factories import make_article

PATIENCE = 60  # seconds


@pytest.mark.django_db
def test_the_task_reads_articles_and_reports_counts() -> None:
    counts = tasks.extract([make_article().pk])
    assert (counts["articles"], counts["failed"]) == (1, 0)


@pytest.mark.django_db
def test_articles_that_fail_are_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("by rule 7")

    monkeypatch.setattr("entities.extracting.read", fail)
    article = make_article()
    assert tasks.extract([article.pk])["failed"] == 1
    assert caplog.messages == [f"article {article.pk}: not extracted: ZeroDivisionError: by rule 7"]


@pytest.fixture
def queue() -> Iterator[str]:
    """A queue of its own on the broker, removed afterwards."""
    name = f"newsdb-test-{uuid4()}"
    yield name
    with app.connection_for_write() as connection:
        connection.default_channel.queue_delete(name)


@pytest.mark.skipif(not settings.CELERY_BROKER_URL, reason="no message broker: CELERY_BROKER_URL is not set")
def test_a_worker_reads_the_batches_it_is_handed(queue: str, tmp_path: Path) -> None:
    database = tmp_path / "newsdb.sqlite3"
    environment = os.environ | {
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{database}",
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "CELERY_QUEUE": queue,
    }
    page = tmp_path / "page.txt"
    page.write_text("عنوان الخبر\nزار الوزير دمشق أمس، والتقى نظيره السوري.\n", "utf-8")

    def run(*command: str) -> str:
        return subprocess.run(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    run("manage.py", "migrate", "--verbosity", "0")
    run("manage.py", "import_articles", "--no-extraction", str(page))
    assert run("manage.py", "extract_assertions", "--distributed") == (
        "handed to workers: articles 1, batches 1\n"
    )
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "newsdb", "--quiet", "worker", "--pool", "solo"],
        cwd=settings.BASE_DIR,
        env=environment,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while _unread(database) and time.monotonic() < deadline and worker.poll() is None:
            time.sleep(0.2)
        assert not _unread(database)
    finally:
        worker.terminate()
        worker.wait(PATIENCE)


def _unread(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        (count,) = connection.execute(
            "SELECT count(*) FROM articles_article WHERE extracted_by = ''"
        ).fetchone()
    finally:
        connection.close()
    return int(count)
