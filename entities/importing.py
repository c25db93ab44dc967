"""Imports: from paths to stored articles and what is read in them, in batches, on one import run."""

from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from itertools import chain

from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.bulk import salvage
from articles.files import NewsFile, RawRecord, Refused, expand, fault, plain_line
from articles.ingest import Outcome, ingest, reject
from articles.models import ImportRun
from articles.parsers.types import ParseOptions
from entities import changes
from entities.extracting import Extracted, extract_articles
from entities.models import Change
from entities.progress import SILENT, Observer
from entities.reading import VERSION

BATCH_RECORDS = 200
BATCH_ARTICLES = 1_000
BATCH_BYTES = 16_000_000
"""What fills a batch, which is one transaction: each alone, or shares of them together."""

MOST_PROBLEMS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.

    ``format`` names one of :data:`articles.parsers.formats.FORMATS`, or is empty for the one that fits each file;
    ``source`` and ``fields`` are those of :class:`articles.parsers.types.ParseOptions`; with ``dry_run`` all is
    done and then undone.
    """

    format: str = ""
    source: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    extraction: bool = True
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to. ``missing`` has a plain line for each path at which there was nothing."""

    run: ImportRun
    extracted: Extracted
    missing: tuple[str, ...]

    @property
    def nothing_read(self) -> bool:
        return self.run.articles_read == self.run.rejected

    @property
    def totals(self) -> tuple[int, int]:
        """Rows created and rows changed, articles and what was read in them together."""
        counts = asdict(self.extracted.counts)
        changed = counts.pop("changed")
        return self.run.articles_created + self.run.articles_superseding + sum(counts.values()), changed


def run_import(
    paths: Sequence[str], options: ImportOptions | None = None, observer: Observer = SILENT
) -> Imported:
    """Import files, directories and globs: store their articles, and read what they say.

    What cannot be read becomes a rejection and the rest goes on; paths at which there is nothing are
    returned. Files may be imported again: what is stored stays as it is, and is counted as unchanged.
    Raises what stops it as a whole, such as a database that went away, with the run marked as failed.
    """
    options = options or ImportOptions()
    with transaction.atomic() if options.dry_run else nullcontext():
        imported = _Import(paths, options, observer).run_all()
        if options.dry_run:
            transaction.set_rollback(True)
    return imported


class _Import:
    """One import under way."""

    def __init__(self, paths: Sequence[str], options: ImportOptions, observer: Observer) -> None:
        names, self.missing = expand(paths)
        options = replace(options, source=plain_line(options.source))
        self.files = [NewsFile(name, options.format) for name in names]
        self.parse_options = ParseOptions(options.source, options.fields)
        self.options = options
        self.observer = observer
        self.extracted = Extracted()
        self.problems: list[str] = []
        self.records: list[RawRecord] = []
        self.refused: list[Refused] = []
        self.filled = 0.0
        self.day = timezone.localdate()
        inputs = [plain_line(path) for path in paths]
        self.run = ImportRun.objects.create(inputs=inputs, options=asdict(options), version=VERSION)

    def run_all(self) -> Imported:
        self.observer.expect(sum(file.size for file in self.files))
        try:
            self._read_files()
        except BaseException:
            with suppress(DatabaseError):
                self._finish(ImportRun.Status.FAILED)
            raise
        self._finish(ImportRun.Status.FINISHED)
        self.run.refresh_from_db()
        return Imported(self.run, self.extracted, tuple(self.missing))

    def _read_files(self) -> None:
        bytes_of_earlier_files = 0
        for file in self.files:
            for record in file.records(self.parse_options):
                self._add(record)
                self.observer.advance(bytes_of_earlier_files + file.bytes_read)
            bytes_of_earlier_files += file.bytes_read
            if file.is_container:
                self.run.containers.append(
                    {"path": file.name, "sha256": file.digest, "size": file.bytes_read}
                )
        self._store_batch()

    def _add(self, record: RawRecord | Refused) -> None:
        if isinstance(record, Refused):
            self._refuse(record)
        else:
            self.records.append(record)
            self.filled += len(record.articles) / BATCH_ARTICLES + len(record.content) / BATCH_BYTES
        self.filled += 1 / BATCH_RECORDS
        if self.filled >= 1:
            self._store_batch()

    def _refuse(self, record: Refused) -> None:
        self.refused.append(record)
        self.observer.warn(f"rejected {record}")

    def _store_batch(self) -> None:
        unread: list[int] = []
        for outcome in salvage(self._ingest, self.records, self._give_up) if self.records else ():
            unread += outcome.unread
            for problem in outcome.problems:
                self.observer.warn(problem)
            self.problems += outcome.problems[: MOST_PROBLEMS_KEPT - len(self.problems)]
        reject(self.refused, self.run)
        self.records, self.refused, self.filled = [], [], 0.0
        if self.options.extraction:
            self.extracted += extract_articles(unread, self.observer)

    def _ingest(self, records: Sequence[RawRecord]) -> Outcome:
        with transaction.atomic():
            outcome = ingest(records, self.run, self.day)
            sources = (changes.created(source) for source in outcome.new_sources)
            stored = (changes.stored(article) for article in outcome.new)
            relinked = map(changes.relinked, outcome.relinked)
            changes.record(changes.Act(Change.Cause.IMPORT), chain(sources, stored, relinked))
        return outcome

    def _give_up(self, record: RawRecord, error: Exception) -> None:
        self._refuse(Refused(record.path, record.locator, fault(error)))

    def _finish(self, status: ImportRun.Status) -> None:
        self.run.status = status
        self.run.finished_at = timezone.now()
        self.run.options |= {"missing": self.missing, "problems": self.problems}
        self.run.save(update_fields=("status", "finished_at", "options", "containers"))
