"""Extraction measured on gold, with the names of the database. Nothing is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.arabic import fold, fold_with_map
from articles.files import NewsFile, Refused, plain_line
from articles.ingest import source_key
from articles.models import SourceAlias
from articles.parsers.types import ParsedArticle
from entities.evaluation.facts import KnownNames
from entities.evaluation.gold import GoldArticle, GoldDocument, InvalidGoldError
from entities.evaluation.scoring import Outcome, compare, places
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import ArticleText, Entity, EntityKind, PostText
from entities.gazetteers import current_gazetteer
from entities.models import Alias
from entities.progress import SILENT, Observer
from entities.reading import read_article


@dataclass(frozen=True, slots=True)
class Measured:
    """The outcomes of one article by task; ``path`` is the file of gold."""

    path: str
    title: str
    outcomes: dict[str, Outcome]


def measure(documents: Sequence[GoldDocument], observer: Observer = SILENT) -> list[Measured]:
    """Parse and read the documents, and compare what was read with the gold.

    Raises :class:`~entities.evaluation.gold.InvalidGoldError` when a document cannot be read, does not hold
    an article of the gold, or the article does not hold the words that the gold quotes.
    """
    gazetteer = current_gazetteer()
    known = _known_names(gazetteer)
    homes = _countries_of_sources()
    measured = []
    observer.expect(len(documents))
    for done, document in enumerate(documents, 1):
        for gold, parsed in _articles(document):
            reading = read_article(_article_text(parsed, homes), gazetteer)
            measured.append(Measured(document.path, gold.title, compare(gold, parsed.text, reading, known)))
        observer.advance(done)
    return measured


def _articles(gold: GoldDocument) -> Iterator[tuple[GoldArticle, ParsedArticle]]:
    left: list[ParsedArticle] = []
    for record in NewsFile(str(gold.document)).records():
        if isinstance(record, Refused):
            raise InvalidGoldError(f"{gold.path}: {record}")
        left += record.articles
    for article in gold.articles:
        parsed = next((parsed for parsed in left if fold(parsed.title) == fold(article.title)), None)
        if parsed is None:
            raise InvalidGoldError(
                plain_line(f"{gold.path}: no article in {gold.document.name} has the title «{article.title}»")
            )
        left.remove(parsed)
        folded = fold_with_map(parsed.text).text
        absent = next((quote for quote in article.quotes if not places(quote, folded)), None)
        if absent is not None:
            raise InvalidGoldError(
                plain_line(f"{gold.path}: the article «{article.title}» does not say «{absent}»")
            )
        yield article, parsed


def _article_text(parsed: ParsedArticle, homes: dict[str, str]) -> ArticleText:
    return ArticleText(
        text=parsed.text,
        sections=tuple((section.kind.value, section.start, section.end) for section in parsed.sections),
        published=parsed.published,
        posts=tuple(PostText(post.start, post.end, post.published, post.author) for post in parsed.posts),
        source_country=homes.get(source_key(parsed.source_name), ""),
        language=parsed.language,
    )


def _countries_of_sources() -> dict[str, str]:
    return dict(SourceAlias.objects.exclude(source__country="").values_list("folded", "source__country"))


def _known_names(gazetteer: Gazetteer) -> KnownNames:
    known: dict[Entity, list[str]] = {
        entity: [profile.name] for entity, profile in gazetteer.profiles.items()
    }
    aliases = Alias.objects.filter(country=None).order_by("pk").values_list("person", "origin_key", "text")
    for person, key, text in aliases:
        kind = EntityKind.PERSON if person else EntityKind.ORGANIZATION
        known.setdefault(Entity(kind, key), []).append(text)
    return known
