"""docs/api.md says what is so."""

import re
from pathlib import Path

import pytest

from newsdb.api.filters.base import MAX_LISTED, MAX_REPEATED
from newsdb.api.filters.values import MAX_LENGTH
from newsdb.api.pagination import MAX_PAGE_SIZE, PAGE_SIZE
from newsdb.api.parsers import MAX_BODY
from newsdb.api.urls import router
from tests.factories import make_article, make_country, make_person

GUIDE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"curl 'http://127.0.0.1:8000([^']+)'", GUIDE)


@pytest.mark.django_db
@pytest.mark.parametrize("address", EXAMPLES)
def test_examples_answer(client, address):
    for code in ("KR", "RU", "SY"):
        make_country(code)
    make_person(pk=1)
    make_article(pk=1)
    assert client.get(address).status_code == 200


def test_every_collection_is_named():
    for prefix, _, _ in router.registry:
        assert f"`{prefix}/`" in GUIDE


def test_bounds_are_as_said():
    assert f"`page_size` is {PAGE_SIZE} and at most {MAX_PAGE_SIZE}" in GUIDE
    bounds = (
        f"{MAX_LENGTH} characters a text, {MAX_LISTED} values a list, {MAX_REPEATED} a repeated parameter"
    )
    assert f"{bounds}, {MAX_BODY // 10**6} MB a\nbody" in GUIDE
