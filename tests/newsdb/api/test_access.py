"""Who may do what: every address, verb and role, in one table."""

import json
import re

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from entities.roles import ensure_roles
from newsdb.api.urls import router, urlpatterns
from tests.factories import (
    SENTENCE,
    TEXT,
    make_article,
    make_country,
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

ROLES = ("anonymous", "viewer", "editor", "administrator")
READ = (200, 200, 200, 200)
STAFF = (401, 200, 200, 200)
WRITE = (401, 403, 200, 200)
ADD = (401, 403, 201, 201)
NEVER = (405, 405, 405, 405)
NEVER_FOR_STAFF = (401, 405, 405, 405)

COLLECTIONS = {
    "articles": READ,
    "sources": READ,
    "countries": READ,
    "people": READ,
    "organizations": READ,
    "offices": READ,
    "tenures": READ,
    "relations": READ,
    "events": READ,
    "quotations": READ,
    "mentions": READ,
    "import-runs": STAFF,
    "changes": READ,
}
WRITTEN = {
    "people": ("merge", "unmerge"),
    "organizations": ("merge", "unmerge"),
    "tenures": ("accept", "reject", "reopen"),
    "relations": ("accept", "reject", "reopen"),
    "events": ("accept", "reject", "reopen"),
    "quotations": ("accept", "reject", "reopen"),
}
MAKE = {
    "articles": make_article,
    "sources": make_source,
    "countries": make_country,
    "people": make_person,
    "organizations": make_organization,
    "offices": make_office,
    "tenures": make_tenure,
    "relations": make_relation,
    "events": make_event,
    "quotations": make_quotation,
    "mentions": make_mention,
    "import-runs": make_run,
}

KNOWLEDGE = (
    "countries/{id}/relations/",
    "countries/{id}/timeline/",
    "people/{id}/timeline/",
    "articles/{id}/annotations/",
    "relations/matrix/",
    "graph/",
    "stats/",
)
OPEN = [name for name, answers in COLLECTIONS.items() if answers == READ]
TABLE = [
    *(("GET", f"{name}/", answers) for name, answers in COLLECTIONS.items()),
    *(("GET", f"{name}/{{id}}/", answers) for name, answers in COLLECTIONS.items() if name in MAKE),
    *(("POST", f"{name}/", ADD if name in WRITTEN else NEVER) for name in OPEN),
    *(("PATCH", f"{name}/{{id}}/", WRITE if name in WRITTEN else NEVER) for name in OPEN if name in MAKE),
    *((verb, f"{name}/{{id}}/", NEVER) for name in OPEN if name in MAKE for verb in ("PUT", "DELETE")),
    ("POST", "import-runs/", NEVER_FOR_STAFF),
    *((verb, "import-runs/{id}/", NEVER_FOR_STAFF) for verb in ("PATCH", "PUT", "DELETE")),
    *(("POST", f"{name}/{{id}}/{verb}/", WRITE) for name, verbs in WRITTEN.items() for verb in verbs),
    *(("GET", name, READ) for name in KNOWLEDGE),
    *((verb, name, NEVER) for name in KNOWLEDGE for verb in ("POST", "PUT", "PATCH", "DELETE")),
    ("GET", "", READ),
    ("GET", "schema/", READ),
    ("GET", "docs/", READ),
    ("POST", "auth/logout/", (401, 204, 204, 204)),
    ("GET", "auth/login/", NEVER),
    ("GET", "nowhere/", (404, 404, 404, 404)),
    ("POST", "nowhere/", (404, 404, 404, 404)),
]


def body_for(address, article):
    """Return a body that the address takes."""
    span = {"article": article.pk, "start": TEXT.index(SENTENCE), "end": TEXT.index(SENTENCE) + len(SENTENCE)}
    collection, *rest = address.split("/")
    if rest[1:2] == ["merge"]:
        return {"into": MAKE[collection]("آخر").pk}
    if rest[1:2] and rest[1]:
        return {}
    bodies = {
        "people": lambda: {"name_ar": "لافروف"},
        "organizations": lambda: {"name_ar": "الأمم المتحدة"},
        "tenures": lambda: {"person": make_person().pk, "office": make_office().pk, "evidence": [span]},
        "relations": lambda: {
            "countries": [make_country("KR").pk, make_country("SY").pk],
            "kind": "recognition",
            "status": "established",
            "evidence": [span],
        },
        "events": lambda: {
            "kind": "visit",
            "participants": [{"role": "actor", "country": make_country("RU").pk}],
            "evidence": [span],
        },
        "quotations": lambda: {**span, "mode": "indirect"},
    }
    return bodies.get(collection, dict)()


@pytest.fixture
def client_of(db):
    """Return what gives a client signed in, by token, in a role."""
    ensure_roles()

    def signed_in(role):
        client = APIClient()
        if role != "anonymous":
            user = make_user(role, is_staff=True)
            answer = client.post(
                "/api/v1/auth/login/", {"username": user.username, "password": "Correct-horse-7"}
            )
            client.credentials(HTTP_AUTHORIZATION=f"Token {answer.json()['token']}")
        return client

    return signed_in


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "address", "answers"), TABLE)
def test_table(client_of, role, verb, address, answers):
    article = make_article()
    collection, _, action = address.partition("/{id}/")
    if "{id}" in address:
        row = MAKE[collection]()
        if action == "unmerge/":
            type(row).objects.filter(pk=row.pk).update(merged_into=MAKE[collection]("غيره"))
        address = address.format(id=row.pk)
    body = body_for(address, article) if verb in ("POST", "PATCH") else None
    sent = "" if body is None else json.dumps(body)
    response = client_of(role).generic(verb, f"/api/v1/{address}", sent, "application/json")
    expected = answers[ROLES.index(role)]
    if action == "unmerge/" and expected == 200:
        expected = 400  # nothing in the log says that it was merged
    assert response.status_code == expected, response.content.decode()
    if expected == 401:
        assert response["WWW-Authenticate"] == "Token"


def test_every_address_is_in_the_table():
    registered = {prefix for prefix, _, _ in router.registry}
    assert registered == COLLECTIONS.keys()
    actions = {
        prefix: {extra.url_path for extra in view.get_extra_actions()} for prefix, view, _ in router.registry
    }
    assert {prefix: found for prefix, found in actions.items() if found} == {
        prefix: set(verbs) for prefix, verbs in WRITTEN.items()
    }


def test_every_other_address_is_in_the_table():
    named = {address.partition("?")[0] for _verb, address, _answers in TABLE}
    others = [str(route.pattern) for route in urlpatterns if route not in router.urls]
    addresses = {re.sub(r"\(\?P<\w+>[^/]*\)", "{id}", other).strip("^$") for other in others}
    assert addresses - {"", "auth/login/", "auth/logout/"} <= named
    assert {"graph/", "countries/{id}/timeline/"} <= addresses


@pytest.mark.parametrize("address", ["articles/", "countries/SY/", "graph/", "countries/SY/timeline/", ""])
def test_reading_can_be_closed(client_of, settings, address):
    make_country("SY")
    settings.API_PUBLIC = False
    assert client_of("anonymous").get(f"/api/v1/{address}").status_code == 401
    assert client_of("viewer").get(f"/api/v1/{address}").status_code == 200


class TestSigningIn:
    def test_a_token_serves_until_it_is_given_up(self, client_of):
        client = client_of("editor")
        body = {"name_ar": "لافروف"}
        assert client.post("/api/v1/people/", body).status_code == 201
        assert client.post("/api/v1/auth/logout/").status_code == 204
        assert client.post("/api/v1/people/", body).status_code == 401

    def test_a_wrong_password(self, api, db):
        user = make_user()
        answer = api.post("/api/v1/auth/login/", {"username": user.username, "password": "wrong"})
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["code"] == "authentication_failed"

    def test_one_who_left(self, api, db):
        user = make_user(is_active=False)
        body = {"username": user.username, "password": "Correct-horse-7"}
        assert api.post("/api/v1/auth/login/", body).status_code == 401

    def test_only_a_digest_is_stored(self, api, db):
        user = make_user()
        body = {"username": user.username, "password": "Correct-horse-7"}
        token = api.post("/api/v1/auth/login/", body).json()["token"]
        stored = AuthToken.objects.get(user=user)
        assert token not in (stored.digest, stored.token_key)
