"""Databases apart from that of the tests, for commands that run, and die, in processes of their own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

PATIENCE = 600  # seconds; machines that do much else are slow
LOAD = (
    "import sys, django, pathlib; django.setup(); from entities.reference import load_reference;"
    "load_reference(pathlib.Path(sys.argv[1]))"
)


class Separate:
    """A database of its own, and commands that work on it."""

    def __init__(self, url: str, **environment: str) -> None:
        self.url = url
        self.environment = os.environ | {
            "DEBUG": "1",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "newsdb.settings",
            **environment,
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start Python with the arguments, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str, status: int = 0) -> tuple[str, str]:
        """Run Python with the arguments; returns what it says on standard output and standard error."""
        process = self.start(*command)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == status, out + err
        return out, err

    def manage(self, *command: str, status: int = 0) -> tuple[str, str]:
        return self.run("manage.py", *command, status=status)

    def dump(self) -> dict[str, Any]:
        """All that it says, by :mod:`tests.dump`."""
        return dict(json.loads(self.run("-m", "tests.dump")[0]))

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement, by the driver alone."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)) as connected:
                return connected.execute(statement).fetchall()
        with psycopg.connect(self.url) as server:
            return server.execute(statement).fetchall()


class Databases:
    """Makes databases that hold the countries of the reference data, copies of one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = self._place(f"template_{uuid4().hex}")
        self._made = [self._template]
        self._create(self._template, None)
        first = Separate(self._url(self._template))
        first.manage("migrate", "--verbosity", "0")
        first.run("-c", LOAD, str(_countries(folder / "seeds")))

    def new(self, **environment: str) -> Separate:
        place = self._place(f"copy_{uuid4().hex}")
        self._create(place, self._template)
        self._made.append(place)
        return Separate(self._url(place), **environment)

    def remove(self) -> None:
        for place in self._made:
            if connection.vendor == "postgresql":
                _administrate(f'DROP DATABASE IF EXISTS "{place}" WITH (FORCE)')

    def _place(self, name: str) -> str:
        return name if connection.vendor == "postgresql" else str(self._folder / f"{name}.sqlite3")

    def _create(self, place: str, template: str | None) -> None:
        if connection.vendor == "postgresql":
            _administrate(f'CREATE DATABASE "{place}"' + (f' TEMPLATE "{template}"' if template else ""))
        elif template:
            shutil.copy(template, place)

    def _url(self, place: str) -> str:
        if connection.vendor != "postgresql":
            return f"sqlite:///{place}"
        server = settings.DATABASES["default"]
        credentials = f"{server['USER']}:{server['PASSWORD']}@" if server["USER"] else ""
        return f"postgres://{credentials}{server['HOST']}:{server['PORT'] or 5432}/{place}"


def _countries(folder: Path) -> Path:
    """Reference data with countries alone, which are loaded and compiled in no time."""
    folder.mkdir()
    for file in (settings.BASE_DIR / "seeds").glob("*.toml"):
        (folder / file.name).write_text("as_of = 2025-01-01\n" if file.name == "tenures.toml" else "")
    shutil.copy(settings.BASE_DIR / "seeds" / "countries.toml", folder)
    return folder


@contextmanager
def separate_databases(folder: Path) -> Iterator[Databases]:
    databases = Databases(folder)
    try:
        yield databases
    finally:
        databases.remove()


def _administrate(statement: str) -> None:
    """Execute a statement on the server's own database, outside of any transaction."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
