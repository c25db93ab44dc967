"""Reading one article whose mentions are decided: actors, dates, then all four kinds of assertion."""

from collections.abc import Sequence
from dataclasses import replace

from articles.dates import DateRange
from entities.extraction.actors import ActorReader
from entities.extraction.annotation import Annotation
from entities.extraction.consolidation import join_events, join_relations, join_tenures
from entities.extraction.dates import FoundDate, find_dates
from entities.extraction.discourse import Discourse
from entities.extraction.events import read_events
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import Language
from entities.extraction.quotations import QuotationReader
from entities.extraction.reduction import reduce_sentence
from entities.extraction.relations import read_relations, relations_from
from entities.extraction.tenures import read_tenures
from entities.extraction.text import FoldedArticle
from entities.extraction.types import (
    EventCandidate,
    MentionSpan,
    NewPerson,
    QuotationCandidate,
    Reading,
    RelationCandidate,
    TenureCandidate,
)

VERSION = "1"
"""Raise it when rules or code change what is read: evidence carries it, and articles are read again."""


def read(
    article: FoldedArticle, mentions: Sequence[MentionSpan], gazetteer: Gazetteer, language: Language
) -> Reading:
    """Return all that an article says, in offsets of its original text."""
    table = Annotation(article, language)
    table.add(mentions)
    reader = ActorReader(table)
    actors = [reader.read_sentence(sentence) for sentence in article.sentences]
    dates = _dates(article)
    discourse = Discourse.of(gazetteer, actors)
    quoting = QuotationReader(table, discourse)
    countries = [
        (mention.start, mention.entity.key)
        for mention in mentions
        if mention.kind == "country" and mention.entity
    ]
    triggers = language.triggers(article.text)
    events: list[EventCandidate] = []
    relations: list[RelationCandidate] = []
    tenures: list[TenureCandidate] = []
    quotations: list[QuotationCandidate] = []
    for sentence, said, when in zip(article.sentences, actors, dates, strict=True):
        evidence = article.original_span(sentence.start, sentence.end)
        inside = tuple((start, code) for start, code in countries if sentence.start <= start < sentence.end)
        lists = frozenset().union(
            *(names for start, names in triggers if sentence.start <= start < sentence.end)
        )
        reduced = reduce_sentence(article.text, sentence, said, when, inside, lists)
        events += read_events(reduced, discourse, language, evidence)
        relations += read_relations(reduced, discourse, language, evidence)
        tenures += read_tenures(reduced, said, discourse, language, evidence)
        quotations += quoting.read(sentence, said)
        discourse.advance([discourse.complete(actor) for actor in said], article.text)
    joined = join_events(events)
    relations += relations_from(events, joined)
    return Reading(
        mentions=tuple(_in_original(article, mention) for mention in mentions),
        relations=tuple(join_relations(relations)),
        events=tuple(joined),
        tenures=tuple(join_tenures(tenures)),
        quotations=tuple(quotations),
        new_people=_new_people(mentions, discourse),
    )


def _dates(article: FoldedArticle) -> list[list[FoundDate]]:
    """The dates of each sentence; "the following year" counts from the last date before it."""
    found: list[list[FoundDate]] = []
    last: DateRange | None = None
    for sentence in article.sentences:
        dates = find_dates(article.text, sentence.start, sentence.end, sentence.reference, last)
        last = dates[-1].value if dates else last
        found.append(dates)
    return found


def _in_original(article: FoldedArticle, mention: MentionSpan) -> MentionSpan:
    start, end = article.original_span(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _new_people(mentions: Sequence[MentionSpan], discourse: Discourse) -> tuple[NewPerson, ...]:
    people = {
        mention.entity.key: NewPerson(
            mention.entity.key, mention.new_name, discourse.countries.get(mention.entity.key, "")
        )
        for mention in mentions
        if mention.new_name and mention.entity
    }
    return tuple(people.values())
