"""The commands: arguments, closing lines, exit status, and nothing but one clear line when they fail."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles.models import Article, ImportRun
from articles.parsers import shapes
from articles.parsers.containers import CONTAINERS
from articles.parsers.fields import USUAL_NAMES
from articles.parsers.formats import FORMATS
from entities import tasks
from entities.management import console
from entities.models import Country, Mention
from entities.reference import InvalidReferenceError, ReferenceCounts
from tests.factories import make_article

PAGE = "عنوان الخبر\nزار الوزير دمشق أمس، والتقى نظيره السوري لبحث التعاون بين البلدين.\n"
COMMANDS = ("load_seeds", "import_articles", "extract_assertions", "create_dev_login")


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return str(path)


def call(name: str, *args: str, **options: Any) -> list[str]:
    out = StringIO()
    call_command(name, *args, stdout=out, stderr=out, **options)
    return out.getvalue().splitlines()


def manage(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DEBUG": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command(name, "--help")
    assert stopped.value.code == 0
    assert f"manage.py {name}" in capsys.readouterr().out.partition("example:\n  ")[2]


def test_an_unusable_database_is_one_line_and_status_1(tmp_path: Path, page: str) -> None:
    done = manage("import_articles", page, DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "is it migrated?" in done.stderr


@pytest.mark.django_db
def test_import_articles_ends_with_its_counts(page: str) -> None:
    lines = call("import_articles", page)
    run = ImportRun.objects.get()
    assert (
        lines[0] == "articles: read 1, created 1, superseding 0, unchanged 0, rejected 0; near-duplicates 0"
    )
    assert lines[1].startswith("extraction: articles 1; created: mentions ")
    assert lines[2:] == [f"import run {run.pk}"]


@pytest.mark.django_db
def test_import_articles_lists_formats_and_what_may_hold_them() -> None:
    lines = call("import_articles", "--list-formats")
    assert [line.partition(":")[0] for line in lines] == [*FORMATS, *CONTAINERS]


@pytest.mark.django_db
def test_import_articles_takes_names_of_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("رأس,النص,title\nعنوان,نص,17\n", "utf-8")
    call("import_articles", str(path), "--no-extraction", "--map", "title=kicker", "--map", "title=رأس")
    assert Article.objects.get().title == "عنوان"
    assert ImportRun.objects.get().options["fields"] == [["title", "kicker"], ["title", "رأس"]]


@pytest.mark.django_db
def test_a_wrong_shape_stops_an_import_in_one_line(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.toml").write_text("title = 1", "utf-8")
    monkeypatch.setattr(shapes, "FOLDER", tmp_path)
    shapes.known.cache_clear()
    with pytest.raises(CommandError, match=r"^a.toml: title is not known"):
        call("import_articles", page)
    shapes.known.cache_clear()


@pytest.mark.django_db
def test_import_articles_takes_its_options(page: str) -> None:
    lines = call("import_articles", page, "--source", "سانا", "--no-extraction", "--format", "text")
    assert len(lines) == 2
    article = Article.objects.get()
    assert article.source
    assert (article.source.name_ar, article.extracted_by) == ("سانا", "")
    assert call("import_articles", page, "--dry-run")[-1] == "dry run: nothing was stored"
    assert ImportRun.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "name at least one file or directory"),
        (["x.txt", "--format", "pdf"], f"unknown format 'pdf': choose from {', '.join(FORMATS)}"),
        (
            ["x.txt", "--map", "titel=a"],
            f"'titel=a' is no NAME=FIELD: the names are {', '.join(USUAL_NAMES)}",
        ),
        (["x.txt", "--map", "title"], f"'title' is no NAME=FIELD: the names are {', '.join(USUAL_NAMES)}"),
        (["nope/x.txt"], "nope/x.txt: no such file or directory"),
        (["x.txt", "--workers", "0"], "--workers needs a number from 1 up"),
        (["x.txt", "--workers", "2", "--distributed"], "choose one of --workers and --distributed"),
        (
            ["x.txt", "--workers", "2", "--dry-run"],
            "--dry-run works in one process: leave out --workers and --distributed",
        ),
        (["x.txt", "--chunk", "0"], "--chunk needs a number from 1 to 5,000"),
        (["--resume", "0"], "there is no import run 0"),
        (["--resume", "99999999999999999999"], "there is no import run 99999999999999999999"),
        (
            ["--resume", "1", "x.txt"],
            "--resume goes on with the files and options of the run: name no others",
        ),
        (
            ["--resume", "1", "--dry-run"],
            "--resume goes on with the files and options of the run: name no others",
        ),
    ],
)
def test_import_articles_fails_with_one_line(args: list[str], message: str) -> None:
    with pytest.raises(CommandError) as failed:
        call("import_articles", *args)
    assert str(failed.value) == message


@pytest.mark.django_db
def test_resuming_a_finished_run_does_nothing(page: str) -> None:
    lines = call("import_articles", page)
    (run,) = ImportRun.objects.values_list("pk", flat=True)
    again = call("import_articles", "--resume", str(run))
    assert again == [f"import run {run} is finished: there is nothing to do", *lines]


@pytest.mark.django_db
def test_a_missing_path_costs_the_others_nothing(page: str) -> None:
    with pytest.raises(CommandError, match="nope: no such file"):
        call("import_articles", "nope", page)
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_rejections_are_listed_and_are_no_failure_unless_all_is_rejected(tmp_path: Path, page: str) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert f"rejected {empty}: empty file" in call("import_articles", page, str(empty))
    with pytest.raises(CommandError, match="no article could be read"):
        call("import_articles", str(empty))


@pytest.mark.django_db
def test_warnings_are_shown_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "MOST_WARNINGS_SHOWN", 2)
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "خبر", "text": "نص"}\n' + "[]\n" * 5, "utf-8")
    lines = call("import_articles", str(path))
    assert sum(line.startswith("rejected ") for line in lines) == 2
    assert lines[2] == "more like these are not shown; the import run keeps them"


@pytest.mark.django_db
def test_progress_elsewhere_than_on_a_terminal_is_lines(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "_SECONDS_BETWEEN_LINES", 0)
    assert re.fullmatch(
        r"importing: 100%, 0.0 of 0.0 MB, [\d.]+ MB/s, 0:00:00 left", call("import_articles", page)[0]
    )


@pytest.mark.django_db
def test_progress_on_a_terminal_is_a_bar(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("django.core.management.base.OutputWrapper.isatty", lambda _self: True)
    empty = tmp_path / "empty.txt"
    empty.touch()
    call_command("import_articles", page, str(empty), no_color=True)
    shown = capsys.readouterr()
    assert "importing" in shown.err
    assert f"rejected {empty}: empty file" in shown.err
    assert "articles: read 2, created 1" in shown.out


@pytest.mark.django_db
def test_load_seeds_loads_reference_data_roles_and_samples_once() -> None:
    lines = call("load_seeds")
    assert lines[-1].startswith("created ")
    assert Country.objects.filter(code="SY").exists()
    assert Group.objects.count() == 3
    assert Article.objects.count() >= 12
    assert Mention.objects.exists()
    again = call("load_seeds")
    assert again[0] == "reference data: created 0, changed 0"
    assert again[-1] == "created 0, changed 0"


@pytest.mark.django_db
def test_load_seeds_loads_the_documents_named(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "entities.management.commands.load_seeds.load_reference", lambda _folder: ReferenceCounts(0, 0)
    )
    call("load_seeds", page)
    assert Article.objects.get().title == "عنوان الخبر"


@pytest.mark.django_db
def test_load_seeds_names_faulty_reference_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path) -> None:
        raise InvalidReferenceError("people.toml [x]: name_ar is missing")

    monkeypatch.setattr("entities.management.commands.load_seeds.load_reference", fail)
    with pytest.raises(CommandError, match=r"^people.toml \[x\]: name_ar is missing$"):
        call("load_seeds")


@pytest.mark.django_db
def test_extract_assertions_reads_again_what_is_asked_for() -> None:
    make_article("قديم", published="2024-01-01")
    make_article("جديد", published="2025-01-01")
    assert call("extract_assertions", "--since", "2025-01-01")[0].startswith("extraction: articles 1;")
    assert call("extract_assertions", "--unread")[0].startswith("extraction: articles 1;")
    assert call("extract_assertions")[0].startswith("extraction: articles 2;")
    assert call("extract_assertions")[0].endswith("changed 0")
    with pytest.raises(CommandError, match=r"^--since 'gestern' is no day: write YYYY-MM-DD$"):
        call("extract_assertions", "--since", "gestern")


@pytest.mark.django_db
def test_extract_assertions_fails_when_articles_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    make_article()
    monkeypatch.setattr("entities.extracting.read", fail)
    with pytest.raises(CommandError, match="1 articles could not be read"):
        call("extract_assertions")


@pytest.mark.django_db
def test_interruption_and_a_lost_database_are_one_line(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    for error, message in (
        (KeyboardInterrupt(), "interrupted"),
        (OperationalError("server closed\nthe connection"), "server closed the connection"),
    ):

        def fail(*_args: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr("entities.importing.chunks.ingest", fail)
        with pytest.raises(CommandError, match=message):
            call("import_articles", page)
    assert list(ImportRun.objects.order_by("pk").values_list("status", flat=True)) == [
        "interrupted",
        "failed",
    ]


@pytest.mark.django_db
def test_the_development_login_is_printed_once(settings: Any) -> None:
    settings.DEBUG = True
    (line,) = call("create_dev_login")
    password = line.partition("password: ")[2].partition(" ")[0]
    user = User.objects.get(username="editor")
    assert user.check_password(password)
    assert user.is_superuser
    assert password not in call("create_dev_login")[0]
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call("create_dev_login")


@pytest.mark.django_db
def test_distributed_work_needs_a_broker(settings: Any) -> None:
    settings.CELERY_BROKER_URL = ""
    for command in (("extract_assertions",), ("import_articles", "x.txt")):
        with pytest.raises(CommandError, match="CELERY_BROKER_URL is not set"):
            call(*command, "--distributed")


@pytest.mark.django_db
def test_the_task_reads_articles_and_reports_counts() -> None:
    article = make_article()
    counts = tasks.extract([article.pk])
    assert (counts["articles"], counts["failed"]) == (1, 0)
