"""Tokens with tags of names: reading them, comparing spans, intervals."""

import pytest

from entities.evaluation.facts import Item
from entities.evaluation.scoring import Outcome
from entities.evaluation.tables import InvalidGoldError
from entities.evaluation.tagged_tokens import (
    TYPES,
    Interval,
    Spans,
    compare_tagged,
    intervals,
    looks_tagged,
    read_tagged,
)

TEXT = """\
سكرتير B-OCC
لجنة I-OCC B-ORG
نابلس I-OCC I-ORG B-GPE
فلان B-PERS
الفلاني I-PERS

زار O
لعمان B-GPE
غزة B-GPE
"""


def test_spans_lie_inside_one_another() -> None:
    first, second = read_tagged(TEXT, "tags.txt").sentences
    assert first.spans == {("OCC", 0, 3), ("ORG", 1, 3), ("GPE", 2, 3), ("PERS", 3, 5)}
    assert second.spans == {("GPE", 1, 2), ("GPE", 2, 3)}
    assert first.article.text == "سكرتير لجنة نابلس فلان الفلاني"


RUNS = [
    ("أ B-PERS\nب I-PERS\nج O", [(0, 2)]),
    ("أ B-PERS\nب I-PERS\nج B-PERS", [(0, 2), (2, 3)]),
    ("أ I-PERS\nب I-PERS", [(0, 2)]),
    ("أ O\nب B-GPE", []),
]


@pytest.mark.parametrize(("rows", "expected"), RUNS)
def test_where_spans_begin_and_end(rows: str, expected: list[tuple[int, int]]) -> None:
    (sentence,) = read_tagged(rows, "tags.txt").sentences
    assert sorted(span[1:] for span in sentence.spans if span[0] == "PERS") == expected


COMPARED = [
    # read in «زار لعمان غزة», in characters; (right, wrong, missed)
    ({}, (0, 0, 2)),
    ({"GPE": [(6, 10), (11, 14)]}, (2, 0, 0)),  # the name without its particle is the whole token
    ({"GPE": [(6, 14)]}, (0, 1, 2)),
    ({"GPE": [(0, 3), (11, 14)]}, (1, 1, 1)),
    ({"PERS": [(6, 10)]}, (0, 0, 2)),
]


@pytest.mark.parametrize(("read", "expected"), COMPARED)
def test_spans_are_compared_by_their_tokens(read: Spans, expected: tuple[int, int, int]) -> None:
    sentence = read_tagged(TEXT, "tags.txt").sentences[1]
    outcomes = compare_tagged(sentence, read)
    outcome = outcomes["GPE"]
    assert (outcome.right, len(outcome.wrong), len(outcome.missed)) == expected
    assert tuple(outcomes) == TYPES


def test_intervals_hold_the_figure_and_do_not_change() -> None:
    right, missed = Outcome(right=1), Outcome(missed=(Item(()),))
    rows = [{"PERS": right}] * 60 + [{"PERS": missed}] * 40
    bounds = intervals(rows, "PERS")
    assert bounds == intervals(rows, "PERS")
    assert bounds["precision"] == Interval(1, 1)
    # of 100 draws with 0.6, 95 of 100 samples have between 50 and 69 or 70
    assert bounds["recall"].low == pytest.approx(0.5, abs=0.02)
    assert bounds["recall"].high == pytest.approx(0.69, abs=0.02)
    assert intervals([], "PERS")["f1"] == Interval(0, 1)


LOOKS = [
    (TEXT, True),
    ("\n\nفلان O\n", True),
    ("فلان الفلاني\n", False),
    ("", False),
    ("document = 'x'", False),
]


@pytest.mark.parametrize(("text", "expected"), LOOKS)
def test_detection(text: str, expected: bool) -> None:
    assert looks_tagged(text) is expected


@pytest.mark.parametrize("line", ["فلان", "فلان B-", "فلان PERS"])
def test_wrong_lines(line: str) -> None:
    with pytest.raises(InvalidGoldError, match=r"tags\.txt, line 2: not a token and its tags"):
        read_tagged(f"زار O\n{line}\n", "tags.txt")
