"""Parsers that do what no parser should, for the tests of the guard: its child must be able to import them."""

import ctypes
import os
import signal
import time
from collections.abc import Iterator
from typing import BinaryIO

from articles.parsers.types import Unreadable


def echo(value: object) -> object:
    return value


def eat_memory() -> int:
    return len([bytes(50_000_000) for _ in range(1000)])


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(1000)


def exit_at_once() -> None:
    os._exit(3)


def die(*_args: object) -> None:
    os._exit(3)


def segfault() -> None:
    ctypes.string_at(0)


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ZeroDivisionError("by rule 7")


def refuse() -> None:
    raise Unreadable("no article")


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    yield from file


def lines_until_death(file: BinaryIO) -> Iterator[bytes]:
    yield file.readline()
    os._exit(3)
