"""Single files, and dated dumps of everything with a manifest and checksums."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from django.conf import settings
from django.http import QueryDict

from entities.feed import horizon
from newsdb.exports.arrow import arrow_schema
from newsdb.exports.datasets import Export, RefusedError, dataset
from newsdb.exports.files import COMPRESSIONS, Written, compressed, opened
from newsdb.exports.formats import FORMATS

MANIFEST, CHECKSUMS = "manifest.json", "SHA256SUMS"


@dataclass(frozen=True)
class Exported:
    rows: int
    file: Written


def write(export: Export, format: str, compression: str, path: Path | None) -> Exported:
    """Write the export to a file, or to standard output; it is whole or not there."""
    with opened(path) as out:
        with compressed(out, compression) as plain, uncollected():
            rows = FORMATS[format](export, plain)
        return Exported(rows, out.written)


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the search for cycles: rows have none, and looking for some costs a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def dump(
    names: Sequence[str],
    format: str,
    compression: str,
    within: Path,
    now: datetime,
    tell: Callable[[str, Exported], None],
) -> Path:
    """Write a directory named by the moment, with a file a dataset, a manifest and checksums; return it.

    ``changes_until`` in the manifest is how far the log of changes was complete before the first row was read:
    ``changes/?since=`` that number gives all that changed while the dump was written, and since.
    """
    place = within / f"newsdb-{now:%Y-%m-%dT%H%M%SZ}"
    until = horizon().until
    with _directory(place) as unfinished:
        described = []
        for name in names:
            export = dataset(name).asked(QueryDict())
            path = unfinished / f"{name}.{format}{COMPRESSIONS.get(compression, '')}"
            exported = write(export, format, compression, path)
            tell(name, exported)
            described.append(
                {
                    "dataset": name,
                    "file": path.name,
                    "rows": exported.rows,
                    "bytes": exported.file.bytes,
                    "sha256": exported.file.sha256,
                    "columns": {field.name: str(field.type) for field in arrow_schema(export.shape)},
                }
            )
        manifest = {
            "created": now.isoformat(timespec="seconds"),
            "schema_version": settings.SPECTACULAR_SETTINGS["VERSION"],
            "format": format,
            "compression": compression or None,
            "filters": {"review_status": ["pending", "accepted"], "merged": False},
            "changes_until": until,
            "datasets": described,
        }
        (unfinished / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")
        sums = [f"{each['sha256']}  {each['file']}\n" for each in described]
        (unfinished / CHECKSUMS).write_text("".join(sums), "ascii")
    return place


@contextmanager
def _directory(place: Path) -> Iterator[Path]:
    """Make a directory that appears under its name when all is in it."""
    if place.exists():
        raise RefusedError(f"{place} exists already")
    unfinished = place.with_name(f".{place.name}.{os.getpid()}.part")
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        unfinished.rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
