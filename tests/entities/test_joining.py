"""Reports of one fact in several articles: which repeats which, in any order, and what is left apart."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article
from entities import review
from entities.models import Assertion, DiplomaticRelation, Event, Tenure
from entities.settling import settle
from tests.factories import (
    make_article,
    make_event,
    make_evidence,
    make_office,
    make_person,
    make_relation,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db


def told(day: str) -> Article:
    return make_article(published=day)


def report(row: Assertion, kind: str, day: str, attested: str = "") -> Any:
    """Make an article of the day tell of the row; returns the row."""
    attested_on = date.fromisoformat(attested) if attested else None
    make_evidence(told(day), **{kind: row}, attested_on=attested_on)
    return row


def event(kind: str, day: str, published: str, people: Any = (), **values: Any) -> Event:
    parts = values.pop("participants", None) or [
        {"role": "participant", "country": code, "person": person}
        for code, person in zip(("KR", "SY"), people or (None, None), strict=True)
    ]
    row = make_event(kind, day, participants=parts, evidence=False, **values)
    return report(row, "event", published)


def groups(model: type[Assertion]) -> dict[int, int | None]:
    return dict(model._default_manager.values_list("pk", "repeats"))


EVENTS = [
    # kind, (date, published, people named) of each report, and which report each repeats (None: stands)
    ("meeting", [("2025-04-10", "2025-04-11", True), ("2025-04", "2025-04-12", False)], [None, 0]),
    ("meeting", [("2025-04-10", "2025-04-11", True), ("", "2025-04-11", False)], [None, 0]),
    ("meeting", [("2025-04-10", "2025-04-11", False), ("2025-04-10", "2025-04-11", True)], [1, None]),
    # a week later it is no news any more
    ("meeting", [("2025-04-10", "2025-04-11", True), ("", "2025-04-30", False)], [None, None]),
    # told before it was
    ("meeting", [("2025-04-10", "2025-04-11", True), ("", "2025-04-08", False)], [None, None]),
    # two fit, so that neither is chosen
    (
        "meeting",
        [("2025-04-10", "2025-04-10", True), ("2025-04-12", "2025-04-12", True), ("", "2025-04-13", False)],
        [None, None, None],
    ),
    # two days of one month are two meetings
    ("meeting", [("2025-04-10", "2025-04-11", True), ("2025-04-12", "2025-04-12", False)], [None, None]),
    # a year is too wide for what happens often, and enough for what happens once
    ("meeting", [("2025-04-10", "2025-04-11", True), ("2025", "2025-12-30", False)], [None, None]),
    (
        "relations_established",
        [("2025-04-10", "2025-04-11", True), ("2025", "2025-12-30", False)],
        [None, 0],
    ),
]


@pytest.mark.parametrize(("kind", "reports", "expected"), EVENTS)
def test_reports_of_an_event(kind: str, reports: list[tuple[str, str, bool]], expected: list[Any]) -> None:
    people = make_person("أ ب", country=None), make_person("ج د", country=None)
    rows = [event(kind, day, published, people if named else ()) for day, published, named in reports]
    settle(rows)
    wanted = [None if place is None else rows[place].pk for place in expected]
    assert [groups(Event)[row.pk] for row in rows] == wanted


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_order_of_import_does_not_matter(order: tuple[int, ...]) -> None:
    reports = [("2025-04-10", "2025-04-11"), ("2025-04", "2025-04-12"), ("", "2025-04-11")]
    rows: dict[int, Event] = {}
    for number in order:
        day, published = reports[number]
        rows[number] = event("meeting", day, published, fingerprint=f"{number:064}")
        settle([rows[number]])  # each in an import of its own
    found = groups(Event)
    assert [found[rows[number].pk] for number in range(3)] == [None, rows[0].pk, rows[0].pk]


@pytest.mark.parametrize(
    "other",
    [
        {"modality": "planned"},
        {"participants": [{"role": "participant", "country": code} for code in ("KR", "KP")]},
        {"kind": "talks"},
    ],
)
def test_what_differs_stands_apart(other: dict[str, Any]) -> None:
    first = event("meeting", "2025-04-10", "2025-04-11")
    second = event(other.pop("kind", "meeting"), "", "2025-04-11", **other)
    settle([first, second])
    assert set(groups(Event).values()) == {None}


def test_other_people_met() -> None:
    ministers = make_person("أ ب"), make_person("ج د")
    presidents = make_person("هـ و"), make_person("ز ح")
    rows = [
        event("meeting", "2025-04-10", "2025-04-11", ministers),
        event("meeting", "", "2025-04-11", presidents),
    ]
    settle(rows)
    assert set(groups(Event).values()) == {None}


def test_evidence_of_both_counts_and_is_given_back() -> None:
    full, bare = event("meeting", "2025-04-10", "2025-04-11"), event("meeting", "", "2025-04-11")
    bare.evidence.update(confidence=0.99)
    settle([full, bare])
    full.refresh_from_db()
    assert (full.confidence, list(Event.objects.shown())) == (0.99, [full])
    full.evidence.all().delete()
    Event.objects.filter(pk=full.pk).delete()
    settle([full])  # as it was before it went
    assert list(Event.objects.shown()) == [bare]


def test_what_a_person_accepted_stands_for_itself() -> None:
    full, bare = event("meeting", "2025-04-10", "2025-04-11"), event("meeting", "", "2025-04-11")
    settle([full, bare])
    review.accept(Event.objects.get(pk=bare.pk), make_user())
    assert set(groups(Event).values()) == {None}


def test_nothing_repeats_what_was_rejected() -> None:
    full, bare = event("meeting", "2025-04-10", "2025-04-11"), event("meeting", "", "2025-04-11")
    settle([full, bare])
    review.reject(Event.objects.get(pk=full.pk), make_user())
    assert list(Event.objects.shown()) == [bare]


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        (("meeting", "happened", "2025-04-10"), ("meeting", "denied", "2025-04-10"), True),
        (("meeting", "happened", "2025-04-10"), ("meeting", "denied", ""), True),
        (("meeting", "happened", "2025-04-10"), ("meeting", "planned", "2025-04-10"), False),
        (("meeting", "happened", "2025-04-10"), ("meeting", "denied", "2025-04-01"), False),
        (("recognition", "happened", "2025-04-10"), ("recognition", "happened", "2025-04-11"), True),
        (("meeting", "happened", "2025-04-10"), ("meeting", "happened", "2025-04-11"), False),
    ],
)
def test_events_that_contradict_each_other_are_marked(
    first: tuple[str, str, str], second: tuple[str, str, str], conflict: bool
) -> None:
    rows = [
        event(kind, day, "2025-04-11", modality=modality, date_basis="stated" if day else "unknown")
        for kind, modality, day in (first, second)
    ]
    settle(rows)
    assert [row.conflicts_with.count() for row in rows] == [int(conflict)] * 2


RELATIONS = [
    # (status, start, attested on) of each report, and which report each repeats
    ([("severed", "2017-06-05", "2017-06-06"), ("severed", "", "2018-01-01")], [None, 0]),
    ([("severed", "2017-06-05", "2017-06-06"), ("severed", "2017", "2017-12-01")], [None, 0]),
    # severed twice: the day tells which is meant
    (
        [("severed", "1990", ""), ("established", "1995", ""), ("severed", "2017-06-05", ""),
         ("severed", "", "2018-01-01")],
        [None, None, None, 2],
    ),
    ([("severed", "2017-06-05", ""), ("severed", "", "2016-01-01")], [None, None]),
    ([("severed", "2017-06-05", ""), ("established", "", "2018-01-01")], [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "expected"), RELATIONS)
def test_reports_of_a_relation(reports: list[tuple[str, str, str]], expected: list[Any]) -> None:
    rows = [
        report(
            make_relation(("QA", "SA"), status, start, evidence=False),
            "relation",
            attested or start,
            attested,
        )
        if attested
        else make_relation(("QA", "SA"), status, start)
        for status, start, attested in reports
    ]
    settle(rows)
    wanted = [None if place is None else rows[place].pk for place in expected]
    assert [groups(DiplomaticRelation)[row.pk] for row in rows] == wanted


TENURES = [
    # (start, end, attested on) of each report of one person in one office, and which report each repeats
    ([("2012-05-07", "", ""), ("", "", "2024-06-18")], [None, 0]),
    ([("2000-05-07", "2008-05-07", ""), ("2012-05-07", "", ""), ("", "", "2024-06-18")], [None, None, 1]),
    ([("2000-05-07", "2008-05-07", ""), ("2012-05-07", "", ""), ("", "", "2010-06-18")], [None, None, None]),
    ([("2012-05-07", "", ""), ("2012", "", "")], [None, 0]),
    ([("2012-05-07", "", ""), ("2018", "", "")], [None, None]),
]


@pytest.mark.parametrize(("reports", "expected"), TENURES)
def test_reports_of_a_tenure(reports: list[tuple[str, str, str]], expected: list[Any]) -> None:
    person, office = make_person("أ ب"), make_office("president", "RU")
    rows = [
        report(
            make_tenure(person, office, start, end=end, evidence=False),
            "tenure",
            attested or "2025-04-10",
            attested,
        )
        for start, end, attested in reports
    ]
    settle(rows)
    wanted = [None if place is None else rows[place].pk for place in expected]
    assert [groups(Tenure)[row.pk] for row in rows] == wanted


def test_a_term_is_attested_by_what_repeats_it() -> None:
    person, office = make_person("أ ب"), make_office("president", "RU")
    term = make_tenure(person, office, "2012-05-07")
    bare = report(make_tenure(person, office, evidence=False), "tenure", "2024-06-18", "2024-06-18")
    settle([term, bare])
    term.refresh_from_db()
    assert (term.attested_from, term.attested_until) == (date(2024, 6, 18), date(2024, 6, 18))


@pytest.mark.parametrize(
    ("role", "first", "second", "conflict"),
    [
        ("president", ("2000", "2010"), ("2005", "2012"), True),
        ("president", ("2000", "2010"), ("2010", "2012"), False),
        ("minister", ("2000", "2010"), ("2005", "2012"), False),
    ],
)
def test_two_people_in_one_office(
    role: str, first: tuple[str, str], second: tuple[str, str], conflict: bool
) -> None:
    office = make_office(role, "RU")
    rows = [
        make_tenure(make_person(name), office, start, end=end)
        for name, (start, end) in (("أ ب", first), ("ج د", second))
    ]
    settle(rows)
    assert [row.conflicts_with.count() for row in rows] == [int(conflict)] * 2


def test_joining_can_be_taken_back_and_done_again(capsys: pytest.CaptureFixture[str]) -> None:
    full, bare = event("meeting", "2025-04-10", "2025-04-11"), event("meeting", "", "2025-04-11")
    settle([full, bare])
    joined = groups(Event)
    call_command("join_reports")
    assert "changed 0" in capsys.readouterr().out
    call_command("join_reports", "--undo")
    assert "changed 1" in capsys.readouterr().out
    assert set(groups(Event).values()) == {None}
    call_command("join_reports")
    assert groups(Event) == joined
