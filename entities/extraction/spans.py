"""Spans of text: which hold, overlap or outdo each other. All are half-open."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol, TypeVar


class Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Spanning = TypeVar("Spanning", bound=Span)


def longest(found: Iterable[Spanning]) -> list[Spanning]:
    """Of spans that overlap keep the longest, then the first; they come by start, then longest first."""
    kept: list[Spanning] = []
    for span in found:
        while kept and span.start < kept[-1].end and span.end - span.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


class Coverage:
    """Which parts of a text some spans hold."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _end in ordered]
        self._reach = list(accumulate((end for _start, end in ordered), max))

    def holds(self, start: int, end: int) -> bool:
        """Whether one of the spans holds all of this one."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of the spans has something in common with this one."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start


class Apart:
    """Spans of which none overlaps another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _end in ordered]
        self._ends = [end for _start, end in ordered]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def outdo(self, start: int, end: int) -> bool:
        """Whether this span overlaps one that is longer."""
        number = bisect_right(self._ends, start)
        while number < len(self._starts) and self._starts[number] < end:
            if self._ends[number] - self._starts[number] > end - start:
                return True
            number += 1
        return False
