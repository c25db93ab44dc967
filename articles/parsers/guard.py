"""Parsing in a child process with limits, for what may hang, take all memory, or die.

A child is started when it is first needed, kept for the next call, and replaced when it dies. It is an
interpreter of its own at the other end of a socket, not a :mod:`multiprocessing` process: workers of pools are
daemons, which may not have children of that kind, and a fork of a process with threads may hang.

The limits hold where the system knows them (Linux: all; macOS: time).
"""

import atexit
import os
import pickle
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from articles.parsers.types import Unreadable

Result = TypeVar("Result")

_MEMORY_IN_USE = Path("/proc/self/statm")
_SWOLLEN = 500_000_000
"""Bytes of memory after a call, with which a child is not used again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take.

    ``cpu`` are seconds of processor time in all; ``wall`` seconds may pass before it answers, or before each item
    that it yields; ``memory`` are bytes besides those that the child has already.
    """

    cpu: int = 10
    wall: int = 120
    memory: int = 1_500_000_000


def call(function: Callable[..., Result], *args: Any, limits: Limits = Limits()) -> Result:
    """``function(*args)`` in the child; :class:`Unreadable` where it raises that, or goes over a limit.

    The function must be importable by its name, its arguments and result picklable.
    """
    with _Borrowed() as child:
        (result,) = child.run(function, args, None, limits)
    return result  # type: ignore[no-any-return]


def iterate(
    function: Callable[[BinaryIO], Iterator[Result]], file: BinaryIO, limits: Limits = Limits()
) -> Iterator[Result]:
    """What ``function(file)`` yields in the child, as it comes; ``file`` is one of the system."""
    with _Borrowed() as child:
        yield from child.run(function, (), file.fileno(), limits)


class _Child:
    """One interpreter and the socket that leads to it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        code = f"import sys; sys.path[:] = {sys.path!r}; from articles.parsers import guard; guard.serve()"
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 our own interpreter
                [sys.executable, "-c", code],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the parent to handle
            )
        self.owner = os.getpid()
        self.idle = True

    def run(
        self, function: Callable[..., Any], args: tuple[Any, ...], file: int | None, limits: Limits
    ) -> Iterator[Any]:
        self.idle = False
        try:
            self._socket.settimeout(limits.wall)
            _send(self._socket, (function, args, file is not None, limits))
            if file is not None:
                socket.send_fds(self._socket, [b"f"], [file])
            while True:
                kind, value = _receive(self._socket, limits.wall)
                if kind == "item":
                    yield value
                    continue
                self.idle = kind == "end"
                if kind == "memory":
                    raise Unreadable(f"its parser needs more than {limits.memory:,} bytes of memory")
                if kind == "unreadable":
                    self.idle = True
                    raise Unreadable(value)
                return
        except TimeoutError:
            raise Unreadable(f"its parser takes more than {limits.wall} s") from None
        except (EOFError, OSError):
            raise Unreadable(self._death(limits)) from None

    def _death(self, limits: Limits) -> str:
        try:
            status = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "its parser broke off"
        if status == -signal.SIGXCPU:
            return f"its parser takes more than {limits.cpu} s of processor time"
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return f"its parser died ({how}; it may use {limits.memory:,} bytes of memory)"

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._socket.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()


_idle: list[_Child] = []
_lock = threading.Lock()


class _Borrowed:
    """A child for one call, which nobody else uses meanwhile."""

    def __enter__(self) -> _Child:
        with _lock:
            while _idle:
                self._child = _idle.pop()
                if self._child.alive:
                    return self._child
                self._child.stop()
        self._child = _Child()
        return self._child

    def __exit__(self, *_error: object) -> None:
        if self._child.idle:
            with _lock:
                _idle.append(self._child)
        else:
            self._child.stop()


def stop() -> None:
    """End the children that wait; the next call starts new ones."""
    with _lock:
        while _idle:
            _idle.pop().stop()


def _forget() -> None:
    """In a process that was forked: the children belong to its parent."""
    global _lock
    _lock = threading.Lock()
    while _idle:
        child = _idle.pop()
        child.stop()
        _of_the_parent.append(child)


_of_the_parent: list[_Child] = []
"""Kept, since a Popen that is dropped complains of a process that runs."""

atexit.register(stop)
os.register_at_fork(after_in_child=_forget)


def _send(end: socket.socket, message: object) -> None:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    end.sendall(struct.pack(">Q", len(data)) + data)


def _receive(end: socket.socket, seconds: float | None = None) -> Any:
    deadline = time.monotonic() + seconds if seconds else None
    (length,) = struct.unpack(">Q", _receive_exactly(end, 8, deadline))
    return pickle.loads(_receive_exactly(end, length, deadline))  # noqa: S301 from our own other half


def _receive_exactly(end: socket.socket, length: int, deadline: float | None) -> bytearray:
    data = bytearray(length)
    view, filled = memoryview(data), 0
    while filled < length:
        if deadline:
            end.settimeout(max(0.001, deadline - time.monotonic()))
        count = end.recv_into(view[filled:])
        if not count:
            raise EOFError
        filled += count
    return data


def serve() -> None:
    """Be the child: answer calls that come in on the standard input, a socket, until it is closed."""
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as end, suppress(EOFError, OSError):
        while True:
            function, args, has_file, limits = _receive(end)
            _limit(limits)
            if has_file:
                (number,) = socket.recv_fds(end, 1, 1)[1]
                with open(number, "rb") as file:
                    file.seek(0)
                    answer = _answer(end, function, (file,), each=True)
            else:
                answer = _answer(end, function, args, each=False)
            _limit(None)
            _send(end, answer)
            if answer[0] in ("memory", "swollen"):
                return


def _answer(
    end: socket.socket, function: Callable[..., Any], args: tuple[Any, ...], each: bool
) -> tuple[str, Any]:
    try:
        if not each:
            _send(end, ("item", function(*args)))
        else:
            for item in function(*args):
                _send(end, ("item", item))
    except MemoryError:
        return "memory", None
    except Unreadable as error:
        return "unreadable", str(error)
    except (BrokenPipeError, ConnectionError):
        raise
    except Exception as error:  # noqa: BLE001 the other side says it in one line
        return "unreadable", f"{type(error).__name__}: {error}"
    return "swollen" if _pages(1) > _SWOLLEN else "end", None


def _limit(limits: Limits | None) -> None:
    """Set the limits of this process for what comes next; None for none."""
    infinity = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_CORE, (0, infinity))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu + 1 if limits else infinity
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, infinity))
    with suppress(ValueError, OSError):
        memory = _pages(0) + limits.memory if limits else infinity
        resource.setrlimit(resource.RLIMIT_AS, (memory, infinity))


def _pages(column: int) -> int:
    """Bytes of this process: in all (0), or in memory (1); 0 where the system does not tell."""
    try:
        return int(_MEMORY_IN_USE.read_text().split()[column]) * resource.getpagesize()
    except OSError:
        return 0
