"""Spans: the longest of those that overlap, and what spans hold, against the plain definition."""

from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from entities.extraction.spans import Apart, Coverage, longest

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair))))
SPAN = st.tuples(st.integers(0, 35), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))


class Span(NamedTuple):
    start: int
    end: int


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(spans=SPANS, span=SPAN)
def test_coverage(spans: list[tuple[int, int]], span: tuple[int, int]) -> None:
    start, end = span
    coverage = Coverage(spans)
    assert coverage.holds(start, end) == any(first <= start and end <= last for first, last in spans)
    assert coverage.overlaps(start, end) == any(first < end and start < last for first, last in spans)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(spans=SPANS, span=SPAN)
def test_the_longest_stand_apart_and_outdo_what_is_shorter(
    spans: list[tuple[int, int]], span: tuple[int, int]
) -> None:
    ordered = sorted({Span(*one) for one in spans}, key=lambda one: (one.start, -one.end))
    kept = longest(ordered)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    start, end = span
    apart = Apart(kept)
    assert bool(apart) is bool(spans)
    assert apart.outdo(start, end) == any(
        one.start < end and start < one.end and one.end - one.start > end - start for one in kept
    )
