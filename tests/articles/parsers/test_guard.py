"""What parsers may not do, and where they run: hang, swell, die, in a command, in a worker of a pool, in a thread."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from articles.parsers import guard
from articles.parsers.types import Unreadable
from tests.articles.parsers import poison

TIGHT = guard.Limits(cpu=1, wall=60, memory=300_000_000)


@pytest.mark.parametrize(
    ("parser", "limits", "reason"),
    [
        (poison.spin, TIGHT, "takes more than 1 s of processor time"),
        (poison.sleep, guard.Limits(wall=1), "takes more than 1 s"),
        (poison.eat_memory, TIGHT, "needs more than 300,000,000 bytes of memory"),
        (poison.exit_at_once, TIGHT, r"died \(exit status 3"),
        (poison.segfault, TIGHT, r"died \(SIGSEGV"),
        (poison.fail, TIGHT, "ZeroDivisionError: by rule 7"),
        (poison.refuse, TIGHT, "^no article$"),
    ],
)
def test_what_goes_wrong_costs_one_call(
    parser: Callable[[], object], limits: guard.Limits, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        guard.call(parser, limits=limits)
    assert "\n" not in str(refusal.value)
    assert guard.call(poison.echo, "next") == "next"


def test_the_child_is_kept_and_replaced_when_it_is_killed() -> None:
    first = guard.call(os.getpid)
    assert first != os.getpid()
    assert guard.call(os.getpid) == first
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert guard.call(os.getpid) not in (first, os.getpid())


def test_a_child_that_is_killed_at_work_costs_that_call() -> None:
    with pytest.raises(Unreadable, match=r"died \(SIGKILL"):
        guard.call(poison.kill_itself)
    assert guard.call(poison.echo, 1) == 1


def test_large_arguments_and_results() -> None:
    content = os.urandom(20_000_000)
    assert guard.call(poison.echo, content) == content


def test_items_come_one_by_one_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\nb\n")
    with path.open("rb") as file:
        assert list(guard.iterate(poison.lines_of, file)) == [b"a\n", b"b\n"]
    with path.open("rb") as file:
        lines = guard.iterate(poison.lines_until_death, file)
        assert next(lines) == b"a\n"
        with pytest.raises(Unreadable, match="died"):
            next(lines)
    with path.open("rb") as file:
        next(guard.iterate(poison.lines_of, file))  # nobody asks for the rest
    assert guard.call(poison.echo, 1) == 1


def test_a_child_may_serve_while_another_one_is_busy(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"a\nb\n")
    with (tmp_path / "lines").open("rb") as file:
        lines = guard.iterate(poison.lines_of, file)
        next(lines)
        assert guard.call(poison.echo, 1) == 1
        assert next(lines) == b"b\n"
        lines.close()


def test_threads_have_children_of_their_own() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: guard.call(poison.echo, number), range(20))) == list(range(20))


def _in_a_worker(number: int) -> tuple[object, str]:
    try:
        guard.call(poison.exit_at_once, limits=TIGHT)
    except Unreadable as error:
        return guard.call(poison.echo, number), str(error)
    raise AssertionError("it should have died")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_of_pools_have_children_of_their_own(method: str) -> None:
    """They are daemons, which multiprocessing lets have none; and forks inherit those of their parent."""
    mine = guard.call(os.getpid)
    with multiprocessing.get_context(method).Pool(2) as pool:
        results = pool.map(_in_a_worker, range(4))
    assert [number for number, _ in results] == list(range(4))
    assert all("exit status 3" in reason for _, reason in results)
    assert guard.call(os.getpid) == mine


def test_a_closed_pipe_ends_the_child() -> None:
    pid = guard.call(os.getpid)
    guard.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
