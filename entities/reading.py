"""One article from text to reading: find names, link them, read what is said. Pure: no database."""

from entities.extraction.annotation import Annotation
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import language_of
from entities.extraction.mentions import find_mentions
from entities.extraction.reading import VERSION, read, read_mentions
from entities.extraction.text import fold_article
from entities.extraction.types import ArticleText, MentionSpan, Reading
from entities.linking import link

__all__ = ["VERSION", "find_and_link", "read_article"]


def read_article(article: ArticleText, gazetteer: Gazetteer, *, assertions: bool = True) -> Reading:
    """Return all that was read in an article, or only its mentions, of listed names.

    The same article and gazetteer give the same reading.
    """
    table, mentions = find_and_link(article, gazetteer)
    return read(table, mentions) if assertions else read_mentions(table, mentions)


def find_and_link(article: ArticleText, gazetteer: Gazetteer) -> tuple[Annotation, tuple[MentionSpan, ...]]:
    """Return an article with its words annotated, and its mentions decided, in positions of its folded text."""
    language = language_of(article.language)
    table = Annotation(fold_article(article, language.grammar.patterns.sentence_end), gazetteer, language)
    return table, link(find_mentions(table), article, gazetteer)
