"""A corpus of small files, and databases apart for the processes that import it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from newsdb.celery import app
from tests.separate import Databases, separate_databases

PAIRS = (
    ("السعودية", "إيران"),
    ("مصر", "قطر"),
    ("الجزائر", "المغرب"),
    ("تركيا", "أرمينيا"),
    ("الصين", "باراغواي"),
    ("سوريا", "العراق"),
)
RECORDS = 160
CHUNKS = 23
IMPORT = ("import_articles", "--chunk", "8")


@pytest.fixture(scope="session")
def databases(
    django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    with django_db_blocker.unblock(), separate_databases(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents with facts in them, and a feed with repeats, changed pages and lines that are no JSON."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copytree(settings.BASE_DIR / "seeds" / "documents", folder / "documents")
    (folder / "feed.jsonl").write_text("\n".join(map(_line, range(RECORDS))), "utf-8")
    return folder


@pytest.fixture(scope="session")
def undisturbed(databases: Databases, corpus: Path) -> dict[str, Any]:
    """What an import of the corpus comes to that nobody disturbs, in one process."""
    database = databases.new()
    database.manage(*IMPORT, str(corpus))
    assert database.query("SELECT count(*) FROM articles_importchunk") == [(CHUNKS,)]
    return database.dump()


@pytest.fixture
def queue() -> Iterator[str]:
    """A queue of its own on the broker, removed afterwards."""
    name = f"newsdb-test-{uuid4()}"
    yield name
    with app.connection_for_write() as connection:
        connection.default_channel.queue_delete(name)


def _line(number: int) -> str:
    if number % 23 == 5:
        return "{no json"
    said = number - 7 if number % 11 == 10 else number
    host, guest = PAIRS[said % len(PAIRS)]
    record = {
        "title": f"بيان رقم {said} عن {host} و{guest}",
        "text": f"التقى وزير خارجية {host} في {1 + said % 28} آذار/مارس {1990 + said % 30} نظيره من {guest}، "
        f"وقال إن الاتفاق رقم {said} جاء بعد وساطة طويلة.",
        "date": f"2024-0{1 + said % 9}-1{said % 10}",
        "source": f"وكالة {said % 5}",
        "url": f"https://agency{said % 5}.example/{said // 2 if said % 13 == 1 else said}",
    }
    return json.dumps(record, ensure_ascii=False)
