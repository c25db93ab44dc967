"""What the commands have in common: help with an example, progress, plain errors, closing lines."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.checks import Tags
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
    OutputWrapper,
)
from django.db import DatabaseError
from rich.console import Console as Terminal
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from articles.files import plain_line
from articles.models import ImportRun
from entities.extracting import Extracted
from entities.importing import Imported
from entities.progress import Observer, Unit

MOST_WARNINGS_SHOWN = 100
_SECONDS_BETWEEN_LINES = 10


class HelpFormatter(DjangoHelpFormatter):
    """Django's help, with the lines of the example left as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith("example:") else super()._fill_text(text, width, indent)


class NewsCommand(BaseCommand):
    """A command that ends with one clear line when the database is unusable or somebody presses Ctrl-C."""

    example = ""
    requires_system_checks = [Tags.models]

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=HelpFormatter,
            epilog=f"example:\n  {self.example}",
            **kwargs,
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            reason = plain_line(str(error))
            raise CommandError(f"the database cannot be used ({reason}); is it migrated?") from None
        except KeyboardInterrupt:
            raise CommandError(
                "interrupted; what was stored stays, and the command can be run again"
            ) from None

    @contextmanager
    def observed(self, label: str) -> Iterator[Observer]:
        """An observer that shows a bar on a terminal, and plain lines elsewhere."""
        observer = _Bar(label) if self.stderr.isatty() else _Lines(label, self.stdout, self.stderr)
        with observer:
            yield observer

    @contextmanager
    def stoppable(self) -> Iterator[Callable[[], bool]]:
        """A function that says whether the command was asked to stop, by Ctrl-C or by SIGTERM.

        The first time it may end what it has in hand; the second time it is interrupted where it is.
        """
        asked: list[int] = []

        def ask(signum: int, _frame: object) -> None:
            if asked:
                raise KeyboardInterrupt
            asked.append(signum)

        if threading.current_thread() is not threading.main_thread():
            yield lambda: False  # signals go to the main thread
            return
        before = {signum: signal.signal(signum, ask) for signum in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield lambda: bool(asked)
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)

    def report(self, line: str) -> None:
        self.stdout.write(line)


def import_line(run: ImportRun) -> str:
    """The counts of an import, which add up."""
    return (
        f"articles: read {run.articles_read:,}, created {run.articles_created:,}, "
        f"superseding {run.articles_superseding:,}, unchanged {run.articles_unchanged:,}, "
        f"rejected {run.rejected:,}; near-duplicates {run.near_duplicates:,}"
    )


def fail_unless_read(imported: Imported) -> None:
    """CommandError when a path had nothing at it, or no article could be read."""
    if imported.missing:
        raise CommandError("; ".join(imported.missing))
    if imported.nothing_read:
        raise CommandError("no article could be read")


def extraction_line(extracted: Extracted) -> str:
    """The counts of an extraction: rows created by kind, and rows changed."""
    counts = asdict(extracted.counts)
    changed = counts.pop("changed")
    created = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    failed = f", failed {extracted.failed:,}" if extracted.failed else ""
    return f"extraction: articles {extracted.articles:,}{failed}; created: {created}; changed {changed:,}"


class _Warnings:
    """Counts warnings, and says when no more of them are shown."""

    shown = 0

    def warn(self, line: str) -> None:
        self.shown += 1
        if self.shown <= MOST_WARNINGS_SHOWN:
            self.show(plain_line(line))
        elif self.shown == MOST_WARNINGS_SHOWN + 1:
            self.show("more like these are not shown; the import run keeps them")

    def show(self, line: str) -> None:
        raise NotImplementedError


class _Bar(_Warnings):
    def __init__(self, label: str) -> None:
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[state]}"),
            TimeRemainingColumn(),
            console=Terminal(stderr=True),
        )
        self.task: TaskID = self.bar.add_task(label, total=None, state="")
        self.pace = _Pace()

    def __enter__(self) -> None:
        self.bar.start()

    def __exit__(self, *_error: object) -> None:
        self.bar.stop()

    def expect(self, total: int, unit: Unit = Unit.ITEMS) -> None:
        self.pace = _Pace(total, unit)
        self.bar.update(self.task, total=total or None)

    def advance(self, done: int) -> None:
        self.bar.update(self.task, completed=done, state=self.pace.state(done))

    def show(self, line: str) -> None:
        self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


class _Lines(_Warnings):
    def __init__(self, label: str, out: OutputWrapper, err: OutputWrapper) -> None:
        self.label = label
        self.out = out
        self.err = err
        self.pace = _Pace()
        self.last = time.monotonic()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> None:
        pass

    def expect(self, total: int, unit: Unit = Unit.ITEMS) -> None:
        self.pace = _Pace(total, unit)

    def advance(self, done: int) -> None:
        now = time.monotonic()
        if now - self.last >= _SECONDS_BETWEEN_LINES:
            self.last = now
            self.out.write(f"{self.label}: {self.pace.line(done)}")

    def show(self, line: str) -> None:
        self.err.write(line)


class _Pace:
    """How far work has come, and how fast it goes."""

    def __init__(self, total: int = 0, unit: Unit = Unit.BYTES) -> None:
        self.total = total
        self.unit = unit
        self.begin = time.monotonic()

    def state(self, done: int) -> str:
        """How much is done, of how much, at what rate: ``3.1 of 28.0 MB, 1.2 MB/s``."""
        rate = done / max(time.monotonic() - self.begin, 1e-9)
        if self.unit is Unit.BYTES:
            of_total = f" of {self.total / 1e6:,.1f}" if self.total else ""
            return f"{done / 1e6:,.1f}{of_total} MB, {rate / 1e6:,.1f} MB/s"
        return f"{done:,} of {self.total:,} {self.unit}, {rate:,.0f}/s"

    def line(self, done: int) -> str:
        """The same with the share that is done and the time left, where the total is known."""
        if not self.total:
            return self.state(done)
        share = min(done / self.total, 1)
        left = (time.monotonic() - self.begin) * (1 - share) / share if share else 0
        return f"{share:.0%}, {self.state(done)}, {timedelta(seconds=round(left))} left"
