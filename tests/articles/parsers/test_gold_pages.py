"""The sample documents, parsed as their gold annotations say."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from articles.parsers.formats import detect
from articles.parsers.types import ParsedArticle, ParseOptions, Record

ROOT = Path(__file__).parents[3]
GOLD = sorted((ROOT / "tests" / "gold").rglob("*.toml"))
FIELDS = ("title", "published", "basis", "source", "links", "posts")


def _documents() -> list[Any]:
    golds = [(path, tomllib.loads(path.read_text())) for path in GOLD]
    return [
        pytest.param(gold, id=path.stem) for path, gold in golds if "document" in gold and "article" in gold
    ]


def _articles(path: Path) -> list[ParsedArticle]:
    content = path.read_bytes()
    format_ = detect(path.name, content[:4096])
    with path.open("rb") as stream:
        records = list(format_.records(stream))
    return [
        article
        for record in records
        if isinstance(record, Record)
        for article in format_.parse(record.content, ParseOptions()).articles
    ]


def _fields(article: ParsedArticle) -> dict[str, Any]:
    return {
        "title": article.title,
        "published": article.published.edtf if article.published else "",
        "basis": article.published_basis.value,
        "source": article.source_name,
        "links": len(article.links),
        "posts": [
            {"handle": post.handle, "published": post.published.edtf if post.published else ""}
            for post in article.posts
        ],
    }


@pytest.mark.parametrize("gold", _documents())
def test_parsed_as_annotated(gold: dict[str, Any]) -> None:
    path = ROOT / gold["document"]
    if not path.exists():
        pytest.skip(f"{gold['document']} is not here")
    found = [_fields(article) for article in _articles(path)]
    assert found == [{field: article[field] for field in FIELDS} for article in gold["article"]]
