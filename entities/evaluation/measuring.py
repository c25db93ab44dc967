"""Extraction measured on gold, with the names of the database. Nothing is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.arabic import fold, fold_with_map
from articles.files import NewsFile, Refused, plain_line
from articles.ingest import source_key
from articles.models import SourceAlias
from articles.parsers.types import ParsedArticle
from entities.evaluation.actor_spans import ActorSpans, Judged, judge
from entities.evaluation.facts import KnownNames
from entities.evaluation.gold import GoldArticle, GoldDocument
from entities.evaluation.scoring import Outcome, compare, places
from entities.evaluation.sentences import GoldSentences
from entities.evaluation.tables import InvalidGoldError
from entities.evaluation.tagged_tokens import Spans, TaggedTokens, compare_tagged
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.office_spans import office_spans
from entities.extraction.sentence import ArticleDates
from entities.extraction.types import ArticleText, Entity, EntityKind, PostText
from entities.gazetteers import current_gazetteer
from entities.models import Alias, Country
from entities.progress import SILENT, Observer
from entities.reading import find_and_link, read_article


@dataclass(frozen=True, slots=True)
class Measured:
    """The outcomes of one article or sentence by task; ``path`` is the file of gold."""

    path: str
    title: str
    outcomes: dict[str, Outcome]


def measure(files: Sequence[GoldDocument | GoldSentences], observer: Observer = SILENT) -> list[Measured]:
    """Parse and read the documents, read the sentences, and compare what was read with the gold.

    Raises :class:`~entities.evaluation.gold.InvalidGoldError` when a document cannot be read, does not hold
    an article of the gold, or the article does not hold the words that the gold quotes.
    """
    gazetteer = current_gazetteer()
    known = _known_names(gazetteer)
    homes = _countries_of_sources()
    measured = []
    observer.expect(len(files))
    for done, file in enumerate(files, 1):
        for gold, article in _read_by_gold(file, homes):
            reading = read_article(article, gazetteer)
            dates = _dates(article, gazetteer) if gold.dates is not None else ()
            outcomes = compare(gold, article.text, reading, known, dates)
            measured.append(Measured(file.path, gold.title, outcomes))
        observer.advance(done)
    return measured


def measure_actor_spans(file: ActorSpans) -> list[Judged]:
    """Judge the spans that are labelled with a country."""
    gazetteer = current_gazetteer()
    codes = dict(Country.objects.exclude(alpha3="").values_list("alpha3", "code"))
    return judge(file.spans, codes, gazetteer, lambda article: read_article(article, gazetteer))


def measure_tagged(files: Sequence[TaggedTokens]) -> list[dict[str, Outcome]]:
    """The outcomes of all sentences of the files, by type."""
    gazetteer = current_gazetteer()
    sentences = [sentence for file in files for sentence in file.sentences]
    return [compare_tagged(sentence, _spans(sentence.article, gazetteer)) for sentence in sentences]


def _spans(article: ArticleText, gazetteer: Gazetteer) -> Spans:
    """People; countries and their cities, adjectives aside; offices without their holders."""
    table, mentions = find_and_link(article, gazetteer)
    folded = table.article
    places_named = (
        mention
        for mention in mentions
        if mention.kind == EntityKind.COUNTRY and mention.name_kind != Alias.Kind.DEMONYM
    )
    people = (mention for mention in mentions if mention.kind == EntityKind.PERSON)
    return {
        "PERS": [folded.original_span(mention.start, mention.end) for mention in people],
        "GPE": [folded.original_span(mention.start, mention.end) for mention in places_named],
        "OCC": [folded.original_span(*span) for span in office_spans(table, mentions)],
    }


def _dates(article: ArticleText, gazetteer: Gazetteer) -> list[str]:
    """All dates that an article tells, in EDTF; "the following year" counts from the last before it."""
    table, _mentions = find_and_link(article, gazetteer)
    dates = ArticleDates(table)
    return [
        found.value.edtf
        for number in range(len(table.article.sentences))
        for found in dates.of_sentence(number)
    ]


def _read_by_gold(
    file: GoldDocument | GoldSentences, homes: dict[str, str]
) -> Iterator[tuple[GoldArticle, ArticleText]]:
    if isinstance(file, GoldSentences):
        for sentence in file.sentences:
            yield sentence.gold, sentence.article
        return
    for gold, parsed in _articles(file):
        yield gold, _article_text(parsed, homes)


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
