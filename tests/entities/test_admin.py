"""The admin: every page answers, lists stay cheap, and every save is in the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import include, path, reverse

from articles.models import Article, ImportChunk, ImportRun, Rejection, Sketch, Source, SourceAlias
from entities.admin.display import in_context
from entities.models import (
    Alias,
    ArticleCountry,
    Change,
    Country,
    DiplomaticRelation,
    Event,
    Mention,
    MentionCandidate,
    Office,
    Organization,
    Person,
    Quotation,
    Tenure,
)
from entities.roles import ensure_roles
from tests.factories import (
    SENTENCE,
    WORDS,
    make_alias,
    make_article,
    make_country,
    make_document,
    make_event,
    make_mention,
    make_office,
    make_organization,
    make_person,
    make_quotation,
    make_relation,
    make_run,
    make_source,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

urlpatterns = [path("admin/", site.urls), path("i18n/", include("django.conf.urls.i18n"))]

MODELS = [model for label in ("articles", "entities") for model in apps.get_app_config(label).get_models()]
MODELS.remove(Sketch)  # machinery that nobody would want to look at
NAMES = [str(model._meta.model_name) for model in MODELS]
READ_ONLY = {
    "articlecountry",
    "change",
    "document",
    "eventparticipant",
    "evidence",
    "importchunk",
    "importrun",
    "keyword",
    "link",
    "mention",
    "mentioncandidate",
    "post",
    "rejection",
}
NEVER_ADDED = {*READ_ONLY, "article"}


def address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def fill(rows: int = 1, first: int = 0) -> None:
    """Store some of everything, under names numbered from ``first``."""
    for number in range(first, first + rows):
        article = make_article(
            countries=["SY", "KR"],
            keywords=["سوريا"],
            links=["اقرأ"],
            posts=[(20, 30)],
            source=make_source(f"س {number}"),
        )
        person = make_person(f"أحمد {number}", country="SY")
        office = make_office(f"role {number}", "SY")
        make_relation(("SY", "KR"))
        make_event(
            participants=[
                {"role": "host", "person": person, "country": "SY"},
                {"role": "actor", "organization": make_organization(f"منظمة {number}")},
            ]
        )
        make_tenure(person, office, "2025")
        make_quotation(article, speaker=person)
        make_mention(article, country=make_country("SY"))
        ambiguous = make_mention(article, 5, 9, kind="person", status="ambiguous")
        MentionCandidate.objects.create(mention=ambiguous, person=person)
        run = make_run()
        chunk = ImportChunk.objects.create(run=run, number=1, digest="")
        Rejection.objects.create(run=run, chunk=chunk, path="a.txt", reason="empty")
        SourceAlias.objects.create(source=article.source, text=f"س {number}", folded=f"س {number}")
        Change.objects.create(
            batch="12345678-1234-5678-1234-567812345678",
            action="update",
            cause="import",
            object_type="person",
            object_id=str(person.pk),
            before={"name_ar": "أ"},
            after={"name_ar": "ب"},
        )


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    ensure_roles()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # static files were not collected


def sign_in(role: str, language: str = "ar") -> Client:
    user = make_user() if role == "superuser" else make_user(role)
    user.is_staff, user.is_superuser = True, role == "superuser"
    user.save()
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return sign_in("editor")


def actor_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def last_change(model: type[models.Model]) -> Change:
    return Change.objects.filter(object_type=model._meta.model_name).latest("pk")


# --- Every page answers -----------------------------------------------------------------------------------


def test_every_model_is_registered() -> None:
    assert all(site.is_registered(model) for model in MODELS)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("role", ["superuser", "administrator", "editor", "viewer"])
def test_every_page_answers(role: str, language: str) -> None:
    fill()
    client = sign_in(role, language)
    assert client.get(reverse("admin:index")).status_code == 200
    for model, name in zip(MODELS, NAMES, strict=True):
        page = client.get(address(model, "changelist"))
        assert page.status_code == 200, name
        assert (b'dir="rtl"' in page.content) == (language == "ar")
        row = model._default_manager.first()
        assert row is not None, name
        change = client.get(address(model, "change", row.pk))
        assert change.status_code == 200, name
        may_save = b'name="_save"' in change.content
        assert may_save == (name not in READ_ONLY and client_may(client, "change", model)), name
        adding = 200 if name not in NEVER_ADDED and client_may(client, "add", model) else 403
        assert client.get(address(model, "add")).status_code == adding, name
        assert client.get(address(model, "history", row.pk), follow=True).status_code == 200
        assert client.get(address(model, "changelist"), {"q": "احمد 0"}).status_code == 200


def client_may(client: Client, verb: str, model: type[models.Model]) -> bool:
    return actor_of(client).has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")


@pytest.mark.parametrize("name", sorted(NEVER_ADDED))
def test_what_arrived_is_never_deleted_by_hand(name: str) -> None:
    fill()
    model = MODELS[NAMES.index(name)]
    row = model._default_manager.earliest("pk")
    client = sign_in("superuser")
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(address(model, "add")).status_code == 403
    if name != "article":
        assert client.post(address(model, "change", row.pk), {}).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_list_takes_as_many_queries_for_fifty_rows_as_for_five(
    model: type[models.Model], django_assert_max_num_queries: Any
) -> None:
    client = sign_in("superuser")
    fill(5)
    with django_assert_max_num_queries(25) as few:
        client.get(address(model, "changelist"))
    fill(45, first=5)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(address(model, "changelist"))
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Person, {"country": "SY", "merged": "all"}),
        (Organization, {"merged": "yes"}),
        (Office, {"country": "SY"}),
        (DiplomaticRelation, {"country": "SY", "review_status__exact": "pending", "merged": "all"}),
        (Event, {"country": "SY", "kind__exact": "visit"}),
        (Tenure, {"country": "SY"}),
        (Quotation, {"mode__exact": "direct"}),
        (Article, {"country": "SY", "duplicate_of__isempty": "1"}),
        (Change, {"object_type": "person", "action__exact": "update"}),
        (ArticleCountry, {"country": "KR"}),
        (Mention, {"status__exact": "linked"}),
    ],
)
def test_filters_answer_and_an_unknown_country_finds_nothing(
    model: type[models.Model], query: dict[str, str], editor: Client
) -> None:
    fill()
    page = editor.get(address(model, "changelist"), query)
    assert page.status_code == 200
    expected = 0 if query.get("merged") == "yes" else model._default_manager.count()
    assert page.context["cl"].result_count in (expected, 1)
    if "country" in query:
        assert editor.get(address(model, "changelist"), {"country": "ZZ"}).context["cl"].result_count == 0


def test_rows_of_a_source_are_found_by_it(editor: Client) -> None:
    article = make_article(source=make_source("سانا"))
    make_article(source=make_source("تاس"))
    relation = make_relation()
    relation.evidence.update(article=article)
    make_relation(("RU", "SY"))
    for model in (Article, DiplomaticRelation):
        page = editor.get(address(model, "changelist"), {"source": article.source_id})
        assert page.context["cl"].result_count == 1


# --- Search -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "term"),
    [
        (lambda: make_person("أحمد الشرع"), "احمد"),
        (lambda: make_person("أحمد الشرع"), "أحمَد الشّرع"),
        (lambda: make_organization("منظمة الأمم"), "منظمه الامم"),
        (lambda: make_office(title_ar="رئيسة الحكومة"), "رئيسه سوريا"),
        (lambda: make_tenure(make_person("أحمد الشرع")), "احمد"),
        (lambda: make_event(participants=[{"role": "host", "person": make_person("أحمد الشرع")}]), "احمد"),
        (lambda: make_quotation(), "الخطوه"),
        (lambda: make_article(), "دبلوماسيه"),
        (lambda: make_alias("سُوريّة", country=make_country("SY")), "سوريه"),
    ],
)
def test_search_finds_however_it_is_spelled(
    make: Callable[[], models.Model], term: str, editor: Client
) -> None:
    row = make()
    page = editor.get(address(type(row), "changelist"), {"q": term})
    assert list(page.context["cl"].queryset) == [row]
    assert editor.get(address(type(row), "changelist"), {"q": "زحل"}).context["cl"].result_count == 0


def test_relations_are_found_by_the_names_of_their_countries(editor: Client) -> None:
    relation = make_relation()
    make_alias("سوريا", country=relation.country_b)
    for term in ("سُوريا", "SY"):
        assert (
            editor.get(address(DiplomaticRelation, "changelist"), {"q": term}).context["cl"].result_count == 1
        )


def test_autocomplete_folds_and_leaves_out_what_was_merged(editor: Client) -> None:
    person = make_person("أحمد الشرع")
    make_person("أحمد الشرع", merged_into=person)
    query = {"app_label": "entities", "model_name": "tenure", "field_name": "person", "term": "احمد"}
    found = editor.get(reverse("admin:autocomplete"), query).json()["results"]
    assert found == [{"id": str(person.pk), "text": "أحمد الشرع"}]


# --- Deciding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_relation, make_event, make_tenure, make_quotation])
@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("accept", "pending", "accepted"),
        ("reject", "accepted", "rejected"),
        ("reopen", "rejected", "pending"),
    ],
)
def test_actions_decide_and_are_logged(
    make: Callable[..., models.Model], action: str, before: str, after: str, editor: Client
) -> None:
    row: Any = make(review_status=before)
    model = type(row)
    choice = {"action": f"{action}_selected", "_selected_action": [row.pk]}
    page = editor.post(address(model, "changelist"), choice, follow=True)
    row.refresh_from_db()
    assert row.review_status == after
    assert "1" in str(next(iter(page.context["messages"])))
    change = last_change(model)
    assert (change.actor, change.action, change.object_id) == (actor_of(editor), "review", str(row.pk))
    viewer = sign_in("viewer")
    assert "_selected_action" not in viewer.get(address(model, "changelist")).content.decode()
    viewer.post(address(model, "changelist"), choice)
    assert Change.objects.filter(action="review").count() == 1


def test_deciding_on_the_page_of_a_row(editor: Client) -> None:
    relation = make_relation()
    page = address(DiplomaticRelation, "change", relation.pk)
    for choice, status in (("accept", "accepted"), ("reject", "rejected"), ("reopen", "pending")):
        editor.post(page, {**posted(editor, page), "_decide": choice})
        relation.refresh_from_db()
        assert (relation.review_status, relation.corrected) == (status, False)
    assert Change.objects.count() == 3


def posted(client: Client, page: str) -> dict[str, Any]:
    """Return what the forms of a page would post as they are."""
    context = client.get(page).context
    forms = [context["adminform"].form]
    values: dict[str, Any] = {}
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        for field in formset.management_form:
            values[field.html_name] = field.value()
        forms += formset.forms
    for form in forms:
        for field in form:
            value = field.field.prepare_value(field.value())
            values[field.html_name] = "" if value is None else getattr(value, "pk", value)
    return {name: value for name, value in values.items() if value is not False}


# --- Saving -----------------------------------------------------------------------------------------------


def test_saving_a_relation_corrects_it(editor: Client) -> None:
    relation = make_relation(start="2025-04-10")
    page = address(DiplomaticRelation, "change", relation.pk)
    make_country("KP")
    answer = editor.post(
        page, {**posted(editor, page), "country_a": "SY", "country_b": "KP", "start": "١٩٦٦"}
    )
    assert answer.status_code == 302
    relation.refresh_from_db()
    assert (relation.country_a_id, relation.country_b_id) == ("KP", "SY")
    assert str(relation.start_latest) == "1966-12-31"
    assert (relation.corrected, relation.reviewed_by) == (True, actor_of(editor))
    assert last_change(DiplomaticRelation).actor == actor_of(editor)


def test_saving_what_was_not_touched_changes_nothing(editor: Client) -> None:
    for row in (make_relation(), make_event(), make_tenure(), make_quotation()):
        page = address(type(row), "change", row.pk)
        assert editor.post(page, posted(editor, page)).status_code == 302
        row.refresh_from_db()
        assert not row.corrected
    assert not Change.objects.exists()


def test_what_does_not_fit_is_said_beside_its_field(editor: Client) -> None:
    relation = make_relation()
    make_country("RU")
    page = address(DiplomaticRelation, "change", relation.pk)
    for wrong, field in (
        ({"start": "31 June"}, "start"),
        ({"start": "2025", "end": "2024"}, "end"),
        ({"country_b": "KR"}, "country_b"),
        ({"initiator": "RU"}, "initiator"),
    ):
        answer = editor.post(page, {**posted(editor, page), **wrong})
        assert list(answer.context["errors"]) == list(answer.context["adminform"].form.errors.values())
        assert list(answer.context["adminform"].form.errors) == [field]
    assert not Change.objects.exists()


def test_entering_an_event_with_participants_and_evidence(editor: Client) -> None:
    person, article = make_person(country="SY"), make_article()
    page = address(Event, "add")
    values = {
        **posted(editor, page),
        "kind": "meeting",
        "date": "2025-04",
        "participants-TOTAL_FORMS": 1,
        "participants-0-role": "host",
        "participants-0-person": person.pk,
        "evidence-2-TOTAL_FORMS": 1,
        "evidence-2-0-article": article.pk,
        "evidence-2-0-sentence": SENTENCE.replace("أ", "ا"),
        "evidence-2-0-supports": "on",
    }
    assert editor.post(page, values).status_code == 302
    event = Event.objects.get()
    assert (event.review_status, event.origin, event.date_basis) == ("accepted", "person", "stated")
    assert event.participants.get().person == person
    assert event.evidence.get().quote == SENTENCE
    assert set(Change.objects.values_list("object_type", "actor")) == {
        (name, actor_of(editor).pk) for name in ("event", "eventparticipant", "evidence")
    }
    wrong = editor.post(page, {**values, "evidence-2-0-sentence": "لم يقل هذا أحد"})
    assert wrong.status_code == 200
    nobody = editor.post(page, {**values, "participants-0-person": ""})
    assert nobody.status_code == 200
    assert Event.objects.count() == 1


def test_participants_and_evidence_of_a_read_event_can_be_replaced_and_added(editor: Client) -> None:
    event, article = make_event(), make_article()
    make_country("SY")
    page = address(Event, "change", event.pk)
    values = {
        **posted(editor, page),
        "participants-0-DELETE": "on",
        "participants-1-country": "SY",
        "evidence-2-TOTAL_FORMS": 1,
        "evidence-2-0-article": article.pk,
        "evidence-2-0-sentence": SENTENCE,
    }
    assert editor.post(page, values).status_code == 302
    event.refresh_from_db()
    assert event.participants.get().country_id == "SY"
    assert event.corrected
    assert event.evidence.filter(supports=False, extractor="person").count() == 1


def test_a_quotation_is_entered_by_its_words(editor: Client) -> None:
    article, speaker = make_article(), make_person()
    page = address(Quotation, "add")
    values = {
        **posted(editor, page),
        "article": article.pk,
        "words": WORDS,
        "mode": "direct",
        "speaker": speaker.pk,
    }
    assert editor.post(page, values).status_code == 302
    quotation = Quotation.objects.get()
    assert (quotation.text, article.text[quotation.start : quotation.end]) == (WORDS, WORDS)
    page = address(Quotation, "change", quotation.pk)
    assert editor.post(page, {**posted(editor, page), "words": SENTENCE}).status_code == 302
    quotation.refresh_from_db()
    assert quotation.text == SENTENCE
    assert editor.post(page, {**posted(editor, page), "words": "لم يقل"}).status_code == 200


def test_a_person_entered_by_hand_gets_key_and_aliases(editor: Client) -> None:
    page = address(Person, "add")
    values = {
        **posted(editor, page),
        "name_ar": "عبد الله الثاني",
        "name_en": "Abdullah II",
        "aliases-TOTAL_FORMS": 1,
        "aliases-0-text": "العاهل الأردني",
        "aliases-0-kind": "name",
        "aliases-0-language": "ar",
    }
    assert editor.post(page, values).status_code == 302
    person = Person.objects.get()
    assert (person.key, person.origin) == ("عبدالله الثاني", "person")
    assert set(person.aliases.values_list("folded", "origin_key")) == {
        ("عبدالله الثاني", person.key),
        ("abdullah ii", person.key),
        ("العاهل الاردني", person.key),
    }
    changes = Change.objects.all()
    assert {change.object_type for change in changes} == {"person", "alias"}
    assert {(change.actor, change.cause) for change in changes} == {(actor_of(editor), "person")}
    assert changes.values("batch").distinct().count() == 1

    page = address(Person, "change", person.pk)
    values = {**posted(editor, page), "name_en": "Abdullah", "aliases-0-DELETE": "on"}
    assert editor.post(page, values).status_code == 302
    assert last_change(Person).after["name_en"] == "Abdullah"
    assert Change.objects.filter(object_type="alias", action="delete").count() == 1


def test_a_name_is_there_once(editor: Client) -> None:
    person = make_person("أحمد")
    page = address(Person, "change", person.pk)
    values = {**posted(editor, page), "aliases-TOTAL_FORMS": 3}
    for number in (1, 2):
        values |= {
            f"aliases-{number}-text": "الشرع",
            f"aliases-{number}-kind": "name",
            f"aliases-{number}-language": "ar",
        }
    assert editor.post(page, values).status_code == 200
    assert editor.post(page, {**values, "aliases-2-text": "احمد"}).status_code == 200
    assert editor.post(page, {**values, "aliases-2-text": "ـ"}).status_code == 200
    assert editor.post(page, {**values, "aliases-2-text": "الرئيس الشرع"}).status_code == 302
    assert person.aliases.count() == 3
    page = address(Alias, "add")
    values = {"text": "أبو محمد", "kind": "name", "language": "ar"}
    assert editor.post(page, values).status_code == 200
    assert editor.post(page, {**values, "person": person.pk}).status_code == 302
    assert person.aliases.get(text="أبو محمد").origin_key == person.key
    assert last_change(Alias).action == "create"


def test_a_source_entered_by_hand_is_known_by_its_names(editor: Client) -> None:
    page = address(Source, "add")
    assert editor.post(page, {**posted(editor, page), "name_ar": "الأسبوع"}).status_code == 302
    source = Source.objects.get()
    assert (source.key, source.aliases.get().folded) == ("الاسبوع", "الاسبوع")
    page = address(SourceAlias, "add")
    assert editor.post(page, {"source": source.pk, "text": "الاسبوع"}).status_code == 200
    assert editor.post(page, {"source": source.pk, "text": "صحيفة الأسبوع"}).status_code == 302
    assert source.aliases.count() == 2
    assert last_change(SourceAlias).actor == actor_of(editor)


def test_an_article_keeps_its_text_and_gets_its_source_corrected(editor: Client) -> None:
    article = make_article(posts=[(20, 30)])
    page = address(Article, "change", article.pk)
    source = make_source()
    values = {**posted(editor, page), "source": source.pk, "text": "x", "title": "x"}
    assert editor.post(page, values).status_code == 302
    before = article.text
    article.refresh_from_db()
    assert (article.source, article.text) == (source, before)
    change = last_change(Article)
    assert change.after["source_id"] == source.pk
    assert "text" not in change.after


def test_other_rows_are_logged_too(editor: Client) -> None:
    page = address(Office, "add")
    make_country("SY")
    values = {"role": "minister", "title_ar": "وزير", "country": "SY"}
    assert editor.post(page, values).status_code == 302
    assert last_change(Office).action == "create"
    administrator = sign_in("administrator")
    country = make_country("KR")
    make_alias("كوريا الجنوبية", country=country)
    page = address(Country, "change", "KR")
    assert administrator.post(page, {**posted(administrator, page), "alpha3": "KOR"}).status_code == 302
    assert last_change(Country).after["alpha3"] == "KOR"


def test_deleting_is_logged_with_what_goes_along() -> None:
    administrator = sign_in("administrator")
    person, other = make_person(aliases=["ب"]), make_person("ج")
    administrator.post(address(Person, "delete", person.pk), {"post": "yes"})
    choice = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    administrator.post(address(Person, "changelist"), choice)
    assert not Person.objects.exists()
    deleted = Change.objects.filter(action="delete", actor=actor_of(administrator))
    assert sorted(deleted.values_list("object_type", flat=True)) == ["alias"] * 3 + ["person"] * 2
    assert (
        sign_in("editor").post(address(Person, "delete", make_person().pk), {"post": "yes"}).status_code
        == 403
    )


# --- Merging ----------------------------------------------------------------------------------------------


def test_merging_asks_who_stays_and_can_be_undone(editor: Client) -> None:
    first, second, third = (make_person(name) for name in ("تشو تاي يول", "تشو تايول", "تشو"))
    make_mention(person=second)
    page = address(Person, "changelist")
    choice = {"action": "merge_selected", "_selected_action": [first.pk, second.pk, third.pk]}
    asked = editor.post(page, choice)
    assert asked.status_code == 200
    assert [row["mentions"] for row in asked.context["rows"]] == [0, 1, 0]
    editor.post(page, {**choice, "survivor": second.pk})
    assert set(second.merged.all()) == {first, third}
    listed = editor.get(page).context["cl"].queryset
    assert list(listed) == [second]
    merged = address(Person, "change", first.pk)
    assert b'name="_save"' not in editor.get(merged).content
    assert editor.post(merged, {"name_ar": "x"}).status_code == 403

    undo = {"action": "unmerge_selected", "_selected_action": [first.pk, third.pk]}
    editor.post(f"{page}?merged=yes", undo)
    assert not Person.objects.filter(merged_into__isnull=False).exists()
    assert editor.post(page, {**choice, "_selected_action": [first.pk]}, follow=True).status_code == 200


def test_undoing_says_what_stays_or_is_in_the_way(editor: Client) -> None:
    first, second, third = (make_person(name) for name in ("أ", "ب", "ج"))
    tenure = make_tenure(first)
    page = address(Person, "changelist")
    for loser, survivor in ((first, second), (second, third)):
        choice = {"action": "merge_selected", "_selected_action": [loser.pk, survivor.pk]}
        editor.post(page, {**choice, "survivor": survivor.pk})
    undo = {"action": "unmerge_selected", "_selected_action": [first.pk]}
    said = editor.post(f"{page}?merged=yes", undo, follow=True).context["messages"]
    assert [message.level_tag for message in said][2:] == ["error"]
    Tenure.objects.filter(pk=tenure.pk).update(person=make_person("د"))
    undo["_selected_action"] = [second.pk]
    said = editor.post(f"{page}?merged=yes", undo, follow=True).context["messages"]
    assert [message.level_tag for message in said] == ["success", "warning"]


# --- What people see --------------------------------------------------------------------------------------


def test_the_sentence_is_marked_in_its_article(editor: Client) -> None:
    relation = make_relation()
    content = editor.get(address(DiplomaticRelation, "change", relation.pk)).content.decode()
    assert f"<mark>{SENTENCE}</mark>" in content
    assert address(Article, "change", relation.evidence.get().article_id) in content
    assert SENTENCE in editor.get(address(DiplomaticRelation, "changelist")).content.decode()


def test_marks_take_whole_words() -> None:
    text = "قالَ الرئيس إنّ الزيارةَ ناجحة"
    start = text.index("رئيس")
    assert "<mark>الرئيس إنّ</mark>" in in_context(text, start, start + 6)
    assert in_context(text, 0, len(text)) == f'<div class="sentence" dir="auto"><mark>{text}</mark></div>'
    assert "<mark>&lt;b&gt;</mark>" in in_context("<b>", 0, 3)


def test_the_page_of_an_article_shows_what_was_read_from_it(editor: Client) -> None:
    article = make_article(countries=["SY"], posts=[(26, 40)], links=["اقرأ أيضا"])
    relation = make_relation()
    relation.evidence.update(article=article)
    make_mention(article, country=make_country("SY"))
    content = editor.get(address(Article, "change", article.pk)).content.decode()
    for part in (
        "<blockquote>",
        "اقرأ أيضا",
        address(DiplomaticRelation, "change", relation.pk),
        "<bdi>سوريا</bdi> ×1",
    ):
        assert part in content


@pytest.mark.urls(__name__)
def test_the_language_is_switched_in_the_header(editor: Client) -> None:
    index = reverse("admin:index")
    assert 'value="en" lang="en">English' in editor.get(index).content.decode()
    answer = editor.post(reverse("set_language"), {"language": "en", "next": index}, follow=True)
    assert answer.redirect_chain == [(index, 302)]
    assert 'dir="ltr"' in answer.content.decode()
    assert 'value="ar" lang="ar">العربيّة' in answer.content.decode()


def test_administrators_undo_imports_once_they_confirm(client: Client) -> None:
    ensure_roles()
    article = make_article(document=make_document(run=make_run()))
    run = article.document.run
    action = {"action": "undo_selected", "_selected_action": [run.pk]}
    client.force_login(make_user("editor", is_staff=True))
    client.post(address(ImportRun, "changelist"), action | {"confirmed": "yes"})
    assert Article.objects.exists()
    client.force_login(make_user("administrator", is_staff=True))
    assert b'name="confirmed"' in client.post(address(ImportRun, "changelist"), action).content
    assert Article.objects.exists()
    page = client.post(address(ImportRun, "changelist"), action | {"confirmed": "yes"}, follow=True)
    assert not Article.objects.exists()
    (message,) = page.context["messages"]
    assert (message.level_tag, str(run.pk) in str(message)) == ("success", True)
    again = client.post(address(ImportRun, "changelist"), action | {"confirmed": "yes"}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        f"import run {run.pk} was undone already"
    ]


def test_imports_too_large_for_a_page_are_left_to_the_command(client: Client) -> None:
    article = make_article(document=make_document(run=make_run(articles_read=5_001, articles_created=5_001)))
    client.force_login(make_user(is_staff=True, is_superuser=True))
    action = {"action": "undo_selected", "_selected_action": [article.document.run_id], "confirmed": "yes"}
    page = client.post(address(ImportRun, "changelist"), action, follow=True)
    assert "undo_import" in str(*page.context["messages"])
    assert Article.objects.exists()
