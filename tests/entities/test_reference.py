"""Reference data: what becomes of the files, loading them again, and what people's decisions keep."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Source, SourceAlias
from entities.changes import Act
from entities.merging import merge, unmerge
from entities.models import Alias, Change, Country, Organization, Origin, Person
from entities.names import add_alias, rename, set_aliases
from entities.reference import InvalidReferenceError, ReferenceCounts, load_reference

pytestmark = pytest.mark.django_db

COUNTRIES = """
[SY]
alpha3 = "SYR"
numeric = "760"
name_ar = "سوريا"
name_en = "Syria"
official_name_ar = "الجمهورية العربية السورية"
other_names_ar = ["سورية", "الشام"]
capital_ar = ["دمشق"]
seats_ar = ["قصر الشعب"]
demonym_ar = {masculine = ["سوري"], feminine = ["سورية"], plural = ["سوريون"], feminine_plural = ["سوريات"]}
demonym_en = {adjective = ["Syrian"], plural = ["Syrians"]}
weak_ar = ["الشام"]

[SUHH]
name_ar = "الاتحاد السوفيتي"
name_en = "Soviet Union"
former = true
"""
PEOPLE = """
[bashar-al-assad]
name_ar = "بشار الأسد"
name_en = "Bashar al-Assad"
country = "SY"
aliases_ar = ["بشار حافظ الأسد"]
short_en = ["Assad"]

[ahmed-al-sharaa]
name_ar = "أحمد الشرع"
name_en = "Ahmed al-Sharaa"
country = "SY"
"""
ORGANIZATIONS = """
[arab-league]
name_ar = "جامعة الدول العربية"
name_en = "Arab League"
kind = "international"
short_ar = ["الجامعة العربية"]
"""
SOURCES = """
[sana]
name_ar = "سانا"
name_en = "SANA"
kind = "agency"
country = "SY"
language = "ar"
homepage = "https://sana.sy"
handle = "@SanaAjel"
aliases = ["وكالة سانا", "الوكالة العربية السورية للأنباء"]
"""

TENURES = """
as_of = 2025-06-30

[[office]]
role = "president"
country = "SY"
terms = [
  { person = "ahmed-al-sharaa", start = "2025-01-29" },
  { person = "bashar-al-assad", start = "2000-07", end = "2024-12-08" },
]
"""

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "countries": COUNTRIES,
        "people": PEOPLE,
        "organizations": ORGANIZATIONS,
        "sources": SOURCES,
        "tenures": TENURES,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / f"{name}.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return replace


@pytest.fixture
def by_person() -> Act:
    return Act(Change.Cause.PERSON, User.objects.create_user("editor"))


def names(**owner: str) -> dict[str, tuple[str, str, bool]]:
    return {
        alias.text: (alias.kind, alias.language, alias.weak)
        for alias in Alias.objects.filter(**{f"{model}__pk": key for model, key in owner.items()})
    }


def test_files_become_rows_and_names(folder: Path) -> None:
    counts = load_reference(folder)
    syria = Country.objects.get(code="SY")
    assert (syria.alpha3, syria.numeric, syria.name_en) == ("SYR", "760", "Syria")
    assert Country.objects.get(code="SUHH").former
    assert names(country="SY") == {
        "سوريا": ("name", "ar", False),
        "Syria": ("name", "en", False),
        "الجمهورية العربية السورية": ("official", "ar", False),
        "سورية": ("name", "ar", False),  # the demonym is the same word: a name tells more
        "الشام": ("name", "ar", True),
        "دمشق": ("capital", "ar", False),
        "قصر الشعب": ("seat", "ar", False),
        "سوري": ("demonym", "ar", False),
        "سوريون": ("demonym", "ar", False),
        "سوريات": ("demonym", "ar", False),
        "Syrian": ("demonym", "en", False),
        "Syrians": ("demonym", "en", False),
    }
    assad = Person.objects.get(key="bashar-al-assad")
    assert (assad.origin, assad.country, assad.name_ar) == (Origin.REFERENCE, syria, "بشار الأسد")
    assert names(person=assad.pk)["Assad"] == ("short", "en", False)
    assert Alias.objects.get(text="بشار حافظ الأسد").origin_key == "bashar-al-assad"
    league = Organization.objects.get(key="arab-league")
    assert (league.kind, league.country) == ("international", None)
    sana = Source.objects.get(key="sana")
    assert (sana.kind, sana.country, sana.handle) == ("agency", "SY", "@SanaAjel")
    assert set(sana.aliases.values_list("folded", flat=True)) == {
        "سانا",
        "sana",
        "وكاله سانا",
        "الوكاله العربيه السوريه للانباء",
    }
    changes = Change.objects.filter(cause=Change.Cause.REFERENCE, action=Change.Action.CREATE)
    assert counts == ReferenceCounts(created=changes.count(), changed=0)
    assert changes.values("batch").distinct().count() == 1


def test_loading_again_changes_nothing_in_few_queries(folder: Path) -> None:
    load_reference(folder)
    with CaptureQueriesContext(connection) as queries:
        assert load_reference(folder) == ReferenceCounts(0, 0)
    assert len(queries) <= 34
    assert not Change.objects.exclude(action=Change.Action.CREATE).exists()


def test_what_changed_in_the_files_is_updated_and_logged(folder: Path, edit: Edit) -> None:
    load_reference(folder)
    edit("countries", '"Syria"', '"Syrian Arab Republic"')
    edit("countries", 'weak_ar = ["الشام"]', "")
    edit("people", 'short_en = ["Assad"]', 'short_en = ["al-Assad"]')
    edit("sources", '"وكالة سانا", ', "")
    assert load_reference(folder) == ReferenceCounts(created=2, changed=5)
    syrian = names(country="SY")
    assert Country.objects.get(code="SY").name_en == "Syrian Arab Republic"
    assert syrian["الشام"] == ("name", "ar", False)
    assert "Syria" not in syrian
    assert not Alias.objects.filter(text="Assad").exists()
    assert not SourceAlias.objects.filter(text="وكالة سانا").exists()
    change = Change.objects.get(object_type="country", action=Change.Action.UPDATE)
    assert (change.cause, change.before["name_en"], change.after["name_en"]) == (
        Change.Cause.REFERENCE,
        "Syria",
        "Syrian Arab Republic",
    )
    assert load_reference(folder) == ReferenceCounts(0, 0)


def test_what_a_person_edited_stays(folder: Path, edit: Edit, by_person: Act) -> None:
    load_reference(folder)
    assad = Person.objects.get(key="bashar-al-assad")
    rename(assad, by_person, name_ar="بشار الاسد", name_en="Bashar Assad")
    edit("people", 'name_en = "Bashar al-Assad"', 'name_en = "Bashar Al Assad"')
    edit("people", 'country = "SY"', 'country = "SUHH"')
    load_reference(folder)
    assad.refresh_from_db()
    assert assad.name_en == "Bashar Assad"
    assert assad.country_id == "SUHH"  # nobody had set it
    assert "Bashar Assad" in names(person=assad.pk)
    assert load_reference(folder) == ReferenceCounts(0, 0)


def test_names_that_a_person_entered_deleted_or_changed_stay_so(folder: Path, by_person: Act) -> None:
    load_reference(folder)
    syria = Country.objects.get(code="SY")
    mine = add_alias(syria, "القطر السوري", by_person)
    kept = [alias for alias in syria.aliases.all() if alias.text not in ("قصر الشعب", "دمشق")]
    weak_capital = Alias.objects.get(text="دمشق")
    weak_capital.weak = True
    set_aliases(syria, [*kept, weak_capital], by_person)
    assert load_reference(folder) == ReferenceCounts(0, 0)
    assert names(country="SY")["دمشق"] == ("capital", "ar", True)
    assert not Alias.objects.filter(text="قصر الشعب").exists()
    assert Alias.objects.filter(pk=mine.pk).exists()


def test_merged_people_keep_their_merge(folder: Path, edit: Edit, by_person: Act) -> None:
    load_reference(folder)
    loser, survivor = Person.objects.order_by("key")
    merge(loser, survivor, by_person.actor)
    assert load_reference(folder) == ReferenceCounts(0, 0)
    edit("people", 'name_en = "Ahmed al-Sharaa"', 'name_en = "Ahmed al-Sharaa"\naliases_ar = ["الجولاني"]')
    assert load_reference(folder) == ReferenceCounts(1, 0)
    added = Alias.objects.get(text="الجولاني")
    assert (added.person, added.origin_key) == (survivor, "ahmed-al-sharaa")
    unmerge(loser, by_person.actor)
    assert load_reference(folder) == ReferenceCounts(0, 0)


def test_a_source_named_before_is_recognised_and_keeps_its_key(folder: Path) -> None:
    early = Source.objects.create(key="وكاله سانا", name_ar="وكالة سانا")
    SourceAlias.objects.create(source=early, text="وكالة سانا", folded="وكاله سانا")
    load_reference(folder)
    assert not Source.objects.filter(key="sana").exists()
    early.refresh_from_db()
    assert (early.key, early.name_ar, early.kind) == ("وكاله سانا", "سانا", "agency")
    assert early.aliases.count() == 4
    assert load_reference(folder) == ReferenceCounts(0, 0)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "people",
            'country = "SY"',
            'country = "ZZ"',
            r"people.toml \[bashar-al-assad\]: country 'ZZ' is not known",
        ),
        ("people", "short_en", "nickname", r"people.toml \[bashar-al-assad\]: unknown field 'nickname'"),
        ("people", '["Assad"]', "[1]", r"\[bashar-al-assad\]: short_en holds something else than names"),
        ("people", '["Assad"]', '[""]', r"\[bashar-al-assad\]: short_en holds something else than names"),
        ("people", '"بشار الأسد"', '""', r"\[bashar-al-assad\]: name_ar is missing"),
        ("people", '"بشار الأسد"', "[", r"people.toml: "),
        ("countries", "former = true", 'former = "no"', r"countries.toml \[SUHH\]: former is not a bool"),
        ("countries", "[SUHH]", "[Soviet]", r"countries.toml \[Soviet\]: code: "),
        ("countries", '"سوريا"', f'"{"س" * 150}"', r"countries.toml \[SY\]: name_ar: "),
        ("countries", COUNTRIES, "SY = 1", r"countries.toml \[SY\]: not a table"),
        ("sources", '"agency"', '"shop"', r"sources.toml \[sana\]: kind: "),
        ("sources", '"https://sana.sy"', '"sana"', r"sources.toml \[sana\]: homepage: "),
    ],
)
def test_faults_are_named_in_one_line_and_nothing_is_loaded(
    folder: Path, edit: Edit, name: str, old: str, new: str, message: str
) -> None:
    edit(name, old, new)
    with pytest.raises(InvalidReferenceError, match=message) as caught:
        load_reference(folder)
    assert "\n" not in str(caught.value)
    assert not Country.objects.exists()


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "sources.toml").unlink()
    with pytest.raises(InvalidReferenceError, match=r"sources.toml: No such file or directory"):
        load_reference(folder)


def test_the_repository_s_own_files_load() -> None:
    load_reference(settings.BASE_DIR / "seeds")
    assert Country.objects.current().count() >= 249
    assert not Country.objects.current().filter(alpha3="").exists()
    assert load_reference(settings.BASE_DIR / "seeds") == ReferenceCounts(0, 0)
