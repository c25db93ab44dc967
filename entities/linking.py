"""Entity linking: choosing which entity a mention means. Abstaining visibly is a result.

Pure: it looks at the article's mentions and the gazetteer, at no database.
"""

from collections import Counter
from collections.abc import Sequence

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.people import new_person_key
from entities.extraction.types import ArticleText, Entity, EntityKind, MentionSpan


def link(
    mentions: Sequence[MentionSpan], article: ArticleText, gazetteer: Gazetteer
) -> tuple[MentionSpan, ...]:
    """Return the mentions decided as far as the article decides them, in the same order.

    A country's ambiguous name means the only one of its candidates that the article names unmistakably;
    failing that, the country of the source; else it stays ambiguous. A person found by the text alone is the
    one who has that name, or somebody new.
    """
    open_ = any(len(mention.candidates) > 1 for mention in mentions)
    sure = _countries_named(mentions, gazetteer) if open_ else Counter()
    return tuple(_decide(mention, sure, article, gazetteer) for mention in mentions)


def _countries_named(mentions: Sequence[MentionSpan], gazetteer: Gazetteer) -> Counter[str]:
    """Count the countries that are named without doubt, by their own names or through people."""
    named: Counter[str] = Counter()
    for mention in mentions:
        if mention.entity and mention.kind != EntityKind.ORGANIZATION:
            country = gazetteer.country_of(mention.entity)
            if country:
                named[country] += 1
    return named


def _decide(
    mention: MentionSpan, sure: Counter[str], article: ArticleText, gazetteer: Gazetteer
) -> MentionSpan:
    if mention.new_name:
        return mention._replace(candidates=(Entity(EntityKind.PERSON, new_person_key(mention.new_name)),))
    if len(mention.candidates) < 2:
        return mention
    supported = [entity for entity in mention.candidates if sure[gazetteer.country_of(entity)]]
    if len(supported) == 1:
        return mention._replace(
            candidates=(supported[0],), rule="only_one_named", confidence=mention.confidence - 0.15
        )
    if not supported:
        at_home = [
            entity
            for entity in mention.candidates
            if article.source_country and gazetteer.country_of(entity) == article.source_country
        ]
        if len(at_home) == 1:
            return mention._replace(
                candidates=(at_home[0],),
                rule="country_of_source",
                confidence=mention.confidence - 0.2,
            )
    return mention
