"""The sets of gold, as docs/gold.md describes them."""

from pathlib import Path

from django.conf import settings

from entities.evaluation.gold import GoldArticle, GoldDocument
from entities.evaluation.material import read_gold
from entities.evaluation.sentences import GoldSentence, GoldSentences

GOLD: Path = settings.BASE_DIR / "tests" / "gold"
SETS = {
    "first": sorted(map(str, GOLD.glob("[0-9]*.toml"))),
    "unseen": [str(GOLD / "unseen")],
    "development": [str(GOLD / "sentences"), str(GOLD / "articles")],
    "kept": [str(GOLD / "kept")],
}
FILES = {name: read_gold(paths) for name, paths in SETS.items()}
NEGATIVE_TOPICS = ("sport", "economy", "culture")
"""Sentences on these must give no relation and no event."""


def sentences(name: str) -> list[GoldSentence]:
    return [
        sentence for file in FILES[name] if isinstance(file, GoldSentences) for sentence in file.sentences
    ]


def articles(name: str) -> list[GoldArticle]:
    return [article for file in FILES[name] if isinstance(file, GoldDocument) for article in file.articles]


def texts(name: str) -> list[GoldArticle]:
    """The gold of all sentences and articles of a set."""
    return [sentence.gold for sentence in sentences(name)] + articles(name)
