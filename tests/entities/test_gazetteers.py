"""The gazetteer that is kept: compiled anew for every change of names, and for nothing else."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities import gazetteers
from entities.changes import Act, created, record
from entities.extraction.types import NewPerson, Reading
from entities.gazetteers import current_gazetteer
from entities.models import Alias, Change, Person
from entities.names import alias_row
from entities.pipeline.people import write_people
from tests.factories import make_alias, make_article, make_country, make_person, make_source

pytestmark = pytest.mark.django_db


def log(row: Person | Alias, cause: Change.Cause = Change.Cause.PERSON) -> None:
    record(Act(cause), [created(row)])


def found_by_machine() -> None:
    write_people([Reading((), new_people=(NewPerson("فلان", "فلان الفلاني"),))], Act(Change.Cause.EXTRACTION))


def accepted() -> None:
    found_by_machine()
    person = Person.objects.get(key="فلان")
    person.needs_review = False
    person.save()
    log(person)


@pytest.mark.parametrize(
    ("act", "anew"),
    [
        (lambda: None, False),
        (found_by_machine, False),
        (lambda: make_article(), False),
        (lambda: make_source(), False),
        (lambda: alias_row(make_country("KR"), "كوريا").save(), True),
        (lambda: Alias.objects.all().delete(), True),
        (lambda: log(make_person("بوتين")), True),
        (accepted, True),
    ],
)
def test_compiled_anew(act: Callable[[], object], anew: bool) -> None:
    make_alias("سوريا", country=make_country("SY"))
    before = current_gazetteer()
    act()
    assert (current_gazetteer() is not before) == anew
    assert current_gazetteer() is current_gazetteer()


def test_a_change_that_comes_to_light_late_is_seen() -> None:
    make_alias("سوريا", country=make_country("SY"))
    before = current_gazetteer()
    later = Act(Change.Cause.IMPORT).batch
    values = {"batch": later, "action": "update", "object_id": "1"}
    Change.objects.create(id=100, cause="import", object_type="article", **values)
    assert current_gazetteer() is before
    Change.objects.create(id=99, cause="person", object_type="alias", **values)
    assert current_gazetteer() is not before


def test_asking_takes_four_queries() -> None:
    make_alias("سوريا", country=make_country("SY"))
    current_gazetteer()
    with CaptureQueriesContext(connection) as queries:
        current_gazetteer()
    assert len(queries) <= 4


def test_forget() -> None:
    before = current_gazetteer()
    gazetteers.forget()
    assert current_gazetteer() is not before
