"""What people decide on assertions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from articles.dates import DateRange
from entities import review
from entities.models import (
    Assertion,
    Change,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Evidence,
    Quotation,
    Tenure,
)
from entities.review import EvidenceSpan
from tests.factories import (
    SENTENCE,
    TEXT,
    WORDS,
    make_article,
    make_country,
    make_event,
    make_office,
    make_organization,
    make_person,
    make_quotation,
    make_relation,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db
FACTORIES = (make_relation, make_event, make_tenure, make_quotation)


@pytest.fixture
def actor() -> User:
    return make_user()


@pytest.mark.parametrize("make", FACTORIES)
def test_accepting_rejecting_and_reopening_are_logged(make: Callable[[], Assertion], actor: User) -> None:
    row = make()
    fingerprint = row.fingerprint
    review.accept(row, actor)
    assert (row.review_status, row.reviewed_by) == ("accepted", actor)
    assert row.reviewed_at is not None
    review.reject(row, actor, "لم يحدث")
    assert row.review_status == "rejected"
    review.reopen(row, actor)
    row.refresh_from_db()
    assert (row.review_status, row.reviewed_by, row.reviewed_at) == ("pending", None, None)
    assert (row.fingerprint, row.corrected) == (fingerprint, False)
    changes = Change.objects.order_by("pk")
    assert [change.after["review_status"] for change in changes] == ["accepted", "rejected", "pending"]
    assert changes[1].after["reason"] == "لم يحدث"
    assert {(change.actor, change.action, change.object_id) for change in changes} == {
        (actor, "review", str(row.pk))
    }


def test_deciding_the_same_again_is_no_change(actor: User) -> None:
    relation = make_relation()
    review.accept(relation, actor)
    review.accept(relation, actor)
    assert Change.objects.count() == 1


@pytest.mark.parametrize("verb", [review.accept, review.reject, review.reopen])
def test_merged_rows_are_not_decided_on(verb: Callable[[Assertion, User], None], actor: User) -> None:
    merged = make_relation(merged_into=make_relation())
    with pytest.raises(ValidationError):
        verb(merged, actor)
    with pytest.raises(ValidationError):
        review.correct(merged, {"status": "severed"}, actor)
    assert review.accept_all(DiplomaticRelation.objects.filter(pk=merged.pk), actor) == 0


@pytest.mark.parametrize("many", [2, 30])
def test_deciding_on_many_takes_as_many_queries_as_on_few(
    many: int, actor: User, django_assert_max_num_queries: Any
) -> None:
    office = make_office()
    for _number in range(many):
        make_tenure(office=office, review_status="rejected", evidence=False)
    with django_assert_max_num_queries(15):
        assert review.accept_all(Tenure.objects.filter(review_status="rejected"), actor) == many
    assert review.accept_all(Tenure.objects.select_related("person__country").distinct(), actor) == 0
    assert review.reject_all(Tenure.objects.all()[:1], actor, "مكرر") == 1
    assert review.reopen_all(Tenure.objects.all(), actor) == many
    assert Change.objects.values("batch").distinct().count() == 3


def test_correcting_replaces_values_and_accepts(actor: User) -> None:
    make_country("KP")
    relation = make_relation(("KR", "SY"), start="2025-04-10")
    row = review.correct(
        relation,
        {"countries": ("SY", "KP"), "start": "1966", "end": None, "status": "severed", "initiator": "SY"},
        actor,
    )
    row.refresh_from_db()
    assert (row.country_a_id, row.country_b_id, row.status, row.initiator_id) == ("KP", "SY", "severed", "SY")
    assert (row.start, row.sort_day) == (DateRange.year(1966), date(1966, 1, 1))
    assert (row.corrected, row.review_status, row.reviewed_by) == (True, "accepted", actor)
    assert row.fingerprint == relation.fingerprint
    (change,) = Change.objects.all()
    assert (change.action, change.before["country_a_id"], change.after["country_a_id"]) == (
        "update",
        "KR",
        "KP",
    )


def test_an_unknown_date_leaves_the_order_as_it_was(actor: User) -> None:
    event = review.correct(make_event(date="2024-06-18"), {"date": None}, actor)
    assert (event.date, event.date_basis, event.sort_day) == (None, "unknown", date(2024, 6, 18))
    assert review.correct(event, {"date": DateRange.year(2000)}, actor).date_basis == "stated"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"start": "31 June"}, ["start"]),
        ({"start": "2025-04-10", "end": "2024"}, ["end"]),
        ({"country_a": "SY", "country_b": "SY"}, ["country_b"]),
        ({"countries": ["SY"]}, ["countries"]),
        ({"country_a": "ZZ"}, ["country_a"]),
        ({"country_a": None}, ["country_a"]),
        ({"initiator": "RU"}, ["initiator"]),
        ({"status": "cold"}, ["status"]),
        ({"fingerprint": "x"}, []),
        ({"start_earliest": "2025-01-01"}, []),
        ({"colour": "red"}, []),
        ({"participants": []}, []),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_stored(
    values: dict[str, Any], names: list[str], actor: User
) -> None:
    relation = make_relation()
    make_country("RU")
    with pytest.raises(ValidationError) as refused:
        review.correct(relation, values, actor)
    assert list(getattr(refused.value, "error_dict", {})) == names
    assert not Change.objects.exists()
    relation.refresh_from_db()
    assert not relation.corrected


def test_participants_are_replaced_and_those_that_stay_are_kept(actor: User) -> None:
    event = make_event(participants=[{"role": "actor", "country": "RU"}, {"role": "host", "country": "KP"}])
    kept = event.participants.get(country="RU")
    person = make_person()
    wanted = [
        {"role": "actor", "country": "RU"},
        {"role": "host", "country": make_country("SY"), "person": person},
        {"role": "host", "country": "SY", "person": person.pk},
    ]
    review.correct(event, {"participants": wanted}, actor)
    assert set(event.participants.values_list("pk", "country", "person")) >= {(kept.pk, "RU", None)}
    assert event.participants.count() == 2
    assert sorted(Change.objects.values_list("object_type", "action")) == [
        ("event", "update"),
        ("eventparticipant", "create"),
        ("eventparticipant", "delete"),
    ]
    for wrong in ({"role": "actor"}, {"role": "king", "country": "RU"}, {"country": "RU"}):
        with pytest.raises(ValidationError):
            review.correct(event, {"participants": [wrong]}, actor)
    assert event.participants.count() == 2


def test_a_quotation_is_cut_from_its_article(actor: User) -> None:
    quotation = make_quotation()
    start = TEXT.index(SENTENCE)
    row = review.correct(quotation, {"start": start, "end": start + len(SENTENCE)}, actor)
    assert (row.text, row.fingerprint) == (SENTENCE, quotation.fingerprint)
    assert "اقامت كوريا" in row.search_text
    with pytest.raises(ValidationError, match=str(len(TEXT))):
        review.correct(quotation, {"end": len(TEXT) + 1}, actor)


def test_entering_by_hand_with_evidence(actor: User) -> None:
    article = make_article()
    start = TEXT.index(SENTENCE)
    span = EvidenceSpan(article, start, start + len(SENTENCE))
    for code in ("SY", "KR"):
        make_country(code)
    relation = review.create(
        DiplomaticRelation,
        {"countries": ("SY", "KR"), "kind": "diplomatic_relations", "status": "established"},
        actor,
        [span, span],
    )
    assert relation.fingerprint.startswith("person:")
    assert (relation.origin, relation.review_status, relation.confidence) == ("person", "accepted", 1.0)
    assert (relation.country_a_id, relation.sort_day) == ("KR", article.sort_day)
    evidence = relation.evidence.get()
    assert (evidence.quote, evidence.extractor, evidence.rule, evidence.version) == (
        SENTENCE,
        "person",
        "person",
        "",
    )
    assert list(Change.objects.order_by("pk").values_list("object_type", "action", "actor")) == [
        ("diplomaticrelation", "create", actor.pk),
        ("evidence", "create", actor.pk),
    ]
    review.add_evidence(relation, [EvidenceSpan(make_article(), 0, 5, supports=False)], actor)
    assert relation.evidence.filter(supports=False).count() == 1


def test_entering_each_kind(actor: User) -> None:
    person, league = make_person(), make_organization()
    event = review.create(
        Event,
        {"kind": "meeting", "date": "2025-04", "place_text": "القاهرة"},
        actor,
        participants=[{"role": "participant", "person": person, "organization": league}],
    )
    assert (event.date, event.date_basis, event.participants.get().organization) == (
        DateRange.month(2025, 4),
        "stated",
        league,
    )
    tenure = review.create(Tenure, {"person": person, "office": make_office(), "start": "2025-01-29"}, actor)
    assert tenure.sort_day == date(2025, 1, 29)
    start = TEXT.index(WORDS)
    quotation = review.create(
        Quotation,
        {
            "article": make_article(),
            "start": start,
            "end": start + len(WORDS),
            "mode": "direct",
            "speaker": person,
        },
        actor,
    )
    assert (quotation.text, quotation.evidence.get().quote) == (WORDS, WORDS)


def test_entering_what_does_not_fit_stores_nothing(actor: User) -> None:
    article = make_article("قصير")
    for span in ((0, 5), (3, 3), (-1, 2), (3, 2)):
        with pytest.raises(ValidationError, match="4"):
            review.create(Event, {"kind": "talks"}, actor, [EvidenceSpan(article, *span)])
    with pytest.raises(ValidationError):
        review.create(Event, {"kind": "talks"}, actor, participants=[{"role": "actor"}])
    with pytest.raises(ValidationError):
        review.create(Tenure, {}, actor)
    with pytest.raises(ValidationError):
        review.create(Quotation, {"article": 0, "start": 0, "end": 1, "mode": "direct"}, actor)
    assert not any(model.objects.exists() for model in (Event, EventParticipant, Tenure, Evidence, Change))
