"""Undoing an import run: what it alone brought and nobody has decided on goes, the rest stays and is listed.

Of a run go the articles that no other run found, whose assertions nobody accepted, rejected, corrected or
merged, and that nobody edited; with them all that was read in them alone. It goes by batches, each in a
transaction; if it is stopped in the middle, undoing again goes on. Importing the same files afterwards gives what
they gave the first time. No other import of the same files should be under way meanwhile.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles import duplicates, versions
from articles.bulk import batched
from articles.files import plain_line
from articles.models import Article, Document, ImportChunk, ImportRun, Source, SourceAlias
from entities.changes import Act, Entry, deleted, record
from entities.extraction.types import Reading
from entities.models import (
    Alias,
    Assertion,
    Change,
    Evidence,
    Mention,
    MentionCandidate,
    Office,
    Origin,
    Person,
    ReviewStatus,
)
from entities.pipeline import store
from entities.pipeline.assertions import MODELS
from entities.progress import SILENT, Observer
from entities.review import BY_HAND

BATCH_SIZE = 200
MOST_LINES_KEPT = 1_000
_NOTHING = Reading(mentions=())
_UNFINISHED = (ImportChunk.State.PENDING, ImportChunk.State.STORED)
_HANDS = (Change.Cause.PERSON, Change.Cause.REFERENCE)

M = TypeVar("M", bound=models.Model)


class CannotUndo(Exception):  # noqa: N818 - it says what is the case
    """A run that cannot be undone; the message is one plain line."""


@dataclass
class Undone:
    """What undoing came to: how many rows of each kind went, how many articles stay.

    ``kept`` has a plain line with the reason for each of the first thousand of these.
    """

    removed: Counter[str] = field(default_factory=Counter)
    kept_articles: int = 0
    kept: list[str] = field(default_factory=list)


def undo(run: ImportRun, actor: AbstractBaseUser | None = None, observer: Observer = SILENT) -> Undone:
    """Undo a run, whatever its state; workers that are still at it find nothing left to do.

    The observer is told of what stays. Raises :class:`CannotUndo` when the run was undone before.
    """
    _close(run)
    act = Act(Change.Cause.UNDO, actor)
    undone = _Undoing(run, act, observer).do()
    run.status, run.finished_at = ImportRun.Status.UNDONE, timezone.now()
    run.options |= {"undone": {"removed": dict(undone.removed), "kept": undone.kept}}
    with transaction.atomic():
        run.save(update_fields=("status", "finished_at", "options"))
        after = {"status": run.status, "removed": dict(undone.removed), "kept_articles": undone.kept_articles}
        record(act, [Entry(Change.Action.UPDATE, run, {}, after)])
    return undone


@transaction.atomic
def _close(run: ImportRun) -> None:
    """Close the run to everybody else: chunks that are under way are waited for, the others dropped."""
    status = ImportRun.objects.select_for_update().get(pk=run.pk).status
    if status == ImportRun.Status.UNDONE:
        raise CannotUndo(f"import run {run.pk} was undone already")
    ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.UNDOING)
    run.chunks.filter(state__in=_UNFINISHED).update(state=ImportChunk.State.DROPPED, unread=[])


class _Undoing:
    def __init__(self, run: ImportRun, act: Act, observer: Observer) -> None:
        self._run = run
        self._act = act
        self._observer = observer
        self._undone = Undone()

    def do(self) -> Undone:
        documents = list(dict.fromkeys(self._documents()))
        self._shared = _Shared(self._run, documents)
        self._observer.expect(len(documents))
        for done, batch in enumerate(batched(documents, BATCH_SIZE)):
            self._observer.advance(done * BATCH_SIZE)
            self._undo_batch(batch)
        self._observer.advance(len(documents))
        self._remove_sources()
        return self._undone

    def _documents(self) -> Iterator[int]:
        """The documents that the run brought, and those that runs brought that were undone, but it shares."""
        yield from self._run.documents.order_by("pk").values_list("pk", flat=True).iterator()
        left = Document.objects.filter(run__status=ImportRun.Status.UNDONE)
        for articles, documents in self._run.chunks.values_list("known", "known_documents").iterator():
            found = left.filter(Q(pk__in=documents) | Q(articles__in=articles))
            yield from found.order_by("pk").values_list("pk", flat=True)

    @transaction.atomic
    def _undo_batch(self, documents: Sequence[int]) -> None:
        articles = list(
            Article.objects.filter(document__in=documents).defer("text", "search_text").order_by("pk")
        )
        reasons = self._shared.reasons(articles)
        for article_id, reason in (*_decisions(articles), *_edits(articles)):
            reasons.setdefault(article_id, reason)
        for article in articles:
            if article.pk in reasons:
                self._keep(article, reasons[article.pk])
        self._remove([article for article in articles if article.pk not in reasons])
        free = Document.objects.filter(pk__in=[pk for pk in documents if pk not in self._shared.documents])
        self._undone.removed["documents"] += free.filter(articles=None).delete()[0]
        # What is left of a document is not what is found in it: it is to be parsed again when it comes again.
        Document.objects.filter(pk__in=documents).update(reading="")

    def _keep(self, article: Article, reason: str) -> None:
        line = plain_line(f"article {article.pk} «{article.title[:80]}» stays: {reason}")
        self._undone.kept_articles += 1
        if len(self._undone.kept) < MOST_LINES_KEPT:
            self._undone.kept.append(line)
        self._observer.warn(line)

    def _remove(self, articles: Sequence[Article]) -> None:
        """Remove articles and all that was read in them alone, and mend what they were linked with."""
        if not articles:
            return
        ids = [article.pk for article in articles]
        people, offices = _people_read_in(ids), _offices_read_in(ids)
        assertions = {kind: _assertions_read_in(ids, kind) for kind in MODELS}
        self._undone.removed["mentions"] += Mention.objects.filter(article__in=ids).count()
        store(articles, dict.fromkeys(ids, _NOTHING), self._act)
        for kind, model in MODELS.items():
            left = model._default_manager.filter(pk__in=assertions[kind]).count()
            self._undone.removed[f"{kind}s"] += len(assertions[kind]) - left
        duplicates.forget(ids)
        record(self._act, map(_removed, articles))
        Article.objects.filter(Q(pk__in=ids) | Q(supersedes__in=ids)).update(supersedes=None)
        Article.objects.filter(pk__in=ids).delete()
        versions.link(article.address_key for article in articles if article.address_key is not None)
        self._undone.removed["articles"] += len(ids)
        self._remove_rows("people", Person.objects.filter(pk__in=people), Alias)
        self._remove_rows("offices", Office.objects.filter(pk__in=offices))

    def _remove_sources(self) -> None:
        logged = Change.objects.filter(batch__in=self._run.chunks.values("batch"), object_type="source")
        for batch in batched(map(int, logged.values_list("object_id", flat=True).iterator()), BATCH_SIZE):
            with transaction.atomic():
                self._remove_rows("sources", Source.objects.filter(pk__in=batch), SourceAlias)

    def _remove_rows(self, name: str, rows: models.QuerySet[M], *parts: type[models.Model]) -> None:
        """Remove those of the rows that nothing refers to, but for ``parts``, and that nobody touched."""
        for relation in rows.model._meta.related_objects:
            if relation.related_model not in parts:
                referring = {relation.field.name: OuterRef("pk")}
                rows = rows.exclude(Exists(relation.related_model._default_manager.filter(**referring)))
        found = {str(row.pk): row for row in rows}
        touched = Change.objects.filter(
            object_type=rows.model._meta.model_name, object_id__in=found, cause__in=_HANDS
        )
        for key in touched.values_list("object_id", flat=True):
            found.pop(key, None)
        record(self._act, map(deleted, found.values()))
        rows.model._default_manager.filter(pk__in=[row.pk for row in found.values()]).delete()
        self._undone.removed[name] += len(found)


class _Shared:
    """What other runs found as well: documents and articles of a run, with the run that found them."""

    def __init__(self, run: ImportRun, documents: Collection[int]) -> None:
        own_documents = set(documents)
        own_articles: set[int] = set()
        for batch in batched(documents, BATCH_SIZE):
            own_articles.update(Article.objects.filter(document__in=batch).values_list("pk", flat=True))
        self.documents: dict[int, int] = {}
        self._articles: dict[int, int] = {}
        others = ImportChunk.objects.exclude(run=run).exclude(run__status=ImportRun.Status.UNDONE)
        found = others.exclude(known=[], known_documents=[]).order_by("pk")
        for other, articles, known in found.values_list("run_id", "known", "known_documents").iterator():
            for pk in own_articles.intersection(articles):
                self._articles.setdefault(pk, other)
            for pk in own_documents.intersection(known):
                self.documents.setdefault(pk, other)

    def reasons(self, articles: Iterable[Article]) -> dict[int, str]:
        found = (
            (article.pk, self._articles.get(article.pk) or self.documents.get(article.document_id))
            for article in articles
        )
        return {pk: f"import run {other} found it too" for pk, other in found if other}


def _decisions(articles: Sequence[Article]) -> Iterator[tuple[int, str]]:
    """The articles in which stands evidence of what somebody decided on, or that somebody chose."""
    for kind in MODELS:
        evidence = Evidence.objects.filter(article__in=articles, **{f"{kind}__isnull": False})
        decided = (
            Q(extractor=BY_HAND)
            | ~Q(**{f"{kind}__review_status": ReviewStatus.PENDING})
            | Q(**{f"{kind}__origin": Origin.PERSON})
            | Q(**{f"{kind}__corrected": True})
            | Q(**{f"{kind}__merged_into__isnull": False})
        )
        for row in evidence.filter(decided).select_related(kind, f"{kind}__reviewed_by").order_by("pk"):
            yield row.article_id, _decision(kind, getattr(row, kind))


def _decision(kind: str, row: Assertion) -> str:
    if row.merged_into_id:
        return f"{kind} {row.pk} was merged into {row.merged_into_id}"
    if row.review_status != ReviewStatus.PENDING:
        return f"{kind} {row.pk} was {row.review_status} by {row.reviewed_by or 'somebody'}"
    if row.corrected:
        return f"{kind} {row.pk} was corrected"
    return f"somebody chose it as evidence of {kind} {row.pk}"


def _edits(articles: Sequence[Article]) -> Iterator[tuple[int, str]]:
    """The articles that somebody edited; that people in them were merged is no edit of the article."""
    edits = Change.objects.filter(
        object_type="article",
        object_id__in=[str(article.pk) for article in articles],
        cause=Change.Cause.PERSON,
    ).exclude(after__has_key="mentions")
    for key, actor in edits.order_by("pk").values_list("object_id", "actor__username"):
        yield int(key), f"it was edited by {actor or 'somebody'}"


def _people_read_in(articles: Sequence[int]) -> list[int]:
    """The people whom a machine found in the articles, and nobody has looked at."""
    found = Person.objects.filter(origin=Origin.MACHINE, needs_review=True, merged_into=None)
    named = Exists(Mention.objects.filter(article__in=articles, person=OuterRef("pk")))
    possible = Exists(MentionCandidate.objects.filter(mention__article__in=articles, person=OuterRef("pk")))
    return list(found.filter(named | possible).values_list("pk", flat=True))


def _offices_read_in(articles: Sequence[int]) -> list[int]:
    """The offices that a machine found in the articles."""
    evidence = Evidence.objects.filter(article__in=articles, tenure__isnull=False)
    offices = set(evidence.values_list("tenure__office_id", flat=True))
    found = Change.objects.filter(
        object_type="office", object_id__in=map(str, offices), cause=Change.Cause.EXTRACTION
    )
    return [int(key) for key in found.values_list("object_id", flat=True)]


def _assertions_read_in(articles: Sequence[int], kind: str) -> set[int]:
    evidence = Evidence.objects.filter(article__in=articles, **{f"{kind}__isnull": False})
    return set(evidence.values_list(f"{kind}_id", flat=True))


def _removed(article: Article) -> Entry:
    """What the log keeps of an article that goes: all but its text."""
    columns: dict[str, Any] = {
        "title": article.title,
        "digest": article.digest,
        "document_id": article.document_id,
        "source_id": article.source_id,
        "canonical_url": article.canonical_url,
    }
    return Entry(Change.Action.DELETE, article, columns, None)
