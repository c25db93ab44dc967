"""Export of all articles as JSON lines, against the database's own dump of the tables that they are made of.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench.export
    DATABASE_URL=postgres://postgres@127.0.0.1/newsdb_bench python -m bench.export

Twice: with what is in the table of articles itself, against the dump of that table; and whole, with countries,
people, keywords, links and posts, against the dump of these tables as well. Prints CPU seconds (user and system,
database server included) and ratios of the medians, and the largest memory of processes that export a tenth of
the articles, and all.
"""

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from django.db import connection

import bench  # noqa: F401 - sets Django up
from articles.models import Article, Keyword, Link, Post, Source
from entities.models import ArticleCountry, Mention, Person
from newsdb.api.representations import represent
from newsdb.api.representations.articles import ARTICLE
from newsdb.exports.datasets import CHUNK, Export
from newsdb.exports.dumps import uncollected
from newsdb.exports.files import Measured
from newsdb.exports.formats import write_json_lines

_TICKS = os.sysconf("SC_CLK_TCK")
OWN = (
    *("id", "title", "body", "language", "published", "published_basis", "canonical_url"),
    *("document", "position", "duplicate_of", "supersedes"),
)
TABLES = [
    model._meta.db_table for model in (Article, ArticleCountry, Mention, Person, Keyword, Link, Post, Source)
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--first", type=int, help="export so many articles, and print the largest memory in MB"
    )
    asked = parser.parse_args()
    if asked.first:
        export(asked.first)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    articles = Article.objects.count()
    print(
        f"{connection.vendor}, {articles:,} articles; CPU seconds of the export and of the database's own dump:"
    )
    for name, fields, tables in (("own columns", OWN, TABLES[:1]), ("whole articles", None, TABLES)):
        ours, theirs = [], []
        for _ in range(asked.runs):
            ours.append(cost(partial(export, articles, fields)))
            theirs.append(cost(partial(own_dump, tables)))
            print(f"  {name}: {ours[-1]:.1f}, {theirs[-1]:.1f}", flush=True)
        print(f"{name}: at {median(theirs) / median(ours):.2f} of the speed of the database's own dump")
    for first in (articles // 10, articles):
        command = (sys.executable, "-m", "bench.export", "--first", str(first))
        memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
        print(f"largest memory at {first:,} articles: {memory} MB")


def export(first: int, fields: tuple[str, ...] | None = None) -> None:
    """Export as export_data does, digest included, but for the file: the bytes go nowhere."""
    shape = ARTICLE.usual()
    shape = replace(shape, fields=fields or shape.fields)
    rows = partial(represent, Article.objects.order_by("pk")[:first], shape, CHUNK)
    with open(os.devnull, "wb") as nowhere, uncollected():
        assert write_json_lines(Export("articles", shape, rows), Measured(nowhere)) == first


def own_dump(tables: Sequence[str]) -> None:
    """SQLite's ``.dump`` of the tables, or PostgreSQL's ``COPY`` of them to the client."""
    if connection.vendor == "sqlite":
        command = ("sqlite3", "-readonly", str(connection.settings_dict["NAME"]), f".dump {' '.join(tables)}")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return
    for table in tables:
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
            for _ in copy:
                pass


def cost(work: Callable[[], None]) -> float:
    """Return the CPU seconds that the work takes, in this process, its children and the database's."""
    connection.ensure_connection()
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    if connection.vendor == "sqlite":
        return own
    server = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    user, system = server.rpartition(")")[2].split()[11:13]
    return own + (int(user) + int(system)) / _TICKS


if __name__ == "__main__":
    main()
