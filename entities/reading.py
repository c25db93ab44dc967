"""One article from text to reading: find names, link them, read what is said. Pure: no database."""

from entities.extraction.annotation import Annotation
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import language_of
from entities.extraction.mentions import find_mentions
from entities.extraction.reading import VERSION, read, read_mentions
from entities.extraction.text import fold_article
from entities.extraction.types import ArticleText, Reading
from entities.linking import link

__all__ = ["VERSION", "read_article"]


def read_article(article: ArticleText, gazetteer: Gazetteer, *, assertions: bool = True) -> Reading:
    """Return all that was read in an article, or only its mentions and the people who are new.

    The same article and gazetteer give the same reading.
    """
    language = language_of(article.language)
    table = Annotation(fold_article(article, language.grammar.patterns.sentence_end), gazetteer, language)
    mentions = link(find_mentions(table), article, gazetteer)
    return read(table, mentions) if assertions else read_mentions(table, mentions)
