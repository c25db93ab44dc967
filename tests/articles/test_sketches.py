"""Sketches: which texts are near-duplicates, and which only look so."""

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic import fold
from articles.sketches import TextSketch, near_duplicates, sketch
from bench import corpus

WORDS = corpus.vocabulary(2_000)
SAMPLE = Path(settings.BASE_DIR).parent / "shared" / "data" / "antcorpus_sample.jsonl"


def text(*ranges: tuple[int, int]) -> str:
    return " ".join(word for start, end in ranges for word in WORDS[start:end])


def sketch_of(folded: str) -> TextSketch:
    found = sketch([folded])[0]
    assert found
    return found


def alike(one: str, other: str) -> bool:
    first, second = sketch_of(one), sketch_of(other)
    found = near_duplicates(first, [second])
    assert near_duplicates(second, [first]) == found
    return found[0]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the same; another headline; a paragraph less, more, at the end of a longer one
        (text((0, 200)), text((0, 200)), True),
        (text((0, 200)), text((500, 510), (10, 200)), True),
        (text((0, 200)), text((0, 60), (100, 200)), True),
        (text((0, 200)), text((0, 100), (700, 740), (100, 200)), True),
        (text((0, 100)), text((0, 100), (700, 760)), True),
        # half of it another text; one paragraph quoted; nothing in common; the same words in another order
        (text((0, 200)), text((0, 100), (700, 800)), False),
        (text((0, 200)), text((700, 900), (0, 40)), False),
        (text((0, 200)), text((300, 500)), False),
        (text((0, 200)), " ".join(sorted(WORDS[:200])), False),
        # a short text within a long one is a quotation
        (text((0, 40)), text((0, 400)), False),
        # short texts are near-duplicates of their like only
        (text((0, 20)), text((0, 20)), True),
        (text((0, 20)), text((0, 19)), False),
        (text((0, 2)), text((0, 2)), True),
        (text((0, 2)), text((1, 3)), False),
    ],
)
def test_near_duplicates(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) == expected


def test_punctuation_and_lines_do_not_count() -> None:
    assert sketch_of("كلمه  اولى، ثانيه\n\n«ثالثه» رابعه.") == sketch_of("كلمه اولى ثانيه ثالثه رابعه")


def test_texts_without_words_have_no_sketch() -> None:
    assert sketch([]) == []
    assert [bool(found) for found in sketch(["", "...", "كلمه", " ", "٪"])] == [
        False,
        False,
        True,
        False,
        False,
    ]


@given(st.lists(st.text(st.sampled_from("ابت. \n😀"), max_size=30), max_size=6))
def test_a_sketch_is_that_of_its_text_alone(texts: Sequence[str]) -> None:
    assert sketch(texts) == [sketch([one])[0] for one in texts]


def test_sketches_stay_as_they_were() -> None:
    """They are stored: what changes them (a new version of rensa) needs a migration that makes them anew."""
    found = sketch_of(text((0, 100)))
    stored = repr((found.bands, found.words)).encode() + found.signature
    assert hashlib.sha256(stored).hexdigest()[:16] == "d52c89feeeb419af"


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/data")
def test_copies_of_real_news_are_found_and_other_news_are_not() -> None:
    """Another headline, and a sentence more, or one less that is at most three tenths of the text."""
    rows = [orjson.loads(line) for line in SAMPLE.read_bytes().splitlines()]
    originals, copies = [], []
    for number, row in enumerate(rows):
        other = rows[number - 1]
        sentences = re.split(r"(?<=[.!؟\n])\s+", row["text"])
        middle = len(sentences) // 2
        words, dropped = len(row["text"].split()), len(sentences[middle].split())
        if words < 60 or len(sentences) < 3 or dropped > 0.3 * words:
            continue
        kept = [*sentences[:middle], *sentences[middle + 1 :]] if number % 2 else sentences
        added = [] if number % 2 else ["هذا ما أفاد به مراسلنا في اتصال من العاصمة مساء اليوم."]
        originals.append(fold(f"{row['title']}\n{row['text']}"))
        copies.append(fold(f"{other['title']}\n{' '.join([*kept, *added])}"))
    pairs = list(zip(sketch(originals), sketch(copies), strict=True))
    assert len(pairs) > 500
    found = sum(_found(one, other) for one, other in pairs if one and other)
    assert found >= 0.95 * len(pairs)
    assert not any(
        _found(one, other) for (one, _), (_, other) in pairwise(pairs) if one and other and one != other
    )


def _found(one: TextSketch, other: TextSketch) -> bool:
    return bool({*enumerate(one.bands)} & {*enumerate(other.bands)}) and near_duplicates(one, [other])[0]
