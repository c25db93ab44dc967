"""Full-text search."""

import pytest

from articles.models import Article
from articles.search import matching
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("دمشق", True),
        ("دِمشق سوريّا", True),
        ("سوريا دمشق", True),
        ("دمشق موسكو", False),
        ("_", True),
        ("%", False),
    ],
)
def test_every_folded_word_is_in_the_text(query, found):
    make_article("اجتماع في دمشق\nعن سوريا")
    assert matching(Article.objects.all(), query).exists() is found
