"""Terms of office of the reference data: loading them, loading them again, and articles that say the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from entities.changes import Act, deleted, record
from entities.models import Change, Office, Origin, Tenure
from entities.reference import InvalidReferenceError, ReferenceCounts, load_reference
from entities.validity import holding
from tests.entities.test_reference import by_person, edit, folder  # noqa: F401 fixtures
from tests.factories import make_evidence

pytestmark = pytest.mark.django_db
Edit = Callable[[str, str, str], None]


def holders(day: date) -> list[str]:
    return list(holding(Tenure.objects.shown(), day).values_list("person__key", flat=True))


def test_terms_become_tenures_of_one_office(folder: Path) -> None:  # noqa: F811
    load_reference(folder)
    office = Office.objects.get()
    assert (office.role, office.title_ar, office.country_id) == ("president", "رئيس الجمهورية", "SY")
    running = Tenure.objects.get(person__key="ahmed-al-sharaa")
    assert (running.start, running.end) == (running.start.day(date(2025, 1, 29)), None)
    assert (running.origin, running.attested_until) == (Origin.REFERENCE, date(2025, 6, 30))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2000, 7, 15), []),  # the day in July is not given
        (date(2000, 8, 1), ["bashar-al-assad"]),
        (date(2024, 12, 7), ["bashar-al-assad"]),
        (date(2024, 12, 8), []),
        (date(2025, 6, 30), ["ahmed-al-sharaa"]),
        (date(2025, 7, 1), []),  # not known to run any longer
    ],
)
def test_who_held_the_office(folder: Path, day: date, expected: list[str]) -> None:  # noqa: F811
    load_reference(folder)
    assert holders(day) == expected


def test_an_end_that_becomes_known_is_added_to_the_same_tenure(folder: Path, edit: Edit) -> None:  # noqa: F811
    load_reference(folder)
    edit("tenures", 'start = "2025-01-29" }', 'start = "2025-01-29", end = "2025-06" }')
    assert load_reference(folder) == ReferenceCounts(0, 1)
    assert Tenure.objects.count() == 2
    assert holders(date(2025, 5, 31)) == ["ahmed-al-sharaa"]


def test_a_term_gone_from_the_file_goes_unless_articles_say_it(folder: Path, edit: Edit) -> None:  # noqa: F811
    load_reference(folder)
    said = Tenure.objects.get(person__key="ahmed-al-sharaa")
    make_evidence(tenure=said)
    edit("tenures", '  { person = "ahmed-al-sharaa", start = "2025-01-29" },', "")
    edit("tenures", '  { person = "bashar-al-assad", start = "2000-07", end = "2024-12-08" },', "")
    assert load_reference(folder) == ReferenceCounts(0, 1)
    assert list(Tenure.objects.all()) == [said]


def test_a_term_that_a_person_deleted_does_not_come_back(folder: Path, by_person: Act) -> None:  # noqa: F811
    load_reference(folder)
    tenure = Tenure.objects.get(person__key="bashar-al-assad")
    record(by_person, [deleted(tenure)])
    tenure.delete()
    assert load_reference(folder) == ReferenceCounts(0, 0)
    assert Tenure.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("as_of = 2025-06-30", "", "tenures.toml: as_of is not a day"),
        ('"ahmed-al-sharaa"', '"nobody"', "president SY nobody: the person is not known"),
        ('country = "SY"', 'country = "QQ"', "president QQ ahmed-al-sharaa: country 'QQ' is not known"),
        (
            'country = "SY"',
            'organization = "x"',
            "president x ahmed-al-sharaa: organization 'x' is not known",
        ),
        ('country = "SY"', "", "an office is of a country or of an organization"),
        ('role = "president"', 'role = "wizard"', "role 'wizard' has no title: give title_ar"),
        ('"2025-01-29"', '"2025-13"', "'2025-13' is not a date"),
        ('end = "2024-12-08"', 'end = "1999"', "ends before it starts"),
        ('end = "2024-12-08"', 'until = "2024"', "unknown field 'until'"),
        (', start = "2025-01-29"', "", "start is missing"),
    ],
)
def test_a_broken_term_is_refused_in_one_line(
    folder: Path,  # noqa: F811
    edit: Edit,  # noqa: F811
    old: str,
    new: str,
    message: str,
) -> None:
    edit("tenures", old, new)
    with pytest.raises(InvalidReferenceError) as error:
        load_reference(folder)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_the_projects_own_terms_load_and_answer() -> None:
    """At least 300 people, and no office of a single holder is held by two at once for certain."""
    load_reference(settings.BASE_DIR / "seeds")
    assert Tenure.objects.values("person").distinct().count() >= 300
    assert not Change.objects.exclude(cause=Change.Cause.REFERENCE).exists()
    single = {
        "president",
        "king",
        "emir",
        "sultan",
        "pope",
        "prime_minister",
        "foreign_minister",
        "chancellor",
    }
    for year in range(1950, 2026):
        day = date(year, 5, 1)
        held = [
            tenure.office_id
            for tenure in holding(Tenure.objects.all(), day).select_related("office")
            if tenure.office.role in single
        ]
        assert len(held) == len(set(held)), day
