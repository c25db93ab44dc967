"""Import runs as records: how they begin, are counted, are found again, and end."""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import quote_from_bytes, unquote_to_bytes

from django.db import models
from django.utils import timezone

from articles.files import plain_line
from articles.models import ImportChunk, ImportRun
from entities.extracting import Extracted
from entities.importing.options import ImportOptions
from entities.reading import VERSION

MOST_LINES_KEPT = 1_000
"""Of problems, and of paths at which there was nothing."""
_PAGE = 1_000
_SHARES = ("articles_created", "articles_superseding", "articles_unchanged", "rejected")
"""What the articles read are made up of."""


class CannotResume(Exception):  # noqa: N818 - it says what is the case
    """A run that cannot go on; the message is one plain line."""


def begin(paths: Sequence[str], options: ImportOptions) -> ImportRun:
    """A new run, with all that it takes to resume it, from another directory as well."""
    return ImportRun.objects.create(
        inputs=[plain_line(path) for path in paths],
        options=options.as_json()
        | {"paths": [_quoted(path) for path in paths], "directory": _quoted(os.getcwd())},
        version=VERSION,
    )


def _quoted(path: str) -> str:
    """The path with bytes that no text can hold percent-encoded."""
    return quote_from_bytes(os.fsencode(path))


def paths_of(run: ImportRun) -> list[str]:
    """The paths of the run, byte for byte."""
    return [os.fsdecode(unquote_to_bytes(path)) for path in run.options["paths"]]


def directory_of(run: ImportRun) -> str:
    """The directory that the paths of the run are relative to."""
    return os.fsdecode(unquote_to_bytes(run.options["directory"]))


def check_resumable(run: ImportRun) -> None:
    """Raise :class:`CannotResume` when the run was undone, or does not know where its files are."""
    if run.status in (ImportRun.Status.UNDOING, ImportRun.Status.UNDONE):
        raise CannotResume(f"import run {run.pk} was undone: import the files anew")
    if "paths" not in run.options:
        raise CannotResume(f"import run {run.pk} does not know its files: import them anew")
    if not os.path.isdir(directory_of(run)):
        raise CannotResume(f"the directory {plain_line(directory_of(run))} of import run {run.pk} is gone")


def known_chunks(run: ImportRun) -> Iterator[ImportChunk]:
    """The chunks that the run had come to, by number; read in pages, so that they may be written meanwhile."""
    last = 0
    while page := list(
        islice(run.chunks.filter(number__gt=last).only("number", "digest", "state").order_by("number"), _PAGE)
    ):
        yield from page
        last = page[-1].number


def tally(run: ImportRun) -> None:
    """Bring the counts of the run up to those of its chunks."""
    names = (*_SHARES, "near_duplicates")
    counts = run.chunks.aggregate(**{name: models.Sum(name, default=0) for name in names})
    counts["articles_read"] = sum(counts[name] for name in _SHARES)
    for name, count in counts.items():
        setattr(run, name, count)
    run.save(update_fields=counts)


def end(
    run: ImportRun, status: ImportRun.Status, missing: Sequence[str], containers: list[dict[str, object]]
) -> None:
    """Close the run, for now or for good."""
    problems = (
        problem
        for found in run.chunks.exclude(problems=[])
        .order_by("number")
        .values_list("problems", flat=True)[:_PAGE]
        for problem in found
    )
    run.status, run.finished_at, run.containers = status, timezone.now(), containers
    run.options |= {
        "missing": list(missing[:MOST_LINES_KEPT]),
        "problems": list(islice(problems, MOST_LINES_KEPT)),
    }
    tally(run)
    still_open = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.RUNNING)
    still_open.update(status=status, finished_at=run.finished_at, options=run.options, containers=containers)


def extracted(run: ImportRun) -> Extracted:
    """What extraction made of all chunks of the run."""
    total = Extracted()
    for counts in run.chunks.values_list("extracted", flat=True).iterator():
        total += Extracted.from_json(counts)
    return total
