"""What readers and editors see: the front page and the admin, in both languages, wide and narrow."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from entities.models import Change, DiplomaticRelation
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def relation() -> DiplomaticRelation:
    return factories.make_relation(("KR", "SY"), "established", start="2025-04-10")


@pytest.fixture
def admin(page: Page, live_server: LiveServer) -> Page:
    User.objects.create_superuser("editor", password="a-long-password")
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a-long-password")
    page.click("input[type=submit]")
    return page


@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_front_page(
    page: Page,
    live_server: LiveServer,
    relation: DiplomaticRelation,
    language: str,
    direction: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/?lang={language}")
    expect(page.locator("html")).to_have_attribute("dir", direction)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "scrolls sideways"
    for address in ("/admin/", "/api/v1/docs/", "/api/v1/relations/"):
        assert page.locator(f"a[href^='{address}']").count()


def test_api_documentation_needs_no_other_host(page: Page, live_server: LiveServer) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{live_server.url}/api/v1/docs/")
    expect(page.locator(".opblock-tag").first).to_be_visible()
    assert hosts == {live_server.url.split("/")[2]}


def test_an_editor_accepts_a_relation(
    admin: Page, live_server: LiveServer, relation: DiplomaticRelation
) -> None:
    admin.goto(f"{live_server.url}/admin/entities/diplomaticrelation/")
    expect(admin.locator("html")).to_have_attribute("dir", "rtl")
    expect(admin.locator("#result_list")).to_contain_text("2025-04-10")
    admin.check("input.action-select")
    admin.select_option("select[name=action]", "accept_selected")
    admin.click("button[name=index]")
    expect(admin.locator(".messagelist .success")).to_be_visible()
    relation.refresh_from_db()
    assert relation.review_status == "accepted"
    assert Change.objects.get(object_id=relation.pk, action="review").actor is not None


def test_the_sentence_is_marked_beside_the_relation(
    admin: Page, live_server: LiveServer, relation: DiplomaticRelation
) -> None:
    admin.goto(f"{live_server.url}/admin/entities/diplomaticrelation/{relation.pk}/change/")
    quote = relation.evidence.get().quote
    expect(admin.locator("mark").first).to_contain_text(quote.split()[0])
