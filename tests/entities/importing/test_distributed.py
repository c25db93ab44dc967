"""Chunks done by Celery's workers: on this host, and on two hosts of which one is unplugged.

Hosts are network namespaces. What stands between a namespace and the servers is a forwarder that drops
connections whose other end is gone, as the keepalives of a server on a network do.
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from tests.dump import assert_same
from tests.entities.importing.conftest import CHUNKS, IMPORT
from tests.separate import PATIENCE, Databases, Separate

FINISHED = "SELECT count(*) FROM articles_importchunk WHERE state = 'finished'"
WORKER = ("-m", "celery", "--app", "newsdb", "--quiet", "worker", "--concurrency", "1")
SESSION = "options=-c%20idle_in_transaction_session_timeout%3D5s"

pytestmark = pytest.mark.skipif(
    not settings.CELERY_BROKER_URL, reason="no message broker: CELERY_BROKER_URL is not set"
)


def test_a_worker_of_another_process_does_the_chunks(
    databases: Databases, corpus: Path, undisturbed: dict[str, Any], queue: str
) -> None:
    database = databases.new(CELERY_QUEUE=queue)
    with running(database):
        out, err = database.manage(*IMPORT, "--distributed", str(corpus))
    assert out.splitlines()[-3].startswith("articles: read 192, ")
    assert sum(line.startswith("rejected ") for line in err.splitlines()) == 7
    assert_same(database.dump(), undisturbed, in_order=True)


def test_without_a_broker_the_run_says_so_and_can_go_on(
    databases: Databases, corpus: Path, undisturbed: dict[str, Any], queue: str
) -> None:
    database = databases.new(CELERY_QUEUE=queue, CELERY_BROKER_URL="amqp://guest:guest@127.0.0.1:9//")
    _out, err = database.manage(*IMPORT, "--distributed", str(corpus), status=1)
    assert err.startswith("CommandError: the message broker cannot be reached: ")
    assert len(err.splitlines()) == 1
    ((run,),) = database.query("SELECT id FROM articles_importrun")
    database.manage("import_articles", "--resume", str(run), "--workers", "1")
    assert_same(database.dump(), undisturbed, in_order=False)


@pytest.mark.skipif(
    connection.vendor != "postgresql" or os.geteuid() != 0 or not shutil.which("ip"),
    reason="two hosts need PostgreSQL, root and iproute2",
)
def test_a_host_that_is_unplugged_loses_and_doubles_nothing(
    databases: Databases, corpus: Path, undisturbed: dict[str, Any], queue: str
) -> None:
    database = databases.new(CELERY_QUEUE=queue, CELERY_BROKER_HEARTBEAT="4")
    with ExitStack() as stack:
        hosts = [stack.enter_context(host(number)) for number in (1, 2)]
        workers = [stack.enter_context(one.worker(database)) for one in hosts]
        coordinator = stack.enter_context(database.start("manage.py", *IMPORT, "--distributed", str(corpus)))
        stack.callback(coordinator.kill)
        wait_until(lambda: finished(database) >= CHUNKS // 4)
        hosts[0].unplug()
        log(f"host 1 is unplugged; finished: {finished(database)} of {CHUNKS} chunks")
        time.sleep(1)
        os.killpg(workers[0].pid, signal.SIGKILL)
        log("the worker of host 1 is killed")
        out, err = coordinator.communicate(timeout=PATIENCE)
        assert coordinator.returncode == 0, out + err
    log(out)
    ((again,),) = database.query("SELECT count(*) FROM articles_importchunk WHERE attempts > 0")
    log(f"chunks delivered again: {again}")
    assert again, "no chunk was under way on the host that was unplugged"
    assert_same(database.dump(), undisturbed, in_order=False)
    log("the same rows as an import in one process")


def finished(database: Separate) -> int:
    return int(database.query(FINISHED)[0][0])


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def log(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line.strip()}\n")


@contextmanager
def running(database: Separate, *prefix: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, in a process group of its own, behind a command that takes another to run."""
    process = subprocess.Popen(
        [*prefix, sys.executable, *WORKER, "--hostname", f"{uuid4()}@%h"],
        cwd=settings.BASE_DIR,
        env=database.environment | environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Host:
    """A network namespace that reaches this host's PostgreSQL and RabbitMQ, and nothing else."""

    def __init__(self, name: str, address: str, forwarders: dict[str, "Forwarder"]) -> None:
        self._name = name
        self._address = address
        self._forwarders = forwarders

    def worker(self, database: Separate) -> Any:
        def moved(url: str) -> str:
            parts = urlsplit(url)
            login, at, _place = parts.netloc.rpartition("@")
            port = self._forwarders[parts.scheme].port
            return parts._replace(netloc=f"{login}{at}{self._address}:{port}").geturl()

        return running(
            database,
            *("ip", "netns", "exec", self._name),
            DATABASE_URL=f"{moved(database.url)}?{SESSION}",
            CELERY_BROKER_URL=moved(settings.CELERY_BROKER_URL),
        )

    def unplug(self) -> None:
        ip("link", "set", f"{self._name}a", "down")


@contextmanager
def host(number: int) -> Iterator[Host]:
    name = f"n{uuid4().hex[:8]}{number}"
    here, there = f"10.213.{number}.1", f"10.213.{number}.2"
    ip("netns", "add", name)
    with ExitStack() as stack:
        stack.callback(ip, "netns", "del", name)
        ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b", "netns", name)
        stack.callback(ip, "link", "del", f"{name}a")
        ip("addr", "add", f"{here}/30", "dev", f"{name}a")
        ip("link", "set", f"{name}a", "up")
        ip("-n", name, "addr", "add", f"{there}/30", "dev", f"{name}b")
        ip("-n", name, "link", "set", f"{name}b", "up")
        server = settings.DATABASES["default"]
        broker = urlsplit(settings.CELERY_BROKER_URL)
        targets = {
            "postgres": (server["HOST"], int(server["PORT"] or 5432)),
            broker.scheme: (broker.hostname or "127.0.0.1", broker.port or 5672),
        }
        forwarders = {
            scheme: stack.enter_context(Forwarder(here, target)) for scheme, target in targets.items()
        }
        yield Host(name, here, forwarders)


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


class Forwarder:
    """Hands on connections to an address of a namespace; drops those whose other end does not answer."""

    def __init__(self, address: str, target: tuple[str, int]) -> None:
        self._listener = socket.create_server((address, 0))
        self.port = self._listener.getsockname()[1]
        self._target = target

    def __enter__(self) -> "Forwarder":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listener.accept()
                near.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                for option, seconds in (("TCP_KEEPIDLE", 2), ("TCP_KEEPINTVL", 1), ("TCP_KEEPCNT", 3)):
                    near.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), seconds)
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 5_000)
                far = socket.create_connection(self._target)
                threading.Thread(target=_hand_on, args=(near, far), daemon=True).start()


def _hand_on(near: socket.socket, far: socket.socket) -> None:
    with near, far, suppress(OSError):
        while True:
            for ready in select.select([near, far], [], [])[0]:
                piece = ready.recv(1 << 16)
                if not piece:
                    return
                (far if ready is near else near).sendall(piece)
