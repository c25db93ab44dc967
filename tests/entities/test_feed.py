"""The log is read in order and completely, whoever else is writing."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from queue import Queue

import pytest
from django.db import connection, transaction

from entities.changes import Act, Entry, record
from entities.feed import Horizon, horizon
from entities.models import Change
from tests.factories import make_country


def log(number: int) -> None:
    """Log a change of which the object is the number."""
    country = make_country("SY")
    record(Act(Change.Cause.PERSON), [Entry(Change.Action.UPDATE, country, {"n": None}, {"n": number})])


def served(since: int = 0) -> tuple[list[int], Horizon]:
    """Return the numbers logged after the change, as far as they can be read, and how far that is."""
    reach = horizon()
    rows = Change.objects.filter(id__gt=since, id__lte=reach.until).order_by("id")
    return [change.after["n"] for change in rows], reach


class Writer(threading.Thread):
    """A connection of its own, with a transaction that stays open until it is told how to end."""

    def __init__(self, *numbers: int, first: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.numbers, self.first = numbers, first
        self.written, self.end = threading.Event(), Queue[bool]()
        self.start()
        assert self.written.wait(10)

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.first()
                for number in self.numbers:
                    log(number)
                self.written.set()
                if not self.end.get(timeout=30):
                    transaction.set_rollback(True)
        finally:
            self.written.set()
            connection.close()

    def finish(self, commit: bool = True) -> None:
        self.end.put(commit)
        self.join()


@pytest.fixture
def country(transactional_db: None) -> None:
    make_country("SY")


several_writers = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="needs PostgreSQL: SQLite has one writer at a time"
)


@pytest.mark.django_db
def test_an_empty_log_reaches_nowhere() -> None:
    assert horizon() == Horizon(0, False)


@pytest.mark.django_db
def test_what_a_transaction_wrote_itself_it_can_read() -> None:
    log(1)
    assert served() == ([1], Horizon(Change.objects.get().pk, False))


@pytest.mark.django_db
def test_numbers_are_not_used_again() -> None:
    log(1)
    first = Change.objects.get()
    key = first.pk
    first.delete()
    log(2)
    assert Change.objects.get().pk > key


@several_writers
@pytest.mark.parametrize("commit", [True, False])
def test_what_commits_late_is_waited_for(country: None, commit: bool) -> None:
    log(1)
    before = horizon()
    late = Writer(2)
    log(3)
    assert served() == ([1], Horizon(before.until, True))
    late.finish(commit)
    numbers, reach = served(before.until)
    assert numbers == ([2, 3] if commit else [3])
    assert reach == Horizon(Change.objects.latest("pk").pk, False)


@several_writers
def test_the_first_change_of_all_is_waited_for(country: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE entities_change_id_seq RESTART")
    late = Writer(1)
    log(2)
    assert served() == ([], Horizon(0, True))
    late.finish()
    assert served()[0] == [1, 2]


@several_writers
def test_the_oldest_of_several_open_transactions_counts(country: None) -> None:
    first, second = Writer(1), Writer(2)
    log(3)
    second.finish()
    assert served()[0] == []
    first.finish()
    assert served()[0] == [1, 2, 3]


@several_writers
def test_what_a_savepoint_took_back_is_announced_anew(country: None) -> None:
    def take_back() -> None:
        with transaction.atomic():
            log(0)
            transaction.set_rollback(True)

    late = Writer(1, first=take_back)
    log(2)
    assert served()[0] == []
    late.finish()
    assert served()[0] == [1, 2]


@several_writers
def test_open_transactions_that_log_nothing_hold_nothing_back(country: None) -> None:
    idle = Writer(first=lambda: make_country("KR"))
    log(1)
    assert served() == ([1], Horizon(Change.objects.get().pk, False))
    idle.finish()


@several_writers
def test_who_follows_the_log_gets_every_change_once_and_in_order(country: None) -> None:
    """Eight writers commit and roll back at their own pace while one reader follows."""
    numbers: Iterator[int] = iter(range(10_000))
    done = threading.Event()
    followed: list[int] = []

    def write(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(25):
                with transaction.atomic():
                    for _ in range(chance.randint(1, 3)):
                        log(next(numbers))
                        time.sleep(chance.random() / 100)
                    transaction.set_rollback(chance.random() < 0.2)
        finally:
            connection.close()

    def follow() -> None:
        since = 0
        try:
            while True:
                last_round = done.is_set()
                reach = horizon()
                page = Change.objects.filter(id__gt=since, id__lte=reach.until).order_by("id")
                followed.extend(page.values_list("pk", flat=True))
                since = reach.until
                if last_round:
                    return
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(8)]
    reader = threading.Thread(target=follow)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert followed == list(Change.objects.order_by("id").values_list("pk", flat=True))
    assert len(followed) > 100
