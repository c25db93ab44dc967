"""What tests of the site share."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.factories import make_article, make_country, make_person


@pytest.fixture(autouse=True)
def _for_tests(settings: Any) -> None:
    """Static files are not collected for tests; slow hashing of passwords is of no use in them."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def documented(db: None) -> None:
    """What the examples of the documentation name by its key."""
    make_country("SY"), make_person(pk=1), make_article(pk=1)


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def get(api: APIClient) -> Callable[..., Any]:
    """Return what gets an address under ``/api/v1/`` and answers with its JSON, whatever the status."""

    def read(address: str, status: int = 200) -> Any:
        response = api.get(f"/api/v1/{address}")
        assert response.status_code == status, response.content.decode()
        return response.json()

    return read


@pytest.fixture
def ids(get: Callable[..., Any]) -> Callable[[str], list[Any]]:
    """Return what lists the ids (or codes) that an address answers with, in order."""

    def listed(address: str) -> list[Any]:
        return [row.get("id") or row["code"] for row in get(address)["results"]]

    return listed
