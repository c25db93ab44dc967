"""CPU time, user and system, of this process, its children and its server process of PostgreSQL."""

import os
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    """Seconds of CPU time; known once the block has ended."""

    seconds: float = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure a block. The server process is that of Django's connection, on this host."""
    result = Spent()
    before = _now()
    yield result
    result.seconds = _now() - before


def median(measure: Callable[[], float], times: int = 3) -> float:
    """The median of several measurements."""
    return statistics.median(measure() for _ in range(times))


def _now() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system + _server()


def _server() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
