"""Chunks done by processes beside this one, which may die of what they read."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from django.db import connections

from entities.gazetteers import current_gazetteer
from entities.importing.chunks import do_chunk, give_up
from entities.importing.cutting import Chunk
from entities.importing.execution import MOST_LOSSES, Done, Task
from entities.progress import Notes, Observer


def in_pool(run_id: int, tasks: Iterable[Task], observer: Observer, workers: int) -> Iterator[Done]:
    """Do the chunks in so many processes; each is yielded when it is done, in any order.

    When a process dies, the chunks that were under way are done again one at a time, carefully; those that cost
    too many processes are rejected.
    """
    source = iter(tasks)
    lost: deque[Task] = deque()
    pool = _Pool(run_id, workers)
    try:
        while True:
            while pool.has_room(alone=bool(lost)):
                task = lost.popleft() if lost else next(source, None)
                if task is None:
                    break
                if task.losses > MOST_LOSSES:
                    give_up(run_id, task.chunk, "the processes that read it died again and again", observer)
                    yield Done.of(task.chunk)
                else:
                    pool.submit(task)
            if pool.is_idle:
                return
            for task, lines in pool.results():
                for line in lines:
                    observer.warn(line)
                yield Done.of(task.chunk)
            lost += pool.losses()
    except BaseException:
        pool.kill()
        raise
    finally:
        pool.close()


class _Pool:
    """Processes, and what they are doing. One that died takes all others with it; then they are started anew."""

    def __init__(self, run_id: int, workers: int) -> None:
        self._run_id = run_id
        self._workers = workers
        self._tasks: dict[Future[list[str]], Task] = {}
        self._lost: list[Task] = []
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        current_gazetteer()  # compiled here, it is shared by all processes
        executor = ProcessPoolExecutor(self._workers, multiprocessing.get_context("fork"), _set_up)
        connections.close_all()
        executor.submit(int)  # starts the processes now, while no connection is open that they would inherit
        return executor

    def has_room(self, *, alone: bool) -> bool:
        """Whether another task may be submitted; ``alone`` when it is to be the only one under way."""
        return not self._lost and len(self._tasks) < (1 if alone else 2 * self._workers)

    @property
    def is_idle(self) -> bool:
        return not self._tasks and not self._lost

    def submit(self, task: Task) -> None:
        try:
            self._tasks[self._executor.submit(_work, self._run_id, task.chunk, task.losses > 0)] = task
        except BrokenProcessPool:  # a process died just now
            self._lost.append(task)

    def results(self) -> Iterator[tuple[Task, list[str]]]:
        """Wait for something to end; yield each task that was done, with lines for the observer."""
        ended, _ = wait(self._tasks, return_when=FIRST_COMPLETED)
        for future in ended:
            task = self._tasks.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                self._lost.append(task)
            else:
                yield task, future.result()

    def losses(self) -> list[Task]:
        """The tasks that were under way when a process died, if one did."""
        if not self._lost:
            return []
        lost = [Task(task.chunk, task.losses + 1) for task in (*self._lost, *self._tasks.values())]
        self._tasks, self._lost = {}, []
        self.close()
        self._executor = self._start()
        return lost

    def kill(self) -> None:
        for process in multiprocessing.active_children():
            process.terminate()

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)


def _set_up() -> None:
    """What a new process does first: it leaves Ctrl-C to its parent, and will not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is not the main process
    wait_for([parent.sentinel])
    os._exit(1)


def _work(run_id: int, chunk: Chunk, careful: bool) -> list[str]:
    notes = Notes()
    do_chunk(run_id, chunk, notes, careful=careful)
    return notes.lines
