"""Which entity a mention means: decided by the article, by its source, or left open."""

import pytest

from entities.extraction.types import EntityKind, MentionSpan
from tests.entities.extraction.reader import linked, people, read

COUNTRIES = [
    # text, (surface, countries it can mean)
    ("أعلنت كوريا موقفها.", [("كوريا", "KP|KR")]),
    ("قال الوزير في سيول إن كوريا ترحب.", [("سيول", "KR"), ("كوريا", "KR")]),
    ("وصل الوفد الكوري من بيونغ يانغ.", [("الكوري", "KP"), ("بيونغ يانغ", "KP")]),
    (
        "بين كوريا الشمالية وكوريا الجنوبية، والكورية ترحب.",
        [("كوريا الشمالية", "KP"), ("كوريا الجنوبية", "KR"), ("الكورية", "KP|KR")],
    ),
    ("رحبت الكونغو بالقرار.", [("الكونغو", "CD|CG")]),
    ("بحثت كينشاسا ملف الكونغو.", [("كينشاسا", "CD"), ("الكونغو", "CD")]),
    ("غادر الوفد الكونغولي برازافيل.", [("الكونغولي", "CG"), ("برازافيل", "CG")]),
    ("وصل الوفد إلى عمان.", [("عمان", "JO|OM")]),
    ("استقبل العاهل الأردني الوفد في عمان.", [("الأردني", "JO"), ("عمان", "JO")]),
    ("غادر الوفد مسقط، وقالت عمان إنها ترحب.", [("مسقط", "OM"), ("عمان", "OM")]),
    ("بين الأردن وسلطنة عمان: عمان.", [("الأردن", "JO"), ("سلطنة عمان", "OM"), ("عمان", "JO|OM")]),
    # named through a person
    ("التقى بدر البوسعيدي ضيفه في عمان.", [("عمان", "OM")]),
]

HOME = [
    # text, country of the source, countries
    ("أعلنت عمان موقفها.", "OM", ["OM"]),
    ("أعلنت عمان موقفها.", "JO", ["JO"]),
    ("أعلنت عمان موقفها.", "FR", ["JO|OM"]),
    ("أعلنت كوريا موقفها.", "KR", ["KR"]),
    # what the article names goes before where it was published
    ("غادر الوفد مسقط إلى عمان.", "JO", ["OM", "OM"]),
]

PEOPLE = [
    # text, (surface, people it can mean)
    (
        "التقى سعد الحريري ونصر الحريري. ثم غادر الحريري.",
        [
            ("سعد الحريري", "saad-hariri"),
            ("نصر الحريري", "nasr-al-hariri"),
            ("الحريري", "nasr-al-hariri|saad-hariri"),
        ],
    ),
    (
        "قال الوزير محمود القيسي إن زميله الوزير خالد القيسي غادر. ثم أضاف القيسي أن الاتفاق قريب.",
        [
            ("محمود القيسي", "محمود القيسي"),
            ("خالد القيسي", "خالد القيسي"),
            ("القيسي", "خالد القيسي|محمود القيسي"),
        ],
    ),
    # السوداني: the prime minister of Iraq, and the adjective
    (
        "قال رئيس الوزراء العراقي محمد شياع السوداني إن بلاده ترحب. وأكد السوداني دعمه.",
        [
            ("محمد شياع السوداني", "mohammed-shia-al-sudani"),
            ("السوداني", "mohammed-shia-al-sudani"),
        ],
    ),
    (
        "قال وزير الخارجية السوداني علي يوسف الشريف إن بلاده ترحب.",
        [("علي يوسف الشريف", "ali-youssef-al-sharif")],
    ),
    ("رحب الجانب السوداني بالقرار.", []),
    # a lone name of somebody the article does not name in full
    ("وأضاف السفير دورجي أن الملف حسم.", [("دورجي", "")]),
    ("وأضاف الوزير القيسي أن الملف حسم.", [("القيسي", "")]),
]


@pytest.mark.parametrize(("text", "expected"), COUNTRIES)
def test_countries_by_what_the_article_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(("text", "home", "expected"), HOME)
def test_countries_by_the_source(text: str, home: str, expected: list[str]) -> None:
    assert [codes for _surface, codes in linked(text, home=home)] == expected


@pytest.mark.parametrize(("text", "expected"), PEOPLE)
def test_people(text: str, expected: list[tuple[str, str]]) -> None:
    assert people(text) == expected


def test_a_surname_that_is_an_adjective_does_not_name_the_country_too() -> None:
    text = "قال رئيس الوزراء العراقي محمد شياع السوداني إن بلاده ترحب. وأكد السوداني دعمه."
    assert linked(text) == [("العراقي", "IQ")]


def test_deciding_by_context_says_so_and_is_less_sure() -> None:
    certain, decided = read("في سيول، رحبت كوريا.").mentions
    assert (certain.rule, decided.rule) == ("listed_capital", "only_one_named")
    assert decided.confidence < _lone("كوريا").confidence
    assert _lone("كوريا", home="KR").rule == "country_of_source"


def test_an_organization_does_not_decide_for_its_country() -> None:
    korea = [
        one for one in read("رحبت الأمم المتحدة بموقف كوريا.").mentions if one.kind == EntityKind.COUNTRY
    ]
    assert [len(one.candidates) for one in korea] == [2]


def _lone(text: str, home: str = "") -> MentionSpan:
    (mention,) = read(text, home=home).mentions
    return mention
