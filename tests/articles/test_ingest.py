"""Storing parsed records: what is new, what is the same, what supersedes, and how many queries it takes."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dates import DateRange
from articles.files import RawRecord, Refused
from articles.ingest import Outcome, ingest, known_documents, raw_content, reading_of, reject
from articles.models import Article, Document, ImportRun, Link, Post, Source, SourceAlias
from articles.parsers.types import DateBasis, ParsedArticle, ParsedLink, ParsedPost, Section, SectionKind

pytestmark = pytest.mark.django_db
TODAY = date(2025, 5, 1)

Ingest = Callable[..., Outcome]


@pytest.fixture
def run() -> ImportRun:
    return ImportRun.objects.create()


@pytest.fixture
def store(run: ImportRun) -> Ingest:
    return lambda *records: ingest(records, run, TODAY)


def article(title: str = "عنوان الخبر", **values: Any) -> ParsedArticle:
    sections = (Section(SectionKind.TITLE, 0, len(title)),)
    return ParsedArticle(**{"position": 1, "title": title, "text": title, "sections": sections} | values)


def record(*articles: ParsedArticle, content: bytes = b"", path: str = "a.txt") -> RawRecord:
    content = content or "\n".join(parsed.text for parsed in articles).encode()
    return RawRecord(content, path, "", "text", "utf-8", articles)


def test_a_record_becomes_document_article_source_posts_and_links(store: Ingest, run: ImportRun) -> None:
    day = DateRange.day(date(2024, 6, 18))
    text = "لقاء مُهِم\nقال كذا"
    parsed = article(
        "لقاء مُهِم",
        text=text,
        sections=(Section(SectionKind.TITLE, 0, 10), Section(SectionKind.POST, 11, 18)),
        published=DateRange.month(2024, 6),
        published_basis=DateBasis.STATED,
        source_name="الأسبوع",
        keyword_line="روسيا، موسكو",
        links=(ParsedLink("أول"), ParsedLink("ثان", "https://example.org/2")),
        posts=(ParsedPost("سانا", "@SanaAjel", day, 11, 18),),
    )
    outcome = store(record(parsed, content=b"raw bytes", path="news/a.txt"))

    document = Document.objects.get()
    assert raw_content(document) == b"raw bytes"
    assert (document.size, document.path, document.run) == (9, "news/a.txt", run)
    assert document.digest == hashlib.sha256(b"raw bytes").hexdigest()
    stored = Article.objects.get()
    assert (stored.document, stored.position, stored.title, stored.text) == (document, 1, parsed.title, text)
    assert stored.sections[1] == {"kind": "post", "start": 11, "end": 18}
    assert stored.search_text == "لقاء مهم قال كذا"
    assert stored.published == DateRange.month(2024, 6)
    assert (stored.published_basis, stored.sort_day) == ("stated", date(2024, 6, 1))
    assert (stored.imported_on, stored.keyword_line) == (TODAY, "روسيا، موسكو")
    assert stored.source is not None
    assert (stored.source.name_ar, stored.source.kind) == ("الأسبوع", Source.Kind.UNKNOWN)
    assert list(stored.links.values_list("position", "title", "url")) == [
        (1, "أول", ""),
        (2, "ثان", "https://example.org/2"),
    ]
    post = stored.posts.get()
    assert (post.author, post.handle, post.published, post.start) == ("سانا", "@SanaAjel", day, 11)
    assert (outcome.created, outcome.unread) == (1, (stored.pk,))
    assert outcome.new_sources == (stored.source,)


def test_an_article_without_a_date_sorts_by_the_day_of_import(store: Ingest) -> None:
    store(record(article()))
    stored = Article.objects.get()
    assert (stored.published, stored.published_basis, stored.sort_day) == (None, "none", TODAY)


def test_a_date_without_a_beginning_is_a_problem_not_a_failure(store: Ingest) -> None:
    until = DateRange(None, date(2024, 1, 1))
    outcome = store(record(article(published=until, published_basis=DateBasis.FEED)))
    assert Article.objects.get().published_basis == "none"
    assert outcome.problems == ("a.txt: publication date without a beginning: [..2024-01-01]",)


def test_the_same_again_changes_nothing_and_says_so(store: Ingest, run: ImportRun) -> None:
    records = [record(article("أول"), article("ثان", position=2)), record(article("ثالث"), path="b.txt")]
    store(*records)
    before = list(Article.objects.order_by("pk").values())
    outcome = store(*records)
    assert (outcome.created, outcome.superseding, outcome.unchanged) == (0, 0, 3)
    assert outcome.new_sources == ()
    assert list(Article.objects.order_by("pk").values()) == before


def test_the_same_text_of_the_same_source_in_other_bytes_is_unchanged(store: Ingest) -> None:
    store(record(article("خبر  واحد", source_name="سانا"), content=b"one"))
    outcome = store(record(article("خبر واحد", source_name="سـانا"), content=b"two"))
    assert (outcome.created, outcome.unchanged) == (0, 1)
    assert (Document.objects.count(), Article.objects.count(), Source.objects.count()) == (2, 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        article("خبر", source_name="رويترز"),
        article("خبر", canonical_url="https://example.org/a"),
        article("خبر آخر", source_name="سانا"),
    ],
)
def test_another_publisher_or_another_text_is_another_article(store: Ingest, other: ParsedArticle) -> None:
    store(record(article("خبر", source_name="سانا"), content=b"one"))
    assert store(record(other, content=b"two")).created == 1


def test_an_article_twice_in_one_batch_is_stored_once(store: Ingest, run: ImportRun) -> None:
    twice = record(article("خبر"), article("خبر", position=2))
    outcome = store(twice, twice)
    assert (outcome.created, outcome.unchanged) == (1, 3)
    assert Article.objects.get().position == 1


def version(title: str, published: str = "", path: str = "") -> RawRecord:
    parsed = article(title, canonical_url="https://example.org/a", **dated(published))
    return record(parsed, path=path or f"{title}.txt")


def dated(published: str) -> dict[str, Any]:
    when = DateRange.from_edtf(published) if published else None
    return {"published": when, "published_basis": DateBasis.FEED} if when else {}


def chain() -> list[str]:
    """The titles from the newest version back."""
    newest = Article.objects.get(superseded_by=None, supersedes__isnull=False)
    titles = [newest.title]
    while newest.supersedes:
        newest = newest.supersedes
        titles.append(newest.title)
    return titles


def test_the_same_text_at_the_same_address_is_unchanged_whoever_is_named(store: Ingest) -> None:
    store(record(article("خبر", canonical_url="https://example.org/a", source_name="سانا"), content=b"one"))
    other = article("خبر", canonical_url="http://www.example.org/a/?utm_source=x", source_name="رويترز")
    outcome = store(record(other, content=b"two"), record(other, content=b"three"))
    assert (outcome.created, outcome.superseding, outcome.unchanged) == (0, 0, 2)
    assert Article.objects.count() == 1


def test_addresses_are_stored_without_what_does_not_name_the_page(store: Ingest) -> None:
    store(record(article(canonical_url="https://Example.org/مقال?id=1&fbclid=2#x")))
    assert Article.objects.get().canonical_url == "https://example.org/مقال?id=1"


@pytest.mark.parametrize("order", list(permutations(range(4))))
@pytest.mark.parametrize("at_once", [True, False])
def test_versions_of_a_page_supersede_by_day_in_whatever_order_they_come(
    store: Ingest, run: ImportRun, order: tuple[int, ...], at_once: bool
) -> None:
    days = ("2024-01-01", "2024-01-02", "2024-03", "2025-01-01")
    versions = [version(title, day) for title, day in zip(("أول", "ثان", "ثالث", "رابع"), days, strict=True)]
    batches = (
        [[versions[number] for number in order]] if at_once else [[versions[number]] for number in order]
    )
    outcomes = [store(*batch) for batch in batches]
    assert sum(outcome.created for outcome in outcomes) == 1
    assert sum(outcome.superseding for outcome in outcomes) == 3
    assert chain() == ["رابع", "ثالث", "ثان", "أول"]
    assert store(versions[1]).unchanged == 1


def test_of_versions_of_one_day_that_of_the_later_run_is_later() -> None:
    for title in ("أول", "ثان", "ثالث"):
        ingest([version(title, "2024-01-01")], ImportRun.objects.create(), TODAY)
    assert chain() == ["ثالث", "ثان", "أول"]


def test_of_versions_of_one_day_and_run_the_order_of_import_does_not_count(run: ImportRun) -> None:
    titles = ("أول", "ثان", "ثالث")
    ingest([version(title, path="a.txt") for title in titles], run, TODAY)
    once = chain()
    Article.objects.all().delete()
    Document.objects.all().delete()
    for title in reversed(titles):
        ingest([version(title, path="a.txt")], run, TODAY)
    assert chain() == once


def test_a_site_as_a_whole_is_no_address_of_an_article(store: Ingest) -> None:
    pages = [article(title, canonical_url="https://example.org/") for title in ("أول", "ثان")]
    assert store(*(record(page) for page in pages)).created == 2


def test_articles_of_one_document_do_not_supersede_each_other(store: Ingest) -> None:
    url = "https://example.org/a"
    page = record(article("أول", canonical_url=url), article("ثان", position=2, canonical_url=url))
    changed = record(article("أول", canonical_url=url), article("ثالث", position=2, canonical_url=url))
    assert store(page).created == 2
    assert (store(changed).superseding, store(changed).unchanged) == (1, 2)
    assert set(chain()) == {"ثان", "ثالث"}


def test_known_documents_need_not_be_parsed_again(run: ImportRun) -> None:
    run.version, run.options = "1", {"source": "", "workers": 2}
    ingest([record(article("أول"), article("ثان", position=2), content=b"known")], run, TODAY)
    ingest([record(article("ثان"), content=b"the same in other bytes")], run, TODAY)
    Article.objects.filter(title="أول").update(extracted_by="1")
    digests = [
        hashlib.sha256(content).hexdigest() for content in (b"known", b"the same in other bytes", b"new")
    ]
    known = known_documents(digests, reading_of(run))
    assert {digest: document.articles for digest, document in known.items()} == {digests[0]: 2, digests[1]: 1}
    assert known[digests[0]].unread == (Article.objects.get(title="ثان").pk,)

    again = ImportRun(version="1", options={"workers": 0})
    assert known_documents(digests, reading_of(again)) == known
    for other in (ImportRun(version="2"), ImportRun(version="1", options={"source": "سانا"}), ImportRun()):
        assert known_documents(digests, reading_of(other)) == {}


def test_a_document_read_otherwise_keeps_the_first_reading_and_gains_what_is_new(store: Ingest) -> None:
    store(record(article("قراءة أولى"), content=b"same"))
    outcome = store(record(article("قراءة ثانية"), article("مقال آخر", position=2), content=b"same"))
    assert (outcome.created, outcome.unchanged) == (1, 1)
    assert outcome.problems == ("a.txt: article 1 is stored with another source or text, and stays so",)
    assert list(Article.objects.order_by("position").values_list("title", flat=True)) == [
        "قراءة أولى",
        "مقال آخر",
    ]


def test_articles_that_were_extracted_are_not_offered_again(store: Ingest) -> None:
    store(record(article("أول"), article("ثان", position=2)))
    Article.objects.filter(position=1).update(extracted_by="1")
    outcome = store(record(article("أول"), article("ثان", position=2)))
    assert outcome.unread == (Article.objects.get(position=2).pk,)


def test_sources_are_found_by_any_of_their_names_and_created_by_script(store: Ingest) -> None:
    sana = Source.objects.create(key="sana", name_ar="سانا")
    SourceAlias.objects.create(source=sana, text="وكالة سانا", folded="وكاله سانا")
    names = ("وكالة سَانا", "Reuters", "رويترز", "", "ـ", "x" * 300)
    outcome = store(
        record(*(article(name or "-", position=n, source_name=name) for n, name in enumerate(names, 1)))
    )
    stored = dict(Article.objects.values_list("position", "source__key"))
    assert stored == {1: "sana", 2: "reuters", 3: "رويترز", 4: None, 5: None, 6: "x" * 200}
    assert {source.key for source in outcome.new_sources} == {"reuters", "رويترز", "x" * 200}
    assert Source.objects.get(key="reuters").name_en == "Reuters"
    assert Source.objects.get(key="رويترز").name_ar == "رويترز"


def test_a_source_that_lost_its_alias_is_found_again_and_not_new(store: Ingest) -> None:
    Source.objects.create(key="سانا", name_ar="سانا")
    assert store(record(article(source_name="سانا"))).new_sources == ()
    assert SourceAlias.objects.get().source.key == "سانا"


def test_problems_name_the_record(store: Ingest) -> None:
    outcome = store(record(article(problems=("no date in 'أمس'",)), path="x/b.txt"))
    assert outcome.problems == ("x/b.txt: no date in 'أمس'",)


def test_a_batch_is_stored_whole_or_not_at_all(store: Ingest, run: ImportRun) -> None:
    impossible = article(posts=(ParsedPost("", "@a", None, 5, 5),))
    with pytest.raises(Exception, match="post_span_not_empty"):
        store(record(article("سليم"), path="good.txt"), record(impossible))
    assert not Document.objects.exists()
    assert not Article.objects.exists()


def test_rejections_are_stored(run: ImportRun) -> None:
    reject([Refused("a.bin", "line 2", "binary file (PDF)")], run)
    assert str(run.rejections.get()) == "a.bin line 2: binary file (PDF)"


def queries_of(store: Ingest, records: Sequence[RawRecord]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        store(*records)
    return len(queries)


def full_records(first: int, number: int) -> list[RawRecord]:
    return [
        record(
            article(
                f"خبر {n}",
                source_name=f"مصدر {n}",
                canonical_url=f"https://example.org/{n % 7}",
                links=(ParsedLink("رابط"),),
                posts=(ParsedPost("", "@a", None, 0, 3),),
            ),
            path=f"{n}.txt",
        )
        for n in range(first, first + number)
    ]


def test_queries_do_not_grow_with_the_records(store: Ingest) -> None:
    store(*full_records(0, 7))
    store(*full_records(50, 7))
    assert queries_of(store, full_records(100, 8)) == queries_of(store, full_records(200, 40)) <= 26
    assert Post.objects.count() == Link.objects.count() == 62


def test_storing_again_takes_fewer_queries(store: Ingest) -> None:
    records = full_records(0, 40)
    store(*records)
    assert queries_of(store, records) <= 9
