"""Imports that are killed, twice: resumed, they come to what they would have come to undisturbed."""

import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.dump import assert_same
from tests.entities.importing.conftest import CHUNKS, IMPORT
from tests.separate import PATIENCE, Databases, Separate

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "1"))
"""How often each case is tried, with other moments of death; ``make test-crash`` takes more."""
KILLS = 2
FINISHED = "SELECT count(*) FROM articles_importchunk WHERE state = 'finished'"
RUN = "SELECT id FROM articles_importrun"


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("workers", [(), ("--workers", "2")], ids=["inline", "workers"])
def test_a_run_that_is_killed_twice_comes_to_the_same(
    databases: Databases,
    corpus: Path,
    undisturbed: dict[str, Any],
    workers: tuple[str, ...],
    seed: int,
) -> None:
    moments = random.Random(f"{seed} {workers}")
    database = databases.new()
    for moment in sorted(moments.sample(range(CHUNKS * 3 // 4), KILLS)):
        process = database.start("manage.py", *_command(database, corpus), *workers)
        deadline = time.monotonic() + PATIENCE
        while database.query(FINISHED)[0][0] < moment and time.monotonic() < deadline:
            assert process.poll() is None, process.communicate()
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.1))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
    assert database.query(FINISHED)[0][0] < CHUNKS, "it was over before it was killed"
    database.manage(*_command(database, corpus), *workers)
    assert_same(database.dump(), undisturbed, in_order=not workers)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", [(), ("--workers", "2")], ids=["inline", "workers"])
def test_a_run_that_is_asked_to_stop_says_how_to_go_on(
    databases: Databases, corpus: Path, workers: tuple[str, ...], signum: int
) -> None:
    database = databases.new()
    process = database.start("manage.py", *IMPORT, "--no-extraction", *workers, str(corpus))
    while not database.query(FINISHED)[0][0]:
        assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signum) if signum == signal.SIGINT else process.send_signal(signum)
    out, err = process.communicate(timeout=PATIENCE)
    ((run,),) = database.query(RUN)
    assert process.returncode == 1
    assert out.startswith("articles: read ")
    assert err.splitlines()[-1] == (
        f"CommandError: interrupted; to go on: manage.py import_articles --resume {run}"
    )
    assert database.query("SELECT status FROM articles_importrun") == [("interrupted",)]
    out, _err = database.manage("import_articles", "--resume", str(run))
    assert out.startswith("articles: read 192, ")


def _command(database: Separate, corpus: Path) -> tuple[str, ...]:
    """Resume the run, or begin it where the first process died too early for that."""
    begun = database.query(RUN)
    return ("import_articles", "--resume", str(begun[0][0])) if begun else (*IMPORT, str(corpus))
