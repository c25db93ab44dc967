"""Sketches of texts, by which near-duplicates are found. Pure: no Django, no database.

A text is the set of its runs of four folded words. Its MinHash keeps of that set what is needed to estimate how
much two texts share: the share of the runs that both have among those that either has (Jaccard). Bands of it
are keys of an index: texts that share much share a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

WORDS_A_RUN = 4
SLOTS = 128
BANDS = 8
SLOTS_A_BAND = 2
LEAST_SHARED = 0.4
LEAST_CONTAINED = 0.75
"""Two texts are near-duplicates when they share at least so much of all their runs, and of those of the shorter."""
FEWEST_WORDS = 30
"""A shorter text is a near-duplicate of its like only: most of it are formulas."""

_SEED = 20_240_601
_random = np.random.default_rng(_SEED)
_LETTER_WEIGHTS = _random.integers(1, 2**63, size=0x10000, dtype=np.uint64) | np.uint64(1)
_PLACE_WEIGHTS = _random.integers(1, 2**63, size=64, dtype=np.uint64) | np.uint64(1)
_RUN_WEIGHTS = _random.integers(1, 2**63, size=WORDS_A_RUN, dtype=np.uint64) | np.uint64(1)
_IN_WORDS = np.array([chr(code).isalnum() for code in range(0x10000)])
_SEPARATOR = "\n"

Hashes: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class TextSketch:
    """What is kept of a text. ``bands`` are signed 64-bit keys; ``signature`` has one byte a slot."""

    signature: bytes
    bands: tuple[int, ...]
    words: int


def sketch(folded: Sequence[str]) -> list[TextSketch | None]:
    """Return the sketches of folded texts; None for those without a word."""
    words, counts = _word_hashes(folded)
    runs, offsets = _runs(words, counts)
    filled = np.flatnonzero(counts)
    result: list[TextSketch | None] = [None] * len(folded)
    if not len(filled):
        return result
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(runs, offsets, SLOTS, _SEED)
    slots = np.array(matrix.to_rows(), dtype=np.uint64)
    signatures = (slots & np.uint64(0xFF)).astype(np.uint8)
    bands = _bands(slots)
    for row, (text, count) in enumerate(zip(filled.tolist(), counts[filled].tolist(), strict=True)):
        result[text] = TextSketch(signatures[row].tobytes(), tuple(bands[row].tolist()), count)
    return result


def near_duplicates(one: TextSketch, others: Sequence[TextSketch]) -> list[bool]:
    """Which of the texts are near-duplicates of the one. It is the same from either side."""
    if not others:
        return []
    table = np.frombuffer(b"".join(other.signature for other in others), dtype=np.uint8).reshape(-1, SLOTS)
    equal = (table == np.frombuffer(one.signature, dtype=np.uint8)).mean(axis=1)
    # Of slots that differ one in 256 has the same byte.
    shared = np.clip((equal * 256 - 1) / 255, 0, 1)
    words = np.array([other.words for other in others])
    runs, other_runs = max(one.words - WORDS_A_RUN + 1, 1), np.maximum(words - WORDS_A_RUN + 1, 1)
    contained = shared / (1 + shared) * (runs + other_runs) / np.minimum(runs, other_runs)
    alike = (shared >= LEAST_SHARED) & (contained >= LEAST_CONTAINED)
    short = np.minimum(words, one.words) < FEWEST_WORDS
    same = (equal == 1) & (words == one.words)
    found: list[bool] = np.where(short, same, alike).tolist()
    return found


def _word_hashes(folded: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the hashes of all words in order, and how many words each text has."""
    joined = _SEPARATOR.join(folded)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.minimum(codes, 0xFFFF).astype(np.int64)
    in_words = np.zeros(len(codes) + 2, dtype=bool)
    in_words[1:-1] = _IN_WORDS[codes]
    edges = np.flatnonzero(in_words[1:] != in_words[:-1])
    starts, ends = edges[::2], edges[1::2]
    text_ends = np.cumsum([len(text) + 1 for text in folded], dtype=np.int64)
    counts = np.diff(np.searchsorted(starts, text_ends), prepend=0)
    if not len(starts):
        return np.zeros(0, dtype=np.uint64), counts
    lengths = ends - starts
    letters = codes[in_words[1:-1]]
    firsts = np.cumsum(lengths) - lengths
    places = np.arange(len(letters)) - np.repeat(firsts, lengths)
    hashes = np.add.reduceat(_LETTER_WEIGHTS[letters] * _PLACE_WEIGHTS[places & 63], firsts)
    return _mixed(hashes), counts


def _runs(words: Hashes, counts: NDArray[np.int64]) -> tuple[Hashes, list[int]]:
    """Return the hashes of the runs of all texts, and where those of each text that has words begin and end."""
    per_text = np.where(counts > 0, np.maximum(counts - WORDS_A_RUN + 1, 1), 0)
    first_words = np.cumsum(counts) - counts
    first_runs = np.cumsum(per_text) - per_text
    starts = np.arange(per_text.sum()) + np.repeat(first_words - first_runs, per_text)
    ends = np.repeat(first_words + counts, per_text)
    padded = np.append(words, np.zeros(WORDS_A_RUN, dtype=np.uint64))
    runs = np.zeros(len(starts), dtype=np.uint64)
    for place, weight in enumerate(_RUN_WEIGHTS):
        inside = starts + place < ends
        runs += np.where(inside, padded[starts + place] * weight, np.uint64(0))
    offsets = [0, *np.cumsum(per_text[counts > 0]).tolist()]
    return _mixed(runs), offsets


def _bands(slots: Hashes) -> NDArray[np.int64]:
    used = slots[:, : BANDS * SLOTS_A_BAND].reshape(-1, BANDS, SLOTS_A_BAND)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64) * _RUN_WEIGHTS[0] + np.zeros_like(used[:, :, 0])
    for place in range(SLOTS_A_BAND):
        keys = _mixed(keys ^ used[:, :, place])
    signed: NDArray[np.int64] = keys.view(np.int64)
    return signed


def _mixed(values: Any) -> Hashes:
    """Spread each bit of the values over all of them (the finalizer of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed
