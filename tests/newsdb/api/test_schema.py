"""The schema is complete and valid, and its documentation page needs no other host."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from newsdb.api.urls import router


def test_the_schema_validates_without_a_warning():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)


@pytest.mark.django_db
def test_the_schema_names_every_collection_with_its_filters(client):
    schema = client.get("/api/v1/schema/?format=json").json()
    assert schema["openapi"].startswith("3.0")
    for prefix, view, _ in router.registry:
        listing = schema["paths"][f"/api/v1/{prefix}/"]["get"]
        assert listing["tags"] == [prefix]
        named = {parameter["name"] for parameter in listing["parameters"]}
        assert {"cursor", "page_size", "count", "ordering", "fields", "omit"} <= named
        assert set(view.filterset_class.base_filters) <= named


@pytest.mark.django_db
def test_the_documentation_is_served_from_here(client):
    page = client.get("/api/v1/docs/").content.decode()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses
    assert all(address.startswith("/static/") for address in addresses)
