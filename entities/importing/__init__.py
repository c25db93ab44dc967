"""Imports: from paths to stored articles and what is read in them, chunk by chunk, on one import run."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial

from django.db import DatabaseError, transaction

from articles.files import plain_line
from articles.models import ImportChunk, ImportRun
from entities.extracting import Extracted
from entities.importing import runs
from entities.importing.broker import BrokerGone, over_broker
from entities.importing.cutting import Input
from entities.importing.execution import Done, Task, in_this_process
from entities.importing.options import ImportOptions
from entities.importing.pool import in_pool
from entities.importing.runs import CannotResume
from entities.progress import SILENT, Observer, Unit

__all__ = [
    "BrokerGone",
    "CannotResume",
    "ImportOptions",
    "Imported",
    "Interrupted",
    "resume_import",
    "run_import",
]

_SECONDS_BETWEEN_TALLIES = 2
_DONE = (ImportChunk.State.FINISHED, ImportChunk.State.DROPPED)


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


class Interrupted(Exception):  # noqa: N818 - it says what is the case
    """The import was asked to stop, and did. ``run`` can be resumed."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(f"import run {run.pk} was interrupted")
        self.run = run


def _never() -> bool:
    return False


def run_import(
    paths: Sequence[str],
    options: ImportOptions | None = None,
    observer: Observer = SILENT,
    stopped: Callable[[], bool] = _never,
) -> Imported:
    """Import files, directories and globs: store their articles, and read what they say.

    What cannot be read becomes a rejection and the rest goes on; paths at which there is nothing are
    returned. Files may be imported again: what is stored stays as it is, and is counted as unchanged.
    ``stopped`` is asked before each chunk; once it says so, :class:`Interrupted` is raised. Raises what stops
    the run as a whole, such as a database that went away, with the run marked as failed; it can be resumed. Raises
    :class:`BrokerGone` when the work is to be distributed and cannot be.
    """
    options = options or ImportOptions()
    options = replace(options, source=plain_line(options.source))
    if options.dry_run and (options.workers or options.distributed):
        raise ValueError("a dry run is one transaction of one process")
    with transaction.atomic() if options.dry_run else nullcontext():
        imported = _Import(runs.begin(paths, options), Input(paths, options), options, observer, stopped).do()
        if options.dry_run:
            transaction.set_rollback(True)
    return imported


def resume_import(
    run: ImportRun,
    observer: Observer = SILENT,
    stopped: Callable[[], bool] = _never,
    workers: int | None = None,
    distributed: bool | None = None,
) -> Imported:
    """Do what is left to do of a run, with its options; ``workers`` and ``distributed`` may be others now.

    It comes to what the run would have come to undisturbed; a finished run is left alone. Raises
    :class:`CannotResume` when the run can never go on, or its files are not what they were.
    """
    runs.check_resumable(run)
    if run.status == ImportRun.Status.FINISHED:
        return Imported(run, runs.extracted(run), tuple(run.options["missing"]))
    options = ImportOptions.from_json(run.options)
    if workers is not None or distributed is not None:
        options = replace(options, workers=workers or 0, distributed=distributed or False)
    with chdir(runs.directory_of(run)):
        return _Import(run, Input(runs.paths_of(run), options), options, observer, stopped).do()


class _Import:
    """One import under way."""

    def __init__(
        self,
        run: ImportRun,
        found: Input,
        options: ImportOptions,
        observer: Observer,
        stopped: Callable[[], bool],
    ) -> None:
        self.run = run
        self.input = found
        self.options = options
        self.observer = observer
        self.stopped = stopped
        self.cut_short = False
        self.bytes_done = 0

    def do(self) -> Imported:
        if self.run.status != ImportRun.Status.RUNNING:
            ImportRun.objects.filter(pk=self.run.pk).update(status=ImportRun.Status.RUNNING, finished_at=None)
        self.observer.expect(self.input.size, Unit.BYTES)
        try:
            self._do_chunks()
        except (KeyboardInterrupt, CannotResume, BrokerGone):
            self._end(ImportRun.Status.INTERRUPTED)
            raise
        except BaseException:
            with suppress(DatabaseError):
                self._end(ImportRun.Status.FAILED)
            raise
        if self.cut_short or self.run.chunks.exclude(state__in=_DONE).exists():
            self._end(ImportRun.Status.INTERRUPTED)
            raise Interrupted(self.run)
        self._end(ImportRun.Status.FINISHED)
        return Imported(self.run, runs.extracted(self.run), tuple(self.input.missing))

    def _do_chunks(self) -> None:
        tallied = time.monotonic()
        for done in self._execute(self.run.pk, self._tasks(), self.observer):
            self._advance(done)
            if time.monotonic() - tallied > _SECONDS_BETWEEN_TALLIES:
                runs.tally(self.run)
                tallied = time.monotonic()

    @property
    def _execute(self) -> Callable[[int, Iterator[Task], Observer], Iterator[Done]]:
        if self.options.distributed:
            return partial(over_broker, stopped=self.stopped)
        if self.options.workers:
            return partial(in_pool, workers=self.options.workers)
        return in_this_process

    def _tasks(self) -> Iterator[Task]:
        """The chunks that are left to do; each has its row before it is handed out."""
        known = runs.known_chunks(self.run)
        for chunk in self.input.chunks():
            row = next(known, None)
            if row and (row.number, row.digest) != (chunk.number, chunk.digest):
                raise CannotResume(
                    f"the files are not what they were when import run {self.run.pk} began: "
                    f"from {chunk.begin} on they hold something else, and nothing of that was stored. "
                    "Put them back as they were, or import them anew"
                )
            if row and row.state in _DONE:
                self._advance(Done.of(chunk))
                continue
            if self.stopped():
                self.cut_short = True
                return
            if not row:
                ImportChunk.objects.create(run=self.run, number=chunk.number, digest=chunk.digest)
            yield Task(chunk, losses=1 if row else 0)
        if next(known, None):
            raise CannotResume(
                f"the files are not what they were when import run {self.run.pk} began: they end too early. "
                "Put them back as they were, or import them anew"
            )

    def _advance(self, done: Done) -> None:
        self.bytes_done += done.input_bytes
        self.observer.advance(self.bytes_done)

    def _end(self, status: ImportRun.Status) -> None:
        runs.end(self.run, status, self.input.missing, self.input.containers)
