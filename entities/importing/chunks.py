"""Doing a chunk: parse it, store it, read what its articles say. The same here, in a pool and in a task.

A chunk is done once, however often it is tried: what stores its articles locks its row, and moves the row on in
the same transaction. So does what stores the readings. Whoever comes second finds that nothing is left to do.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from articles.bulk import salvage
from articles.files import RawBytes, RawRecord, Refused, fault, parse_record
from articles.ingest import KnownDocument, Outcome, ingest, known_documents, reading_of, reject
from articles.models import ImportChunk
from articles.parsers.types import ParseOptions
from entities import changes
from entities.extracting import ArticleReader
from entities.importing.cutting import Chunk, Item
from entities.importing.options import ImportOptions
from entities.isolation import Died, in_child
from entities.models import Change
from entities.progress import Notes, Observer

MOST_ARTICLES_AT_ONCE = 1_000
MOST_PROBLEMS_OF_A_CHUNK = 100
_TRIES = 5

State = ImportChunk.State
Result = TypeVar("Result")


def do_chunk(run_id: int, chunk: Chunk, observer: Observer, *, careful: bool = False) -> None:
    """Do what is left to do of a chunk of a run, whose row is there already.

    The observer is told what was rejected and what could not be used. With ``careful`` records and articles are
    read in child processes: one that kills its process is rejected alone. A chunk whose row is gone, or was
    dropped, is none. Raises what stops all work, such as a database that stays away.
    """
    lines = _insist(_ChunkWork(run_id, chunk, careful).do)
    for line in lines:
        observer.warn(line)


def give_up(run_id: int, chunk: Chunk, reason: str, observer: Observer) -> None:
    """Reject all records of a chunk that is still pending."""
    refused = [Refused(item.path, item.locator, reason) for item in chunk.items]
    with transaction.atomic():
        row = ImportChunk.objects.select_for_update().get(run=run_id, number=chunk.number)
        if row.state == State.PENDING:
            reject(refused, row.run, row)
            row.rejected = len(refused)
        row.state, row.unread = State.FINISHED, []
        row.save(update_fields=("state", "unread", "rejected"))
    for one in refused:
        observer.warn(f"rejected {one}")


def parse(items: Sequence[Item], options: ParseOptions) -> list[RawRecord | Refused]:
    """The articles of each record, or why they cannot be read."""
    return [item if isinstance(item, Refused) else parse_record(item, options) for item in items]


class _ChunkWork:
    def __init__(self, run_id: int, chunk: Chunk, careful: bool) -> None:
        self._rows = ImportChunk.objects.filter(run=run_id, number=chunk.number)
        self._chunk = chunk
        self._careful = careful

    def do(self) -> Sequence[str]:
        """Do it; returns lines for the observer."""
        self._notes = Notes()
        row = self._rows.select_related("run").first()
        if row is None:
            return ()
        self._run = row.run
        self._options = ImportOptions.from_json(row.run.options)
        if row.state == State.PENDING:
            row = self._store(self._parse()) or row
        if row.state == State.STORED:
            self._extract(row.unread)
        return self._notes.lines

    # --- texts -----------------------------------------------------------------------------------------------

    def _parse(self) -> list[RawRecord]:
        """Parse the records that may hold something new; what came of the others is told by their documents."""
        self._refused: list[Refused] = []
        self._skipped: list[KnownDocument] = []
        options = self._options.parse_options

        def work(items: Sequence[Item]) -> list[RawRecord | Refused]:
            return parse(items, options)

        records: list[RawRecord] = []
        reading = partial(in_child, work) if self._careful else work
        for parsed in salvage(reading, self._unknown_items(), self._give_up):
            for record in parsed:
                if isinstance(record, Refused):
                    self._refused.append(record)
                else:
                    records.append(record)
        return records

    def _unknown_items(self) -> list[Item]:
        digests = [
            hashlib.sha256(item.content).hexdigest() if isinstance(item, RawBytes) else ""
            for item in self._chunk.items
        ]
        known = known_documents(filter(None, digests), reading_of(self._run))
        self._skipped = [known[digest] for digest in digests if digest in known]
        return [item for item, digest in zip(self._chunk.items, digests, strict=True) if digest not in known]

    def _give_up(self, record: RawBytes | RawRecord | Refused, error: Exception) -> None:
        reason = str(error) if isinstance(error, Died) else fault(error)
        self._refused.append(Refused(record.path, record.locator, reason))

    @transaction.atomic
    def _store(self, records: Sequence[RawRecord]) -> ImportChunk | None:
        """Store the records, and what came of them on the chunk; None when that was done meanwhile."""
        row = self._rows.select_for_update().get()
        if row.state != State.PENDING:
            return None
        act = changes.Act(Change.Cause.IMPORT, batch=row.batch)
        for document in self._skipped:
            row.articles_unchanged += document.articles
            row.unread += document.unread
            row.known_documents.append(document.pk)
        for group in _groups(records):
            for outcome in salvage(self._ingest, group, self._give_up):
                _count(outcome, row)
                changes.record(act, _entries(outcome))
        reject(self._refused, self._run, row)
        row.rejected = len(self._refused)
        row.problems, problems = row.problems[:MOST_PROBLEMS_OF_A_CHUNK], row.problems
        row.unread = list(dict.fromkeys(row.unread)) if self._options.extraction else []
        row.state = State.STORED if row.unread else State.FINISHED
        row.save()
        for line in (*(f"rejected {refused}" for refused in self._refused), *problems):
            self._notes.warn(line)
        return row

    def _ingest(self, records: Sequence[RawRecord]) -> Outcome:
        return ingest(records, self._run, timezone.localdate(self._run.started_at))

    # --- what they say ---------------------------------------------------------------------------------------

    def _extract(self, unread: Sequence[int]) -> None:
        reader = ArticleReader(self._notes, careful=self._careful)
        reader.read(unread)
        with transaction.atomic():
            row = self._rows.select_for_update().get()
            if row.state != State.STORED:
                return
            row.extracted = reader.store().as_json()
            row.state, row.unread = State.FINISHED, []
            row.save(update_fields=("extracted", "state", "unread"))


def _groups(records: Iterable[RawRecord]) -> Iterator[list[RawRecord]]:
    """The records in lists of at most so many articles as statements can name; one alone may hold more."""
    group: list[RawRecord] = []
    articles = 0
    for record in records:
        if group and articles + len(record.articles) > MOST_ARTICLES_AT_ONCE:
            yield group
            group, articles = [], 0
        group.append(record)
        articles += len(record.articles)
    if group:
        yield group


def _count(outcome: Outcome, row: ImportChunk) -> None:
    row.articles_created += outcome.created
    row.articles_superseding += outcome.superseding
    row.articles_unchanged += outcome.unchanged
    row.near_duplicates += outcome.near_duplicates
    row.unread += outcome.unread
    row.known += outcome.known
    row.known_documents += outcome.known_documents
    row.problems += outcome.problems


def _entries(outcome: Outcome) -> Iterator[changes.Entry]:
    """What the log of changes says of it."""
    yield from map(changes.created, outcome.new_sources)
    yield from map(changes.stored, outcome.new)
    yield from map(changes.relinked, outcome.relinked)


def _insist(work: Callable[[], Result]) -> Result:
    """Do the work, again when the database was busy, chose it to break a deadlock, or was away for a moment."""
    for number in count(1):
        try:
            return work()
        except (OperationalError, InterfaceError):
            if number == _TRIES or connection.in_atomic_block:
                raise
            time.sleep(random.uniform(0.1, 0.2) * 2**number)  # noqa: S311 - it only keeps workers apart
            close_old_connections()
    raise AssertionError
