"""Names of the reference data in running text: attached letters, longest names, adjectives."""

import pytest

from articles.arabic import fold, fold_with_map
from entities.extraction.gazetteer import Gazetteer, surface_forms
from entities.extraction.language import load_language
from entities.extraction.types import Entity, EntityKind, Name, Profile
from tests.entities.extraction.reader import linked

ATTACHED = [
    # text, (surface, country)
    ("وسوريا", [("سوريا", "SY")]),
    ("بسوريا", [("سوريا", "SY")]),
    ("لسوريا", [("سوريا", "SY")]),
    ("وبسوريا", [("سوريا", "SY")]),
    ("بالسعودية", [("السعودية", "SA")]),
    ("والسعودية", [("السعودية", "SA")]),
    ("كالصين", [("الصين", "CN")]),
    ("للصين", [("لصين", "CN")]),  # the preposition is no part of the name
    ("وللسودان", [("لسودان", "SD")]),
    ("للسوريين", [("لسوريين", "SY")]),
    ("والسوريين", [("السوريين", "SY")]),
    ("بألمانيا", [("ألمانيا", "DE")]),
    ("لألمانيا", [("ألمانيا", "DE")]),
    ("ولألبانيا", [("ألبانيا", "AL")]),
    ("#سوريا_ولبنان", [("سوريا", "SY"), ("لبنان", "LB")]),
    ("«قطر»", [("قطر", "QA")]),
]

SPELLINGS = [
    ("إيران وايران وإیران", ["IR", "IR", "IR"]),
    ("سُوريا وسوريـــا وسورية", ["SY", "SY", "SY"]),
    ("أميركا وأمريكا وامريكا", ["US", "US", "US"]),
    ("الصينَ", ["CN"]),
]

LONGEST = [
    ("جمهورية كوريا", ["KR"]),
    ("جمهورية كوريا الجنوبية", ["KR"]),
    ("جمهورية كوريا الشمالية", ["KP"]),
    ("جمهورية كوريا الديمقراطية الشعبية", ["KP"]),
    ("كوريا الديمقراطية", ["KP"]),
    ("جنوب السودان", ["SS"]),
    ("جنوب السودان والسودان", ["SS", "SD"]),
    ("غينيا", ["GN"]),
    ("غينيا بيساو", ["GW"]),
    ("غينيا الاستوائية", ["GQ"]),
    ("بابوا غينيا الجديدة", ["PG"]),
    ("جمهورية الصين الشعبية", ["CN"]),
    ("جمهورية الكونغو الديمقراطية", ["CD"]),
    ("جمهورية الكونغو", ["CG"]),
    ("الكونغو برازافيل", ["CG"]),
    ("نيجيريا والنيجر", ["NG", "NE"]),
    ("دومينيكا وجمهورية الدومينيكان", ["DM", "DO"]),
    ("جنوب أفريقيا", ["ZA"]),
    ("المملكة المغربية", ["MA"]),
    ("المملكة المتحدة", ["GB"]),
    ("سلطنة عمان", ["OM"]),
]

ADJECTIVES = [
    ("السفير السوري", ["SY"]),
    ("السفيرة السورية", ["SY"]),
    ("سفراء سوريون", ["SY"]),
    ("السفراء السوريين", ["SY"]),
    ("الوزيران السوريان", ["SY"]),
    ("سفيرتان سوريتان", ["SY"]),
    ("الوزير الكوري الجنوبي", ["KR"]),
    ("الوزيرين الكوريين الشماليين", ["KP"]),
    ("الحكومة الكورية الشمالية", ["KP"]),
    ("الرئيس الجنوب أفريقي", ["ZA"]),
    ("الرئيس الجنوب الأفريقي", ["ZA"]),
    ("السفير الألماني", ["DE"]),
    ("الحكومة الألمانية", ["DE"]),
    ("المسؤولون الألمان", ["DE"]),
    ("الوزير الألباني", ["AL"]),
    ("استقبل وفدا قطريا", ["QA"]),
    ("استقبل وفدا سوريا رفيعا", ["SY"]),
    ("العلاقات المصرية التركية", ["EG", "TR"]),
    ("القمة السعودية-الأمريكية", ["SA", "US"]),
]

CAPITALS_AND_SEATS = [
    ("أعلنت واشنطن", ["US"]),
    ("أعلن الكرملين", ["RU"]),
    ("في بيونغ يانغ", ["KP"]),
    ("من سيول وإلى سيول", ["KR", "KR"]),
]

FORMER_STATES = [
    ("اليمن الجنوبي", ["YDYE"]),
    ("ألمانيا الشرقية", ["DDDE"]),
    ("الاتحاد السوفيتي", ["SUHH"]),
    ("يوغوسلافيا", ["YUCS"]),
]

NOT_COUNTRIES = [
    "المغرب العربي",
    "صلاة المغرب",
    "خليج عمان",
    "بحر الصين الجنوبي",
    "خليج المكسيك",
    "المحيط الهندي",
    "مصرف الدم",
    "مصرفيون",
    "سورياتل",
    "هندسة معمارية",
    "كلية الهندسة",
    "جامعة الدول العربية",
    "أمريكا اللاتينية",
    "مدرسة البنين",
    "الأزمة المالية",
    "تونسة الوظائف",
    "متفرنسة",
    "مجرى النهر",
]

INSIDE_ORGANIZATIONS = [
    # text, organizations, countries
    ("بعثة الأمم المتحدة في جنوب السودان", ["بعثة الأمم المتحدة في جنوب السودان"], ["SS"]),
    ("منتدى التعاون العربي الصيني", ["منتدى التعاون العربي الصيني"], ["CN"]),
    ("أعلنت الأمم المتحدة موقفها", ["الأمم المتحدة"], []),
]


def _countries(text: str) -> list[str]:
    return [code for _surface, code in linked(text)]


@pytest.mark.parametrize(("text", "expected"), ATTACHED)
def test_attached_letters_are_no_part_of_the_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [*SPELLINGS, *LONGEST, *ADJECTIVES, *CAPITALS_AND_SEATS, *FORMER_STATES]
)
def test_countries(text: str, expected: list[str]) -> None:
    assert _countries(text) == expected


@pytest.mark.parametrize("text", NOT_COUNTRIES)
def test_what_names_no_country(text: str) -> None:
    assert _countries(text) == []


@pytest.mark.parametrize(("text", "organizations", "countries"), INSIDE_ORGANIZATIONS)
def test_the_country_inside_the_name_of_an_organization(
    text: str, organizations: list[str], countries: list[str]
) -> None:
    assert [surface for surface, _key in linked(text, EntityKind.ORGANIZATION)] == organizations
    assert _countries(text) == countries


def test_a_name_of_several_entities_means_all_of_them(gazetteer: Gazetteer) -> None:
    found = gazetteer.find(fold_with_map("الكونغو").text, load_language("ar"))[EntityKind.COUNTRY]
    assert [{entity.key for entity in match.entities} for match in found] == [{"CD", "CG"}]


def test_names_and_countries_of_entities(gazetteer: Gazetteer) -> None:
    assert gazetteer.name_of(Entity(EntityKind.COUNTRY, "SY")) == "سوريا"
    assert gazetteer.name_of(Entity(EntityKind.PERSON, "nobody")) == "nobody"
    assert gazetteer.country_of(Entity(EntityKind.COUNTRY, "SY")) == "SY"
    assert gazetteer.country_of(Entity(EntityKind.PERSON, "asaad-al-shaibani")) == "SY"
    assert gazetteer.country_of(Entity(EntityKind.PERSON, "nobody")) == ""
    assert gazetteer.country_of(None) == ""


def test_every_country_is_found_by_its_own_name(gazetteer: Gazetteer) -> None:
    missed = []
    for entity, profile in gazetteer.profiles.items():
        if entity.kind == EntityKind.COUNTRY:
            found = gazetteer.find(fold(f"في {profile.name}."), load_language("ar"))[EntityKind.COUNTRY]
            if entity not in {other for match in found for other in match.entities}:
                missed.append(profile.name)
    assert missed == []


def test_forms_of_names_by_their_kind() -> None:
    country, person = Entity(EntityKind.COUNTRY, "SY"), Entity(EntityKind.PERSON, "x")
    assert surface_forms(Name("سوريا", "name", country)) == {"سوريا"}
    assert surface_forms(Name("الصين", "name", country)) == {"الصين", "للصين"}
    assert {"سوري", "السوري", "للسوري", "سوريين"} <= surface_forms(Name("سوري", "demonym", country))
    assert surface_forms(Name("عبد الله دياب", "name", person)) == {"عبد الله دياب", "عبدالله دياب"}
    assert surface_forms(Name("Syrian", "demonym", country, "en")) == {"syrian"}
    assert surface_forms(Name(" ", "name", country)) == set()


def test_a_gazetteer_without_names_finds_nothing() -> None:
    assert not any(Gazetteer([]).find("سوريا", load_language("ar")).values())
    assert Gazetteer([], {Entity(EntityKind.COUNTRY, "SY"): Profile("سوريا", "SY")}).profiles
