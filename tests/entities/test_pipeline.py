"""Storing readings: once, in any order, with decisions kept. Texts are our own, read by the real rules."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Keyword
from entities import merging, review
from entities.models import (
    Alias,
    ArticleCountry,
    Change,
    DiplomaticRelation,
    Event,
    Evidence,
    Mention,
    Person,
    Quotation,
    Tenure,
)
from entities.names import alias_row
from entities.pipeline import extract
from tests import factories

pytestmark = pytest.mark.django_db

ESTABLISHED = "أقامت غيانا وبوتان علاقات دبلوماسية في 3 مارس 2021."
ESTABLISHED_AGAIN = "وكانت بوتان وغيانا أقامتا علاقات دبلوماسية في 3 مارس 2021، وفق بيان مشترك."
SEVERED = "قطعت غيانا علاقاتها الدبلوماسية مع بوتان في 5 مايو 2023."
MINISTER = "وقال وزير خارجية غيانا السيد رودني هاربيلو إن بلاده ترحب بالخطوة."
SPORT = "فاز منتخب غيانا على منتخب بوتان بهدفين في مباراة ودية."


@pytest.fixture(autouse=True)
def _countries() -> None:
    for code, name in (("GY", "غيانا"), ("BT", "بوتان")):
        country = factories.make_country(code, name_ar=name, name_en=code)
        Alias.objects.bulk_create([alias_row(country, name)])


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


def article(*sentences: str, **values: Any) -> Article:
    return factories.make_article("\n".join(("خبر من الأرشيف", *sentences)), **values)


def stored() -> dict[str, Any]:
    """What is known, by natural keys: no ids, no times."""
    return {
        "relations": set(DiplomaticRelation.objects.values_list("fingerprint", "in_force_until", "sort_day")),
        "events": set(Event.objects.values_list("fingerprint", "date_earliest", "confidence", "sort_day")),
        "tenures": set(Tenure.objects.values_list("fingerprint", "attested_from", "attested_until")),
        "people": set(Person.objects.values_list("key", "country")),
        "evidence": set(Evidence.objects.values_list("article__digest", "start", "end", "rule")),
        "mentions": set(Mention.objects.values_list("article__digest", "start", "end", "status", "country")),
    }


def test_what_is_read_is_stored() -> None:
    counts = extract([article(ESTABLISHED, MINISTER).pk])
    relation = DiplomaticRelation.objects.get()
    assert (relation.country_a_id, relation.country_b_id) == ("BT", "GY")
    assert (relation.kind, relation.status) == ("diplomatic_relations", "established")
    assert relation.start is not None
    assert relation.start.edtf == "2021-03-03"
    assert [evidence.quote for evidence in relation.evidence.all()] == [ESTABLISHED]
    tenure = Tenure.objects.get()
    assert (tenure.person.name_ar, tenure.office.role) == ("رودني هاربيلو", "foreign_minister")
    assert (tenure.person.origin, tenure.person.needs_review) == ("machine", True)
    assert set(ArticleCountry.objects.values_list("country", flat=True)) == {"BT", "GY"}
    assert (counts.relations, counts.events, counts.tenures, counts.people) == (1, 1, 1, 1)


def test_sport_gives_mentions_and_no_more() -> None:
    counts = extract([article(SPORT).pk])
    assert counts.mentions == 2
    assert (counts.relations, counts.events, counts.tenures) == (0, 0, 0)


def test_reading_again_changes_nothing() -> None:
    ids = [article(ESTABLISHED, MINISTER).pk, article(SEVERED).pk]
    extract(ids)
    before, changes = stored(), Change.objects.count()
    counts = extract(ids)
    assert (counts.mentions, counts.relations, counts.events, counts.changed) == (0, 0, 0, 0)
    assert (stored(), Change.objects.count()) == (before, changes)


def test_articles_that_say_the_same_give_one_assertion() -> None:
    extract([article(ESTABLISHED).pk, article(ESTABLISHED_AGAIN).pk])
    assert DiplomaticRelation.objects.get().evidence.count() == 2
    assert Event.objects.get().evidence.count() == 2


def test_order_does_not_matter() -> None:
    texts = [(ESTABLISHED, MINISTER), (ESTABLISHED_AGAIN,), (SEVERED, MINISTER)]
    days = ["2021-03-04", "2022-01-01", "2023-05-06"]
    articles = [
        article(*text, published=day, digest=str(number)).pk
        for number, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    outcomes = []
    for order in permutations(articles):
        for pk in order:
            extract([pk])
        outcomes.append(stored())
        for model in (Evidence, DiplomaticRelation, Event, Tenure, Quotation, Mention):
            model._default_manager.all().delete()
        Alias.objects.filter(person__isnull=False).delete()
        Person.objects.all().delete()
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_next_status_ends_the_one_before() -> None:
    extract([article(ESTABLISHED).pk, article(SEVERED).pk])
    old = DiplomaticRelation.objects.get(status="established")
    new = DiplomaticRelation.objects.get(status="severed")
    assert str(old.in_force_until) == "2023-05-05"
    assert (new.in_force_until, new.initiator_id) == (None, "GY")


def test_what_is_no_longer_read_goes() -> None:
    row = article(ESTABLISHED)
    extract([row.pk])
    Article.objects.filter(pk=row.pk).update(
        text=row.text.replace("أقامت", "تدرس")
    )  # as a withdrawn rule would
    extract([row.pk])
    assert not DiplomaticRelation.objects.exists()
    assert not Event.objects.exists()
    actions = Change.objects.filter(object_type="diplomaticrelation").values_list("action", flat=True)
    assert sorted(actions) == ["create", "delete"]


def test_more_evidence_and_what_follows_from_it_are_logged() -> None:
    extract([article(ESTABLISHED).pk])
    last = Change.objects.latest("pk").pk
    again = article(ESTABLISHED_AGAIN)
    extract([again.pk])
    relation = DiplomaticRelation.objects.get()
    change = Change.objects.get(pk__gt=last, object_type="diplomaticrelation")
    assert (change.action, change.cause, change.object_id) == ("update", "extraction", str(relation.pk))
    assert [place[0] for place in change.after["evidence"]] == [again.pk]
    assert change.before["evidence"] == []
    extract([article(SEVERED).pk])
    change = Change.objects.filter(object_id=relation.pk, object_type="diplomaticrelation").latest("pk")
    assert (change.before, change.after) == ({"in_force_until": None}, {"in_force_until": "2023-05-05"})


@pytest.mark.parametrize("decide", [review.accept, review.reject], ids=["accepted", "rejected"])
def test_decisions_stay(decide: Callable[..., Any], editor: User) -> None:
    row = article(ESTABLISHED)
    extract([row.pk])
    decide(DiplomaticRelation.objects.get(), editor)
    status = DiplomaticRelation.objects.get().review_status
    extract([row.pk, article(ESTABLISHED_AGAIN).pk])
    relation = DiplomaticRelation.objects.get()
    assert relation.review_status == status != "pending"
    assert relation.evidence.count() == 2
    Article.objects.filter(pk=row.pk).update(text=row.text.replace("أقامت", "تدرس"))
    extract([row.pk])
    assert DiplomaticRelation.objects.get().evidence.filter(article=row).exists()


def test_corrected_values_stay(editor: User) -> None:
    row = article(ESTABLISHED)
    extract([row.pk])
    review.correct(DiplomaticRelation.objects.get(), {"start": "2021-03-05"}, editor)
    counts = extract([row.pk])
    relation = DiplomaticRelation.objects.get()
    assert relation.start is not None
    assert (relation.start.edtf, counts.relations, counts.changed) == ("2021-03-05", 0, 0)


def test_reading_lands_on_the_survivor_of_a_merge(editor: User) -> None:
    row = article(MINISTER)
    extract([row.pk])
    survivor = factories.make_person("رودني ج. هاربيلو")
    merging.merge(Person.objects.get(key="رودني هاربيلو"), survivor, editor)
    counts = extract([row.pk])
    assert Tenure.objects.get().person == survivor
    assert set(Mention.objects.filter(kind="person").values_list("person", flat=True)) == {survivor.pk}
    assert (counts.people, counts.tenures) == (0, 0)


def test_people_found_by_machine_do_not_teach_it() -> None:
    """Else what is read in an article would depend on the articles that were imported before."""
    extract([article(MINISTER).pk])
    later = article("رودني هاربيلو وصل.")
    extract([later.pk])
    assert not Mention.objects.filter(article=later, kind="person", status="linked").exists()


def test_ambiguous_names_keep_their_candidates() -> None:
    for code in ("KP", "KR"):
        Alias.objects.bulk_create([alias_row(factories.make_country(code), "كوريا")])
    extract([article("زار الوفد كوريا.").pk])
    mention = Mention.objects.get(kind="country")
    assert (mention.status, mention.country_id) == ("ambiguous", None)
    assert set(mention.candidates.values_list("country", flat=True)) == {"KP", "KR"}


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("غيانا، بوتان، تعاون", ["غيانا", "بوتان", "تعاون"]),
        ("غيانا - بوتان - غيانا", ["غيانا", "بوتان"]),
        ("غيانا بوتان تعاون ثنائي", ["غيانا", "بوتان", "تعاون", "ثنائي"]),
        ("بوتان بوتـان", ["بوتان"]),
    ],
)
def test_keywords(line: str, keywords: list[str]) -> None:
    extract([article(SPORT, keyword_line=line).pk])
    assert list(Keyword.objects.order_by("position").values_list("text", flat=True)) == keywords


def test_queries_do_not_grow_with_articles() -> None:
    few = [article(ESTABLISHED, MINISTER).pk for _ in range(3)]
    many = [article(ESTABLISHED, MINISTER).pk for _ in range(30)]
    extract([article(ESTABLISHED, MINISTER).pk])  # offices and people are there, the gazetteer is compiled
    with CaptureQueriesContext(connection) as of_few:
        extract(few)
    with CaptureQueriesContext(connection) as of_many:
        extract(many)
    assert len(of_many) <= len(of_few) <= 70


def test_mentions_alone_leave_the_article_unread() -> None:
    text = article(ESTABLISHED, MINISTER)
    counts = extract([text.pk], assertions=False)
    assert counts.mentions == Mention.objects.count() > 0
    assert not Evidence.objects.exists()
    assert not Person.objects.exists()
    unresolved = Mention.objects.get(kind="person")
    assert (unresolved.surface, unresolved.status) == ("رودني هاربيلو", "unresolved")
    text.refresh_from_db()
    assert not text.extracted_by
    extract([text.pk])
    assert Mention.objects.get(kind="person").person == Person.objects.get()
    assert DiplomaticRelation.objects.exists()
    text.refresh_from_db()
    assert text.extracted_by


def test_mentions_alone_leave_articles_that_were_read() -> None:
    text = article(ESTABLISHED, MINISTER)
    extract([text.pk])
    before = stored()
    again = extract([text.pk], assertions=False)
    assert (again.mentions, again.changed) == (0, 0)
    assert stored() == before
    assert Mention.objects.get(kind="person").status == "linked"


def test_mentions_alone_twice_change_nothing() -> None:
    text = article(ESTABLISHED, MINISTER)
    extract([text.pk], assertions=False)
    again = extract([text.pk], assertions=False)
    assert (again.mentions, again.changed) == (0, 0)
