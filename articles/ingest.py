"""Storing what parsers read: documents, articles, sources, posts and links, in bulk.

All writes of an import to the tables of texts are here, and in ``versions`` and ``duplicates``, which say how
articles belong together. Rows go in sorted by their unique keys, so that two imports at once wait for each other
and never deadlock, and what is stored already stays as it is: the same batch again, or half of it after a crash,
comes to the same rows.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import orjson
import zstandard
from django.db import IntegrityError, connection, transaction

from articles import duplicates, versions
from articles.arabic import fold, fold_all
from articles.dates import DateRange
from articles.files import RawRecord, Refused, plain_line
from articles.identity import article_digest, clean_address, host_of, page_key, plain_text, text_key
from articles.models import (
    Article,
    Document,
    ImportChunk,
    ImportRun,
    Link,
    Post,
    Rejection,
    Source,
    SourceAlias,
)
from articles.parsers.layout import language_of
from articles.parsers.types import DateBasis, ParsedArticle
from articles.rows import Table, reserve_ids

_NAME_LENGTH = 200
_TRIES = 5
_UNIQUE_VIOLATION = "23505"
_LINKING = 4_230_771_001
"""The number of the lock under which PostgreSQL lets one import at a time say which articles belong together."""

_DOCUMENTS = Table(
    Document,
    "id", "digest", "content", "size", "encoding", "format", "path", "locator", "articles_found", "reading", "run_id",
)  # fmt: skip
_ARTICLES = Table(
    Article,
    "id", "document_id", "position", "title", "text", "sections", "search_text", "digest", "text_key", "language",
    "source_id", "canonical_url", "address_key", "published_earliest", "published_latest", "published_basis",
    "imported_on", "sort_day", "keyword_line", "duplicate_of_id", "supersedes_id", "extracted_by",
)  # fmt: skip
_POSTS = Table(
    Post, "article_id", "author", "handle", "published_earliest", "published_latest", "start", "end"
)
Links: TypeAlias = tuple[dict[str, int | None], dict[str, int | None]]
"""Columns of an article that refer to others, before and after."""

_LINKS = Table(Link, "article_id", "position", "title", "url")


@dataclass(frozen=True, slots=True)
class Relinked:
    """A stored article, and the columns of what it supersedes or repeats as they were and are."""

    pk: int
    before: dict[str, int | None]
    after: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one batch came to.

    ``new`` are the articles stored, with what each supersedes and repeats; ``relinked`` those stored before of
    which that has changed. ``unread`` are the articles of the batch, new or not, that no extraction has read yet,
    in reading order. ``known`` and ``known_documents`` are the articles and documents of the batch that had been
    stored before. ``near_duplicates`` counts those created that repeat a text, or are repeated by one, stored
    before them.
    ``problems`` say what could not be used; nothing of it is lost, since the document keeps every byte.
    """

    created: int
    superseding: int
    unchanged: int
    new: tuple[Article, ...]
    relinked: tuple[Relinked, ...]
    unread: tuple[int, ...]
    known: tuple[int, ...]
    known_documents: tuple[int, ...]
    new_sources: tuple[Source, ...]
    problems: tuple[str, ...]
    near_duplicates: int = 0


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that is stored, and read by the same rules: ``articles`` were found in it.

    ``unread`` are those of its articles that no extraction has read yet.
    """

    pk: int
    articles: int
    unread: tuple[int, ...]


@dataclass(slots=True)
class Draft:
    """An article on its way into the database."""

    record: RawRecord
    parsed: ParsedArticle
    document: int
    source: Source | None
    digest: str
    text_key: int
    address: str
    address_key: int | None
    published: DateRange | None
    sort_day: date
    search_text: str = ""
    pk: int = 0

    @property
    def title(self) -> str:
        return self.parsed.title

    @property
    def text(self) -> str:
        return self.parsed.text

    @property
    def place(self) -> tuple[int, int]:
        return self.document, self.parsed.position

    @property
    def at_address(self) -> tuple[int, int] | None:
        return None if self.address_key is None else (self.address_key, self.text_key)


@dataclass(slots=True)
class _Stored:
    """What is stored of the articles of a batch: ids by identity, the places taken, and who is unread."""

    by_digest: dict[str, int] = field(default_factory=dict)
    by_address: dict[tuple[int, int], int] = field(default_factory=dict)
    places: set[tuple[int, int]] = field(default_factory=set)
    addresses: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)

    def find(self, draft: Draft) -> int | None:
        """The stored article that the draft is: by its publisher and text, or by its address and text."""
        found = self.by_digest.get(draft.digest)
        return found or (self.by_address.get(draft.at_address) if draft.at_address else None)

    def add(self, pk: int, digest: str, address: int | None, text: int, extracted_by: str) -> None:
        self.by_digest[digest] = pk
        if address is not None:
            self.by_address[address, text] = pk
            self.addresses.add(address)
        if not extracted_by:
            self.unread.add(pk)


def known_documents(digests: Iterable[str], reading: str) -> dict[str, KnownDocument]:
    """Return which documents (by SHA-256 of their bytes) are stored and were read by the rules of ``reading``.

    To parse them again would find the same articles, each stored: the caller counts them as unchanged, and
    skips them. ``reading`` is :func:`reading_of` the run.
    """
    found = Document.objects.filter(digest__in=list(digests), reading=reading).exclude(reading="")
    documents = {
        pk: (digest, count) for pk, digest, count in found.values_list("pk", "digest", "articles_found")
    }
    unread: dict[int, list[int]] = {}
    rows = Article.objects.filter(document__in=documents, extracted_by="").order_by("position")
    for document, pk in rows.values_list("document_id", "pk"):
        unread.setdefault(document, []).append(pk)
    return {
        digest: KnownDocument(pk, count, tuple(unread.get(pk, ())))
        for pk, (digest, count) in documents.items()
    }


def reading_of(run: ImportRun) -> str:
    """Return what stands for the rules by which the run reads documents: its version and what it was told."""
    told = [run.options.get(name) or None for name in ("format", "source", "fields")]
    return hashlib.sha256(orjson.dumps([run.version, told])).hexdigest() if run.version else ""


def raw_content(document: Document) -> bytes:
    """The bytes of a document as they arrived."""
    return zstandard.decompress(document.content)


def ingest(records: Sequence[RawRecord], run: ImportRun, imported_on: date) -> Outcome:
    """Store the records of one batch; all of it, or nothing.

    The same bytes, or the same text of the same source or at the same address, is stored once. At an address
    that is known with another text, the articles form a chain (:mod:`articles.versions`); articles that
    repeat others are marked (:mod:`articles.duplicates`). The number of queries does not depend on the number
    of records, the size of statements does: callers keep batches to some hundred records.
    """
    for last in (*[False] * (_TRIES - 1), True):
        try:
            with transaction.atomic():
                return _ingest(records, run, imported_on)
        except IntegrityError as error:
            # Another import stored one of the articles meanwhile; its rows are seen now.
            if last or getattr(error.__cause__, "sqlstate", "") != _UNIQUE_VIOLATION:
                raise
    raise AssertionError


def _ingest(records: Sequence[RawRecord], run: ImportRun, imported_on: date) -> Outcome:
    sources, new_sources = _sources(article.source_name for record in records for article in record.articles)
    documents, known_documents = _documents(records, run)
    drafts = _drafts(records, documents, sources, imported_on)
    stored = _stored(drafts, known_documents)
    new = _new(drafts, stored)
    addresses = set(stored.addresses)
    superseding = set()
    for draft in new:
        if draft.address_key is not None:
            superseding |= {draft.pk} if draft.address_key in addresses else set()
            addresses.add(draft.address_key)
    for draft, folded in zip(new, fold_all([draft.text for draft in new]), strict=True):
        draft.search_text = " ".join(folded.text.split())
    _store(new, imported_on)
    links, repeating = _link(new)
    near_duplicates = len(repeating - superseding)
    for draft in new:
        stored.add(draft.pk, draft.digest, draft.address_key, draft.text_key, extracted_by="")
    created, unchanged = len(new) - len(superseding), len(drafts) - len(new)
    articles = dict.fromkeys(filter(None, map(stored.find, drafts)))
    return Outcome(
        created,
        len(superseding),
        unchanged,
        tuple(_as_article(draft, links) for draft in new),
        tuple(Relinked(pk, *links[pk]) for pk in sorted(links.keys() - {draft.pk for draft in new})),
        tuple(pk for pk in articles if pk in stored.unread),
        tuple(sorted(articles.keys() - {draft.pk for draft in new})),
        tuple(sorted(known_documents)),
        new_sources,
        tuple(map(plain_line, _problems(drafts, stored))),
        near_duplicates,
    )


def reject(refused: Sequence[Refused], run: ImportRun, chunk: ImportChunk | None = None) -> None:
    """Store why records could not be read."""
    Rejection.objects.bulk_create(
        Rejection(run=run, chunk=chunk, path=record.path, locator=record.locator, reason=record.reason)
        for record in refused
    )


# --- sources and documents ------------------------------------------------------------------------------------


def _sources(names: Iterable[str]) -> tuple[dict[str, Source], tuple[Source, ...]]:
    """The sources by name as written, and which of them are new: those that nobody had named before."""
    keys = {name: source_key(name) for name in dict.fromkeys(names)}
    wanted = {key: name[:_NAME_LENGTH] for name, key in keys.items() if key}
    found = _sources_named(wanted)
    missing = sorted(wanted.keys() - found.keys())
    new: tuple[Source, ...] = ()
    if missing:
        known = set(Source.objects.filter(key__in=missing).values_list("key", flat=True))
        Source.objects.bulk_create([_new_source(key, wanted[key]) for key in missing], ignore_conflicts=True)
        sources = Source.objects.in_bulk(missing, field_name="key")
        SourceAlias.objects.bulk_create(
            [SourceAlias(source=sources[key], text=wanted[key], folded=key) for key in missing],
            ignore_conflicts=True,
        )
        new = tuple(source for key, source in sources.items() if key not in known)
        found |= _sources_named(missing)
    return {name: found[key] for name, key in keys.items() if key}, new


def source_key(name: str) -> str:
    """The form in which names of sources are looked up; empty when the name has no letters."""
    return fold(name)[:_NAME_LENGTH].strip()


def _sources_named(folded: Iterable[str]) -> dict[str, Source]:
    aliases = SourceAlias.objects.filter(folded__in=list(folded)).select_related("source")
    return {alias.folded: alias.source for alias in aliases}


def _new_source(key: str, name: str) -> Source:
    column = "name_ar" if language_of(name) == "ar" else "name_en"
    return Source(key=key, **{column: name})


def _documents(records: Sequence[RawRecord], run: ImportRun) -> tuple[list[int], set[int]]:
    """Store the records that are new; return the document of each record, and which were stored before."""
    digests = [hashlib.sha256(record.content).hexdigest() for record in records]
    by_digest = dict(zip(digests, records, strict=True))
    ids = dict(Document.objects.filter(digest__in=by_digest).values_list("digest", "pk"))
    known = set(ids.values())
    missing = sorted(by_digest.keys() - ids.keys())
    ids |= zip(missing, reserve_ids(Document, len(missing)), strict=True)
    compress = zstandard.ZstdCompressor().compress
    reading = reading_of(run)
    _DOCUMENTS.insert(
        (
            ids[digest], digest, compress(record.content), len(record.content), record.encoding, record.format,
            record.path, record.locator, len(record.articles), reading, run.pk,
        )
        for digest in missing
        for record in (by_digest[digest],)
    )  # fmt: skip
    return [ids[digest] for digest in digests], known


# --- articles -------------------------------------------------------------------------------------------------


def _drafts(
    records: Sequence[RawRecord], documents: Sequence[int], sources: Mapping[str, Source], imported_on: date
) -> list[Draft]:
    return [
        _draft(record, parsed, document, sources.get(parsed.source_name), imported_on)
        for record, document in zip(records, documents, strict=True)
        for parsed in record.articles
    ]


def _draft(
    record: RawRecord, parsed: ParsedArticle, document: int, source: Source | None, imported_on: date
) -> Draft:
    published = parsed.published if _has_begin(parsed) else None
    text = plain_text(parsed.text)
    address = clean_address(parsed.canonical_url)
    publisher = source.key if source else host_of(parsed.canonical_url)
    return Draft(
        record,
        parsed,
        document,
        source,
        article_digest(publisher, text),
        text_key(text),
        address,
        page_key(address, parsed.position),
        published,
        published.sort_day if published else imported_on,
    )


def _has_begin(parsed: ParsedArticle) -> bool:
    return parsed.published is not None and parsed.published.earliest is not None


def _stored(drafts: Sequence[Draft], known_documents: set[int]) -> _Stored:
    """What is stored of the drafts' digests, addresses and documents."""
    stored = _Stored()
    identities = ("pk", "digest", "address_key", "text_key", "extracted_by")
    for row in Article.objects.filter(digest__in={draft.digest for draft in drafts}).values_list(*identities):
        stored.add(*row)
    others = [draft for draft in drafts if draft.digest not in stored.by_digest]
    addresses = {draft.address_key for draft in others if draft.address_key is not None}
    if addresses:
        for row in Article.objects.filter(address_key__in=addresses).values_list(*identities):
            stored.add(*row)
    taken = {draft.document for draft in others} & known_documents
    if taken:
        stored.places |= set(
            Article.objects.filter(document__in=taken).values_list("document_id", "position")
        )
    return stored


def _new(drafts: Iterable[Draft], stored: _Stored) -> list[Draft]:
    """The drafts that are to be stored, each with its id, in reading order."""
    new = []
    claimed: set[object] = set()
    for draft in drafts:
        free = draft.place not in stored.places and not claimed & {draft.digest, draft.at_address}
        if free and stored.find(draft) is None:
            stored.places.add(draft.place)
            claimed |= {draft.digest, draft.at_address} - {None}
            new.append(draft)
    for draft, pk in zip(new, reserve_ids(Article, len(new)), strict=True):
        draft.pk = pk
    return new


def _store(new: Sequence[Draft], imported_on: date) -> None:
    """Store articles that are new, with their posts and links."""
    _ARTICLES.insert(
        _article_row(draft, imported_on) for draft in sorted(new, key=lambda draft: draft.digest)
    )
    _POSTS.insert(
        (
            draft.pk, post.author, post.handle,
            post.published and post.published.earliest, post.published and post.published.latest,
            post.start, post.end,
        )
        for draft in new
        for post in draft.parsed.posts
    )  # fmt: skip
    _LINKS.insert(
        (draft.pk, position, link.title, link.url)
        for draft in new
        for position, link in enumerate(draft.parsed.links, 1)
    )


def _article_row(draft: Draft, imported_on: date) -> tuple[object, ...]:
    parsed, published = draft.parsed, draft.published
    sections = [
        {"kind": section.kind.value, "start": section.start, "end": section.end}
        for section in parsed.sections
    ]
    return (
        draft.pk, draft.document, parsed.position, parsed.title, parsed.text, sections, draft.search_text, draft.digest,
        draft.text_key, parsed.language, draft.source and draft.source.pk, draft.address,
        draft.address_key, published and published.earliest, published and published.latest,
        (parsed.published_basis if published else DateBasis.NONE).value, imported_on, draft.sort_day,
        parsed.keyword_line, None, None, "",
    )  # fmt: skip


def _link(new: Sequence[Draft]) -> tuple[dict[int, Links], set[int]]:
    """Say how the new articles belong to others; returns whose links changed, and the new that are near-duplicates.

    One import at a time does this, from here to the end of its transaction: of two that do not see each
    other's articles neither would find what they have in common.
    """
    if not new:
        return {}, set()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINKING])
    chained = versions.link(draft.address_key for draft in new if draft.address_key is not None)
    joined = duplicates.link(
        [
            duplicates.Candidate(
                draft.pk,
                draft.search_text,
                draft.digest,
                draft.published.earliest if draft.published else None,
                draft.address_key,
            )
            for draft in new
        ]
    )
    links: dict[int, Links] = {}
    for column, changes in (("supersedes_id", chained), ("duplicate_of_id", joined.marked)):
        for pk, (before, after) in changes.items():
            was, becomes = links.setdefault(pk, ({}, {}))
            was[column], becomes[column] = before, after
    return links, joined.repeating


def _as_article(draft: Draft, links: Mapping[int, Links]) -> Article:
    """The stored article as far as what it hangs on; the rest is read when it is asked for."""
    _, columns = links.get(draft.pk, ({}, {}))
    values = {
        "id": draft.pk,
        "document_id": draft.document,
        "source_id": draft.source.pk if draft.source else None,
        "duplicate_of_id": columns.get("duplicate_of_id"),
        "supersedes_id": columns.get("supersedes_id"),
    }
    return Article.from_db("default", values.keys(), values.values())


def _problems(drafts: Iterable[Draft], stored: _Stored) -> Iterator[str]:
    for draft in drafts:
        for problem in draft.parsed.problems:
            yield f"{draft.record}: {problem}"
        if draft.parsed.published and not _has_begin(draft.parsed):
            yield f"{draft.record}: publication date without a beginning: {draft.parsed.published.edtf}"
        if stored.find(draft) is None:
            position = draft.parsed.position
            yield f"{draft.record}: article {position} is stored with another source or text, and stays so"
