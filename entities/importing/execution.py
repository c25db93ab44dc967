"""Who does the chunks: here this process alone.

See :mod:`entities.importing.pool` for processes beside it, and :mod:`entities.importing.broker` for workers on any
number of hosts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from entities.importing.chunks import do_chunk
from entities.importing.cutting import Chunk
from entities.progress import Observer

MOST_LOSSES = 3
"""How many processes a chunk may cost before all of it is rejected."""


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk to do; carefully when the work on it was lost before."""

    chunk: Chunk
    losses: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What is left to say of a chunk that was done."""

    number: int
    input_bytes: int

    @classmethod
    def of(cls, chunk: Chunk) -> Self:
        return cls(chunk.number, chunk.input_bytes)


def in_this_process(run_id: int, tasks: Iterable[Task], observer: Observer) -> Iterator[Done]:
    """Do the chunks one after the other; each is yielded when it is done."""
    for task in tasks:
        do_chunk(run_id, task.chunk, observer, careful=task.losses > 0)
        yield Done.of(task.chunk)
