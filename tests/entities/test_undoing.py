"""Undoing imports: what goes, what stays and why, and that importing again brings it all back."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Document, ImportRun
from entities import merging, review
from entities.changes import Act, Entry, record
from entities.importing import CannotResume, ImportOptions, Interrupted, chunks, resume_import, run_import
from entities.importing.cutting import Input
from entities.models import Alias, Change, DiplomaticRelation, Person, Tenure
from entities.names import alias_row
from entities.progress import Notes
from entities.undoing import CannotUndo, undo
from tests import factories
from tests.dump import dump

pytestmark = pytest.mark.django_db

LOGS = {"importrun", "importchunk", "rejection", "change"}
"""Tables that remember what happened."""
ESTABLISHED = "أقامت غيانا وبوتان علاقات دبلوماسية في 3 مارس 2021."
AGAIN = "وكانت بوتان وغيانا أقامتا علاقات دبلوماسية في 3 مارس 2021، وفق بيان مشترك."
SEVERED = "قطعت غيانا علاقاتها الدبلوماسية مع بوتان في 5 مايو 2023."
MINISTER = "وقال وزير خارجية غيانا السيد رودني هاربيلو إن بلاده ترحب بالخطوة."
SPORT = "فاز منتخب غيانا على منتخب بوتان بهدفين في مباراة ودية."

Importer = Callable[..., ImportRun]


@pytest.fixture(autouse=True)
def _countries() -> None:
    for code, name in (("GY", "غيانا"), ("BT", "بوتان")):
        country = factories.make_country(code, name_ar=name, name_en=code)
        Alias.objects.bulk_create([alias_row(country, name)])


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("salma")


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    """Imports pages of these words, each named after its first letters, as a run."""

    def run(*pages: str | dict[str, str], name: str = "a.jsonl") -> ImportRun:
        path = tmp_path / name
        path.write_text("".join(json.dumps(page(words)) + "\n" for words in pages), "utf-8")
        return run_import([str(path)]).run

    def page(words: str | dict[str, str]) -> dict[str, str]:
        if isinstance(words, dict):
            return words
        return {"title": f"عنوان {words[:12]}", "text": words, "source": "وكالة أنباء بوتان"}

    return run


def stored() -> dict[str, Any]:
    """All tables but the logs, by natural keys."""
    return {table: rows for table, rows in dump().items() if table not in LOGS}


def test_all_that_one_run_brought_goes(importer: Importer) -> None:
    importer(SPORT)
    before = stored()
    run = importer(ESTABLISHED, MINISTER, SEVERED, name="b.jsonl")
    after = stored()
    assert Person.objects.exists()
    assert Tenure.objects.exists()
    undone = undo(run)
    assert stored() == before
    assert undone.kept == []
    assert {kind: undone.removed[kind] for kind in ("articles", "documents", "people", "relations")} == {
        "articles": 3,
        "documents": 3,
        "people": 1,
        "relations": 2,
    }
    run.refresh_from_db()
    assert (run.status, run.articles_created) == ("undone", 3)
    assert run.options["undone"]["removed"]["articles"] == 3
    importer(ESTABLISHED, MINISTER, SEVERED, name="b.jsonl")
    assert stored() == after


def test_it_is_logged(importer: Importer, editor: User) -> None:
    run = importer(ESTABLISHED)
    undo(run, editor)
    log = Change.objects.filter(cause=Change.Cause.UNDO)
    assert {change.actor for change in log} == {editor}
    assert len({change.batch for change in log}) == 1
    kinds = set(log.values_list("object_type", "action"))
    assert kinds >= {
        ("article", "delete"),
        ("source", "delete"),
        ("diplomaticrelation", "delete"),
        ("importrun", "update"),
    }
    (deleted,) = log.filter(object_type="article", action="delete")
    assert deleted.before["title"].startswith("عنوان")
    assert "text" not in deleted.before


def test_what_another_run_found_too_stays_until_that_is_undone(importer: Importer) -> None:
    before = stored()
    first = importer(ESTABLISHED, SPORT)
    second = importer(ESTABLISHED, name="b.jsonl")
    undone = undo(first)
    (article,) = Article.objects.all()
    assert undone.kept == [
        f"article {article.pk} «{article.title}» stays: import run {second.pk} found it too"
    ]
    assert undone.kept_articles == 1
    assert DiplomaticRelation.objects.count() == 1
    assert undo(second).removed["articles"] == 1
    assert {**stored(), "source": [], "sourcealias": []} == {**before, "source": [], "sourcealias": []}


def test_the_same_article_in_other_bytes_is_shared_as_well(importer: Importer) -> None:
    first = importer({"title": "عنوان", "text": ESTABLISHED, "source": "سانا"})
    importer({"title": "عنوان", "text": ESTABLISHED + " ", "source": "سانا"}, name="b.jsonl")
    assert undo(first).kept_articles == 1
    assert Document.objects.count() == 2


def test_what_a_run_found_that_was_undone_is_not_shared(importer: Importer) -> None:
    first = importer(ESTABLISHED)
    undo(importer(ESTABLISHED, name="b.jsonl"))
    assert undo(first).kept_articles == 0
    assert not Article.objects.exists()


def accepted(relation: DiplomaticRelation, editor: User) -> str:
    review.accept(relation, editor)
    return f"relation {relation.pk} was accepted by salma"


def rejected(relation: DiplomaticRelation, editor: User) -> str:
    review.reject(relation, editor)
    return f"relation {relation.pk} was rejected by salma"


def corrected(relation: DiplomaticRelation, editor: User) -> str:
    review.correct(relation, {"status": "suspended"}, editor)
    relation.refresh_from_db()
    return f"relation {relation.pk} was {relation.review_status} by salma"


def edited(relation: DiplomaticRelation, editor: User) -> str:
    article = Article.objects.get()
    act = Act(Change.Cause.PERSON, editor)
    record(act, [Entry(Change.Action.UPDATE, article, {"language": "ar"}, {"language": "en"})])
    return "it was edited by salma"


@pytest.mark.parametrize("decide", [accepted, rejected, corrected, edited])
def test_what_somebody_decided_on_stays_with_its_article(
    importer: Importer, editor: User, decide: Callable[[DiplomaticRelation, User], str]
) -> None:
    run = importer(ESTABLISHED)
    after = stored()
    reason = decide(DiplomaticRelation.objects.get(), editor)
    undone = undo(run, editor)
    (article,) = Article.objects.all()
    assert undone.kept == [f"article {article.pk} «{article.title}» stays: {reason}"]
    assert run.options["undone"]["kept"] == undone.kept
    assert {
        table: rows for table, rows in stored().items() if table not in ("diplomaticrelation", "document")
    } == {table: rows for table, rows in after.items() if table not in ("diplomaticrelation", "document")}
    importer(ESTABLISHED, name="b.jsonl")
    assert Article.objects.count() == DiplomaticRelation.objects.count() == 1


def test_an_assertion_with_other_evidence_stays_without_that_of_the_run(importer: Importer) -> None:
    importer(ESTABLISHED)
    before = stored()
    run = importer(AGAIN, name="b.jsonl")
    assert DiplomaticRelation.objects.get().evidence.count() == 2
    undo(run)
    assert stored() == before


def test_what_follows_from_relations_is_derived_anew(importer: Importer) -> None:
    importer(ESTABLISHED)
    run = importer(SEVERED, name="b.jsonl")
    assert DiplomaticRelation.objects.get(status="established").in_force_until
    undo(run)
    assert DiplomaticRelation.objects.get().in_force_until is None


def test_people_whom_somebody_looked_at_stay(importer: Importer, editor: User) -> None:
    run = importer(MINISTER)
    person = Person.objects.get()
    record(
        Act(Change.Cause.PERSON, editor),
        [Entry(Change.Action.UPDATE, person, {"needs_review": True}, {"needs_review": False})],
    )
    undo(run)
    assert list(Person.objects.all()) == [person]
    assert not Article.objects.exists()


def test_people_who_were_merged_stay(importer: Importer, editor: User) -> None:
    run = importer(MINISTER)
    loser = Person.objects.get()
    merging.merge(loser, factories.make_person("رودني هاربلو"), editor)
    undo(run)
    assert not Article.objects.exists()
    assert Person.objects.count() == 2


def versions() -> list[dict[str, str]]:
    return [
        {
            "title": f"عنوان {day}",
            "text": f"نص {day} {SPORT}",
            "url": "https://a.example/1",
            "date": f"2024-01-0{day}",
        }
        for day in (1, 2, 3)
    ]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_versions_of_a_page_are_chained_past_what_goes(importer: Importer, gone: int) -> None:
    pages = versions()
    runs = [importer(page, name=f"{number}.jsonl") for number, page in enumerate(pages)]
    undo(runs[gone])
    left = [page["title"] for number, page in enumerate(pages) if number != gone]
    rows = Article.objects.order_by("sort_day").values_list("title", "supersedes__title")
    assert list(rows) == [(left[0], None), (left[1], left[0])]


def test_near_duplicates_repeat_the_first_that_is_left(importer: Importer) -> None:
    body = " ".join(f"كلمة{number} نص{number * 7}" for number in range(60))
    runs = [
        importer(
            {"title": f"صحيفة {n}", "text": body, "source": f"صحيفة {n}", "date": f"2024-01-0{n}"},
            name=f"{n}.jsonl",
        )
        for n in (1, 2, 3)
    ]
    assert Article.objects.filter(duplicate_of__title="صحيفة 1").count() == 2
    undo(runs[0])
    assert list(Article.objects.order_by("sort_day").values_list("title", "duplicate_of__title")) == [
        ("صحيفة 2", None),
        ("صحيفة 3", "صحيفة 2"),
    ]


def test_a_run_is_undone_once(importer: Importer) -> None:
    run = importer(SPORT)
    undo(run)
    with pytest.raises(CannotUndo, match=f"^import run {run.pk} was undone already$"):
        undo(run)
    with pytest.raises(CannotResume, match="was undone"):
        resume_import(run)


def test_one_that_was_stopped_in_the_middle_goes_on(importer: Importer) -> None:
    run = importer(SPORT)
    ImportRun.objects.update(status=ImportRun.Status.UNDOING)
    assert undo(run).removed["articles"] == 1


def test_workers_that_are_still_at_a_run_find_nothing_left(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"عنوان\n{SPORT}\n", "utf-8")
    paths, options = [str(tmp_path)], ImportOptions()
    with pytest.raises(Interrupted) as stopped:
        run_import(paths, options, stopped=lambda: True)
    run = stopped.value.run
    (chunk,) = Input(paths, options).chunks()
    run.chunks.create(number=1, digest=chunk.digest)
    undo(run)
    chunks.do_chunk(run.pk, chunk, Notes())
    assert run.chunks.get().state == "dropped"
    assert not Article.objects.exists()


def test_queries_grow_with_batches_not_with_articles(importer: Importer) -> None:
    def queries(number: int) -> int:
        run = importer(*(f"خبر {number} {place} {SPORT}" for place in range(number)))
        with CaptureQueriesContext(connection) as captured:
            assert undo(run).removed["articles"] == number
        return len(captured)

    queries(3)
    assert queries(5) == queries(40) <= 130


def test_the_command_tells_what_went_and_what_stays(importer: Importer, editor: User) -> None:
    run = importer(ESTABLISHED, SPORT)
    review.accept(DiplomaticRelation.objects.get(), editor)
    out, err = StringIO(), StringIO()
    call_command("undo_import", str(run.pk), stdout=out, stderr=err)
    assert "stays: relation" in err.getvalue()
    assert out.getvalue().startswith("removed: articles 1, documents 1, mentions 2")
    assert out.getvalue().endswith("; articles that stay: 1\n")


@pytest.mark.parametrize("run", ["0", "99999999999999999999"])
def test_there_must_be_such_a_run(run: str) -> None:
    with pytest.raises(CommandError, match=f"^there is no import run {run}$"):
        call_command("undo_import", run)
