"""Pages: complete, stable, and refusing what is not a cursor of theirs."""

import pytest
from django.core import signing

from tests.factories import make_article, make_country, make_relation

pytestmark = pytest.mark.django_db


def follow(get, address, direction="next"):
    """Return the pages from the address on, as lists of ids."""
    pages = []
    while address:
        answer = get(address)
        pages.append([row["id"] for row in answer["results"]])
        address = (answer[direction] or "").partition("/api/v1/")[2]
    return pages


@pytest.fixture
def articles():
    """Articles on three days, several a day, newest first and by id within a day."""
    rows = [make_article(published=f"2025-04-1{number % 3}") for number in range(7)]
    return [row.pk for row in sorted(rows, key=lambda row: (row.sort_day, row.pk), reverse=True)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_hold_every_row_once_in_order(get, articles, size):
    pages = follow(get, f"articles/?page_size={size}")
    assert [pk for page in pages for pk in page] == articles
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("ordering", ["published", "-published", "id", "-id"])
def test_pages_lead_back_the_way_they_came(get, articles, ordering):
    address = f"articles/?page_size=2&ordering={ordering}"
    last = address
    while following := get(last)["next"]:
        last = following.partition("/api/v1/")[2]
    assert follow(get, last, "previous")[::-1] == follow(get, address)


def test_the_first_page_has_none_before_and_the_last_none_after(get, articles):
    first = get("articles/?page_size=4")
    assert first["previous"] is None
    second = get(first["next"].partition("/api/v1/")[2])
    assert second["next"] is None
    assert get(second["previous"].partition("/api/v1/")[2])["previous"] is None


def test_rows_that_come_meanwhile_repeat_and_skip_nothing(get, articles):
    first = get("articles/?page_size=3")
    make_article(published="2025-04-30")
    second = get(first["next"].partition("/api/v1/")[2])
    assert [row["id"] for row in second["results"]] == articles[3:6]


def test_count_when_asked(get, articles):
    assert get("articles/?count=true&page_size=1")["count"] == 7
    assert "count" not in get("articles/?count=false")


def test_keys_that_are_not_numbers(get):
    for code in ("SY", "KP", "RU"):
        make_country(code)
    first = get("countries/?page_size=2")
    assert [row["code"] for row in first["results"]] == ["KP", "RU"]
    assert [row["code"] for row in get(first["next"].partition("/api/v1/")[2])["results"]] == ["SY"]


def test_by_confidence(get):
    rows = [
        make_relation((code, "SY"), confidence=confidence)
        for code, confidence in (("KP", 0.1 + 0.2), ("KR", 0.3))
    ]
    assert follow(get, "relations/?ordering=confidence&page_size=1") == [[rows[1].pk], [rows[0].pk]]


def test_a_changed_or_misplaced_cursor_is_refused(get, articles):
    cursor = get("articles/?page_size=2")["next"].partition("cursor=")[2].partition("&")[0]
    forged = signing.dumps([False, ["2025-04-10", "1"]], salt="another")
    for wrong in (cursor[:-1], f"x{cursor}", forged, "", "%00", "bnVsbA=="):
        assert get(f"articles/?cursor={wrong}", 400)["errors"][0]["attr"] == "cursor"
    get(f"articles/?cursor={cursor}&ordering=id", 400)
    get(f"relations/?cursor={cursor}", 400)
