"""Storing mentions, the index of countries, and keywords. What has not changed is not touched."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from articles.arabic import fold, fold_with_map
from articles.models import Article, Keyword
from entities.changes import Act, Entry, record
from entities.extraction.language import load_language
from entities.extraction.types import MentionSpan, Reading
from entities.gazetteers import current_gazetteer
from entities.models import ArticleCountry, Change, Mention, MentionCandidate
from entities.pipeline.people import EntityIds

_BATCH = 1000
_SEPARATORS = re.compile(r"[،,؛;|\n]|\s[-–—]\s|#")
_LONGEST_KEYWORD = 200
_MENTION_COLUMNS = (
    "start", "end", "kind", "status", "country_id", "person_id", "organization_id", "rule", "confidence",
)  # fmt: skip


def write_mentions(
    articles: Sequence[Article], readings: Mapping[int, Reading], entities: EntityIds, act: Act
) -> tuple[int, int]:
    """Make the stored mentions those of the readings; return how many were created and how many removed."""
    stored: dict[int, dict[tuple[Any, ...], int]] = defaultdict(dict)
    rows = Mention.objects.filter(article__in=articles).values_list("id", "article_id", *_MENTION_COLUMNS)
    for pk, article_id, *columns in rows:
        stored[article_id][tuple(columns)] = pk
    new: list[tuple[Mention, MentionSpan]] = []
    gone: list[int] = []
    changed_articles: list[Entry] = []
    for article in articles:
        wanted = {
            _columns(mention): (mention, span)
            for span in readings[article.pk].mentions
            for mention in (_row(article, span, entities),)
        }
        had = stored[article.pk]
        removed = [pk for columns, pk in had.items() if columns not in wanted]
        added = [pair for columns, pair in wanted.items() if columns not in had]
        if removed or added:
            gone += removed
            new += added
            before, after = {"mentions": len(had)}, {"mentions": len(wanted), "new": len(added)}
            changed_articles.append(Entry(Change.Action.UPDATE, article, before, after))
    Mention.objects.filter(pk__in=gone).delete()
    created = Mention.objects.bulk_create([mention for mention, _span in new], batch_size=_BATCH)
    MentionCandidate.objects.bulk_create(
        [
            MentionCandidate(mention=mention, **entities.columns(candidate))
            for mention, (_row_, span) in zip(created, new, strict=True)
            if len(span.candidates) > 1
            for candidate in span.candidates
        ],
        batch_size=_BATCH,
    )
    record(act, changed_articles)
    _write_countries(articles, readings)
    _write_keywords(articles)
    return len(created), len(gone)


def _row(article: Article, span: MentionSpan, entities: EntityIds) -> Mention:
    count = len(span.candidates)
    return Mention(
        article=article,
        start=span.start,
        end=span.end,
        surface=article.text[span.start : span.end],
        kind=span.kind.value,
        status="linked" if count == 1 else "ambiguous" if count else "unresolved",
        rule=span.rule,
        confidence=round(span.confidence, 3),
        **entities.columns(span.entity),
    )


def _columns(mention: Mention) -> tuple[Any, ...]:
    return tuple(getattr(mention, column) for column in _MENTION_COLUMNS)


def _write_countries(articles: Sequence[Article], readings: Mapping[int, Reading]) -> None:
    stored = {
        (article, country): (pk, day)
        for pk, article, country, day in ArticleCountry.objects.filter(article__in=articles).values_list(
            "id", "article_id", "country_id", "day"
        )
    }
    wanted = {
        (article.pk, mention.entity.key): article.sort_day
        for article in articles
        for mention in readings[article.pk].mentions
        if mention.entity and mention.kind.value == "country"
    }
    gone = [pk for key, (pk, day) in stored.items() if wanted.get(key) != day]
    ArticleCountry.objects.filter(pk__in=gone).delete()
    ArticleCountry.objects.bulk_create(
        [
            ArticleCountry(article_id=article, country_id=country, day=day)
            for (article, country), day in sorted(wanted.items())
            if stored.get((article, country), (0, None))[1] != day
        ],
        batch_size=_BATCH,
    )


def _write_keywords(articles: Iterable[Article]) -> None:
    stored: dict[int, list[str]] = defaultdict(list)
    rows = Keyword.objects.filter(article__in=articles).order_by("article", "position")
    for article_id, text in rows.values_list("article_id", "text"):
        stored[article_id].append(text)
    wanted = {
        article.pk: split_keywords(article.keyword_line) for article in articles if article.keyword_line
    }
    changed = [pk for pk, keywords in wanted.items() if stored[pk] != keywords]
    Keyword.objects.filter(article__in=changed).delete()
    Keyword.objects.bulk_create(
        [
            Keyword(article_id=pk, position=position, text=keyword, folded=fold(keyword))
            for pk in changed
            for position, keyword in enumerate(wanted[pk], 1)
        ],
        batch_size=_BATCH,
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
