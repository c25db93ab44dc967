"""Pages of HTML: text, markup, links to further articles; malformed and hostile pages."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.parsers import aggregator, guard, html, labels, shapes
from articles.parsers.html import read_fragment, read_page
from articles.parsers.types import DateBasis, ParsedArticle, ParsedLink, ParseOptions, SectionKind, Unreadable
from tests.articles.parsers import poison
from tests.articles.parsers.samples import PARAGRAPHS, TEXT, TITLE, page, paragraphs

ADDRESS = "https://www.news.example/city/17"
UNKNOWN = (
    f"<header><a href=/>الرئيسية</a></header><main><h1>{TITLE}</h1><div class=x>{paragraphs()}</div></main>"
)


def read(text: str | bytes, address: str = "") -> ParsedArticle:
    content = text.encode() if isinstance(text, str) else text
    (article,) = read_page(content, "", address).articles
    return article


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


@pytest.mark.parametrize("body", ["", UNKNOWN])
def test_title_and_text(body: str) -> None:
    article = read(page(body=body))
    assert (article.title, article.text) == (TITLE, TEXT)
    assert [section.kind for section in article.sections] == [SectionKind.TITLE, SectionKind.BODY]
    assert (article.published, article.published_basis, article.language) == (None, DateBasis.NONE, "ar")


def test_news_article_of_json_ld() -> None:
    node = {
        "@type": ["NewsArticle"],
        "headline": TITLE,
        "datePublished": "2024-06-18T23:30:00+03:00",
        "publisher": {"@type": "Organization", "name": "صحيفة الغد"},
        "inLanguage": "ar-SY",
        "keywords": ["جسر", "نهر"],
        "mainEntityOfPage": {"@id": ADDRESS},
    }
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "عنوان آخر"}]}
    for value in (node, [listed, node], {"@graph": [{"@type": "WebPage", "name": "x"}, node]}):
        article = read(page(ld(value), title="عنوان | صحيفة"))
        assert article.title == TITLE
        assert article.published
        assert (article.published.edtf, article.published_basis) == ("2024-06-18", DateBasis.MARKUP)
        assert (article.source_name, article.canonical_url) == ("صحيفة الغد", ADDRESS)
        assert (article.language, article.keyword_line) == ("ar", "جسر، نهر")


DATES = [
    # in the head, address, day, basis
    ('<meta property="article:published_time" content="2024-06-18T10:00:00Z">', "", "2024-06-18", "markup"),
    ('<meta name="pubdate" content="18 حزيران/يونيو 2024">', "", "2024-06-18", "markup"),
    ('<time datetime="2024-06-18">اليوم</time>', "", "2024-06-18", "markup"),
    ('<span itemprop="datePublished">18/06/2024</span>', "", "2024-06-18", "markup"),
    ("", "https://news.example/2024/06/18/a", "2024-06-18", "url"),
    ("", "https://news.example/news/2024-6-8-a", "2024-06-08", "url"),
    ("", "https://news.example/20240618/a", "2024-06-18", "url"),
    ('<meta name="date" content="2023-01-02">', "https://news.example/2024/06/18/a", "2023-01-02", "markup"),
    ("", "https://news.example/2024/13/18/a", "", "none"),
    ("", "https://news.example/article/202406189", "", "none"),
    ('<meta name="date" content="2024-02-31">', "", "", "none"),
]


@pytest.mark.parametrize(("head", "address", "day", "basis"), DATES)
def test_dates(head: str, address: str, day: str, basis: str) -> None:
    article = read(page(head), address)
    assert (article.published.edtf if article.published else "") == day
    assert article.published_basis.value == basis


def test_a_date_that_is_none_is_told() -> None:
    assert "no such date" in read(page('<meta name="date" content="2024-02-31">')).problems[0]


@pytest.mark.parametrize(
    ("head", "address", "url", "source"),
    [
        (
            '<link rel="canonical" href="/city/17"><meta property="og:site_name" content="الغد">',
            ADDRESS,
            ADDRESS,
            "الغد",
        ),
        ('<link rel="canonical" href="https://news.example/">', ADDRESS, ADDRESS, "news.example"),
        ('<meta property="og:url" content="https://b.example/1">', "", "https://b.example/1", "b.example"),
        ('<link rel="canonical" href="javascript:alert(1)">', "", "", ""),
        ('<link rel="canonical" href="http://[">', "", "", ""),
        ("", "file:///etc/passwd", "", ""),
    ],
)
def test_addresses_and_sources(head: str, address: str, url: str, source: str) -> None:
    article = read(page(head), address)
    assert (article.canonical_url, article.source_name) == (url, source)


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ("", f"{TITLE} - الغد", TITLE),  # the one heading
        (f'<meta property="og:title" content="{TITLE}">', "الغد", TITLE),
        ("", "عنوان آخر", "عنوان آخر"),
    ],
)
def test_titles(head: str, title: str, expected: str) -> None:
    body = f"<h1>{TITLE if expected == TITLE else ''}</h1><div itemprop=articleBody>{paragraphs()}</div>"
    assert read(f"<title>{title}</title>{head}{body}").title == expected


READ_ALSO = {
    "a label, and links behind": (
        "<p><strong>اقرأ أيضاً:</strong></p><ul><li><a href='/1'>عنوان أول عن الجسر</a></li>"
        "<li><a href='/2'>عنوان ثان عن الجسر</a></li></ul>",
        ["https://www.news.example/1", "https://www.news.example/2"],
    ),
    "a label and a link in one": (
        "<p>إقرأ أيضا: <a href='/1'>عنوان أول</a></p>",
        ["https://www.news.example/1"],
    ),
    "a label without a link": ("<p>اقرأ أيضاً: عنوان أول عن الجسر</p>", [""]),
    "a list of related articles": (
        "<div class='related-posts'><h3>مواضيع</h3><a href='/1'>عنوان أول عن الجسر</a></div>",
        ["https://www.news.example/1"],
    ),
    "a link in the text is none": ("<p>وقال <a href='/1'>رئيس البلدية</a> إن الجسر متين للغاية.</p>", []),
}


@pytest.mark.parametrize(("block", "urls"), READ_ALSO.values(), ids=READ_ALSO)
@pytest.mark.parametrize("place", ["amid", "behind"])
def test_read_also_blocks_become_links(block: str, urls: list[str], place: str) -> None:
    before, after = (PARAGRAPHS[:2], PARAGRAPHS[2:]) if place == "amid" else (PARAGRAPHS, ())
    body = f"<h1>{TITLE}</h1><div itemprop=articleBody>{paragraphs(before)}{block}{paragraphs(after)}</div>"
    article = read(page(body=body), ADDRESS)
    assert [link.url for link in article.links] == urls
    if urls:
        assert article.text == TEXT
        assert "عنوان أول" in article.links[0].title
    else:
        assert "رئيس البلدية إن الجسر متين" in article.text


def test_read_also_on_unknown_pages() -> None:
    block = "<p>اقرأ أيضاً: <a href='/1'>عنوان أول عن الجسر</a></p>"
    related = "<aside class=related><ul><li><a href='/2'>عنوان ثان عن الجسر</a></li></ul></aside>"
    article = read(page(body=UNKNOWN.replace("</div>", f"{block}</div>{related}")), ADDRESS)
    assert article.text == TEXT
    assert [link.url for link in article.links] == [
        "https://www.news.example/1",
        "https://www.news.example/2",
    ]


def test_a_body_that_only_json_ld_has() -> None:
    article = read(
        page(
            ld({"@type": "Article", "headline": TITLE, "articleBody": "\n".join(PARAGRAPHS)}), "<p>اشترك.</p>"
        )
    )
    assert article.text == TEXT


@pytest.mark.parametrize(
    "body", ["\n".join(PARAGRAPHS), paragraphs(), "&nbsp;\n".join(PARAGRAPHS).replace("\n", "<br>")]
)
def test_forms_of_a_body_in_json_ld(body: str) -> None:
    assert (
        read(page(ld({"@type": "Article", "headline": TITLE, "articleBody": body}), "<p>اشترك.</p>")).text
        == TEXT
    )


def test_paragraphs_by_line_breaks_and_scripts_between() -> None:
    body = (
        f"<h1>{TITLE}</h1><div itemprop=articleBody>" + "<br><script>x()</script>".join(PARAGRAPHS) + "</div>"
    )
    assert read(page(body=body)).text == TEXT


def test_embedded_posts() -> None:
    post = "<blockquote class=twitter-tweet><p>صور من الافتتاح</p>&mdash; بلدية المدينة (@city) <a href=x>April 10, 2025</a></blockquote>"
    article = read(page(body=f"<h1>{TITLE}</h1><div itemprop=articleBody>{paragraphs()}{post}</div>"))
    assert [(made.author, made.handle) for made in article.posts] == [("بلدية المدينة", "@city")]
    assert article.published_basis is DateBasis.POSTS


CP1256 = page('<meta charset="{}">')
CHARSETS = [
    (CP1256.format("windows-1256").encode("cp1256"), "cp1256"),
    (CP1256.format("utf-8").encode("cp1256"), "cp1256"),  # a wrong declaration
    (CP1256.format("windows-1252").encode("cp1256"), "cp1256"),
    (CP1256.format("windows-1256").encode(), "utf-8"),
    (CP1256.format("zlib").encode(), "utf-8"),
    (b"\xef\xbb\xbf" + page().encode(), "utf-8"),
    (page().encode("utf-16"), "utf-16-le"),
    (
        page('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6">').encode("iso-8859-6"),
        "iso8859-6",
    ),
]


@pytest.mark.parametrize(("content", "encoding"), CHARSETS)
def test_charsets(content: bytes, encoding: str) -> None:
    parsed = read_page(content)
    assert parsed.encoding == encoding
    assert parsed.articles[0].text == TEXT


REFUSED = {
    "nothing": (b"", "empty file"),
    "an empty page": (b"<!doctype html><html></html>", "no text"),
    "a title alone": (page(body=f"<h1>{TITLE}</h1><p></p>").encode(), "no text"),
    "a NUL": (page().replace("افتتحت", "\0").encode(), "binary file"),
    "broken UTF-8": (page().encode().replace("افتتحت".encode(), b"\xff"), "broken UTF-8 at byte"),
    "a token of 4 MB": (
        page(body=f"<h1>{TITLE}</h1><div itemprop=articleBody><p>{'x' * 4_000_000}</p></div>").encode(),
        "a word of 4,000,000",
    ),
    "data in a token": (
        page(body=f"<h1>{TITLE}</h1><div itemprop=articleBody><p>{'x' * 20_000}</p></div>").encode(),
        "a word of 20,000",
    ),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        html.parse(content, ParseOptions())


def test_half_a_surrogate_pair_in_json_ld() -> None:
    assert (
        read(
            page('<script type="application/ld+json">{"@type": "Article", "headline": "a\\ud800"}</script>')
        ).title
        == "a"
    )


HOSTILE = {
    "100,000 nested divs": "<div>" * 100_000 + "<p>text</p>",
    "5 MB of links": "<p>" + "<a href='/x'>عنوان</a> " * 200_000,
    "5 MB of links in paragraphs": "<p><a href='/x'>عنوان من العناوين</a></p>" * 100_000,
    "a million open tags": "<b>" * 1_000_000,
    "entities": "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'>]>" + "&a;" * 500_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_cost_themselves(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes of them, it comes within the limits; and the next page is read."""
    monkeypatch.setattr(html, "LIMITS", guard.Limits(cpu=1))
    with pytest.raises(Unreadable):
        read(page(body=body))
    assert read(page(body=UNKNOWN + "<p></p>" * 10_000)).text == TEXT


def test_a_parser_that_dies_costs_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(html, "_read", poison.die)
        with pytest.raises(Unreadable, match=r"its parser died \(exit status 3"):
            read(page(body=UNKNOWN * 500))
    assert read(page()).text == TEXT


def test_fragments() -> None:
    assert read_fragment("one\n\ntwo") == (["one", "two"], [])
    lines, links = read_fragment("<p>one &amp; two</p>three<br>four <a href='http://a.example/1'>five</a>")
    assert (lines, links) == (["one & two", "three", "four five"], [])
    lines, links = read_fragment("text<p>اقرأ أيضا: <a href='http://a.example/1'>عنوان</a></p>")
    assert (lines, links) == (["text"], [ParsedLink("عنوان", "http://a.example/1")])


STORY = f"""<div class=story><h2 class=head>{TITLE}</h2><span class=when>الثلاثاء 18 حزيران 2024</span>
<div class=text><p class=who>كتب: مراسلنا</p><p>{PARAGRAPHS[0]}</p><div class=ad><p>اشتر الآن بسعر أقل</p></div>
<p>{PARAGRAPHS[1]}</p><div class=more><a href="/a/2">عنوان سابق عن الجسر</a></div><p>{PARAGRAPHS[2]}</p></div>
<div class=tags><a href=/t/1>جسر</a><a href=/t/2>نهر</a></div></div><p>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</p>"""


@pytest.fixture
def outlet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """That which docs/outlets.md shows."""
    documentation = (shapes.FOLDER.parents[1] / "docs" / "outlets.md").read_text("utf-8")
    (tmp_path / "city.toml").write_text(documentation.split("```toml")[1].split("```")[0], "utf-8")
    (tmp_path / "common.toml").write_text((shapes.FOLDER / "common.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(shapes, "FOLDER", tmp_path)
    shapes.known.cache_clear()
    yield
    shapes.known.cache_clear()


@pytest.mark.usefixtures("outlet")
def test_a_page_of_a_known_outlet_is_read_by_its_shape() -> None:
    article = read(page(title="المدينة", body=STORY), "https://www.city.example/a/1")
    assert article.text == TEXT
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2024-06-18", DateBasis.STATED)
    assert (article.source_name, article.keyword_line) == ("صحيفة المدينة", "جسر، نهر")
    assert article.links == (ParsedLink("عنوان سابق عن الجسر", "https://www.city.example/a/2"),)


@pytest.mark.usefixtures("outlet")
def test_an_outlet_that_has_changed_its_pages_is_read_as_others_are() -> None:
    assert read(page(body=UNKNOWN), "https://city.example/a/1").text == TEXT
    assert read(page(body=UNKNOWN), "https://city.example/a/1").source_name == "صحيفة المدينة"


@pytest.mark.usefixtures("outlet")
def test_labels_of_an_outlet_hold_for_plain_text() -> None:
    labels._labels.cache_clear()
    try:
        (article,) = aggregator.parse(
            f"{TITLE}\nصدر في: 18 حزيران 2024\nبقلم: سامر سعد\n{PARAGRAPHS[0]}\nلا يفوتك: عنوان سابق\nنقلاً عن: الغد\n"
        )
    finally:
        labels._labels.cache_clear()
    assert article.text == f"{TITLE}\n{PARAGRAPHS[0]}"
    assert article.published
    assert (article.published.edtf, article.source_name) == ("2024-06-18", "الغد")
    assert article.links == (ParsedLink("عنوان سابق"),)


@pytest.mark.usefixtures("outlet")
def test_a_page_cannot_pass_for_that_of_another_outlet() -> None:
    forged = page('<link rel="canonical" href="https://city.example/a/1">')
    assert read(forged, "https://other.example/1").source_name != "صحيفة المدينة"
    assert read(forged).source_name == "صحيفة المدينة"  # nothing else says where it is from
