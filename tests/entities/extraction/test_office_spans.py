"""Where offices stand in a text, holders and honorifics aside."""

import pytest

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import Language
from entities.extraction.mentions import find_mentions
from entities.extraction.office_spans import office_spans
from entities.extraction.text import fold_article
from entities.extraction.types import ArticleText
from entities.linking import link

OFFICES = [
    ("زار وزير الخارجية السوري أسعد الشيباني موسكو.", ["وزير الخارجية السوري"]),
    ("قال أسعد الشيباني، وزير الخارجية السوري، إن الحوار قائم.", ["وزير الخارجية السوري"]),
    ("استقبل الرئيس الروسي وزير الخارجية السوري.", ["الرئيس الروسي", "وزير الخارجية السوري"]),
    ("فاز الفريق في المباراة.", []),
]


@pytest.mark.parametrize(("text", "expected"), OFFICES)
def test_offices(text: str, expected: list[str], gazetteer: Gazetteer, language: Language) -> None:
    article = ArticleText(text, (("body", 0, len(text)),))
    folded = fold_article(article)
    mentions = link(find_mentions(folded, gazetteer, language), article, gazetteer)
    spans = office_spans(folded, mentions, language)
    assert [folded.original(*span) for span in spans] == expected
