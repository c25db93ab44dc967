"""Formats, and what the head of every answer says."""

import csv
import json
import time
from io import StringIO

import pytest

from newsdb.api.renderers import _cell
from tests.factories import (
    make_article,
    make_country,
    make_event,
    make_organization,
    make_person,
    make_relation,
    make_source,
)

pytestmark = pytest.mark.django_db


def rows_of(response):
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("\ufeff"), "spreadsheets need the mark to read Arabic"
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_csv(api):
    article = make_article(source=make_source("سانا"), countries=("SY", "KR"), links=("اقرأ هذا",))
    (row,) = rows_of(api.get("/api/v1/articles/?format=csv"))
    assert row["id"] == str(article.pk)
    assert row["title"] == "سيول ودمشق تقيمان علاقات"
    assert (row["source.id"], row["source.name_ar"], row["source.name_en"]) == (
        str(article.source_id),
        "سانا",
        "",
    )
    assert row["countries"] == "KR|SY"
    assert json.loads(row["links"]) == [{"title": "اقرأ هذا", "url": ""}]
    assert row["duplicate_of"] == ""
    assert "text" not in row


def test_csv_has_its_columns_even_without_rows(api):
    header = api.get("/api/v1/events/?format=csv&fields=id,place").content.decode()
    assert header == "\ufeffid,place.text,place.country\r\n"


def test_csv_of_one_object_and_of_expanded_ones(api):
    make_country("SY")
    source = make_source("سانا", country="SY", kind="agency")
    article = make_article(source=source)
    address = f"/api/v1/articles/{article.pk}/?format=csv&fields=id,source&expand=source"
    (row,) = rows_of(api.get(address))
    assert (row["source.kind"], row["source.country"], row["source.name"]) == ("agency", "SY", "سانا")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "true"),
        (0.5, "0.5"),
        (-1, "-1"),
        ("سوريا", "سوريا"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+963", "'+963"),
        ("-لا", "'-لا"),
        ("@SanaAjel", "'@SanaAjel"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        (["=1", "b"], "'=1|b"),
        (["a|b", "c"], "a\\|b|c"),
        ([], ""),
        ([{"a": "ب"}], '[{"a":"ب"}]'),
    ],
)
def test_cells(value, written):
    assert _cell(value) == written


def test_lines_of_json(api, get):
    for number in range(3):
        make_article(published=f"2025-04-1{number}")
    response = api.get("/api/v1/articles/?format=jsonl&page_size=2")
    assert response["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in response.content.decode().splitlines()]
    assert lines == get("articles/?page_size=2")["results"]


@pytest.mark.parametrize("form", ["json", "csv", "jsonl"])
def test_the_header_leads_on(api, form):
    for number in range(3):
        make_article(published=f"2025-04-1{number}")
    first = api.get(f"/api/v1/articles/?format={form}&page_size=1")
    (link,) = first["Link"].split(", ")
    address, relation = link.split("; ")
    assert relation == 'rel="next"'
    second = api.get(address.strip("<>"))
    assert second.status_code == 200
    assert second["Content-Type"] == first["Content-Type"]
    assert [part.split("; ")[1] for part in second["Link"].split(", ")] == ['rel="next"', 'rel="prev"']
    assert "Link" not in api.get(f"/api/v1/articles/?format={form}")


def test_maps(api):
    syria = make_country("SY")
    syria.latitude, syria.longitude = 33.5, 36.3
    syria.save()
    there, nowhere = make_event(place_country=syria, place_text="دمشق"), make_event()
    answer = api.get("/api/v1/events/?format=geojson&fields=id,kind&ordering=id")
    assert answer["Content-Type"] == "application/geo+json"
    assert answer.json() == {
        "type": "FeatureCollection",
        "next": None,
        "previous": None,
        "features": [
            {
                "type": "Feature",
                "id": there.pk,
                "geometry": {"type": "Point", "coordinates": [36.3, 33.5]},
                "properties": {"id": there.pk, "kind": "visit"},
            },
            {
                "type": "Feature",
                "id": nowhere.pk,
                "geometry": None,
                "properties": {"id": nowhere.pk, "kind": "visit"},
            },
        ],
    }
    feature = api.get("/api/v1/countries/SY/?format=geojson").json()
    assert (feature["id"], feature["geometry"]["coordinates"]) == ("SY", [36.3, 33.5])
    assert "geometry" not in api.get("/api/v1/countries/SY/").json()
    assert api.get("/api/v1/countries/SY/?fields=geometry").json()["geometry"]["type"] == "Point"


def test_no_map_of_what_has_no_place(get):
    assert "json, csv, jsonl" in get("articles/?format=geojson", 400)["errors"][0]["detail"]


def test_formats_by_the_header_accept(api):
    make_article()
    for accept in ("text/csv", "application/x-ndjson"):
        answer = api.get("/api/v1/articles/", headers={"accept": accept})
        assert answer["Content-Type"].startswith(accept)
    assert api.get("/api/v1/articles/", headers={"accept": "image/png"}).status_code == 406


def test_errors_and_new_addresses_are_json_whatever_was_asked_for(api):
    survivor, loser = make_person(), make_person()
    type(loser).objects.filter(pk=loser.pk).update(merged_into=survivor)
    for address, status in ((f"people/{loser.pk}/?format=csv", 301), ("people/?format=csv&a=1", 400)):
        answer = api.get(f"/api/v1/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["errors"][0]["attr"] == "a"


def test_an_unchanged_answer_is_not_sent_again(api):
    organization = make_organization()
    first = api.get("/api/v1/organizations/")
    again = api.get("/api/v1/organizations/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["API-Version"] == "1"
    assert api.get("/api/v1/organizations/", headers={"if-none-match": '"other"'}).status_code == 200
    other = api.get("/api/v1/organizations/?format=jsonl", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200, "another format is another answer"
    organization.name_ar = "الجامعة"
    organization.save()
    changed = api.get("/api/v1/organizations/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert {"Accept", "Authorization", "Cookie"} <= set(changed["Vary"].split(", "))


def test_a_page_that_leads_on_is_the_same_answer_later(api, monkeypatch):
    for number in range(3):
        make_article(published=f"2025-04-1{number}")
    first = api.get("/api/v1/articles/?page_size=1")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    later = api.get("/api/v1/articles/?page_size=1", headers={"if-none-match": first["ETag"]})
    assert later.status_code == 304


@pytest.mark.parametrize(
    "address", ["articles/", "articles/1/", "nowhere/", "articles/?a=1", "import-runs/", "schema/", ""]
)
def test_every_answer_says_the_version(api, address):
    make_relation()
    assert api.get(f"/api/v1/{address}")["API-Version"] == "1"
