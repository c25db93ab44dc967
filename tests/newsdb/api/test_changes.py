"""The feed of changes: in order, resumable, with causes, and honest about how far it goes."""

import pytest
from django.db import connection

from entities.changes import Act, Entry, created, deleted, record
from entities.editing import edit_actor
from entities.merging import merge, unmerge
from entities.models import Change
from entities.review import accept
from tests.entities.test_feed import Writer, log
from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_evidence,
    make_person,
    make_relation,
    make_user,
)

pytestmark = pytest.mark.django_db
EXTRACTION, PERSON = Act(Change.Cause.EXTRACTION), Act(Change.Cause.PERSON)


def acts(answer):
    return [(change["action"], change["cause"], change["address"]) for change in answer["results"]]


def test_since_gives_what_came_after_in_order(get):
    for number in range(5):
        log(number)
    first, second, *_, last = Change.objects.order_by("id").values_list("pk", flat=True)
    answer = get(f"changes/?since={first}&page_size=2")
    assert [change["id"] for change in answer["results"]] == [second, second + 1]
    assert (answer["until"], answer["held_back"]) == (last, False)
    after = get(answer["next"].removeprefix("http://testserver/api/v1/"))
    assert [change["id"] for change in after["results"]] == [second + 2, last]
    assert after["next"] is None
    done = get(f"changes/?since={last}")
    assert (done["results"], done["until"]) == ([], last)


def test_since_0_is_from_the_beginning_and_without_since_newest_come_first(get):
    log(1), log(2)
    ascending = [change["id"] for change in get("changes/?since=0")["results"]]
    assert ascending == sorted(ascending)
    assert [change["id"] for change in get("changes/")["results"]] == ascending[::-1]
    assert [change["id"] for change in get("changes/?since=0&ordering=-id")["results"]] == ascending[::-1]


def test_until_goes_on_where_filters_leave_all_out(get):
    log(1)
    answer = get("changes/?since=0&object_type=event")
    assert (answer["results"], answer["until"]) == ([], Change.objects.latest("pk").pk)


@pytest.mark.parametrize("since", ["-1", "abc", "", "1e3", "9223372036854775808", "2025-01-01"])
def test_since_is_a_number(get, since):
    (error,) = get(f"changes/?since={since}", 400)["errors"]
    assert error["attr"] == "since"
    assert f"{since!r} is not allowed here: write a whole number" in error["detail"]


def test_what_people_and_machines_do(get):
    editor = make_user()
    relation, person, other = make_relation(), make_person("لافروف"), make_person("سيرغي لافروف")
    record(EXTRACTION, [created(relation)])
    accept(relation, editor)
    edit_actor(person, {"name_en": "Lavrov"}, editor)
    record(EXTRACTION, [deleted(relation)])
    assert acts(get("changes/?since=0&object_type__in=diplomaticrelation,person")) == [
        ("create", "extraction", f"/api/v1/relations/{relation.pk}/"),
        ("review", "person", f"/api/v1/relations/{relation.pk}/"),
        ("update", "person", f"/api/v1/people/{person.pk}/"),
        ("delete", "extraction", f"/api/v1/relations/{relation.pk}/"),
    ]
    merge(other, person, editor)
    (merged,) = get("changes/?action=merge")["results"]
    assert (merged["object_id"], merged["merged_into"]) == (str(other.pk), person.pk)
    assert "merged_into_id" in merged["changed"]
    unmerge(other, editor)
    assert get("changes/?action=unmerge&object_type=person")["results"][0]["merged_into"] is None


def test_parts_lead_to_the_object_that_shows_them(get):
    event, person = make_event(), make_person()
    alias, part = person.aliases.get(), event.participants.first()
    evidence = make_evidence(event=event)
    record(PERSON, [created(alias), created(part), deleted(evidence)])
    assert [change["address"] for change in get("changes/?since=0")["results"]] == [
        f"/api/v1/people/{person.pk}/",
        f"/api/v1/events/{event.pk}/",
        f"/api/v1/events/{event.pk}/",
    ]


def test_mentions_are_logged_by_article(get):
    article = make_article()
    record(EXTRACTION, [Entry(Change.Action.UPDATE, article, {"mentions": 0}, {"mentions": 7, "new": 7})])
    (change,) = get("changes/")["results"]
    assert (change["address"], change["changed"]) == (f"/api/v1/articles/{article.pk}/", ["mentions"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_what_commits_late_is_served_late_and_not_left_out(get):
    make_country("SY")
    log(1)
    since = get("changes/")["until"]
    late = Writer(2)
    log(3)
    waiting = get(f"changes/?since={since}")
    assert (waiting["results"], waiting["until"], waiting["held_back"]) == ([], since, True)
    assert get("changes/")["results"][0]["id"] == since
    late.finish()
    after = get(f"changes/?since={waiting['until']}")
    assert len(after["results"]) == 2
    assert after["held_back"] is False
