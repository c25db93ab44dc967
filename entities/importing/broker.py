"""Chunks done by Celery's workers, on any number of hosts.

Delivery is at least once, and the effect of a chunk exactly once, because its row says what is done. Messages
carry the records themselves: workers share no file system. Results are read off the rows of the chunks, so that
no second store of them is needed.
"""

import base64
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from celery import current_app
from django.conf import settings
from django.db.models import F
from kombu.exceptions import OperationalError as BrokerError

from articles.files import plain_line
from articles.models import ImportChunk, Rejection
from entities.importing.chunks import do_chunk, give_up
from entities.importing.cutting import Chunk
from entities.importing.execution import MOST_LOSSES, Done, Task
from entities.progress import Observer

TASK = "entities.tasks.import_chunk"
LARGEST_MESSAGE = 10_000_000
"""Bytes. RabbitMQ 4 takes 16 MB unless told otherwise; a larger chunk is done by the process that cut it."""
_SECONDS_BETWEEN_LOOKS = 0.2
_SECONDS_OF_PATIENCE = 60
_LEFT = (ImportChunk.State.PENDING, ImportChunk.State.STORED)


class BrokerGone(Exception):  # noqa: N818 - it says what is the case
    """The message broker cannot be reached; the message is one plain line."""


def over_broker(
    run_id: int, tasks: Iterable[Task], observer: Observer, stopped: Callable[[], bool]
) -> Iterator[Done]:
    """Hand the chunks to workers, a bounded number at a time; each is yielded when it is done, in any order.

    Once ``stopped`` says so it returns, whatever is under way: workers may finish that. Raises
    :class:`BrokerGone`.
    """
    if not settings.CELERY_BROKER_URL:
        raise BrokerGone("CELERY_BROKER_URL is not set: there are no workers to hand the work to")
    source = iter(tasks)
    under_way: dict[int, Done] = {}
    heard = time.monotonic()
    while True:
        while len(under_way) < settings.IMPORT_CHUNKS_IN_FLIGHT and (task := next(source, None)):
            done = Done.of(task.chunk)
            if _publish(run_id, task.chunk):
                under_way[done.number] = done
            else:
                do_chunk(run_id, task.chunk, observer, careful=task.losses > 0)
                yield done
        if not under_way:
            return
        finished = _finished(run_id, list(under_way), observer)
        for number in finished:
            yield under_way.pop(number)
        if stopped():
            return
        if finished:
            heard = time.monotonic()
            continue
        if time.monotonic() - heard > _SECONDS_OF_PATIENCE:
            observer.warn(f"no chunk was finished for {_SECONDS_OF_PATIENCE} s: are workers running?")
            heard = time.monotonic()
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def do_delivered(run_id: int, message: str, observer: Observer, *, again: bool) -> None:
    """Do the chunk of a message; carefully when it was delivered before, as its worker may have died of it."""
    chunk = Chunk.from_bytes(base64.b64decode(message))
    if again:
        rows = ImportChunk.objects.filter(run=run_id, number=chunk.number, state__in=_LEFT)
        rows.update(attempts=F("attempts") + 1)
        if rows.filter(attempts__gt=MOST_LOSSES).exists():
            give_up(run_id, chunk, "the workers that read it died again and again", observer)
    do_chunk(run_id, chunk, observer, careful=again)


def _publish(run_id: int, chunk: Chunk) -> bool:
    """Send a chunk to the broker, which confirms that it has it; False when it is too large for that."""
    message = base64.b64encode(chunk.to_bytes()).decode()
    if len(message) > LARGEST_MESSAGE:
        return False
    try:
        current_app.send_task(TASK, (run_id, message))
    except BrokerError as error:
        raise BrokerGone(f"the message broker cannot be reached: {plain_line(str(error))}") from None
    return True


def _finished(run_id: int, numbers: Sequence[int], observer: Observer) -> list[int]:
    """Which of the chunks are done; the observer is told what was rejected and could not be used."""
    chunks = ImportChunk.objects.filter(run=run_id, number__in=numbers).exclude(state__in=_LEFT)
    rows = list(chunks.only("number", "rejected", "problems").order_by("number"))
    for rejection in Rejection.objects.filter(chunk__in=[row for row in rows if row.rejected]).order_by("pk"):
        observer.warn(f"rejected {rejection}")
    for row in rows:
        for problem in row.problems:
            observer.warn(problem)
    return [row.number for row in rows]
