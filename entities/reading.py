"""One article from text to reading: find names, link them, read what is said. Pure: no database."""

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import load_language
from entities.extraction.mentions import find_mentions
from entities.extraction.reading import VERSION, read
from entities.extraction.text import fold_article
from entities.extraction.types import ArticleText, Reading
from entities.linking import link

__all__ = ["VERSION", "read_article"]


def read_article(article: ArticleText, gazetteer: Gazetteer) -> Reading:
    """Return all that was read in an article. The same article and gazetteer give the same reading."""
    language = load_language("ar")
    folded = fold_article(article)
    mentions = link(find_mentions(folded, gazetteer, language), article, gazetteer)
    return read(folded, mentions, gazetteer, language)
