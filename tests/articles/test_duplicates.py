"""Near-duplicates among stored articles: the first published counts, whatever the order of import."""

import random
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import duplicates
from articles.dates import DateRange
from articles.files import RawRecord
from articles.ingest import Outcome, ingest
from articles.models import Article, Document, ImportRun, Sketch, Source
from articles.parsers.types import DateBasis, ParsedArticle, Section, SectionKind
from bench import corpus

TODAY = date(2025, 5, 1)
WORDS = corpus.vocabulary(3_000)


def story(number: int) -> str:
    """One of many texts that have nothing in common."""
    return " ".join(WORDS[number * 100 : number * 100 + 100])


def record(name: str, text: str, published: str = "2024-01-01", url: str = "") -> RawRecord:
    """An article whose headline and source are ``name``."""
    when = DateRange.from_edtf(published) if published else None
    whole = f"{name}\n{text}"
    parsed = ParsedArticle(
        1,
        name,
        whole,
        (Section(SectionKind.TITLE, 0, len(name)), Section(SectionKind.BODY, len(name) + 1, len(whole))),
        published=when,
        published_basis=DateBasis.FEED if when else DateBasis.NONE,
        source_name=name,
        canonical_url=url,
    )
    return RawRecord(
        f"{name} {published} {url} {text}".encode(), f"{name}.txt", "", "text", "utf-8", (parsed,)
    )


def store(*records: RawRecord) -> Outcome:
    return ingest(records, ImportRun.objects.create(), TODAY)


def repeated() -> dict[str, str]:
    """What each near-duplicate repeats, by headlines."""
    rows = Article.objects.filter(duplicate_of__isnull=False)
    return dict(rows.values_list("title", "duplicate_of__title"))


def batches(records: Sequence[RawRecord], size: int) -> Iterable[Sequence[RawRecord]]:
    return (records[index : index + size] for index in range(0, len(records), size))


COPIES = [
    record("الأولى", story(0), "2024-01-02"),
    record("الثانية", story(0) + " " + story(9)[:60], "2024-01-01"),
    record("الثالثة", story(0), ""),
    record("غيرها", story(1), "2023-01-01"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(4))))
@pytest.mark.parametrize("size", [1, 2, 4])
def test_the_first_published_is_repeated_by_the_others(order: tuple[int, ...], size: int) -> None:
    run = ImportRun.objects.create()
    outcomes = [ingest(batch, run, TODAY) for batch in batches([COPIES[number] for number in order], size)]
    assert repeated() == {"الأولى": "الثانية", "الثالثة": "الثانية"}
    assert sum(outcome.created for outcome in outcomes) == 4
    assert sum(outcome.near_duplicates for outcome in outcomes) == 2


@pytest.mark.django_db
def test_of_one_day_the_least_digest_is_repeated() -> None:
    store(record("أ", story(0)), record("ب", story(0)), record("ج", story(0)))
    first = Article.objects.order_by("digest")[0]
    assert set(repeated().values()) == {first.title}


@pytest.mark.django_db
def test_versions_of_a_page_are_no_duplicates_of_each_other() -> None:
    url = "https://example.org/a"
    store(record("نسخة", story(0), "2024-01-01", url), record("نسخة أخرى", story(0), "2024-01-02", url))
    assert repeated() == {}
    outcome = store(record("منقول", story(0), "2024-01-03"))
    assert (outcome.created, outcome.near_duplicates) == (1, 1)
    assert repeated() == {"منقول": "نسخة"}
    store(record("الأصل", story(0), "2023-12-31"))
    assert repeated() == dict.fromkeys(("نسخة", "نسخة أخرى", "منقول"), "الأصل")


@pytest.mark.django_db
def test_a_version_that_repeats_others_supersedes_and_is_not_counted_as_created() -> None:
    url = "https://example.org/a"
    store(record("نسخة", story(0), "2024-01-01", url), record("سواها", story(1), "2024-01-01"))
    outcome = store(record("نسخة أخرى", story(1), "2024-01-02", url))
    assert (outcome.created, outcome.superseding, outcome.near_duplicates) == (0, 1, 0)
    assert repeated() == {"نسخة أخرى": "سواها"}


@pytest.mark.django_db
def test_the_same_again_changes_nothing() -> None:
    store(*COPIES)
    before = list(Sketch.objects.order_by("pk").values())
    assert store(*COPIES).near_duplicates == 0
    assert list(Sketch.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_what_an_article_joined_falls_apart_when_it_is_forgotten() -> None:
    store(
        record("أول", story(0), "2024-01-02"),
        record("ثان", story(0) + " " + story(1), "2024-01-01"),
        record("ثالث", story(1), "2024-01-03"),
        record("رابع", story(1), "2024-01-04"),
    )
    joined = repeated()
    bridge = Article.objects.get(title="ثان")
    duplicates.forget([bridge.pk])
    bridge.delete()
    assert set(joined.values()) <= {"ثان", "ثالث"}
    assert repeated() == {"رابع": "ثالث"}
    assert Sketch.objects.count() == 3


@pytest.mark.django_db
def test_a_key_that_very_many_have_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MOST_OF_A_KEY", 3)
    for number in range(6):
        store(record(f"صحيفة {number}", story(0), f"2024-01-0{number + 1}"))
    assert set(repeated().values()) == {"صحيفة 0"}
    assert len(repeated()) == 5
    keys = [key for key in Sketch.objects.values_list("band_1", flat=True) if key is not None]
    assert len(keys) <= 4


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_articles() -> None:
    def queries(first: int, number: int) -> int:
        copies = [record(f"صحيفة {first + n}", story(n % 3), "2024-01-01") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            store(*copies)
        return len(queries)

    queries(0, 9)
    assert abs(queries(100, 6) - queries(200, 30)) <= 3  # what supersedes or moves takes two each


class OrderTest(TestCase):
    """Whatever the texts share, the outcome is the same in every order and in batches of any size."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(1, 4)), min_size=2, max_size=9),
           st.randoms(use_true_random=False), st.integers(1, 9))  # fmt: skip
    def test_order_and_batches_do_not_matter(
        self, shapes: list[tuple[int, int, int]], shuffler: random.Random, size: int
    ) -> None:
        records = []
        for number, (which, cut, day) in enumerate(shapes):
            words = story(which).split()
            mixed = [*words[cut // 2 :], *story(which + 1).split()[: cut // 2]]
            url = f"https://example.org/{which}" if cut % 5 == 0 else ""
            records.append(record(f"صحيفة {number}", " ".join(mixed), f"2024-01-0{day}", url))
        outcomes = []
        for records_in_order, batch_size in (
            (records, len(records)),
            (shuffler.sample(records, len(records)), size),
        ):
            run = ImportRun.objects.create()
            for batch in batches(records_in_order, batch_size):
                ingest(batch, run, TODAY)
            outcomes.append((repeated(), dict(Article.objects.values_list("title", "supersedes__title"))))
            for model in (Sketch, Article, Document, Source):
                model.objects.all().delete()
        assert outcomes[0] == outcomes[1]
