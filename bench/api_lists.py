"""Measure lists of the API on the database of DATABASE_URL: CPU time a request, the database server's included.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench.api_lists --datasette /tmp/datasette/bin/python

Fill the database first (``bench.fill``). Requests go through the whole site (WSGI, middleware, views) without a
network. The bare limit fetches the same columns with the driver and encodes them with orjson. Datasette, if its
interpreter is named, answers the article's own columns of the same rows from the same SQLite file in its fastest
way, without counts and facets. Contenders take turns; each figure is the median of the rounds.
"""

import argparse
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import psycopg
from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import Count

from articles.models import Article
from entities.models import ArticleCountry
from newsdb.wsgi import application

PAGE = 50
ADDRESS = "/api/v1/articles/"
HANGING_ON = "keywords,countries,people,links,posts"
OWN = (
    "a.id, a.title, a.text, a.sections, a.language, a.source_id, s.name_ar, s.name_en, a.published_earliest, "
    "a.published_latest, a.published_basis, a.canonical_url, a.document_id, a.position, a.duplicate_of_id, "
    "a.supersedes_id"
)
FROM = "articles_article a LEFT JOIN articles_source s ON s.id = a.source_id"
PAGE_SQL = f"SELECT {OWN} FROM {FROM} ORDER BY a.sort_day DESC, a.id DESC LIMIT {PAGE}"  # noqa: S608
RELATED_SQL = (
    "SELECT article_id, text FROM articles_keyword WHERE article_id IN ({}) ORDER BY article_id, position",
    "SELECT article_id, country_id FROM entities_articlecountry WHERE article_id IN ({}) ORDER BY country_id",
    "SELECT m.article_id, m.person_id, p.name_ar, p.name_en FROM entities_mention m JOIN entities_person p "
    "ON p.id = m.person_id WHERE m.article_id IN ({}) ORDER BY m.start",
    "SELECT article_id, title, url FROM articles_link WHERE article_id IN ({}) ORDER BY article_id, position",
    'SELECT article_id, author, handle, published_earliest, published_latest, start, "end" FROM articles_post '
    "WHERE article_id IN ({}) ORDER BY article_id, start",
)
DATASETTE = """
import asyncio, sys, time
from datasette.app import Datasette
path, rounds, requests = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
columns = ("id title text sections language source_id published_earliest published_latest published_basis "
           "canonical_url document_id position duplicate_of_id supersedes_id").split()
address = f"/{path.rsplit('/', 1)[1].rsplit('.', 1)[0]}/articles_article.json?_size=50&_nocount=1&_nofacet=1"
address += "&_nosuggest=1&_shape=array&" + "&".join(f"_col={name}" for name in columns)
async def main():
    served = Datasette([path], settings={"suggest_facets": False, "allow_facet": False, "sql_time_limit_ms": 60000})
    answer = await served.client.get(address)
    assert answer.status_code == 200 and len(answer.json()) == 50, answer.text[:500]
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(requests):
            await served.client.get(address)
        print((time.process_time() - began) / requests * 1000, flush=True)
asyncio.run(main())
"""


def get(address: str) -> bytes:
    """Answer a request for the address as a server would, without a network."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }
    status: list[str] = []

    def start_response(code: str, *_: object) -> Callable[[bytes], object]:
        status.append(code)
        return BytesIO().write

    response = application(environ, start_response)
    body = b"".join(response)
    response.close()
    assert status[0].startswith("200"), (address, status, body[:500])
    return body


def listing(query: str = "") -> Callable[[], bytes]:
    address = f"{ADDRESS}?{query}" if query else ADDRESS
    return lambda: get(address)


def connect() -> Any:
    """Open a connection of the driver's own."""
    if connection.vendor == "sqlite":
        return sqlite3.connect(settings.DATABASES["default"]["NAME"])
    return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor})


def driver(raw: Any, hanging_on: bool) -> Callable[[], bytes]:
    """Return what fetches the same columns with the driver, and encodes them as they come."""

    def run(sql: str) -> list[Any]:
        cursor = raw.cursor()
        cursor.execute(sql)
        return list(cursor.fetchall())

    def fetch() -> bytes:
        rows = [run(PAGE_SQL)]
        if hanging_on:
            ids = ",".join(str(row[0]) for row in rows[0])
            rows += [run(sql.format(ids)) for sql in RELATED_SQL]
        return orjson.dumps(rows, default=str)

    return fetch


def last_page(query: str = "") -> str:
    """Return the query of the last page, as following ``next`` a long time would give it."""
    rows = Article.objects.order_by("sort_day", "id")
    found = list(rows.values_list("sort_day", "id")[: PAGE + 1])
    if query:
        code = query.removeprefix("country=")
        about = ArticleCountry.objects.filter(country=code).order_by("day", "article")
        found = list(about.values_list("day", "article")[: PAGE + 1])
    day, key = found[-1]
    cursor = signing.Signer(salt=f"{ADDRESS} -published").sign_object([False, [str(day), str(key)]])
    return f"{query}&cursor={quote(cursor)}".removeprefix("&")


def countries() -> tuple[str, str]:
    """Return a country in about 35 % of the articles and one in about 1 %."""
    total = Article.objects.count()
    counted = ArticleCountry.objects.order_by().values_list("country_id").annotate(articles=Count("id"))
    shares = {code: articles / total for code, articles in counted}
    common, rare = (min(shares, key=lambda code: abs(shares[code] - wanted)) for wanted in (0.35, 0.01))
    print(f"{total} articles; {common} in {shares[common]:.1%} of them, {rare} in {shares[rare]:.2%}")
    return common, rare


class Clock:
    """CPU time of this process and of the PostgreSQL backends that serve it, in seconds."""

    def __init__(self, raw: Any) -> None:
        self.backends: list[Path] = []
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            pids = (each.info.backend_pid for each in (raw, connection.connection))
            self.backends = [Path(f"/proc/{pid}/schedstat") for pid in pids]

    def now(self) -> float:
        served = sum(int(backend.read_text().split()[0]) for backend in self.backends)
        return time.process_time() + served / 1e9


def measure(
    clock: Clock, contenders: dict[str, Callable[[], Any]], rounds: int, requests: int
) -> dict[str, float]:
    """Return milliseconds of CPU time a request for each, contenders taking turns."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for call in contenders.values():
        for _ in range(5):
            call()
    for _ in range(rounds):
        for name, call in contenders.items():
            began = clock.now()
            for _ in range(requests):
                call()
            spent[name].append((clock.now() - began) / requests * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


def datasette(python: str, rounds: int, requests: int) -> float:
    path = str(settings.DATABASES["default"]["NAME"])
    command = [python, "-c", DATASETTE, path, str(rounds), str(requests)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return statistics.median(float(line) for line in done.stdout.splitlines())


def goals(spent: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """Yield what is compared, the ratio reached, whether it is an upper or a lower bound, and the bound."""
    first = spent["list"]
    yield "list to driver and orjson, everything", first / spent["driver"], "≤", 2.5
    yield "list to driver and orjson, own columns", spent["list, own"] / spent["driver, own"], "≤", 2.5
    if "datasette" in spent:
        yield "Datasette's best to list", spent["datasette"] / first, "≥", 3
        yield "Datasette's best to list, own columns", spent["datasette"] / spent["list, own"], "≥", 3
    for name in ("common", "rare"):
        yield f"{name} country to unfiltered", spent[name] / first, "≤", 1.5
        yield f"last page to first, {name} country", spent[f"{name}, last"] / spent[name], "≤", 1.2
    yield "last page to first", spent["list, last"] / first, "≤", 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=100, help="requests a round")
    parser.add_argument("--datasette", help="interpreter that has Datasette installed (SQLite only)")
    options = parser.parse_args()
    settings.DEBUG = False
    settings.SECURE_SSL_REDIRECT = False
    connection.settings_dict["CONN_MAX_AGE"] = None  # one connection throughout
    common, rare = countries()
    raw = connect()
    everything = {
        "driver": driver(raw, True),
        "driver, own": driver(raw, False),
        "list": listing(),
        "list, own": listing(f"omit={HANGING_ON}"),
        "list, last": listing(last_page()),
        "common": listing(f"country={common}"),
        "common, last": listing(last_page(f"country={common}")),
        "rare": listing(f"country={rare}"),
        "rare, last": listing(last_page(f"country={rare}")),
    }
    spent = measure(Clock(raw), everything, options.rounds, options.requests)
    if options.datasette and connection.vendor == "sqlite":
        spent["datasette"] = datasette(options.datasette, options.rounds, options.requests)
    for name, milliseconds in spent.items():
        print(f"{name:24} {milliseconds:7.2f} ms")
    for name, ratio, sign, goal in goals(spent):
        reached = ratio <= goal if sign == "≤" else ratio >= goal
        print(f"{name:42} {ratio:6.2f}  goal {sign} {goal}  {'reached' if reached else 'MISSED'}")


if __name__ == "__main__":
    main()
