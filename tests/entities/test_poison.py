"""One record in a hundred is poison: it is rejected with its reason, and the others are stored."""

import gzip
import json
import zlib
from collections import Counter
from pathlib import Path

import pytest

from articles.models import Article, ImportRun
from articles.parsers import guard, html
from entities.importing import ImportOptions, run_import
from tests.articles.parsers.samples import TITLE, archive, page, paragraphs, tar

pytestmark = pytest.mark.django_db

LINES = (
    b'{"title": "a", "text": "b',
    b'{"title": "a\0", "text": "b"}',
    b'{"title": "a", "text": "\\ud800"}',
    b'{"title": "a", "text": "\xd8"}',
    b'{"title": "a", "text": ' + b"[" * 100_000,
    b'{"title": "a"}',
    b'{"title": "a", "text": "b", "date": 17}',
    b'["title", "text"]',
    b"oops",
    b'{"title": "a", "text": "' + b"x" * 4_000_000 + b'"}',
)
ROWS = (
    'x,"never closed\n',
    'x,"b" c\n',
    "x,b,c,d\n",
    "x,b\0\n",
    f"x,{'y' * 200_000}\n",
    "x,\n",
    ',"\n',
    f'"{TITLE}\n',
)
PAGES = {
    "deep.html": page(body="<div>" * 100_000).encode(),
    "links.html": page(body="<a href=/x>عنوان</a> " * 200_000).encode(),
    "laughs.xml": b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
    "nul.txt": b"a\0b",
    "empty.html": b"",
    "../out.txt": b"a",
    "deep.zip": archive({"a.zip": archive({"a.zip": archive({"a.txt": b"a"})})}),
    "sheet.xlsx": b"PK\x03\x04 no sheet",
    "sheet.parquet": b"PAR1 no rows PAR1",
    "crawl.warc": b"WARC/1.0\r\n\r\n",
}


def _bomb(size: int) -> bytes:
    """A gzip of spaces, made in pieces."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packing.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packing.flush()


def test_one_record_in_a_hundred_is_poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMITS", guard.Limits(cpu=1))
    good = [
        json.dumps({"title": f"خبر {number}", "text": f"نص الخبر رقم {number}"}).encode()
        for number in range(8920)
    ]
    bad = [LINES[number % len(LINES)] for number in range(81)]
    for number, line in enumerate(bad):
        good.insert(number * 110, line)
    (tmp_path / "news.jsonl").write_bytes(b"\n".join(good))
    rows = [f'"سطر {number}","نص السطر رقم {number}, وفاصلة"\n' for number in range(800)]
    for number, row in enumerate(ROWS):
        rows.insert(number * 100 + 50, row)
    (tmp_path / "news.csv.gz").write_bytes(gzip.compress(("title,text\n" + "".join(rows)).encode()))
    pages = {
        f"{number}.html": page(
            body=f"<h1>{TITLE} {number}</h1><div itemprop=articleBody>{paragraphs()}</div>"
        ).encode()
        for number in range(180)
    }
    (tmp_path / "pages.tar").write_bytes(tar({**PAGES, **pages}))
    (tmp_path / "bomb.txt.gz").write_bytes(_bomb(300_000_000))
    run = run_import([str(tmp_path)], ImportOptions(extraction=False)).run
    reasons = Counter(f"{Path(made.path).name}: {made.reason[:60]}" for made in run.rejections.all())
    assert run.status == ImportRun.Status.FINISHED
    assert (run.articles_read, run.articles_created, run.rejected) == (10_000, 9_900, 100), reasons
    assert Article.objects.count() == 9_900
    assert all(made.reason and "\n" not in made.reason for made in run.rejections.all())
    assert {Path(held["path"]).name for held in run.containers} == {
        "news.jsonl",
        "news.csv.gz",
        "pages.tar",
        "bomb.txt.gz",
    }
