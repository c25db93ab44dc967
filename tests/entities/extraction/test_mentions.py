"""Which of a text's words are mentions, and keywords split by names."""

from typing import Any

import pytest

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import EntityKind
from entities.pipeline.mentions import split_keywords
from tests.entities.extraction.reader import article, linked, people, read

MALI = [
    # text, (surface, countries)
    ("الأزمة المالية العالمية", []),
    ("وزير المالية السعودي", [("السعودي", "SA")]),
    ("دعم مالي كبير", []),
    ("قال المسؤول المالي في الشركة", []),
    ("أوضاعه المالية في فرنسا", [("فرنسا", "FR")]),
    ("السوق المالية السعودية", [("السعودية", "SA")]),
    ("الأزمة المالية في مالي", [("مالي", "ML")]),
    ("عادت القوات من مالي إلى باريس", [("مالي", "ML"), ("باريس", "FR")]),
    ("سفير مالي لدى الجزائر", [("مالي", "ML"), ("الجزائر", "DZ")]),
    ("أعلن الجيش المالي موقفه", [("المالي", "ML")]),
    ("بوركينا فاسو ومالي والنيجر", [("بوركينا فاسو", "BF"), ("مالي", "ML"), ("النيجر", "NE")]),
    ("جزر المالديف وعاصمتها ماليه", [("جزر المالديف", "MV"), ("ماليه", "MV")]),
]

SHORT_FORMS = [
    # text, (surface, person)
    (
        "التقى وزير الخارجية السوري أسعد الشيباني وفدا. وقال الشيباني إن اللقاء مثمر.",
        [("أسعد الشيباني", "asaad-al-shaibani"), ("الشيباني", "asaad-al-shaibani")],
    ),
    (
        "وصل وزير الخارجية تشو تاي يول إلى دمشق. وأكد تشو أن بلاده ترحب.",
        [("تشو تاي يول", "cho-tae-yul"), ("تشو", "cho-tae-yul")],
    ),
    (
        "قال الوزير دامشو ناتينغ إن بلاده ترحب. وشكر ناتينغ مضيفيه، ثم التقى الصحفيون بناتينغ.",
        [
            ("دامشو ناتينغ", "دامشو ناتينغ"),
            ("ناتينغ", "دامشو ناتينغ"),
            ("ناتينغ", "دامشو ناتينغ"),
        ],
    ),
    ("قال الرئيس بوتين إن بلاده ترحب.", [("بوتين", "vladimir-putin")]),
    # the family is not the man
    ("خطب بشار الأسد. وغادرت عائلة الأسد البلاد.", [("بشار الأسد", "bashar-al-assad")]),
    ("خطب بشار الأسد. وغادر آل الأسد البلاد.", [("بشار الأسد", "bashar-al-assad")]),
    # somebody else of the family
    (
        "خطب بشار الأسد. ثم غادر ماهر الأسد البلاد.",
        [("بشار الأسد", "bashar-al-assad"), ("ماهر الأسد", "maher-al-assad")],
    ),
    # never before the full name is given, if the name is a common word
    ("شاهد الزوار الأسد في الحديقة.", []),
]


@pytest.mark.parametrize(("text", "expected"), MALI)
def test_mali_male_and_money(text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHORT_FORMS)
def test_short_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert people(text) == expected


def test_mentions_are_found_in_all_sections_and_stand_where_they_say() -> None:
    parts = {"title": "قطر ترحب", "post": "سوريا تشكر قطر"}
    text = article("زار الوفد دمشق.", **parts).text
    mentions = read("زار الوفد دمشق.", **parts).mentions
    assert [text[mention.start : mention.end] for mention in mentions] == ["قطر", "دمشق", "سوريا", "قطر"]
    assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)


def test_offsets_count_in_the_original_where_marks_were_folded_away() -> None:
    body = "زارَ الوفدُ «قَطَرَ» ثمّ سوريـــا 🕊 ومصرَ."
    assert [surface for surface, _code in linked(body)] == ["قَطَر", "سوريـــا", "مصر"]


def test_mentions_say_how_they_were_found() -> None:
    mentions = read(
        "قال وزير الخارجية البوتاني دامشو ناتينغ إن جمهورية كوريا والأمم المتحدة ترحبان."
    ).mentions
    assert [(mention.kind, mention.rule, mention.name_kind) for mention in mentions] == [
        (EntityKind.COUNTRY, "listed_demonym", "demonym"),
        (EntityKind.PERSON, "name_after_title", "name"),
        (EntityKind.COUNTRY, "listed_official", "official"),
        (EntityKind.ORGANIZATION, "listed_name", "name"),
    ]
    assert all(0 < mention.confidence <= 1 for mention in mentions)
    assert [mention.new_name for mention in mentions] == ["", "دامشو ناتينغ", "", ""]


def test_new_people_come_with_the_country_they_act_for() -> None:
    reading = read("قال وزير الخارجية البوتاني دامشو ناتينغ إن بلاده ترحب. وصل مارك دوبوا.")
    assert [(person.name, person.country) for person in reading.new_people] == [("دامشو ناتينغ", "BT")]


KEYWORDS = [
    # line, keywords
    ("روسيا، موسكو، بوتين", ["روسيا", "موسكو", "بوتين"]),
    ("روسيا, موسكو ,بوتين,", ["روسيا", "موسكو", "بوتين"]),
    ("روسيا | كوريا الشمالية", ["روسيا", "كوريا الشمالية"]),
    ("#روسيا #موسكو", ["روسيا", "موسكو"]),
    ("روسيا - موسكو", ["روسيا", "موسكو"]),
    ("روسيا موسكو كوريا الشمالية قمة", ["روسيا", "موسكو", "كوريا الشمالية", "قمة"]),
    ("قمة فلاديمير بوتين جمهورية كوريا", ["قمة", "فلاديمير بوتين", "جمهورية كوريا"]),
    ("كوريا الشمالية، کوریا الشمالیة، روسيا", ["كوريا الشمالية", "روسيا"]),  # Persian letters
    ("روسيا، روسيا، رُوسيا", ["روسيا"]),
    ("روسيا", ["روسيا"]),
    ("", []),
    (" ، ، ", []),
]


@pytest.mark.parametrize(("line", "expected"), KEYWORDS)
def test_keywords(line: str, expected: list[str], gazetteer: Gazetteer, monkeypatch: Any) -> None:
    monkeypatch.setattr("entities.pipeline.mentions.current_gazetteer", lambda: gazetteer)
    assert split_keywords(line) == expected
