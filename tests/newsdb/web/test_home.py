"""The front page."""

import re

import pytest

from tests.factories import SENTENCE, make_article, make_country, make_relation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction", "name"), [("ar", "rtl", "سوريا"), ("en", "ltr", "Syria")])
def test_it_shows_what_is_stored_in_both_languages(client, language, direction, name):
    make_article()
    make_relation()
    make_relation(("KP", "RU"), review_status="rejected", evidence=False)
    page = client.get(f"/?lang={language}").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert name in page
    assert SENTENCE in page
    assert "KP" not in re.sub("href=.*?>", "", page)
    assert "<dd>2</dd>" in page, "two articles: one by itself, one as evidence"


def test_arabic_unless_the_browser_asks_for_english(client):
    assert 'dir="rtl"' in client.get("/").content.decode()
    assert 'dir="ltr"' in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_every_address_on_it_answers(client):
    for code in ("KR", "RU", "SY"):
        make_country(code)
    page = client.get("/").content.decode()
    for address in re.findall(r'href="([^"]+)"', page):
        response = client.get(address.replace("&amp;", "&") if address.startswith("/") else f"/{address}")
        assert response.status_code in (200, 302), address


def test_queries(client, django_assert_num_queries):
    for code in ("KP", "KR", "RU"):
        make_relation((code, "SY"))
    with django_assert_num_queries(8):
        client.get("/")


def test_an_empty_database(client):
    assert "load_seeds" in client.get("/").content.decode()


def test_a_page_that_is_not_there(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "لا توجد صفحة" in response.content.decode()
