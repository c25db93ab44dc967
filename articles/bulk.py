"""Work in batches that one bad item does not spoil."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import InterfaceError, OperationalError

Item = TypeVar("Item")
Result = TypeVar("Result")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of ``size``; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def salvage(
    work: Callable[[Sequence[Item]], Result],
    items: Sequence[Item],
    give_up: Callable[[Item, Exception], None],
) -> Iterator[Result]:
    """Do the work on all items at once; where it fails, on halves of them, down to those that are at fault.

    ``give_up`` is told of each of those. A database that went away is nobody's fault: that error is raised.
    ``work`` must leave nothing behind when it fails.
    """
    try:
        result = work(items)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 whatever one item does must not cost the others
        if len(items) == 1:
            give_up(items[0], error)
            return
        middle = len(items) // 2
        yield from salvage(work, items[:middle], give_up)
        yield from salvage(work, items[middle:], give_up)
    else:
        yield result
