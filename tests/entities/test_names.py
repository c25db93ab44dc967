"""How names enter."""

import pytest
from django.core.exceptions import ValidationError

from entities import names
from entities.changes import Act
from entities.models import Alias, Change, Country, Organization, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> Act:
    return Act(Change.Cause.PERSON)


@pytest.fixture
def person() -> Person:
    return Person.objects.create(key="abdullah", name_ar="عبد الله الثاني")


def test_an_alias_row_is_folded_by_its_kind_of_entity_and_keeps_whose_it_was(person: Person) -> None:
    country = Country(code="SY", name_ar="سوريا", name_en="Syria")
    assert names.alias_row(person, "عبد  الله\u202e الثاني").text == "عبد الله الثاني"
    assert names.alias_row(person, "عبد الله الثاني").folded == "عبدالله الثاني"
    assert names.alias_row(person, "الملك").origin_key == "abdullah"
    alias = names.alias_row(country, "سُوريّة", Alias.Kind.SHORT, weak=True)
    assert (alias.folded, alias.origin_key, alias.country, alias.weak) == ("سوريه", "SY", country, True)


@pytest.mark.parametrize("text", ["", "  ", "\u202e", "ـ"])
def test_a_name_needs_letters(person: Person, text: str) -> None:
    with pytest.raises(ValidationError, match=r"letters|حروف"):
        names.alias_row(person, text)


def test_an_alias_belongs_to_one_entity(person: Person) -> None:
    organization = Organization.objects.create(key="un", name_ar="الأمم المتحدة")
    with pytest.raises(ValidationError):
        names.prepare(Alias(text="س"))
    with pytest.raises(ValidationError):
        names.prepare(Alias(text="س", person=person, organization=organization))


def test_adding_a_known_name_again_changes_nothing(person: Person, act: Act) -> None:
    first = names.add_alias(person, "أبو حسين", act, kind=Alias.Kind.SHORT)
    assert names.add_alias(person, "ابو حسين", act) == first
    assert list(Change.objects.values_list("action", "object_type")) == [("create", "alias")]


def test_setting_aliases_adds_changes_and_deletes(person: Person, act: Act) -> None:
    kept = names.add_alias(person, "أبو حسين", act)
    gone = names.add_alias(person, "الملك", act)
    names.set_aliases(
        person,
        [names.alias_row(person, "أبو حسين", Alias.Kind.SHORT), names.alias_row(person, "العاهل الأردني")],
        act,
    )
    assert set(person.aliases.values_list("text", "kind")) == {
        ("أبو حسين", "short"),
        ("العاهل الأردني", "name"),
    }
    assert person.aliases.get(kind="short").pk == kept.pk
    assert Change.objects.get(action="delete").object_id == str(gone.pk)
    assert Change.objects.filter(batch=act.batch).count() == 5


def test_renaming_keeps_the_key_and_the_earlier_name(person: Person, act: Act) -> None:
    names.add_own_names(person, act)
    names.rename(person, act, name_ar="عبد الله بن الحسين", name_en="Abdullah II")
    person.refresh_from_db()
    assert (person.key, person.name_en) == ("abdullah", "Abdullah II")
    assert set(person.aliases.values_list("folded", "language")) == {
        ("عبدالله الثاني", "ar"),
        ("عبدالله بن الحسين", "ar"),
        ("abdullah ii", "en"),
    }
    with pytest.raises(ValidationError):
        names.rename(person, act, name_ar="", name_en="")


def test_new_keys_are_folded_names_and_free(person: Person) -> None:
    assert names.new_key(Person, "أحمد الشرع") == "احمد الشرع"
    Person.objects.create(key="احمد الشرع", name_ar="أحمد الشرع")
    Person.objects.create(key="احمد الشرع 2", name_ar="أحمد الشرع")
    assert names.new_key(Person, "أحمد الشرع") == "احمد الشرع 3"
    assert names.new_key(Organization, "أحمد الشرع") == "احمد الشرع"
    assert len(names.new_key(Person, "م" * 300)) == 200
