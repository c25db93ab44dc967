"""Aggregators' pages: every arrangement of their parts, and nothing lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsers.aggregator import MOST_ARTICLES, MOST_LINKS, parse
from articles.parsers.encoding import decode
from articles.parsers.types import DateBasis, ParsedArticle, SectionKind, Unreadable

SEED = Path(__file__).parents[4] / "shared" / "seeds" / "000_83a8fdaf9acaabd7.txt"

TITLE = "رئيس الوزراء يستقبل وفدا تجاريا"
LEAD = "استقبل رئيس الوزراء، صباح أمس، وفدا تجاريا من دولة صديقة في مكتبه بالعاصمة."
MORE = "وقال رئيس الوزراء إن اللقاء كان مثمرا، وإن زيارات أخرى ستتبعه."
DATE = "تاريخ النشر: 3rd, May 2023 GMT"
SOURCE = "المصدر: الغد"
KEYWORDS = "كلمات دلالية: تجارة وفد"
LINKS = ["ارتفاع أسعار القمح", "المهرجان يفتح أبوابه غدا", "هل تمطر السماء هذا الأسبوع؟"]
NEXT_TITLE = "افتتاح جسر جديد على النهر"
NEXT_BODY = "افتتحت البلدية جسرا جديدا على النهر بعد أعوام من العمل."
POST = "صور من الافتتاح #جسر pic.twitter.com/a1 — بلدية المدينة (@city) April 10, 2025"


def page(*lines: str) -> str:
    return "\n".join(lines)


def sections(article: ParsedArticle, kind: SectionKind) -> list[str]:
    return [article.text[part.start : part.end] for part in article.sections if part.kind is kind]


def body(article: ParsedArticle) -> str:
    return "\n".join(sections(article, SectionKind.BODY))


def links(article: ParsedArticle) -> list[str]:
    return [link.title for link in article.links]


def parse_or_refusal(text: str) -> tuple[ParsedArticle, ...] | str:
    try:
        return parse(text)
    except Unreadable as error:
        return str(error)


# Arrangements of one article: its lines, and what is expected but for TITLE and a body of LEAD and MORE.
ONE_ARTICLE = {
    "all parts": (
        [TITLE, DATE, LEAD, MORE, "اقرأ أيضاً" + LINKS[0], *LINKS[1:], SOURCE, KEYWORDS],
        {"published": "2023-05-03", "source": "الغد", "keywords": "تجارة وفد", "links": LINKS},
    ),
    "nothing but text": ([TITLE, LEAD, MORE], {}),
    "blank lines between": ([TITLE, "", LEAD, " \u200f ", MORE, ""], {}),
    "date before the title": ([DATE, TITLE, LEAD, MORE], {"published": "2023-05-03"}),
    "date behind the body": ([TITLE, LEAD, MORE, DATE], {"published": "2023-05-03"}),
    "date without label": ([TITLE, "الأربعاء 3 مايو 2023 - 12:30", LEAD, MORE], {"published": "2023-05-03"}),
    "date said twice": ([TITLE, DATE, DATE, LEAD, MORE], {"published": "2023-05-03"}),
    "labels on lines of their own": (
        [
            TITLE,
            "تاريخ النشر:",
            "3 أيار/ مايو 2023",
            LEAD,
            MORE,
            "المصدر:",
            "الغد",
            "كلمات دلالية:",
            "تجارة",
            "وفد",
        ],
        {"published": "2023-05-03", "source": "الغد", "keywords": "تجارة، وفد"},
    ),
    "source and keywords first": (
        [SOURCE, KEYWORDS, TITLE, LEAD, MORE],
        {"source": "الغد", "keywords": "تجارة وفد"},
    ),
    "source below the title": ([TITLE, SOURCE, LEAD, MORE], {"source": "الغد"}),
    "source without colon": ([TITLE, LEAD, MORE, "المصدر الغد"], {"source": "الغد"}),
    "source in quotes, repeated": ([TITLE, LEAD, MORE, "المصدر: «الغد»", SOURCE], {"source": "الغد"}),
    "keywords twice": ([TITLE, LEAD, MORE, KEYWORDS, "كلمات دلاليه: سوق"], {"keywords": "تجارة وفد، سوق"}),
    "links behind the keywords": (
        [TITLE, LEAD, MORE, SOURCE, KEYWORDS, "اقرأ أيضا", *LINKS],
        {"source": "الغد", "keywords": "تجارة وفد", "links": LINKS},
    ),
    "links between keywords and source": (
        [TITLE, LEAD, MORE, KEYWORDS, "اقرأ أيضاً:", *LINKS, SOURCE],
        {"source": "الغد", "keywords": "تجارة وفد", "links": LINKS},
    ),
    "links with bullets": (
        [TITLE, LEAD, MORE, "إقرأ ايضا:", *("- " + link for link in LINKS)],
        {"links": LINKS},
    ),
    "links under other labels": (
        [TITLE, LEAD, MORE, "طالع أيضا:", LINKS[0], "اقرأ المزيد:", *LINKS[1:]],
        {"links": LINKS},
    ),
    "two lists of links": (
        [TITLE, LEAD, MORE, "اقرأ أيضا", *LINKS[:2], "اقرأ أيضا", LINKS[2]],
        {"links": LINKS},
    ),
    "a link amid the body": (
        [TITLE, LEAD, "اقرأ أيضاً: " + LINKS[0], MORE, SOURCE],
        {"source": "الغد", "links": LINKS[:1]},
    ),
    "links amid the body, one by one": (
        [TITLE, LEAD, "اقرأ أيضاً: " + LINKS[0], "اقرأ أيضاً: " + LINKS[1], MORE],
        {"links": LINKS[:2]},
    ),
    "a link on its own line amid the body": (
        [TITLE, LEAD, "اقرأ أيضا", LINKS[0], MORE, SOURCE],
        {"source": "الغد", "links": LINKS[:1]},
    ),
    "a list of links amid the body": (
        [TITLE, LEAD, "اقرأ أيضا:", *LINKS, MORE, SOURCE],
        {"source": "الغد", "links": LINKS},
    ),
    "a label with nothing behind": ([TITLE, LEAD, MORE, SOURCE, "إقرأ أيضاً:"], {"source": "الغد"}),
    "the title said twice": ([TITLE, TITLE, LEAD, MORE], {}),
    "bidi overrides": (["\u202e" + TITLE + "\u202c", "\u2066" + LEAD, MORE], {}),
    "a rule above the title": (["*****", TITLE, LEAD, MORE], {"extra": "*****"}),
}


@pytest.mark.parametrize(("lines", "expected"), ONE_ARTICLE.values(), ids=ONE_ARTICLE)
def test_one_article(lines: list[str], expected: dict[str, object]) -> None:
    (article,) = parse(page(*lines))
    assert article.title == TITLE
    assert body(article) == page(*filter(None, (str(expected.get("extra", "")), LEAD, MORE)))
    assert (article.published and article.published.edtf) == expected.get("published")
    assert article.published_basis == (DateBasis.STATED if "published" in expected else DateBasis.NONE)
    assert article.source_name == expected.get("source", "")
    assert article.keyword_line == expected.get("keywords", "")
    assert links(article) == expected.get("links", [])
    assert article.problems == ()


# Pages of several articles: their lines, and (title, body, source) of each.
FIRST = (TITLE, LEAD, "الغد")
NEXT = (NEXT_TITLE, NEXT_BODY, "")
LAST = ("سوق الكتب القديمة يعود", "عاد سوق الكتب القديمة إلى مكانه المعتاد وسط المدينة.", "")
SEVERAL = {
    "behind the source": ([TITLE, LEAD, SOURCE, "إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY], [FIRST, NEXT]),
    "spelled otherwise": ([TITLE, LEAD, SOURCE, "اقرا ايضا", NEXT_TITLE, NEXT_BODY], [FIRST, NEXT]),
    "glued": ([TITLE, LEAD, SOURCE, "إقرأ أيضاً:" + NEXT_TITLE, NEXT_BODY], [FIRST, NEXT]),
    "behind keywords": (
        [TITLE, LEAD, KEYWORDS, "إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY],
        [(*FIRST[:2], ""), NEXT],
    ),
    "behind links": (
        [TITLE, LEAD, "اقرأ أيضا", *LINKS, "اقرأ أيضا", NEXT_TITLE, NEXT_BODY],
        [(*FIRST[:2], ""), NEXT],
    ),
    "behind the body": ([TITLE, LEAD, "إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY], [(*FIRST[:2], ""), NEXT]),
    "behind the body, without colon": (
        [TITLE, LEAD, "اقرأ أيضا", NEXT_TITLE, NEXT_BODY],
        [(*FIRST[:2], ""), NEXT],
    ),
    "with a source of its own": (
        [TITLE, LEAD, "إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY, "المصدر: المساء"],
        [(*FIRST[:2], ""), (*NEXT[:2], "المساء")],
    ),
    "with a date of its own": (
        [TITLE, LEAD, "اقرأ أيضا:", NEXT_TITLE, DATE, NEXT_BODY, "المصدر: المساء"],
        [(*FIRST[:2], ""), (*NEXT[:2], "المساء")],
    ),
    "its date before its title": (
        [TITLE, LEAD, SOURCE, "إقرأ أيضاً:", DATE, NEXT_TITLE, NEXT_BODY],
        [FIRST, NEXT],
    ),
    "its source before its body": (
        [TITLE, LEAD, SOURCE, "إقرأ أيضاً:", NEXT_TITLE, "المصدر: المساء", NEXT_BODY],
        [FIRST, (*NEXT[:2], "المساء")],
    ),
    "with a place line": (
        [TITLE, LEAD, "إقرأ أيضاً:", NEXT_TITLE, "المدينة - وكالات", NEXT_BODY],
        [(*FIRST[:2], ""), (NEXT_TITLE, "المدينة - وكالات\n" + NEXT_BODY, "")],
    ),
    "with short lines": (
        [TITLE, LEAD, SOURCE, "إقرأ أيضاً:", NEXT_TITLE, "عنوان فرعي", NEXT_BODY],
        [FIRST, (NEXT_TITLE, "عنوان فرعي\n" + NEXT_BODY, "")],
    ),
    "three": (
        [
            TITLE,
            LEAD,
            SOURCE,
            "إقرأ أيضاً:",
            NEXT_TITLE,
            NEXT_BODY,
            "اقرأ أيضا :",
            *LAST[:2],
            "المصدر: المساء",
        ],
        [FIRST, NEXT, (*LAST[:2], "المساء")],
    ),
    "links, then an article": (
        [TITLE, LEAD, SOURCE, KEYWORDS, "اقرأ أيضا:", *LINKS, "إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY],
        [FIRST, NEXT],
    ),
    "the label first of all": (["إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY], [NEXT]),
}


@pytest.mark.parametrize(("lines", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_several_articles(lines: list[str], expected: list[tuple[str, str, str]]) -> None:
    articles = parse(page(*lines))
    assert [(article.title, body(article), article.source_name) for article in articles] == expected
    assert [article.position for article in articles] == list(range(1, len(expected) + 1))


# Lines that resemble labelled ones and stay in the body, below TITLE and LEAD, above MORE.
ORDINARY = [
    "المصدر: مسؤول في الوزارة",
    "المصدر: شحنة القمح في الطريق",
    "المصدر الأول للدخل",
    "شاهد أيضا الحضور عرضا للدمى",
    "اقرأ إيضاح الوزارة",
    "نشر في صحيفة محلية يوم 3 مايو 2023",
    "الأربعاء 3 مايو 2023",
    "الوسوم الجديدة",
    "اقرأ أيضا: " + LEAD + MORE,
]


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_lines_stay_in_the_body(line: str) -> None:
    (article,) = parse(page(TITLE, LEAD, line, MORE))
    assert body(article) == page(LEAD, line, MORE)
    assert (article.source_name, article.keyword_line, article.links) == ("", "", ())


# Parts that cannot be used: lines below TITLE, and the one problem that is told; the words stay in the body.
UNUSABLE = {
    "no such date": ([DATE.replace("3rd, May", "31st, June"), LEAD], "no such date"),
    "no date": (["تاريخ النشر: أمس", LEAD], "no date in"),
    "another date": ([DATE, "تاريخ النشر: 4 مايو 2023", LEAD], "second publication date"),
    "another source": ([LEAD, SOURCE, "المصدر: المساء"], "second source"),
    "an article without title": (
        [LEAD, SOURCE, "إقرأ أيضاً:", LEAD + MORE + LEAD],
        "begins neither links nor an article",
    ),
}


@pytest.mark.parametrize(("lines", "problem"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_used_is_told_and_kept(lines: list[str], problem: str) -> None:
    (article,) = parse(page(TITLE, *lines))
    assert [problem in told for told in article.problems] == [True]
    kept = body(article).splitlines()
    used = {DATE, SOURCE}
    assert kept == [line for line in lines if line not in used]


def test_a_date_that_does_not_exist_above_the_title_does_not_become_the_title() -> None:
    (article,) = parse(page("تاريخ النشر: 31st, June 2024 GMT", TITLE, LEAD))
    assert article.title == TITLE
    assert article.published is None
    assert "31st, June 2024" in body(article)


UNTITLED = {
    "a paragraph first": page(LEAD + " " + MORE, MORE),
    "an endless line": page("كلمة " * 60, LEAD),
    "labelled lines only": page(DATE, SOURCE, KEYWORDS),
    "links only": page("اقرأ أيضا", *LINKS),
    "signs only": "***\n---",
    "nothing": "",
}


@pytest.mark.parametrize("text", UNTITLED.values(), ids=UNTITLED)
def test_a_page_without_title_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^no title: "):
        parse(text)


def test_posts_are_sections_and_date_the_article() -> None:
    (article,) = parse(page(TITLE, LEAD, POST, MORE, POST.replace("@city", "@other").replace("10", "12")))
    assert [section.kind.value for section in article.sections] == ["title", "body", "post", "body", "post"]
    assert sections(article, SectionKind.POST) == ["صور من الافتتاح #جسر pic.twitter.com/a1"] * 2
    assert [(post.author, post.handle) for post in article.posts] == [
        ("بلدية المدينة", "@city"),
        ("بلدية المدينة", "@other"),
    ]
    assert [article.text[post.start : post.end] for post in article.posts] == sections(
        article, SectionKind.POST
    )
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2025-04-10", DateBasis.POSTS)
    assert body(article) == page(LEAD, MORE)


def test_a_stated_date_goes_before_that_of_posts() -> None:
    (article,) = parse(page(TITLE, DATE, POST))
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2023-05-03", DateBasis.STATED)


@pytest.mark.parametrize(
    ("lines", "post"),
    [
        (["كلام المنشور", "— بلدية المدينة (@city) April 10, 2025"], "كلام المنشور"),
        (
            ["كلام المنشور", "#جسر pic.twitter.com/a1 — بلدية (@city) April 10, 2025"],
            "كلام المنشور\n#جسر pic.twitter.com/a1",
        ),
    ],
)
def test_an_attribution_below_belongs_to_the_words_above(lines: list[str], post: str) -> None:
    (article,) = parse(page(TITLE, LEAD, *lines))
    assert sections(article, SectionKind.POST) == [post]
    assert body(article) == LEAD


def test_an_attribution_of_nothing_stays_in_the_body() -> None:
    (article,) = parse(page(TITLE, "— بلدية المدينة (@city) April 10, 2025", LEAD))
    assert article.posts == ()
    assert body(article) == page("— بلدية المدينة (@city) April 10, 2025", LEAD)


def test_windows_line_breaks_and_charset() -> None:
    raw = page(TITLE, "تاريخ النشر: 3 مايو 2023", LEAD, SOURCE).replace("\n", "\r\n").encode("cp1256")
    (article,) = parse(decode(raw).text)
    assert (article.title, body(article), article.source_name) == (TITLE, LEAD, "الغد")


def test_language_is_not_guessed() -> None:
    assert parse(page(TITLE, LEAD))[0].language == "ar"
    assert parse("A title\nA paragraph.")[0].language == "und"


HOSTILE = {
    "labels": "اقرأ أيضا\n" * 60_000,
    "labels on one line": "اقرأ أيضا" * 60_000,
    "dashes": TITLE + "\n" + "—-– " * 250_000,
    "parentheses": TITLE + "\n" + "((@" * 300_000,
    "labels without values": TITLE + "\n" + "المصدر:\nكلمات دلالية:\n" * 30_000,
    "dates": TITLE + "\n" + "تاريخ النشر: 1/1/2020\n" * 30_000,
    "spaces": TITLE + "\n" + "اقرأ" + " " * 1_000_000 + "أيضا",
    "marks": TITLE + "\n" + "اقرأ أيضا" + "\u064b" * 1_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end(text: str) -> None:
    assert parse_or_refusal(text)


def test_articles_and_links_of_a_page_are_bounded() -> None:
    with pytest.raises(Unreadable, match="articles in one page"):
        parse(
            page(TITLE, LEAD, SOURCE) + page("", "إقرأ أيضاً:", NEXT_TITLE, NEXT_BODY, SOURCE) * MOST_ARTICLES
        )
    with pytest.raises(Unreadable, match="links in one article"):
        parse(page(TITLE, LEAD, "اقرأ أيضا:", *[LINKS[0]] * (MOST_LINKS + 1)))


PARTS = [TITLE, LEAD, MORE, DATE, SOURCE, KEYWORDS, *LINKS, NEXT_TITLE, NEXT_BODY, POST]
PARTS += [
    "إقرأ أيضاً:",
    "اقرأ أيضا",
    "اقرأ أيضاًحريق في السوق",
    "المصدر:",
    "تاريخ النشر: 31st, June 2024",
    "—",
    "",
    "*",
]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=20), max_size=16))
def test_nothing_is_lost_and_sections_hold_in_any_order(lines: list[str]) -> None:
    articles = parse_or_refusal(page(*lines))
    if isinstance(articles, str):
        assert articles.startswith("no title: ")
        return
    kept = "".join(
        article.text + "".join(links(article)) + article.source_name + article.keyword_line
        for article in articles
    )
    for words in (TITLE, LEAD, MORE, *LINKS, NEXT_TITLE, NEXT_BODY, "31st, June 2024", "صور من الافتتاح"):
        assert words in kept or not any(words in line for line in lines)
    for article in articles:
        check_sections(article)


def check_sections(article: ParsedArticle) -> None:
    assert article.text.startswith(article.title)
    assert article.sections[0].kind is SectionKind.TITLE
    assert (article.published is None) == (article.published_basis is DateBasis.NONE)
    position = -1
    for section in article.sections:
        assert section.start == position + 1
        assert section.start < section.end
        position = section.end
    assert position == len(article.text)


def test_the_seed() -> None:
    if not SEED.exists():
        pytest.skip(f"the seed is not at {SEED}")
    first, second = parse(decode(SEED.read_bytes()).text)
    lines = SEED.read_text().splitlines()

    assert first.title == lines[0]
    assert first.published
    assert (first.published.edtf, first.published_basis) == ("2024-06-18", DateBasis.STATED)
    assert first.source_name == "الأسبوع"
    assert len(first.links) == 3
    assert "کوریا" in first.keyword_line
    assert body(first).endswith("مواطني الدولتين في نهاية المطاف.")
    assert body(first).splitlines() == lines[2:8]

    assert second.title == lines[14]
    assert second.published
    assert (second.published.edtf, second.published_basis) == ("2025-04-10", DateBasis.POSTS)
    assert (second.source_name, second.keyword_line, second.links) == ("", "", ())
    assert [(post.handle, post.published and post.published.edtf) for post in second.posts] == [
        ("@SanaAjel", "2025-04-10"),
        ("@G_CSyria", "2025-04-10"),
    ]
    assert second.posts[1].author == "رئاسة الجمهورية العربية السورية"
    assert all("—" not in post for post in sections(second, SectionKind.POST))
    for article in (first, second):
        check_sections(article)
        assert article.problems == ()


def test_a_first_text_without_title_does_not_cost_the_article_behind_it() -> None:
    paragraph = "قال مسؤول في الوزارة إن اللجنة أنهت أعمالها وقدمت توصياتها إلى الحكومة. " * 4
    page = f"{paragraph}\nالمصدر: أخبار النيل\nإقرأ أيضاً:\nوفد غيانا يصل إلى تيمبو\nوصل وفد غيانا إلى تيمبو أمس.\n"
    (article,) = parse(page)
    assert (article.position, article.title) == (2, "وفد غيانا يصل إلى تيمبو")
    assert "no title" in article.problems[0]
