"""Storing mentions, the index of countries, and keywords. What has not changed is not touched."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q

from articles.arabic import fold, fold_with_map
from articles.models import Article, Keyword
from articles.rows import Table, reserve_ids
from entities.changes import Act, Entry, record
from entities.extraction.language import load_language
from entities.extraction.types import EntityKind, MentionSpan, Reading
from entities.gazetteers import current_gazetteer
from entities.models import ArticleCountry, Change, Mention, MentionCandidate
from entities.pipeline.people import EntityIds

_SEPARATORS = re.compile(r"[،,؛;|\n]|\s[-–—]\s|#")
_LONGEST_KEYWORD = 200
_COMPARED = (
    "start",
    "end",
    "kind",
    "status",
    "country_id",
    "person_id",
    "organization_id",
    "rule",
    "confidence",
)
"""What makes a stored mention the one that was read."""
_MENTIONS = Table(Mention, "article_id", "surface", *_COMPARED)
_AMBIGUOUS_MENTIONS = Table(Mention, "id", "article_id", "surface", *_COMPARED)
_CANDIDATES = Table(MentionCandidate, "mention_id", "country_id", "person_id", "organization_id")
_COUNTRIES = Table(ArticleCountry, "article_id", "country_id", "day")
_KEYWORDS = Table(Keyword, "article_id", "position", "text", "folded")
_KINDS = {kind: kind.value for kind in EntityKind}

Columns: TypeAlias = tuple[int, int, str, str, str | None, int | None, int | None, str, float]


def write_mentions(
    articles: Sequence[Article], readings: Mapping[int, Reading], entities: EntityIds, act: Act
) -> tuple[int, int]:
    """Make the stored mentions those of the readings; return how many were created and how many removed."""
    # What no extraction has read, not even for its mentions, has nothing stored that could be compared.
    ids = [article.pk for article in articles]
    named = Mention.objects.filter(article=OuterRef("pk"))
    labelled = Keyword.objects.filter(article=OuterRef("pk"))
    begun = ~Q(extracted_by="") | Exists(named) | Exists(labelled)
    read_before = list(Article.objects.filter(begun, pk__in=ids).values_list("pk", flat=True))
    stored = _stored_mentions(read_before)
    new: list[tuple[Any, ...]] = []
    ambiguous: list[tuple[tuple[Any, ...], MentionSpan]] = []
    gone: list[int] = []
    changed_articles: list[Entry] = []
    for article in articles:
        pk, had = article.pk, stored.get(article.pk, {})
        wanted = [(_columns(span, entities), span) for span in readings[pk].mentions]
        added = [pair for pair in wanted if pair[0] not in had] if had else wanted
        removed = had.keys() - {columns for columns, _span in wanted} if had else ()
        if not removed and not added:
            continue
        gone += [had[columns] for columns in removed]
        for columns, span in added:
            row = (pk, article.text[columns[0] : columns[1]], *columns)
            if len(span.candidates) > 1:
                ambiguous.append((row, span))
            else:
                new.append(row)
        before, after = {"mentions": len(had)}, {"mentions": len(wanted), "new": len(added)}
        changed_articles.append(Entry(Change.Action.UPDATE, article, before, after))
    if gone:
        Mention.objects.filter(pk__in=gone).delete()
    _MENTIONS.insert(new)
    _insert_ambiguous(ambiguous, entities)
    record(act, changed_articles)
    _write_countries(articles, read_before, readings)
    _write_keywords(articles, read_before)
    return len(new) + len(ambiguous), len(gone)


def _stored_mentions(articles: Sequence[int]) -> dict[int, dict[Columns, int]]:
    stored: dict[int, dict[Columns, int]] = defaultdict(dict)
    if articles:
        rows = Mention.objects.filter(article__in=articles).order_by()
        for pk, article_id, *columns in rows.values_list("id", "article_id", *_COMPARED):
            stored[article_id][tuple(columns)] = pk
    return stored


def _columns(span: MentionSpan, entities: EntityIds) -> Columns:
    candidates = span.candidates
    linked = len(candidates) == 1
    return (
        span.start,
        span.end,
        _KINDS[span.kind],
        "linked" if linked else "ambiguous" if candidates else "unresolved",
        *entities.keys(candidates[0] if linked else None),
        span.rule,
        round(span.confidence, 3),
    )


def _insert_ambiguous(mentions: Sequence[tuple[tuple[Any, ...], MentionSpan]], entities: EntityIds) -> None:
    """Insert mentions that can mean several, and which those are."""
    ids = reserve_ids(Mention, len(mentions))
    _AMBIGUOUS_MENTIONS.insert((pk, *row) for pk, (row, _span) in zip(ids, mentions, strict=True))
    _CANDIDATES.insert(
        (pk, *entities.keys(candidate))
        for pk, (_row, span) in zip(ids, mentions, strict=True)
        for candidate in span.candidates
    )


def _write_countries(
    articles: Sequence[Article], read_before: Sequence[int], readings: Mapping[int, Reading]
) -> None:
    stored: dict[tuple[int, str], tuple[int, date]] = {}
    if read_before:
        rows = ArticleCountry.objects.filter(article__in=read_before).order_by()
        for pk, article_id, country, day in rows.values_list("id", "article_id", "country_id", "day"):
            stored[article_id, country] = pk, day
    wanted = {
        (article.pk, mention.candidates[0].key): article.sort_day
        for article in articles
        for mention in readings[article.pk].mentions
        if len(mention.candidates) == 1 and mention.kind is EntityKind.COUNTRY
    }
    gone = [pk for key, (pk, day) in stored.items() if wanted.get(key) != day]
    if gone:
        ArticleCountry.objects.filter(pk__in=gone).delete()
    _COUNTRIES.insert(
        (article, country, day)
        for (article, country), day in sorted(wanted.items())
        if stored.get((article, country), (0, None))[1] != day
    )


def _write_keywords(articles: Iterable[Article], read_before: Sequence[int]) -> None:
    stored: dict[int, list[str]] = defaultdict(list)
    if read_before:
        rows = Keyword.objects.filter(article__in=read_before).order_by("article", "position")
        for article_id, text in rows.values_list("article_id", "text"):
            stored[article_id].append(text)
    wanted = {
        article.pk: split_keywords(article.keyword_line) for article in articles if article.keyword_line
    }
    changed = [pk for pk, keywords in wanted.items() if stored[pk] != keywords]
    gone = [pk for pk in changed if stored[pk]]
    if gone:
        Keyword.objects.filter(article__in=gone).delete()
    _KEYWORDS.insert(
        (pk, position, keyword, fold(keyword))
        for pk in changed
        for position, keyword in enumerate(wanted[pk], 1)
    )


def split_keywords(line: str) -> list[str]:
    """Split a keyword line: at separators if it has any, else at known names and single words.

    Repeats that differ only in spelling are dropped.
    """
    parts = [part.strip() for part in _SEPARATORS.split(line)]
    if len([part for part in parts if part]) < 2:
        parts = _split_by_names(line)
    keywords: dict[str, str] = {}
    for part in parts:
        if folded := fold(part):
            keywords.setdefault(folded, part[:_LONGEST_KEYWORD])
    return list(keywords.values())


def _split_by_names(line: str) -> list[str]:
    folded = fold_with_map(line)
    names = sorted(
        (match.start, match.end)
        for matches in current_gazetteer().find(folded.text, load_language("ar")).values()
        for match in matches
        if match.prefix == 0
    )
    parts: list[str] = []
    cursor = 0
    for start, end in names:
        if start < cursor:
            continue
        parts += line[folded.original(cursor) : folded.original(start)].split()
        first, last = folded.original_span(start, end)
        parts.append(line[first:last])
        cursor = end
    parts += line[folded.original(cursor) :].split()
    return [part for part in parts if any(char.isalnum() for char in part)]
