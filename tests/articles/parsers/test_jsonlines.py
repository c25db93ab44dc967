"""JSON lines: fields under their usual names, and one clear line for what is wrong."""

import io
import json

import pytest

from articles.parsers import jsonlines
from articles.parsers.jsonlines import parse
from articles.parsers.types import DateBasis, ParsedArticle, ParseOptions, Record, SectionKind, Unreadable

TITLE = "افتتاح جسر جديد على النهر"
TEXT = "افتتحت البلدية جسرا جديدا على النهر بعد أعوام من العمل.\nوحضر الافتتاح جمع من الأهالي."
POST = "صور من الافتتاح — بلدية المدينة (@city) April 10, 2025"


def read(**fields: object) -> ParsedArticle:
    (article,) = parse(json.dumps(fields).encode(), ParseOptions()).articles
    return article


def test_a_whole_record() -> None:
    article = read(
        id=17,
        title=f" \u202e{TITLE}\u202c ",
        text=TEXT,
        date="2025-04-10T23:30:00-08:00",
        url="https://example.org/a?b=1",
        source="الغد",
        language="ar-SY",
        keywords=["جسر", "نهر", ""],
        unknown={"nested": [None]},
    )
    assert article.title == TITLE
    assert article.text == f"{TITLE}\n{TEXT}"
    assert [section.kind for section in article.sections] == [SectionKind.TITLE, SectionKind.BODY]
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2025-04-10", DateBasis.FEED)
    assert article.canonical_url == "https://example.org/a?b=1"
    assert (article.source_name, article.language) == ("الغد", "ar")
    assert article.keyword_line == "جسر، نهر"
    assert article.problems == ()


@pytest.mark.parametrize("name", ["title", "headline"])
def test_names_of_the_title(name: str) -> None:
    assert read(**{name: TITLE}, text=TEXT).title == TITLE


@pytest.mark.parametrize("name", ["text", "body", "content", "articleBody", "maintext"])
def test_names_of_the_text(name: str) -> None:
    assert read(**{name: TEXT}, title=TITLE).text == f"{TITLE}\n{TEXT}"


@pytest.mark.parametrize("name", ["date", "published", "datePublished", "date_publish", "pubDate"])
def test_names_of_the_date(name: str) -> None:
    published = read(**{name: "2025-04-10"}, title=TITLE, text=TEXT).published
    assert published
    assert published.edtf == "2025-04-10"


@pytest.mark.parametrize("name", ["url", "link", "canonical_url"])
def test_names_of_the_address(name: str) -> None:
    assert (
        read(**{name: "http://example.org/"}, title=TITLE, text=TEXT).canonical_url == "http://example.org/"
    )


@pytest.mark.parametrize("name", ["source", "source_domain", "publisher", "sitename"])
@pytest.mark.parametrize("value", ["الغد", {"@type": "Organization", "name": "الغد"}])
def test_names_of_the_source(name: str, value: object) -> None:
    assert read(**{name: value}, title=TITLE, text=TEXT).source_name == "الغد"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("language", "ar", "ar"),
        ("lang", "AR_sa", "ar"),
        ("inLanguage", "en-GB", "en"),
        ("language", "Arabic", "ar"),
        ("language", "العربية", "ar"),
        ("language", "لغة الضاد", "ar"),  # not understood: by the letters
        ("language", None, "ar"),
    ],
)
def test_language(name: str, value: object, code: str) -> None:
    assert read(**{name: value}, title=TITLE, text=TEXT).language == code


def test_language_is_undetermined_where_letters_are_not_arabic() -> None:
    assert read(title="A bridge", text="A bridge was opened.").language == "und"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [("tags", "جسر, نهر", "جسر, نهر"), ("keywords", ["جسر", " نهر\n"], "جسر، نهر"), ("keywords", [], "")],
)
def test_keywords(name: str, value: object, line: str) -> None:
    assert read(**{name: value}, title=TITLE, text=TEXT).keyword_line == line


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2025-04-10", "2025-04-10"),
        ("2025-04-10T00:10:00+03:00", "2025-04-10"),
        ("2025-04-10 22:00:00", "2025-04-10"),
        ("Thu, 10 Apr 2025 12:00:00 GMT", "2025-04-10"),
        ("10 نيسان/أبريل 2025", "2025-04-10"),
        ("2025-04", "2025-04"),
        ("2025", "2025"),
    ],
)
def test_dates_are_taken_as_written(written: str, edtf: str) -> None:
    published = read(title=TITLE, text=TEXT, date=written).published
    assert published
    assert published.edtf == edtf


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"date": "2024-06-31"}, "no such date"),
        ({"date": "yesterday"}, "no date in 'date'"),
        ({"url": "javascript:alert(1)"}, "no address of the web"),
        ({"url": "https://example.org/ a"}, "no address of the web"),
    ],
)
def test_what_cannot_be_used_is_told(fields: dict[str, object], problem: str) -> None:
    article = read(title=TITLE, text=TEXT, **fields)
    assert [problem in told for told in article.problems] == [True]
    assert (article.published, article.published_basis, article.canonical_url) == (None, DateBasis.NONE, "")


def test_the_first_line_of_the_text_serves_as_title() -> None:
    assert read(title=None, text=f"{TITLE}\n{TEXT}").text == f"{TITLE}\n{TEXT}"


def test_posts_are_recognised_and_date_the_article() -> None:
    article = read(title=TITLE, text=f"{TEXT}\n{POST}")
    assert [post.handle for post in article.posts] == ["@city"]
    assert article.published
    assert (article.published.edtf, article.published_basis) == ("2025-04-10", DateBasis.POSTS)


def test_lines_of_an_aggregators_page_are_mere_text() -> None:
    page = f"{TEXT}\nالمصدر: المساء\nإقرأ أيضاً:\nعنوان آخر\nفقرة أخرى تنتهي بنقطة."
    article = read(title=TITLE, text=page)
    assert article.text == f"{TITLE}\n{page}"
    assert (article.source_name, article.links) == ("", ())


@pytest.mark.parametrize(
    ("mapping", "title"),
    [
        ((("title", "slug"),), "slug"),
        ((("title", "kicker"), ("title", "slug")), "slug"),  # the first that says anything
        ((("text", "lead"),), "title"),
    ],
)
def test_mapped_names_stand_for_the_usual_ones(mapping: tuple[tuple[str, str], ...], title: str) -> None:
    fields = {"title": "title", "slug": "slug", "kicker": "", "text": TEXT, "lead": TEXT}
    (article,) = parse(json.dumps(fields).encode(), ParseOptions(fields=mapping)).articles
    assert article.title == title


def test_a_mapped_name_is_looked_for_nowhere_else() -> None:
    with pytest.raises(Unreadable, match="no text: none of the fields lead holds any"):
        parse(b'{"title": "a", "text": "b"}', ParseOptions(fields=(("text", "lead"),)))


REFUSED = {
    # name: line, message
    "no JSON": (b"{title: 1}", "bad JSON"),
    "cut": (b'{"title": "a", "te', "bad JSON"),
    "nothing": (b"  ", "empty file"),
    "a list": (b"[1, 2]", "not a JSON object but a list"),
    "a string": (b'"text"', "not a JSON object but a string"),
    "null": (b"null", "not a JSON object but null"),
    "no text": (b'{"title": "a"}', "no text"),
    "an empty text": (b'{"title": "a", "text": "\\n "}', "no text"),
    "a text of another type": (b'{"title": "a", "text": ["a"]}', "'text' is a list, not a string"),
    "a title of another type": (b'{"title": 7, "text": "a"}', "'title' is a number, not a string"),
    "a date of another type": (b'{"title": "a", "text": "a", "date": 1718668800}', "'date' is a number"),
    "a source of another type": (
        b'{"title": "a", "text": "a", "source": {"name": [1]}}',
        "'source' is a list",
    ),
    "keywords of another type": (
        b'{"title": "a", "text": "a", "keywords": [true]}',
        "'keywords' is a boolean",
    ),
    "no title": (json.dumps({"text": TEXT.replace("\n", " ") * 4}).encode(), "no title"),
    "an escaped NUL": (b'{"title": "a\\u0000", "text": "a"}', "'title' holds a NUL"),
    "half a surrogate pair": (b'{"title": "a", "text": "a\\ud800"}', "'text' holds a NUL character or half"),
    "a raw NUL": (b'{"title": "a\0"}', "binary file"),
    "broken UTF-8": ('{"title": "جسر'.encode() + b"\xff", "broken UTF-8 at byte 17"),
    "nested deeply": (b'{"title":' + b"[" * 200_000, "nested too deeply"),
    "an endless number": (b'{"title": ' + b"9" * 100_000 + b"}", "a number is too long"),
}


@pytest.mark.parametrize(("line", "message"), REFUSED.values(), ids=REFUSED)
def test_parse_refuses(line: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as refusal:
        parse(line, ParseOptions())
    assert "\n" not in str(refusal.value)


def test_records_are_lines() -> None:
    assert list(jsonlines.records(io.BytesIO(b'{"a": 1}\r\n\n{"b": 2}'))) == [
        Record(b'{"a": 1}', "line 1"),
        Record(b'{"b": 2}', "line 3"),
    ]
