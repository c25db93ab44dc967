"""Whatever a text says, reading it keeps its promises: spans lie in the text, and twice gives the same."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.extraction.types import ArticleText, EntityKind, Reading, Span
from entities.reading import read_article
from tests.entities.extraction.reader import article, seed_gazetteer

WORDS = (
    "قال", "أكد", "زار", "التقى", "استقبل", "وقع", "قطعت", "أعلنت", "أدان", "هددت", "سيزور", "لم", "لن", "نفى",
    "إن", "أن", "مع", "بين", "إلى", "في", "على", "من", "لدى", "عن", "منذ", "مضيفا", "نظيره", "نظيرتها", "البلدان",
    "الجانبين", "بينهما", "علاقاتها", "علاقات دبلوماسية", "العلاقات الدبلوماسية", "زيارته", "زيارة", "سفيرها",
    "سفيرا", "سفارتها", "اتفاقية", "محادثات", "بيانا", "عقوبات", "أوراق اعتماده", "اتصالا هاتفيا", "دبلوماسيين",
    "الرئيس", "وزير الخارجية", "وزير خارجية", "السفير", "رئيس", "رئيس جمهورية", "السيد", "الشيخ", "الملك", "وفد",
    "برئاسة", "حكومة", "نظام", "عائلة", "السابق", "بالإنابة", "الأمين العام", "المتحدث باسم", "ملك",
)  # fmt: skip
NAMES = (
    "سوريا", "للسعودية", "وكوريا", "كوريا الجنوبية", "جمهورية كوريا", "الكوري", "الكورية", "مالي", "المالية", "ماليه",
    "عمان", "الكونغو", "المصري", "السوداني", "الألماني", "دمشق", "واشنطن", "الأمم المتحدة", "قطر", "جورجيا",
    "سامح شكري", "شكري", "محمد شياع السوداني", "بشار الأسد", "الأسد", "تميم بن حمد آل ثاني", "الشيخ تميم بن حمد آل ثاني",
    "الملك عبد الله الثاني", "عبد الله", "تشو تاي يول", "تشو", "دامشو ناتينغ", "نور الدين بوزيان", "بن", "آل", "أبو", "عبد",
)  # fmt: skip
DATES = (
    "أمس", "الاثنين", "يوم الثلاثاء", "3 مايو 2024", "31 يونيو", "في مارس", "العام التالي", "عام 1966", "في اليوم نفسه",
    "٣ نيسان", "بين عامي 1961 و2015", "2024-13-40", "15 رمضان 1446", "99999",
)  # fmt: skip
MARKS = (
    " ", "، ", ". ", ".", ": ", "؛ ", "؟ ", "\n", " «", "» ", " \"", "\" ", " (", ") ", " - ", "/", "ـ", "َ", "\u200f",
    "\u202e", "!", "…", "🕊", "\u00a0", "#", "_", " و", "İ",
)  # fmt: skip

FRAGMENTS = st.sampled_from((*WORDS, *NAMES, *DATES))
SEPARATORS = st.sampled_from((" ", " ", " ", " ", *MARKS))
TEXTS = st.lists(st.tuples(FRAGMENTS, SEPARATORS), max_size=40).map(
    lambda pieces: "".join(part for piece in pieces for part in piece)
)
ANYTHING = st.text(
    alphabet=st.sampled_from('ابتوفلكسةهىي ءأإآ.،:«»"()\n0123٠١ـَُّ\u200f\u202eaZİ🕊\x00'), max_size=80
)
DAYS = st.sampled_from((None, "2025-06-02", "2025-06", "2024"))


def _check(source: ArticleText, reading: Reading) -> None:
    text = source.text
    for mention in reading.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        surface = text[mention.start : mention.end]
        assert surface == surface.strip()
        assert any(start <= mention.start and mention.end <= end for _kind, start, end in source.sections)
        assert 0 < mention.confidence <= 1
        assert {candidate.kind for candidate in mention.candidates} <= {mention.kind}
        assert len(set(mention.candidates)) == len(mention.candidates)
        if mention.new_name:
            assert mention.entity is not None
    assert [mention.start for mention in reading.mentions] == sorted(
        mention.start for mention in reading.mentions
    )
    for kind in EntityKind:
        spans = sorted((one.start, one.end) for one in reading.mentions if one.kind == kind)
        assert all(one[1] <= other[0] for one, other in pairwise(spans)), kind
    _check_assertions(source, reading)


def _check_assertions(source: ArticleText, reading: Reading) -> None:
    text = source.text
    meant = {candidate.key for mention in reading.mentions for candidate in mention.candidates}
    for found in (*reading.events, *reading.relations, *reading.tenures, *reading.quotations):
        assert found.evidence
        for span in found.evidence:
            _check_evidence(source, span)
    for event in reading.events:
        assert event.participants
        assert (event.date is None) == (event.date_basis == "unknown")
        for part in event.participants:
            assert part.country or part.person or part.organization
            assert not part.person or part.person in meant
            assert not part.country.startswith("?")
    for relation in reading.relations:
        assert relation.countries[0] < relation.countries[1]
        assert relation.initiator in ("", *relation.countries)
    for tenure in reading.tenures:
        assert tenure.person in meant
        assert tenure.role
        assert tenure.country or tenure.organization
    for said in reading.quotations:
        assert any(span.start <= said.start < said.end <= span.end for span in said.evidence)
        assert text[said.start : said.end].strip()
        assert not said.person or said.person in meant
    assert {person.key for person in reading.new_people} <= meant


def _check_evidence(source: ArticleText, span: Span) -> None:
    assert any(start <= span.start < span.end <= end for _kind, start, end in source.sections)
    quote = source.text[span.start : span.end]
    assert quote == quote.strip()
    assert span.rule
    assert 0 < span.confidence <= 1


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(body=TEXTS, title=TEXTS, post=TEXTS, day=DAYS)
def test_reading_news_keeps_its_promises(body: str, title: str, post: str, day: str | None) -> None:
    source = article(body, day, title, post, "2025-05-30")
    reading = read_article(source, seed_gazetteer())
    _check(source, reading)
    assert read_article(source, seed_gazetteer()) == reading


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(body=ANYTHING, title=ANYTHING, day=DAYS)
def test_reading_any_text_keeps_its_promises(body: str, title: str, day: str | None) -> None:
    source = article(body, day, title)
    _check(source, read_article(source, seed_gazetteer()))


def test_an_article_without_text_says_nothing() -> None:
    assert read_article(ArticleText("", ()), seed_gazetteer()) == Reading(())


@pytest.mark.parametrize(
    "body",
    [
        "أعلنت غيانا وبوتان قطع العلاقات الدبلوماسية مع ألمانيا " * 400,
        "غيانا وبوتان وألمانيا " * 1500,
        "وقال الوزير إن " * 1500,
        "في 3 مايو 2024 " * 1500,
        "قال «" * 4000,
    ],
    ids=["announcements", "more actors than symbols", "saying", "dates", "quotes"],
)
def test_pages_without_a_full_stop_are_read(body: str) -> None:
    reading = read_article(article(body), seed_gazetteer())
    assert len(reading.relations) <= 2
