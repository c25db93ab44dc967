"""Reading one article whose mentions are decided: actors, dates, then all four kinds of assertion."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set

from entities.extraction.actors import ActorReader
from entities.extraction.annotation import Annotation
from entities.extraction.consolidation import join_events, join_relations, join_tenures
from entities.extraction.discourse import Discourse
from entities.extraction.events import read_events
from entities.extraction.quotations import QuotationReader
from entities.extraction.relations import read_relations, relations_from
from entities.extraction.sentence import ArticleDates, SentenceReading
from entities.extraction.tenures import read_tenures
from entities.extraction.text import FoldedArticle
from entities.extraction.types import (
    EntityKind,
    EventCandidate,
    MentionSpan,
    NewPerson,
    QuotationCandidate,
    Reading,
    RelationCandidate,
    TenureCandidate,
)

VERSION = "3"
"""Raise it when rules or code change what is read: evidence carries it, and articles are read again."""


def read_mentions(table: Annotation, mentions: Sequence[MentionSpan]) -> Reading:
    """Return the mentions of an article alone.

    People whom nobody has listed stay unresolved: who they are, and for whom they act, is read with the rest.
    """
    new = {
        mention.entity.key
        for mention in mentions
        if mention.new_name and mention.entity and mention.entity not in table.gazetteer.profiles
    }
    known = tuple(_without(mention, new) for mention in mentions) if new else mentions
    return Reading(_in_original(table.article, known))


def _without(mention: MentionSpan, new: Set[str]) -> MentionSpan:
    if mention.kind != EntityKind.PERSON or new.isdisjoint(entity.key for entity in mention.candidates):
        return mention
    listed = tuple(entity for entity in mention.candidates if entity.key not in new)
    return mention._replace(candidates=listed, new_name="")


def read(table: Annotation, mentions: Sequence[MentionSpan]) -> Reading:
    """Return all that an article says, in offsets of its original text."""
    article, language = table.article, table.language
    table.mark(mentions)
    reader = ActorReader(table)
    actors = [reader.read_sentence(sentence) for sentence in article.sentences]
    dates = ArticleDates(table)
    discourse = Discourse.of(table.gazetteer, language, actors)
    quoting = QuotationReader(table, discourse)
    countries = [
        (mention.start, mention.entity.key)
        for mention in mentions
        if mention.kind == "country" and mention.entity
    ]
    events: list[EventCandidate] = []
    relations: list[RelationCandidate] = []
    tenures: list[TenureCandidate] = []
    quotations: list[QuotationCandidate] = []
    for number, (span, said) in enumerate(zip(article.sentences, actors, strict=True)):
        inside = countries[bisect_left(countries, (span.start,)) : bisect_left(countries, (span.end,))]
        sentence = SentenceReading(table, number, said, inside, dates)
        events += read_events(sentence, discourse)
        relations += read_relations(sentence, discourse)
        tenures += read_tenures(sentence, discourse)
        quotations += quoting.read(sentence)
        discourse.advance([discourse.complete(actor) for actor in said], article.text)
    joined = join_events(events)
    relations += relations_from(events, joined)
    return Reading(
        mentions=_in_original(article, mentions),
        relations=tuple(join_relations(relations)),
        events=tuple(joined),
        tenures=tuple(join_tenures(tenures)),
        quotations=tuple(quotations),
        new_people=_new_people(mentions, discourse.countries),
    )


def _in_original(article: FoldedArticle, mentions: Sequence[MentionSpan]) -> tuple[MentionSpan, ...]:
    if not article.folded.moved:
        return tuple(mentions)
    spans = (article.original_span(mention.start, mention.end) for mention in mentions)
    return tuple(
        mention._replace(start=start, end=end) for mention, (start, end) in zip(mentions, spans, strict=True)
    )


def _new_people(mentions: Sequence[MentionSpan], countries: Mapping[str, str]) -> tuple[NewPerson, ...]:
    people = {
        mention.entity.key: NewPerson(
            mention.entity.key, mention.new_name, countries.get(mention.entity.key, "")
        )
        for mention in mentions
        if mention.new_name and mention.entity
    }
    return tuple(people.values())
