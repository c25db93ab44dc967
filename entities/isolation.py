"""Work in a child process that may die of it: the parent lives on and says so."""

import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from articles.files import fault

Item = TypeVar("Item")
Result = TypeVar("Result")

_SECONDS, _SECONDS_AN_ITEM = 130.0, 0.5
"""Longer than any parser may take for one record (:mod:`articles.parsers.guard`)."""
_MEMORY = 1 << 30
_PIECE = 1 << 20


class Died(Exception):  # noqa: N818 - it says what became of the child
    """The child process that did the work ended before it was done; the message is one plain line."""


def in_child(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> Result:
    """Do the work in a child process, and return its result, which must be picklable.

    The child has two minutes and half a second an item, and a gigabyte beyond what this process holds. Raises
    :class:`Died` when it takes more or crashes, and when the work raised anything. The child is a copy of this
    process: the work must leave the database alone.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work_and_exit(work, items, writer)
    os.close(writer)
    try:
        answer = _read(reader, time.monotonic() + _SECONDS + _SECONDS_AN_ITEM * len(items))
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)  # no harm to one that has ended: it is not waited for yet
        _, status = os.waitpid(child, 0)
    if answer is None:
        raise Died("reading it takes too long")
    if not answer:
        ended = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"status {status >> 8}"
        raise Died(f"the process that read it died ({ended})")
    result, failure = pickle.loads(answer)  # noqa: S301 - it comes from this program's own child
    if failure:
        raise Died(failure)
    return result  # type: ignore[no-any-return]


def _work_and_exit(work: Callable[[Sequence[Item]], Result], items: Sequence[Item], writer: int) -> NoReturn:
    """What the child does. It ends without the tidying up that belongs to its parent."""
    try:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, signal.SIG_DFL)
        _limit_memory()
        try:
            answer = pickle.dumps((work(items), ""))
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent is told
            answer = pickle.dumps((None, fault(error)))
        with os.fdopen(writer, "wb") as stream:
            stream.write(answer)
        os._exit(0)
    finally:
        os._exit(1)


def _limit_memory() -> None:
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        held = int(sizes.read_text().split()[0]) * resource.getpagesize()
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (held + _MEMORY, hard))


def _read(reader: int, deadline: float) -> bytes | None:
    """All that the child writes; None when it has not ended by then."""
    answer = bytearray()
    while select.select([reader], [], [], max(0, deadline - time.monotonic()))[0]:
        piece = os.read(reader, _PIECE)
        if not piece:
            return bytes(answer)
        answer += piece
    return None
