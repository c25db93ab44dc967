"""Merging people and organizations, and taking it back."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.serializers import serialize

from entities import merging, review
from entities.merging import REFERENCES, merge, unmerge
from entities.models import (
    Alias,
    Change,
    Event,
    EventParticipant,
    Mention,
    MentionCandidate,
    Office,
    Organization,
    Person,
    Quotation,
    Tenure,
)
from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_mention,
    make_office,
    make_organization,
    make_person,
    make_quotation,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

MODELS = (
    Person,
    Organization,
    Office,
    Alias,
    Mention,
    MentionCandidate,
    Event,
    EventParticipant,
    Tenure,
    Quotation,
)


def stored() -> dict[str, Any]:
    """Everything that a merge can touch."""
    return {model.__name__: serialize("json", model._default_manager.order_by("pk")) for model in MODELS}


@pytest.fixture
def actor() -> User:
    return make_user()


@pytest.fixture
def survivor() -> Person:
    return make_person("تشو تاي يول")


@pytest.fixture
def loser() -> Person:
    return make_person("تشو تايول", aliases=["تشو تاي يول"], name_en="Cho Tae-yul", country="KR")


def test_everything_that_refers_to_the_loser_moves(loser: Person, survivor: Person, actor: User) -> None:
    article = make_article()
    mention = make_mention(article, person=loser)
    ambiguous = make_mention(article, 5, 9, kind="person", status="ambiguous")
    both = [MentionCandidate.objects.create(mention=ambiguous, person=person) for person in (loser, survivor)]
    event = make_event(participants=[{"role": "signatory", "person": loser, "country": "KR"}])
    tenure, quotation = make_tenure(loser), make_quotation(article, speaker=loser)

    batch = merge(loser, survivor, actor)

    for row in (loser, survivor, mention, tenure, quotation):
        row.refresh_from_db()
    assert loser.merged_into == survivor
    assert (survivor.name_en, survivor.country_id) == ("Cho Tae-yul", "KR")
    assert mention.person == tenure.person == quotation.speaker == survivor
    assert event.participants.get().person == survivor
    assert list(MentionCandidate.objects.all()) == [both[1]]
    assert set(survivor.aliases.values_list("text", flat=True)) == {"تشو تاي يول", "تشو تايول"}
    assert not loser.aliases.exists()
    assert set(Change.objects.values_list("batch", "actor", "cause")) == {(batch, actor.pk, "person")}
    assert Change.objects.get(object_type="article").after == {
        "mentions": [mention.pk],
        "person_id": survivor.pk,
    }


def test_aliases_keep_whose_they_were_first(loser: Person, survivor: Person, actor: User) -> None:
    loser.aliases.update(origin_key=loser.key)
    merge(loser, survivor, actor)
    assert survivor.aliases.get(text="تشو تايول").origin_key == loser.key


def test_unmerging_restores_exactly(loser: Person, survivor: Person, actor: User) -> None:
    article, office = make_article(), make_office(country="KR")
    make_mention(article, person=loser)
    ambiguous = make_mention(article, 5, 9, kind="person", status="ambiguous")
    for person in (loser, survivor):
        MentionCandidate.objects.create(mention=ambiguous, person=person)
        make_tenure(person, office, "2024-01")
        make_event(participants=[{"role": "host", "person": person}])
    make_event(participants=[{"role": "actor", "person": person} for person in (loser, survivor)])
    make_quotation(article, speaker=loser)
    before = stored()

    merge(loser, survivor, actor)
    assert stored() != before
    undone = unmerge(loser, actor)

    assert stored() == before
    assert undone.kept == ()
    assert undone.restored == Change.objects.filter(batch=undone.batch, action="unmerge").count() > 8
    with pytest.raises(ValidationError):
        unmerge(loser, actor)


def test_assertions_that_become_the_same_are_joined(loser: Person, survivor: Person, actor: User) -> None:
    office = make_office(country="KR")
    older, younger = make_tenure(survivor, office, "2024"), make_tenure(loser, office, "2024")
    other = make_tenure(loser, office, "2023")
    first, second = (
        make_event(participants=[{"role": "host", "person": person}, {"role": "actor", "country": "RU"}])
        for person in (loser, survivor)
    )
    planned = make_event(participants=[{"role": "host", "person": loser}], modality="planned")
    merge(loser, survivor, actor)
    for row in (younger, other, second, planned):
        row.refresh_from_db()
    assert younger.merged_into == older
    assert second.merged_into == first
    assert other.merged_into is None
    assert planned.merged_into is None
    assert younger.evidence.count() == 1


def test_joining_keeps_decisions(loser: Person, survivor: Person, actor: User) -> None:
    office, ministry = make_office(country="KR"), make_office("minister", country="KR")
    pending, accepted = make_tenure(survivor, office), make_tenure(loser, office)
    review.accept(accepted, actor)
    yes, no = make_tenure(survivor, ministry), make_tenure(loser, ministry)
    review.accept(yes, actor)
    review.reject(no, actor)
    merge(loser, survivor, actor)
    assert Tenure.objects.get(pk=pending.pk).merged_into == accepted
    assert not Tenure.objects.filter(pk__in=(yes.pk, no.pk), merged_into__isnull=False).exists()


def test_what_was_the_same_before_stays_apart(loser: Person, survivor: Person, actor: User) -> None:
    office = make_office(country="KR")
    make_tenure(survivor, office), make_tenure(survivor, office)
    merge(loser, survivor, actor)
    assert not Tenure.objects.filter(merged_into__isnull=False).exists()


def test_chains_point_at_the_last_survivor_and_come_undone_backwards(loser: Person, actor: User) -> None:
    middle, last = make_person("ب"), make_person("ج")
    make_tenure(loser)
    states = [stored()]
    merge(loser, middle, actor)
    states.append(stored())
    merge(middle, last, actor)
    loser.refresh_from_db()
    assert loser.merged_into == last
    assert last.tenures.count() == 1
    with pytest.raises(ValidationError, match=middle.name_ar):
        unmerge(loser, actor)
    unmerge(middle, actor)
    assert stored() == states.pop()
    unmerge(loser, actor)
    assert stored() == states.pop()


def test_a_later_merge_into_the_same_row_is_undone_first(
    loser: Person, survivor: Person, actor: User
) -> None:
    third = make_person("ج")
    merge(loser, survivor, actor)
    merge(third, survivor, actor)
    with pytest.raises(ValidationError, match=third.name_ar):
        unmerge(loser, actor)
    unmerge(third, actor)
    unmerge(loser, actor)


def test_what_others_changed_since_stays_and_is_named(loser: Person, survivor: Person, actor: User) -> None:
    tenure, quotation, other = make_tenure(loser), make_quotation(speaker=loser), make_person("د")
    article = make_article()
    mention = make_mention(article, person=loser)
    merge(loser, survivor, actor)
    review.correct(tenure, {"person": other}, actor)
    review.accept(quotation, actor)
    mention.delete()
    Person.objects.filter(pk=survivor.pk).update(name_en="Cho")
    survivor.aliases.filter(text="تشو تايول").delete()

    undone = unmerge(loser, actor)

    for row in (loser, survivor, tenure, quotation):
        row.refresh_from_db()
    assert len(undone.kept) == 4
    assert tenure.person == other
    assert survivor.name_en == "Cho"
    assert (quotation.speaker, quotation.review_status) == (loser, "accepted")
    assert loser.merged_into is None


def test_organizations_take_their_offices_along(actor: User) -> None:
    loser, survivor = make_organization("الجامعة العربية"), make_organization(aliases=["العرب"])
    person = make_person()
    for organization in (loser, survivor):
        office = make_office("secretary_general", None, organization=organization)
        make_tenure(person, office)
    make_office("spokesman", None, organization=loser)
    make_quotation(speaker_organization=loser)
    before = stored()

    merge(loser, survivor, actor)

    assert set(survivor.offices.values_list("role", flat=True)) == {"secretary_general", "spokesman"}
    assert not loser.offices.exists()
    assert Tenure.objects.filter(merged_into__isnull=False).count() == 1
    unmerge(loser, actor)
    assert stored() == before


def test_wikidata_moves_to_the_survivor_and_back(loser: Person, survivor: Person, actor: User) -> None:
    Person.objects.filter(pk=loser.pk).update(wikidata_id="Q1")
    merge(loser, survivor, actor)
    survivor.refresh_from_db()
    assert survivor.wikidata_id == "Q1"
    unmerge(loser, actor)
    survivor.refresh_from_db()
    assert survivor.wikidata_id == ""


def test_what_cannot_be_merged(loser: Person, survivor: Person, actor: User) -> None:
    with pytest.raises(ValidationError):
        merge(loser, loser, actor)
    with pytest.raises(ValidationError):
        merge(loser, make_organization(), actor)  # type: ignore[type-var]
    merge(loser, survivor, actor)
    for pair in ((loser, make_person("ج")), (make_person("ج"), loser)):
        with pytest.raises(ValidationError, match=loser.name_ar):
            merge(*pair, actor)


def test_every_foreign_key_to_people_and_organizations_is_known() -> None:
    for model, references in REFERENCES.items():
        known = {(reference.model, reference.column) for reference in references}
        known |= {(Mention, str(model._meta.model_name)), (model, "merged_into")}
        keys = {
            (other, column.name)
            for other in apps.get_models()
            for column in other._meta.concrete_fields
            if column.is_relation and column.related_model is model
        }
        assert keys == known


def test_queries_of_a_merge_do_not_grow_with_mentions(
    loser: Person, survivor: Person, actor: User, django_assert_max_num_queries: Any
) -> None:
    make_country("KR")
    for _number in range(20):
        make_mention(make_article(), person=loser)
    with django_assert_max_num_queries(35):
        merge(loser, survivor, actor)
    assert merging.unmerge(loser, actor).restored > 20
