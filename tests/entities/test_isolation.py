"""Work in child processes: what comes back, and what kills only them."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest

from entities import isolation
from entities.isolation import Died, in_child


def double(items: Sequence[int]) -> list[int]:
    return [2 * item for item in items]


def crash(_items: Sequence[int]) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(_items: Sequence[int]) -> Any:
    os._exit(7)


def fail(_items: Sequence[int]) -> Any:
    raise ZeroDivisionError("by\nrule 7")


def swell(_items: Sequence[int]) -> Any:
    return len(b"x" * (3 << 30))


def hang(_items: Sequence[int]) -> Any:
    time.sleep(60)


def test_the_result_comes_back() -> None:
    assert in_child(double, range(100_000)) == double(range(100_000))


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (crash, "the process that read it died (signal 9)"),
        (leave, "the process that read it died (status 7)"),
        (fail, "ZeroDivisionError: by rule 7"),
        (swell, "MemoryError:"),
        (hang, "reading it takes too long"),
    ],
)
def test_what_kills_the_child_is_told(
    work: Callable[[Sequence[int]], Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "_SECONDS", 2)
    with pytest.raises(Died) as died:
        in_child(work, [1])
    assert str(died.value) == message


def test_no_child_is_left_behind() -> None:
    in_child(double, [1])
    with suppress(ChildProcessError):  # there may be none at all
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)
