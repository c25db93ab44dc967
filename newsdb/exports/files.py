"""Files that are whole or not there: written under another name, and renamed at the end."""

import gzip
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Any, cast

import zstandard

COMPRESSIONS = {"gzip": ".gz", "zstd": ".zst"}


@dataclass(frozen=True)
class Written:
    """What came to be: bytes as stored, and their SHA-256."""

    bytes: int
    sha256: str


class Measured(BufferedIOBase):
    """Hands bytes on, counts them and takes their digest."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._digest.update(data)
        self._bytes += len(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    @property
    def written(self) -> Written:
        return Written(self._bytes, self._digest.hexdigest())


@contextmanager
def opened(path: Path | None) -> Iterator[Measured]:
    """Open a file for writing, or standard output; a file that is not finished leaves nothing behind.

    It takes the place of an earlier one only when it is finished.
    """
    if path is None:
        yield Measured(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as out:
            yield Measured(out)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def compressed(out: Measured, by: str) -> AbstractContextManager[Any]:
    """Return what compresses on its way to ``out``; ``by`` is one of COMPRESSIONS or empty.

    The same bytes give the same file: no time or name is written into it.
    """
    if by == "gzip":
        return gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6)
    if by == "zstd":
        return zstandard.ZstdCompressor(level=3).stream_writer(cast(IO[bytes], out), closefd=False)
    return nullcontext(out)
