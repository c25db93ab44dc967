"""Full-text search: the one way in, whatever lies behind it."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from articles.arabic import fold

Row = TypeVar("Row", bound=Model)


def matching(rows: QuerySet[Row], query: str, column: str = "search_text") -> QuerySet[Row]:
    """Return the rows whose folded ``column`` holds every word of the query."""
    return rows.filter(holds_words(query, column))


def holds_words(query: str, column: str = "search_text") -> Q:
    """Return the condition that the folded ``column`` holds every word of the query."""
    return Q(*(Q(**{f"{column}__contains": word}) for word in dict.fromkeys(fold(query).split())))
