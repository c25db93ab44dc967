"""What counts as right, wrong and missed, task by task."""

from dataclasses import replace

import pytest

from articles.dates import DateRange
from entities.evaluation.facts import Item
from entities.evaluation.gold import GoldArticle, GoldEvent, GoldQuotation, GoldRelation, GoldTenure
from entities.evaluation.scoring import TASKS, Outcome, compare, total
from entities.extraction.types import (
    Entity,
    EntityKind,
    EventCandidate,
    MentionSpan,
    NewPerson,
    Participant,
    QuotationCandidate,
    Reading,
    RelationCandidate,
    Span,
    TenureCandidate,
)

TEXT = "قال فلاديمير بوتين إن «الحوارَ مع دمشق قائمٌ، وسيبقى»."
PUTIN = Entity(EntityKind.PERSON, "vladimir-putin")
UN = Entity(EntityKind.ORGANIZATION, "united-nations")
KNOWN = {PUTIN: ("فلاديمير بوتين", "بوتين", "Vladimir Putin"), UN: ("الأمم المتحدة", "المنظمة الدولية")}
NOTHING = GoldArticle("", (), ())
EVIDENCE = (Span(0, len(TEXT), "test", "test", 1.0),)

Counts = tuple[int, int, int]


def counts(task: str, gold: GoldArticle, reading: Reading) -> Counts:
    outcome = compare(gold, TEXT, reading, KNOWN)[task]
    return outcome.right, len(outcome.wrong), len(outcome.missed)


def mentions(*meant: tuple[Entity, ...]) -> tuple[MentionSpan, ...]:
    return tuple(MentionSpan(0, 3, entities[0].kind, entities, "test", 1.0) for entities in meant)


SY, KR, KP = (Entity(EntityKind.COUNTRY, code) for code in ("SY", "KR", "KP"))
COUNTRIES = [
    # gold, linked or ambiguous mentions, (right, wrong, missed)
    (("SY",), ((SY,), (SY,)), (1, 0, 0)),
    (("KR", "SY"), ((SY,), (KP,)), (1, 1, 1)),
    (("KR",), ((KR, KP),), (0, 0, 1)),
    ((), (), (0, 0, 0)),
]


@pytest.mark.parametrize(("gold", "meant", "expected"), COUNTRIES)
def test_countries_are_those_linked_anywhere(
    gold: tuple[str, ...], meant: tuple[tuple[Entity, ...], ...], expected: Counts
) -> None:
    assert counts("countries", replace(NOTHING, countries=gold), Reading(mentions(*meant))) == expected


PEOPLE = [
    # gold, keys of linked people, (right, wrong, missed)
    (("فلاديمير بوتين",), ("vladimir-putin",), (1, 0, 0)),
    (("بوتين",), ("vladimir-putin",), (1, 0, 0)),
    (("عبد اللة شاهد",), ("عبدالله شاهد",), (1, 0, 0)),
    (("عبد الله شاهد",), ("عبدالله",), (0, 1, 1)),
    (("بوتين",), (), (0, 0, 1)),
]


@pytest.mark.parametrize(("gold", "keys", "expected"), PEOPLE)
def test_people_are_compared_by_any_of_their_names(
    gold: tuple[str, ...], keys: tuple[str, ...], expected: Counts
) -> None:
    meant = mentions(*((Entity(EntityKind.PERSON, key),) for key in keys))
    new = (NewPerson("عبدالله شاهد", "عبد الله شاهد"),)
    assert counts("people", replace(NOTHING, people=gold), Reading(meant, new_people=new)) == expected


RELATION = RelationCandidate(
    ("KP", "SY"), "diplomatic_relations", "established", EVIDENCE, start=DateRange.year(1966)
)
RELATIONS = [
    # relation read, (right, wrong, missed)
    (RELATION, (1, 0, 0)),
    (replace(RELATION, initiator="SY", end=DateRange.year(1970)), (1, 0, 0)),
    (replace(RELATION, start=None), (0, 1, 1)),
    (replace(RELATION, status="severed"), (0, 1, 1)),
    (replace(RELATION, countries=("KR", "SY")), (0, 1, 1)),
]


@pytest.mark.parametrize(("read", "expected"), RELATIONS)
def test_relations(read: RelationCandidate, expected: Counts) -> None:
    gold = GoldRelation(("KP", "SY"), "diplomatic_relations", "established", "1966", "", "")
    assert counts("relations", replace(NOTHING, relations=(gold,)), Reading((), (read,))) == expected


def event(date: str, *participants: Participant, kind: str = "visit") -> EventCandidate:
    day = DateRange.from_edtf(date) if date else None
    return EventCandidate(kind, "happened", frozenset(participants), EVIDENCE, day)


def gold_event(date: str, *participants: Participant, kind: str = "visit") -> GoldEvent:
    return GoldEvent(kind, "happened", date, "", participants, "")


ACTOR, HOST = Participant("actor", "RU", "فلاديمير بوتين"), Participant("host", "SY")
READ_ACTOR = Participant("actor", "RU", "vladimir-putin")
OTHER_HOST = Participant("host", "KP")
MEDIATOR = Participant("mediator", organization="المنظمة الدولية")
READ_MEDIATOR = Participant("mediator", organization="united-nations")
EVENTS = [
    # gold, read, counts of events, events_in_full, dates
    (
        [gold_event("2000", ACTOR, HOST)],
        [event("2000", READ_ACTOR, HOST)],
        (1, 0, 0), (1, 0, 0), (1, 0, 0),
    ),
    # another kind: its date is not compared
    ([gold_event("2000", HOST)], [event("2000", HOST, kind="talks")], (0, 1, 1), (0, 1, 1), (0, 0, 0)),
    # the date is the month of the day, or missing on one side
    ([gold_event("2000-05-01", HOST)], [event("2000-05", HOST)], (1, 0, 0), (0, 1, 1), (0, 1, 1)),
    ([gold_event("2000", HOST)], [event("", HOST)], (1, 0, 0), (0, 1, 1), (0, 0, 1)),
    ([gold_event("", HOST)], [event("2000", HOST)], (1, 0, 0), (0, 1, 1), (0, 1, 0)),
    ([gold_event("", HOST)], [event("", HOST)], (1, 0, 0), (1, 0, 0), (0, 0, 0)),
    # who took part is compared in full only; persons are not, their countries are
    ([gold_event("", ACTOR, HOST)], [event("", HOST)], (1, 0, 0), (0, 1, 1), (0, 0, 0)),
    ([gold_event("", Participant("actor", "RU"))], [event("", READ_ACTOR)], (1, 0, 0), (1, 0, 0), (0, 0, 0)),
    ([gold_event("", MEDIATOR)], [event("", READ_MEDIATOR)], (1, 0, 0), (1, 0, 0), (0, 0, 0)),
    # of two events of a kind, dates are compared between those most alike
    (
        [gold_event("2000", HOST), gold_event("2001", OTHER_HOST)],
        [event("2001", OTHER_HOST), event("2002", HOST)],
        (2, 0, 0), (1, 1, 1), (1, 1, 1),
    ),
    # each counts once
    ([gold_event("2000", HOST)] * 2, [event("2000", HOST)], (1, 0, 1), (1, 0, 1), (1, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "read", "in_short", "in_full", "dates"), EVENTS)
def test_events(
    gold: list[GoldEvent], read: list[EventCandidate], in_short: Counts, in_full: Counts, dates: Counts
) -> None:
    article = replace(NOTHING, events=tuple(gold))
    reading = Reading(mentions((PUTIN,), (UN,)), events=tuple(read))
    assert counts("events", article, reading) == in_short
    assert counts("events_in_full", article, reading) == in_full
    assert counts("dates", article, reading) == dates


def test_hypothetical_events_are_wrong_when_read_as_anything_else() -> None:
    wished = replace(gold_event("", HOST), modality="hypothetical")
    article = replace(NOTHING, events=(wished,))
    assert counts("events", article, Reading(())) == (0, 0, 0)
    assert counts("events", article, Reading((), events=(event("", HOST),))) == (0, 1, 0)
    supposed = replace(event("", HOST), modality="hypothetical")
    assert counts("events", article, Reading((), events=(supposed,))) == (0, 0, 0)


MODALITIES = [
    # in the gold, read; (right, wrong, missed)
    (["planned"], ["planned"], (1, 0, 0)),
    (["planned"], ["happened"], (0, 1, 1)),
    (["planned", "happened"], ["happened", "planned"], (2, 0, 0)),
    (["planned", "happened"], ["happened"], (1, 0, 0)),
    (["denied"], [], (0, 0, 0)),
]


@pytest.mark.parametrize(("gold", "read", "expected"), MODALITIES)
def test_modalities_of_events_whose_kind_was_read(gold: list[str], read: list[str], expected: Counts) -> None:
    article = replace(NOTHING, events=tuple(replace(gold_event("", HOST), modality=name) for name in gold))
    reading = Reading((), events=tuple(replace(event("", HOST), modality=name) for name in read))
    assert counts("modalities", article, reading) == expected


PLACES = [("SY", "SY", (1, 0, 0)), ("SY", "", (0, 0, 1)), ("", "SY", (0, 1, 0)), ("", "", (0, 0, 0))]


@pytest.mark.parametrize(("gold", "read", "expected"), PLACES)
def test_places_of_events_that_were_read(gold: str, read: str, expected: Counts) -> None:
    article = replace(NOTHING, events=(replace(gold_event("", HOST), place=gold),))
    reading = Reading((), events=(replace(event("", HOST), place_country=read),))
    assert counts("places", article, reading) == expected


MENTIONS = [
    # ways in which people are written, spans read; (right, wrong, missed)
    (("فلاديمير بوتين",), (TEXT.index("فلاديمير"), TEXT.index(" إن")), (1, 0, 0)),
    (("فلاديمير بوتين", "بوتين"), (TEXT.index("فلاديمير"), TEXT.index(" إن")), (1, 0, 1)),
    (("بوتين",), (TEXT.index("فلاديمير"), TEXT.index(" إن")), (0, 1, 1)),
    ((), (0, 3), (0, 1, 0)),
    (None, (0, 3), (0, 0, 0)),
]


@pytest.mark.parametrize(("gold", "span", "expected"), MENTIONS)
def test_person_mentions_are_compared_as_written_linked_or_not(
    gold: tuple[str, ...] | None, span: tuple[int, int], expected: Counts
) -> None:
    written = [MentionSpan(*span, EntityKind.PERSON, meant, "test", 1.0) for meant in ((), (PUTIN,))]
    reading = Reading(tuple(written))
    assert counts("person_mentions", replace(NOTHING, surfaces=gold), reading) == expected


ALL_DATES = [
    (("2025", "2024-05"), ["2024-05", "2024-05", "2023"], (1, 1, 1)),
    ((), ["2025"], (0, 1, 0)),
    (None, ["2025"], (0, 0, 0)),
]


@pytest.mark.parametrize(("gold", "read", "expected"), ALL_DATES)
def test_all_dates(gold: tuple[str, ...] | None, read: list[str], expected: Counts) -> None:
    outcome = compare(replace(NOTHING, dates=gold), TEXT, Reading(()), KNOWN, read)["all_dates"]
    assert (outcome.right, len(outcome.wrong), len(outcome.missed)) == expected


SPEAKERS = [
    # in the gold; read: key of a person, of an organization, as written; (right, wrong, missed)
    ("بوتين", "vladimir-putin", "", "الرئيس", (1, 0, 0)),
    ("فلان", "vladimir-putin", "", "فلان", (0, 1, 1)),
    ("المنظمة الدولية", "", "united-nations", "", (1, 0, 0)),
    ("مصدر في الوزارة", "", "", "وقال مصدر في الوزارة", (1, 0, 0)),
    ("مصدر في الوزارة", "", "", "مصدر", (0, 1, 1)),
    ("", "", "", "", (0, 0, 0)),
    ("", "", "", "الوزير", (0, 1, 0)),
    ("بوتين", "", "", "", (0, 0, 1)),
]


@pytest.mark.parametrize(("gold", "person", "organization", "written", "expected"), SPEAKERS)
def test_speakers_of_quotations_that_were_read(
    gold: str, person: str, organization: str, written: str, expected: Counts
) -> None:
    said = QuotationCandidate(0, 3, "direct", written, EVIDENCE, person=person, organization=organization)
    article = replace(NOTHING, quotations=(GoldQuotation(gold, "direct", TEXT[:3]),))
    reading = Reading(mentions((PUTIN,), (UN,)), quotations=(said,))
    assert counts("speakers", article, reading) == expected


OFFICES = [
    # role in the gold, country, role read, country, (right, wrong, missed)
    ("chargé_d_affaires", "RU", "charge_d_affaires", "RU", (1, 0, 0)),
    ("president", "RU", "president", "SY", (0, 1, 1)),
    ("president", "RU", "minister", "RU", (0, 1, 1)),
]


@pytest.mark.parametrize(("role", "country", "read_role", "read_country", "expected"), OFFICES)
def test_offices(role: str, country: str, read_role: str, read_country: str, expected: Counts) -> None:
    gold = GoldTenure("بوتين", role, country, "", "2000", "", "")
    read = TenureCandidate("vladimir-putin", read_role, "", EVIDENCE, read_country)
    reading = Reading(mentions((PUTIN,)), tenures=(read,))
    assert counts("offices", replace(NOTHING, tenures=(gold,)), reading) == expected


QUOTATIONS = [
    # gold, read, (right, wrong, missed)
    ("الحوار مع دمشق قائم، وسيبقى", "الحوارَ مع دمشق قائمٌ، وسيبقى", (1, 0, 0)),
    ("الحوار مع دمشق قائم، وسيبقى", "«الحوارَ مع دمشق قائمٌ، وسيبقى»", (1, 0, 0)),
    ("الحوار مع دمشق قائم، وسيبقى", "الحوارَ مع دمشق قائمٌ", (0, 1, 1)),
    ("الحوار مع دمشق قائم", "مع دمشق قائمٌ، وسيبقى", (0, 1, 1)),
    ("الحوار  مع\nدمشق", "الحوارَ مع دمشق", (1, 0, 0)),
]


@pytest.mark.parametrize(("gold", "read", "expected"), QUOTATIONS)
def test_quotations_share_most_of_their_words(gold: str, read: str, expected: Counts) -> None:
    start = TEXT.index(read)
    reading = Reading((), quotations=(QuotationCandidate(start, start + len(read), "direct", "", EVIDENCE),))
    article = replace(NOTHING, quotations=(GoldQuotation("", "direct", gold),))
    assert counts("quotations", article, reading) == expected


def test_a_quotation_counts_once() -> None:
    reading = Reading((), quotations=(QuotationCandidate(0, 3, "direct", "", EVIDENCE),))
    gold = replace(NOTHING, quotations=(GoldQuotation("", "direct", TEXT[:3]),) * 2)
    assert counts("quotations", gold, reading) == (1, 0, 1)


FIGURES = [
    # right, wrong, missed; precision, recall, F1
    (3, 1, 0, 0.75, 1, 6 / 7),
    (1, 1, 3, 0.5, 0.25, 1 / 3),
    (0, 0, 2, 1, 0, 0),
    (0, 2, 0, 0, 1, 0),
    (0, 0, 0, 1, 1, 1),
]


@pytest.mark.parametrize(("right", "wrong", "missed", "precision", "recall", "f1"), FIGURES)
def test_figures(right: int, wrong: int, missed: int, precision: float, recall: float, f1: float) -> None:
    outcome = Outcome(right, (Item(()),) * wrong, (Item(()),) * missed)
    assert (outcome.precision, outcome.recall, outcome.f1) == pytest.approx((precision, recall, f1))


def test_totals_have_every_task() -> None:
    assert total([]) == dict.fromkeys(TASKS, Outcome())
    outcomes = compare(replace(NOTHING, countries=("SY",)), TEXT, Reading(mentions((SY,))), {})
    assert tuple(outcomes) == TASKS
    assert total([outcomes, outcomes])["countries"].right == 2
