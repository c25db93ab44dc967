"""What can be a title, and how paragraphs and posts become one text with sections."""

import pytest

from articles.parsers.layout import can_be_title, compose, ends_sentence, paragraphs

TITLES = [
    ("افتتاح جسر جديد على النهر", True),
    ("هل تمطر السماء هذا الأسبوع؟", True),
    ("بعد غياب.. المهرجان يعود", True),
    ("المهرجان يعود...", True),
    ("الوزير: «لن نتأخر».", True),
    ("د. سامي يفتتح المعرض", True),
    ("كلمة " * 50, True),
    ("كلمة " * 51, False),
    ("افتتحت البلدية جسرا. وحضر الأهالي الافتتاح.", False),
    ("افتتحت البلدية جسرا" + " جديدا" * 14, True),
    ("افتتحت البلدية جسرا" + " جديدا" * 14 + ".", False),
    ("2024", False),
    ("***", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "can"), TITLES)
def test_can_be_title(line: str, can: bool) -> None:
    assert can_be_title(line) == can


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("انتهى.", True),
        ("«انتهى.»", True),
        ('"انتهى".\u200f', True),
        ("انتهى..", False),
        ("انتهى؟", False),
        ("", False),
    ],
)
def test_ends_sentence(line: str, ends: bool) -> None:
    assert ends_sentence(line) == ends


def test_paragraphs_are_the_lines_that_show_something() -> None:
    text = " أول \n\n\u200f\u200b\nثان\u2028ثالث\u2029\u202eرابع\u202c\x0bخامس"
    assert paragraphs(text) == ["أول", "ثان", "ثالث", "رابع", "خامس"]


def test_compose_covers_the_text_with_sections() -> None:
    lines = ["فقرة أولى.", "فقرة ثانية.", "منشور — حساب (@a) April 10, 2025", "فقرة ثالثة."]
    layout = compose("عنوان", lines)
    assert layout.text == "عنوان\nفقرة أولى.\nفقرة ثانية.\nمنشور\nفقرة ثالثة."
    assert [(part.kind.value, layout.text[part.start : part.end]) for part in layout.sections] == [
        ("title", "عنوان"),
        ("body", "فقرة أولى.\nفقرة ثانية."),
        ("post", "منشور"),
        ("body", "فقرة ثالثة."),
    ]


def test_compose_counts_code_points() -> None:
    layout = compose("عنوان \U0001f600", ["فقرة \U0001f600 تالية"])
    (_, body) = layout.sections
    assert layout.text[body.start : body.end] == "فقرة \U0001f600 تالية"


def test_compose_leaves_out_a_first_line_that_repeats_the_title() -> None:
    assert compose("إعلان", ["اعلان", "فقرة"]).text == "إعلان\nفقرة"


def test_compose_of_a_title_alone() -> None:
    layout = compose("عنوان", [])
    assert (layout.text, len(layout.sections)) == ("عنوان", 1)
