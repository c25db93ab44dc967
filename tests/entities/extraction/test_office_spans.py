"""Where offices stand in a text, holders and honorifics aside."""

import pytest

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.office_spans import office_spans
from entities.extraction.types import ArticleText
from entities.reading import find_and_link

OFFICES = [
    ("زار وزير الخارجية السوري أسعد الشيباني موسكو.", ["وزير الخارجية السوري"]),
    ("قال أسعد الشيباني، وزير الخارجية السوري، إن الحوار قائم.", ["وزير الخارجية السوري"]),
    ("استقبل الرئيس الروسي وزير الخارجية السوري.", ["الرئيس الروسي", "وزير الخارجية السوري"]),
    ("فاز الفريق في المباراة.", []),
]


@pytest.mark.parametrize(("text", "expected"), OFFICES)
def test_offices(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    article = ArticleText(text, (("body", 0, len(text)),))
    table, mentions = find_and_link(article, gazetteer)
    spans = office_spans(table, mentions)
    assert [table.article.original(*span) for span in spans] == expected
