"""Storing what parsers read: documents, articles, sources, posts and links, in bulk.

All writes of an import to the tables of texts are here. Rows go in sorted by their unique keys, so that two
imports at once wait for each other and never deadlock, and what is stored already stays as it is: the same
batch again, or half of it after a crash, comes to the same rows.
"""

import hashlib
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from articles.arabic import fold
from articles.files import RawRecord, Refused, plain_line
from articles.models import (
    Article,
    Document,
    ImportRun,
    Link,
    Post,
    Rejection,
    Source,
    SourceAlias,
    date_range_columns,
)
from articles.parsers.layout import language_of
from articles.parsers.types import DateBasis, ParsedArticle

_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one batch came to.

    ``new`` are the articles stored, with what each supersedes; ``unread`` the articles of the batch, new or not,
    that no extraction has read yet, in reading order.
    ``problems`` say what could not be used; nothing of it is lost, since the document keeps every byte.
    """

    created: int
    superseding: int
    unchanged: int
    new: tuple[Article, ...]
    unread: tuple[int, ...]
    new_sources: tuple[Source, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """An article on its way into the database."""

    record: RawRecord
    parsed: ParsedArticle
    article: Article

    @property
    def place(self) -> tuple[int, int]:
        return self.article.document_id, self.article.position


@transaction.atomic
def ingest(records: Sequence[RawRecord], run: ImportRun, imported_on: date) -> Outcome:
    """Store the records of one batch and count them on the run; all of it, or nothing.

    The same bytes, or the same text of the same source, is stored once. An article at an address that is
    known with another text supersedes the one known. The number of queries does not depend on the number of
    records, the size of statements does: callers keep batches to some hundred records.
    """
    sources, new_sources = _sources(article.source_name for record in records for article in record.articles)
    drafts = _drafts(records, _documents(records, run), sources, imported_on)
    first: dict[str, _Draft] = {}
    for draft in drafts:
        first.setdefault(draft.article.digest, draft)
    known = set(Article.objects.filter(digest__in=first).values_list("digest", flat=True))
    Article.objects.bulk_create(
        [first[digest].article for digest in sorted(first.keys() - known)], ignore_conflicts=True
    )
    stored = {article.digest: article for article in _identities(first)}
    new = []
    for digest, draft in first.items():
        article = stored.get(digest)
        if article and digest not in known and draft.place == (article.document_id, article.position):
            draft.article.pk = article.pk
            new.append(draft)
    _store_parts(new)
    superseding = _supersede([draft.article for draft in new])
    created, unchanged = len(new) - superseding, len(drafts) - len(new)
    ImportRun.objects.filter(pk=run.pk).update(
        articles_read=F("articles_read") + len(drafts),
        articles_created=F("articles_created") + created,
        articles_superseding=F("articles_superseding") + superseding,
        articles_unchanged=F("articles_unchanged") + unchanged,
    )
    unread = (stored[digest] for digest in first if digest in stored)
    return Outcome(
        created,
        superseding,
        unchanged,
        tuple(draft.article for draft in new),
        tuple(article.pk for article in unread if not article.extracted_by),
        new_sources,
        tuple(map(plain_line, _problems(drafts, stored))),
    )


@transaction.atomic
def reject(refused: Sequence[Refused], run: ImportRun) -> None:
    """Store why records could not be read, and count them on the run."""
    Rejection.objects.bulk_create(
        Rejection(run=run, path=record.path, locator=record.locator, reason=record.reason)
        for record in refused
    )
    ImportRun.objects.filter(pk=run.pk).update(
        articles_read=F("articles_read") + len(refused), rejected=F("rejected") + len(refused)
    )


def _sources(names: Iterable[str]) -> tuple[dict[str, Source], tuple[Source, ...]]:
    """The sources by key of their names, and which of them are new: those that nobody had named before."""
    wanted = {source_key(name): name[:_NAME_LENGTH] for name in names}
    wanted.pop("", None)
    found = _sources_named(wanted)
    missing = sorted(wanted.keys() - found.keys())
    if not missing:
        return found, ()
    known = set(Source.objects.filter(key__in=missing).values_list("key", flat=True))
    Source.objects.bulk_create([_new_source(key, wanted[key]) for key in missing], ignore_conflicts=True)
    sources = Source.objects.in_bulk(missing, field_name="key")
    SourceAlias.objects.bulk_create(
        [SourceAlias(source=sources[key], text=wanted[key], folded=key) for key in missing],
        ignore_conflicts=True,
    )
    new = tuple(source for key, source in sources.items() if key not in known)
    return found | _sources_named(missing), new


def source_key(name: str) -> str:
    """The form in which names of sources are looked up; empty when the name has no letters."""
    return fold(name)[:_NAME_LENGTH].strip()


def _sources_named(folded: Iterable[str]) -> dict[str, Source]:
    aliases = SourceAlias.objects.filter(folded__in=list(folded)).select_related("source")
    return {alias.folded: alias.source for alias in aliases}


def _new_source(key: str, name: str) -> Source:
    column = "name_ar" if language_of(name) == "ar" else "name_en"
    return Source(key=key, **{column: name})


def _documents(records: Sequence[RawRecord], run: ImportRun) -> list[int]:
    """Store the records that are new; return the document of each record."""
    digests = [hashlib.sha256(record.content).hexdigest() for record in records]
    by_digest = dict(zip(digests, records, strict=True))
    known = set(Document.objects.filter(digest__in=by_digest).values_list("digest", flat=True))
    Document.objects.bulk_create(
        [_document(digest, by_digest[digest], run) for digest in sorted(by_digest.keys() - known)],
        ignore_conflicts=True,
    )
    keys = dict(Document.objects.filter(digest__in=by_digest).values_list("digest", "pk"))
    return [keys[digest] for digest in digests]


def _document(digest: str, record: RawRecord, run: ImportRun) -> Document:
    return Document(
        digest=digest,
        content=zlib.compress(record.content),
        size=len(record.content),
        encoding=record.encoding,
        format=record.format,
        path=record.path,
        locator=record.locator,
        run=run,
    )


def _drafts(
    records: Sequence[RawRecord], documents: Sequence[int], sources: dict[str, Source], imported_on: date
) -> list[_Draft]:
    return [
        _Draft(
            record,
            parsed,
            _article(parsed, document, sources.get(source_key(parsed.source_name)), imported_on),
        )
        for record, document in zip(records, documents, strict=True)
        for parsed in record.articles
    ]


def _article(parsed: ParsedArticle, document: int, source: Source | None, imported_on: date) -> Article:
    published = parsed.published if _has_begin(parsed) else None
    return Article(
        document_id=document,
        position=parsed.position,
        title=parsed.title,
        text=parsed.text,
        sections=[
            {"kind": section.kind.value, "start": section.start, "end": section.end}
            for section in parsed.sections
        ],
        search_text=fold(parsed.text),
        digest=_digest(source, parsed),
        language=parsed.language,
        source=source,
        canonical_url=parsed.canonical_url,
        published_basis=(parsed.published_basis if published else DateBasis.NONE).value,
        imported_on=imported_on,
        sort_day=published.sort_day if published else imported_on,
        keyword_line=parsed.keyword_line,
        **date_range_columns("published", published),
    )


def _digest(source: Source | None, parsed: ParsedArticle) -> str:
    """What makes an article the same: its publisher, and its text but for white space and composition."""
    publisher = source.key if source else urlsplit(parsed.canonical_url).hostname or ""
    text = " ".join(unicodedata.normalize("NFC", parsed.text).split())
    return hashlib.sha256(f"{publisher}\n{text}".encode()).hexdigest()


def _has_begin(parsed: ParsedArticle) -> bool:
    return parsed.published is not None and parsed.published.earliest is not None


def _identities(digests: Iterable[str]) -> Iterable[Article]:
    columns = ("digest", "document", "position", "extracted_by")
    return Article.objects.filter(digest__in=list(digests)).only(*columns)


def _store_parts(drafts: Iterable[_Draft]) -> None:
    """Store the posts and links of articles that are new."""
    posts, links = [], []
    for draft in drafts:
        for post in draft.parsed.posts:
            days = date_range_columns("published", post.published)
            posts.append(
                Post(
                    article_id=draft.article.pk,
                    author=post.author,
                    handle=post.handle,
                    start=post.start,
                    end=post.end,
                    **days,
                )
            )
        for position, link in enumerate(draft.parsed.links, 1):
            links.append(Link(article_id=draft.article.pk, position=position, title=link.title, url=link.url))
    Post.objects.bulk_create(posts)
    Link.objects.bulk_create(links)


def _supersede(new: Sequence[Article]) -> int:
    """Chain the new articles to those that their addresses had before; returns how many were."""
    addresses = {article.canonical_url for article in new if article.canonical_url}
    heads = Article.objects.filter(canonical_url__in=addresses, superseded_by=None).order_by("pk")
    before = heads.exclude(pk__in=[article.pk for article in new]).values_list("canonical_url", "pk")
    latest = dict(before)
    chained = []
    for article in new:
        if article.canonical_url:
            article.supersedes_id = latest.get(article.canonical_url)
            latest[article.canonical_url] = article.pk
            chained += [article] if article.supersedes_id else []
    Article.objects.bulk_update(chained, ["supersedes"])
    return len(chained)


def _problems(drafts: Iterable[_Draft], stored: dict[str, Article]) -> Iterable[str]:
    for draft in drafts:
        for problem in draft.parsed.problems:
            yield f"{draft.record}: {problem}"
        if draft.parsed.published and not _has_begin(draft.parsed):
            yield f"{draft.record}: publication date without a beginning: {draft.parsed.published.edtf}"
        if draft.article.digest not in stored:
            position = draft.article.position
            yield f"{draft.record}: article {position} is stored with another source or text, and stays so"
