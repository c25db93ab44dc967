"""Hostile texts cost no more than their length: counted in calls of functions, never in seconds."""

import sys
from types import FrameType

import pytest

from bench.extraction import HOSTILE
from entities.extraction.text import LONGEST_SENTENCE
from entities.reading import read_article
from tests.entities.extraction.reader import article, seed_gazetteer

_CALLS_A_CHARACTER = 150


def _calls(body: str) -> int:
    """How many functions are called to read a body, those of Python and of C."""
    source = article(body)
    read_article(source, seed_gazetteer())  # what is remembered of words must not count
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_article(source, seed_gazetteer())
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    length = 3 * LONGEST_SENTENCE
    once, twice = (_calls((piece * (count * length // len(piece) + 1))[: count * length]) for count in (1, 2))
    assert twice <= 2.2 * once + 1_000
    assert once <= _CALLS_A_CHARACTER * length
