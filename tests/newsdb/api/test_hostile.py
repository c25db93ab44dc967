"""Requests that mean harm or nonsense: each is answered, none by a failure of the server."""

import json
import time

import pytest
from django.test import Client

from tests.factories import make_article, make_event, make_person, make_quotation, make_relation, make_tenure

MANY = ",".join(map(str, range(1, 60_000)))
DEEP = "[" * 20_000 + "]" * 20_000

READS = {
    "year 0": "articles/?published=0000",
    "year 0 with month": "articles/?published__gte=0000-01-01",
    "year 99999": "articles/?published=99999-01-01",
    "year 9999": "articles/?published__lte=9999-12-31",
    "year -1": "articles/?published=-001",
    "as of year 0": "relations/?as_of=0000-00-00",
    "as of year 9999": "relations/?as_of=9999-12-31",
    "as of year 1": "tenures/?as_of=0001-01-01&certainty=possible",
    "edge day with offset": "changes/?at__gte=9999-12-31T23:59:59-12:00",
    "first day with offset": "changes/?at__gte=0001-01-01T00:00:00%2B14:00",
    "day with seconds": "articles/?published=2024-01-01T00:00:00",
    "Arabic digits": "articles/?published=٢٠٢٤",
    "a Hijri year": "articles/?published=1446-13-01",
    "big id": "articles/?id=9223372036854775808",
    "bigger id": "articles/?id=" + "9" * 5_000,
    "biggest id": "articles/?id=9223372036854775807",
    "negative id": "articles/?id=-1",
    "id with exponent": "articles/?id=1e3",
    "superscript id": "articles/?id=²",
    "big id in path": "articles/9223372036854775807/",
    "bigger id in path": "articles/" + "9" * 40 + "/",
    "negative id in path": "articles/-1/",
    "text in path": "articles/abc/",
    "NUL in path": "articles/%00/",
    "NUL in code": "countries/%00/",
    "traversal": "articles/../../etc/passwd",
    "small code": "countries/sy/",
    "big page": "articles/?page_size=9223372036854775807",
    "bigger page": "articles/?page_size=" + "9" * 5_000,
    "no page": "articles/?page_size=0",
    "negative page": "articles/?page_size=-1",
    "fraction of a page": "articles/?page_size=1.5",
    "old paging": "articles/?page=2",
    "offset": "articles/?offset=1000000",
    "empty cursor": "articles/?cursor=",
    "tampered cursor": "articles/?cursor=cD0yMDI0LTA0LTEw",
    "binary cursor": "articles/?cursor=%FF%FE%00",
    "long cursor": "articles/?cursor=" + "A" * 30_000,
    "compressed cursor": "articles/?cursor=.eJw:1tXyZq:abc",
    "60,000 ids": f"articles/?id__in={MANY}",
    "2,000 terms": "articles/?q=" + "+".join(["كلمة"] * 2_000),
    "200 terms": "articles/?q=" + "+".join("ابتثجحخدذرزسش" * 8)[:199],
    "60 countries": "articles/?" + "&".join(["country=SY"] * 60),
    "20 countries": "articles/?" + "&".join(f"country={a}{b}" for a in "ABCD" for b in "ABCDE"),
    "500 countries": "articles/?country__in=" + ",".join(["SY"] * 500),
    "2,000 parameters": "articles/?" + "&".join(f"a{number}=1" for number in range(2_000)),
    "percent signs": "articles/?q=%25%25%25_%25",
    "backslash": "articles/?q=%5C",
    "quotes": "articles/?q=%27%22%3B--",
    "a regex": "articles/?q=(a%2B)%2B%24",
    "regex lookup": "articles/?title__regex=(a%2B)%2B%24",
    "NUL in a search": "articles/?q=a%00b",
    "NUL in a name": "articles/?%00=1",
    "NUL in a choice": "events/?kind=visit%00",
    "NUL in text": "mentions/?text=a%00",
    "half a surrogate": "articles/?q=%ED%A0%80",
    "broken UTF-8": "articles/?q=%FF%FE",
    "only marks": "articles/?q=%D9%80%D9%80",
    "only spaces": "people/?q=%20%20",
    "bidi controls": "articles/?q=%E2%80%AE%E2%81%A6",
    "emoji": "people/?q=%F0%9F%98%80",
    "long keyword": "articles/?keyword=" + "ك" * 10_000,
    "not a number": "relations/?confidence__gte=NaN",
    "infinity": "relations/?confidence__lte=Infinity",
    "small number": "relations/?confidence__gte=1e-400",
    "hidden field": "relations/?reviewed_by__password=a",
    "across a relation": "articles/?source__articles__document__content=a",
    "order by a hidden field": "articles/?ordering=digest",
    "order across a relation": "articles/?ordering=source__key",
    "order twice": "articles/?ordering=id&ordering=-id",
    "expand all": "articles/?expand=*",
    "expand deeply": "articles/?expand=source.articles.source.articles",
    "fields of the database": "articles/?fields=search_text,digest",
    "no field": "articles/?fields=",
    "another format": "articles/?format=html",
    "format twice": "articles/?format=json&format=xml",
    "a list as a flag": "people/?needs_review=true,false",
    "not a UUID": "changes/?batch=%7B%7D",
    "graph of year 0": "graph/?of=meetings&date=0000",
    "graph on the last day": "graph/?as_of=9999-12-31",
    "graph around a big id": "graph/?of=meetings&nodes=people&around=999999999999999999",
    "graph around nothing": "graph/?around=",
    "graph of many kinds": "graph/?kind=" + ",".join(["alliance"] * 501),
    "deep graph": "graph/?depth=99999999999999999999",
    "matrix of many": "relations/matrix/?country__in=" + ",".join(["SY"] * 501),
    "matrix of 500": "relations/matrix/?country__in=" + ",".join(["SY"] * 500),
    "stats by day of all time": "stats/?by=day",
    "stats by day of 2,000 years": "stats/?by=day&date__gte=1000&date__lte=2999",
    "stats by a hidden field": "stats/?group=digest",
    "stats across a relation": "stats/?group=source__key",
    "stats of many sources": "stats/?source__in=" + MANY,
    "timeline of NUL": "countries/%00/timeline/",
    "timeline from a foreign cursor": "countries/SY/timeline/?cursor=WzEsWzIsM11d:1:a",
    "timeline of a big id": "people/999999999999999999/timeline/",
    "timeline of a bigger id": "people/9999999999999999999/timeline/",
    "annotations of a big id": "articles/999999999999999999/annotations/",
    "annotations as XML": "articles/1/annotations/?format=xml",
    "since a big change": "changes/?since=9223372036854775807",
    "since a bigger change": "changes/?since=9223372036854775808",
    "hidden rows": "import-runs/",
    "no such collection": "documents/",
    "no slash": "articles",
    "double slash": "/articles//",
}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def stored(db):
    make_article(countries=("SY",), keywords=("سوريا",)), make_person(), make_relation(), make_event()
    make_tenure(start="2025"), make_quotation()


@pytest.mark.parametrize("name", READS)
def test_reads(client, stored, name):
    began = time.monotonic()
    response = client.get(f"/api/v1/{READS[name]}")
    assert response.status_code < 500, response.content
    assert time.monotonic() - began < 2
    if response.status_code != 301:
        assert response["Content-Type"] == "application/json"
        assert response.status_code == 200 or response.json()["errors"]


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("deep JSON", DEEP, "application/json"),
        ("deep object", '{"a":' * 20_000 + "1" + "}" * 20_000, "application/json"),
        ("not JSON", "{", "application/json"),
        ("not text", b"\xff\xfe", "application/json"),
        ("nothing", "", "application/json"),
        ("a list", "[]", "application/json"),
        ("a null", "null", "application/json"),
        ("a number of 5,000 digits", '{"username": ' + "9" * 5_000 + "}", "application/json"),
        ("not a number", '{"username": NaN}', "application/json"),
        ("NUL", json.dumps({"username": "a\0", "password": "b"}), "application/json"),
        ("half a surrogate", '{"username": "\\ud800", "password": "b"}', "application/json"),
        ("NUL in a key", '{"\\u0000": 1}', "application/json"),
        ("an object for a name", '{"username": {"a": 1}, "password": []}', "application/json"),
        ("10 MB", json.dumps({"username": "a" * 10_000_000}), "application/json"),
        ("a form", "username=a&password=b", "application/x-www-form-urlencoded"),
        ("XML", "<a/>", "application/xml"),
        ("no type", "{}", ""),
        ("an odd charset", "{}", "application/json; charset=utf-7x"),
    ],
)
@pytest.mark.parametrize("address", ["auth/login/", "relations/", "articles/", "people/1/merge/"])
def test_bodies(client, db, address, name, body, content_type):
    began = time.monotonic()
    response = client.generic("POST", f"/api/v1/{address}", body, content_type=content_type)
    assert 400 <= response.status_code < 500, response.content
    assert response.json()["errors"]
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_AUTHORIZATION": "Token"},
        {"HTTP_AUTHORIZATION": "Token a b"},
        {"HTTP_AUTHORIZATION": "Token \xff\xfe"},
        {"HTTP_AUTHORIZATION": "Token a\0b"},
        {"HTTP_AUTHORIZATION": "Token " + "a" * 100_000},
        {"HTTP_AUTHORIZATION": "Basic !!!"},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_ACCEPT": "\0;q=x"},
        {"HTTP_ACCEPT_LANGUAGE": "ar" * 10_000},
        {"HTTP_IF_NONE_MATCH": "\xff"},
    ],
)
def test_headers(client, stored, headers):
    response = client.get("/api/v1/articles/", **headers)
    assert response.status_code in (200, 401, 406), response.content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"])
def test_methods(client, stored, method):
    for address in ("articles/", "articles/1/", "nowhere/", "relations/1/"):
        response = client.generic(method, f"/api/v1/{address}", "{}", content_type="application/json")
        assert 400 <= response.status_code < 500, response.content
        assert response.json()["errors"]
