"""Writing: what editors send is stored by the rules of the models, and the log says who did it."""

import pytest

from entities.models import Change, DiplomaticRelation, Person
from tests.factories import (
    SENTENCE,
    TEXT,
    make_article,
    make_country,
    make_event,
    make_office,
    make_person,
    make_quotation,
    make_relation,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

START = TEXT.index(SENTENCE)


@pytest.fixture
def editor():
    return make_user(is_superuser=True)


@pytest.fixture
def send(api, editor):
    """Return what sends a body as an editor and answers with JSON."""
    api.force_authenticate(editor)

    def write(verb, address, body=None, status=200):
        response = getattr(api, verb)(f"/api/v1/{address}", body or {})
        assert response.status_code == status, response.content.decode()
        return response.json()

    return write


@pytest.fixture
def sentence():
    return {"article": make_article().pk, "start": START, "end": START + len(SENTENCE)}


def relation_of(sentence, **values):
    make_country("KR"), make_country("SY")
    body = {
        "countries": ["SY", "KR"],
        "kind": "diplomatic_relations",
        "status": "established",
        "start": "2025-04-10",
        "evidence": [sentence],
    }
    return body | values


class TestCreating:
    def test_a_relation(self, send, editor, sentence):
        shown = send("post", "relations/", relation_of(sentence, initiator="KR"), 201)
        assert shown["countries"] == ["KR", "SY"]
        assert (shown["start"], shown["end"], shown["initiator"]) == ("2025-04-10", "", "KR")
        assert shown["review_status"] == "accepted"
        assert [each["quote"] for each in shown["evidence"]] == [SENTENCE]
        change = Change.objects.get(object_type="diplomaticrelation")
        assert (change.actor, change.action) == (editor, "create")

    def test_a_tenure(self, send, sentence):
        body = {
            "person": make_person().pk,
            "office": make_office().pk,
            "start": "2025-03",
            "evidence": [sentence],
        }
        assert send("post", "tenures/", body, 201)["start"] == "2025-03"

    def test_an_event(self, send, sentence):
        person = make_person()
        make_country("RU"), make_country("KP")
        body = {
            "kind": "visit",
            "modality": "planned",
            "date": "2024-06-18",
            "place": {"text": "بيونغ يانغ", "country": "KP"},
            "participants": [
                {"role": "actor", "person": person.pk, "country": "RU"},
                {"role": "host", "country": "KP"},
            ],
            "evidence": [sentence],
        }
        shown = send("post", "events/", body, 201)
        assert shown["place"] == body["place"]
        assert (shown["date"], shown["date_basis"]) == ("2024-06-18", "stated")
        assert [(each["role"], each["country"]) for each in shown["participants"]] == [
            ("actor", "RU"),
            ("host", "KP"),
        ]

    def test_a_quotation_is_its_own_evidence(self, send, sentence):
        shown = send("post", "quotations/", sentence | {"mode": "indirect", "speaker_text": "الوزير"}, 201)
        assert shown["text"] == SENTENCE
        assert [each["quote"] for each in shown["evidence"]] == [SENTENCE]

    def test_a_person(self, send):
        shown = send("post", "people/", {"name_ar": "سيرغي لافروف", "aliases": ["لافروف"]}, 201)
        assert set(shown["aliases"]) == {"سيرغي لافروف", "لافروف"}
        assert send("get", "people/?q=لافروف")["results"] == [shown]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"countries": ["SY", "SY"]}, "country"),
            ({"countries": ["SY"]}, "countries"),
            ({"countries": ["SY", "XX"]}, "countries"),
            ({"initiator": "RU"}, "initiator"),
            ({"kind": "marriage"}, "kind"),
            ({"start": "2025-13"}, "start"),
            ({"start": "2025", "end": "2020"}, "end"),
            ({"start": 5}, "start"),
            ({"start": ["2025"]}, "start"),
            ({"evidence": []}, "evidence"),
            ({"evidence": [{"article": 999, "start": 0, "end": 1}]}, "evidence"),
            ({"fingerprint": "x"}, "fingerprint"),
            ({"review_status": "accepted"}, "review_status"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, send, sentence, wrong, field):
        make_country("RU")
        answer = send("post", "relations/", relation_of(sentence, **wrong), 400)
        assert answer["type"] == "validation_error"
        assert any((error["attr"] or "").startswith(field) for error in answer["errors"]), answer
        assert not DiplomaticRelation.objects.exists()

    @pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 5), (0, 10_000), (2**40, 2**41)])
    def test_a_span_that_is_none(self, send, sentence, start, end):
        wrong = sentence | {"start": start, "end": end}
        send("post", "relations/", relation_of(wrong), 400)
        send("post", "quotations/", wrong | {"mode": "direct"}, 400)
        assert not DiplomaticRelation.objects.exists()


class TestReviewing:
    @pytest.mark.parametrize("make", [make_relation, make_event, make_tenure, make_quotation])
    def test_accept_reject_reopen(self, send, editor, make):
        row = make()
        name = {"diplomaticrelation": "relations"}.get(row._meta.model_name, f"{row._meta.model_name}s")
        assert send("post", f"{name}/{row.pk}/accept/")["review_status"] == "accepted"
        assert send("post", f"{name}/{row.pk}/reject/", {"reason": "لا"})["review_status"] == "rejected"
        assert send("get", f"{name}/")["results"] == []
        assert send("post", f"{name}/{row.pk}/reopen/")["review_status"] == "pending"
        log = Change.objects.filter(object_type=row._meta.model_name, action="review").order_by("pk")
        assert [change.after["review_status"] for change in log] == ["accepted", "rejected", "pending"]
        assert {change.actor for change in log} == {editor}
        assert log[1].after["reason"] == "لا"

    def test_nothing_that_is_sent_is_ignored(self, send):
        relation = make_relation()
        send("post", f"relations/{relation.pk}/accept/", {"reason": "so"}, 400)
        send("patch", f"relations/{relation.pk}/?fields=nothing", {"status": "severed"}, 400)
        relation.refresh_from_db()
        assert (relation.status, relation.review_status) == ("established", "pending")

    def test_rows_that_are_not_there_or_were_merged(self, send):
        survivor, loser = make_relation(), make_relation()
        DiplomaticRelation.objects.filter(pk=loser.pk).update(merged_into=survivor)
        send("post", f"relations/{loser.pk}/accept/", status=400)
        send("post", "relations/999/accept/", status=404)


class TestCorrecting:
    def test_only_what_is_sent(self, send, sentence):
        relation = make_relation(status="severed", start="1967", fingerprint="as read")
        shown = send("patch", f"relations/{relation.pk}/", {"start": "1967-06", "evidence": [sentence]})
        assert (shown["start"], shown["status"]) == ("1967-06", "severed")
        assert (shown["review_status"], len(shown["evidence"])) == ("accepted", 2)
        relation.refresh_from_db()
        assert relation.corrected
        assert relation.fingerprint == "as read"

    def test_dates_can_be_emptied(self, send):
        relation = make_relation(start="1967")
        assert send("patch", f"relations/{relation.pk}/", {"start": ""})["start"] == ""

    def test_participants_of_an_event_are_replaced(self, send):
        event = make_event()
        make_country("SY")
        shown = send("patch", f"events/{event.pk}/", {"participants": [{"role": "actor", "country": "SY"}]})
        assert [each["country"] for each in shown["participants"]] == ["SY"]

    def test_people(self, send, editor):
        person = make_person("الشيباني", aliases=("الوزير",))
        make_country("SY")
        body = {"name_en": "Asaad al-Shaibani", "country": "SY", "aliases": ["أسعد الشيباني"]}
        shown = send("patch", f"people/{person.pk}/", body)
        assert (shown["name_ar"], shown["name_en"], shown["country"]) == (
            "الشيباني",
            "Asaad al-Shaibani",
            "SY",
        )
        assert set(shown["aliases"]) == {"الشيباني", "أسعد الشيباني", "Asaad al-Shaibani"}
        assert set(Change.objects.values_list("actor", flat=True)) == {editor.pk}
        send("patch", f"people/{person.pk}/", {"name_ar": "", "name_en": ""}, 400)
        send("patch", f"people/{person.pk}/", {"wikidata_id": "x"}, 400)


def test_merging_and_taking_it_back(api, send):
    survivor, loser = make_person("الشيباني"), make_person("أسعد الشيباني")
    event = make_event(participants=({"role": "actor", "person": loser},))
    assert "أسعد الشيباني" in send("post", f"people/{loser.pk}/merge/", {"into": survivor.pk})["aliases"]
    assert api.get(f"/api/v1/people/{loser.pk}/").status_code == 301
    assert send("get", f"events/?person={loser.pk}")["results"][0]["id"] == event.pk
    send("post", f"people/{loser.pk}/merge/", {"into": survivor.pk}, 400)
    send("patch", f"people/{loser.pk}/", {"name_en": "x"}, 400)
    assert send("post", f"people/{loser.pk}/unmerge/")["id"] == loser.pk
    assert send("get", f"events/{event.pk}/")["participants"][0]["person"]["id"] == loser.pk
    send("post", f"people/{survivor.pk}/merge/", {"into": survivor.pk}, 400)
    assert Person.objects.current().count() == 2
