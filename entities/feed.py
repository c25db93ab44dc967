"""Reading the log of changes in order, so that whoever follows it misses nothing.

The id of a change is handed out when it is written, and seen when its transaction commits: a change can appear
after others with higher ids. A reader that went past it would never see it. So the log is served up to a
horizon, below which nothing can appear any more.

On SQLite one transaction writes at a time, and ids are in the order of commits. On PostgreSQL a trigger has
every transaction announce, by a shared advisory lock that ends with it and before it takes its first id, the
last id handed out so far; all its own are higher. Order by id is the order in which rows were changed, too: who
waits for the lock of a row logs its change after the one it waited for. (Order by transaction number would not
be, and would begin anew in a database restored elsewhere.)
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from entities.models import Change

_UNFINISHED = """
    SELECT min((classid::bigint << 32 | objid::bigint) & (1::bigint << 48) - 1)
    FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = %s
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid <> pg_backend_pid()
"""
_MARK = 20036
"""The upper 16 bits of the locks by which writers announce themselves; the migration has it as well."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far the log is complete: up to the change ``until``, included.

    ``held_back`` says that later changes are there already, and wait for a transaction that began before them.
    """

    until: int
    held_back: bool


def horizon() -> Horizon:
    """Return how far the log can be read now. Call it outside of a transaction, before reading the log.

    The order of the questions matters: whoever wrote a change below the newest seen has announced itself before,
    and either still shows as unfinished, or has finished before the log is read.
    """
    newest: int = Change.objects.aggregate(newest=Max("id"))["newest"] or 0
    unfinished = _after_which_some_are_unfinished()
    until = newest if unfinished is None else min(newest, unfinished)
    return Horizon(until, until < newest)


def _after_which_some_are_unfinished() -> int | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_UNFINISHED, [_MARK])
        row: tuple[int | None] = cursor.fetchone()
    return row[0]
