"""Names and offices on tokens that others tagged. Pure: no database.

A line is a token and its tags (``B-PERS``, ``I-OCC B-GPE``, ``O``), an empty line ends a sentence; names lie
inside one another, so a token can have a tag of each type. A span counts when its tokens are exactly those of the gold:
where a particle is written onto a name, the whole token is the name's, as the gold has it.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from articles.files import plain_line
from entities.evaluation.facts import Item
from entities.evaluation.scoring import Outcome
from entities.evaluation.tables import InvalidGoldError
from entities.extraction.types import ArticleText

TYPES = ("PERS", "GPE", "OCC")
"""What is measured: people, countries and cities, offices."""
RESAMPLES, SEED = 1_000, 1
_OUTSIDE, _AROUND = "O", 6

Spans = Mapping[str, Iterable[tuple[int, int]]]
"""Of each type, half-open spans: of characters as read, of tokens as tagged."""


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """``spans`` holds (type, first token, token after the last)."""

    tokens: tuple[str, ...]
    spans: frozenset[tuple[str, int, int]]

    @property
    def article(self) -> ArticleText:
        """The sentence as extraction reads it: the tokens with a space between."""
        text = " ".join(self.tokens)
        return ArticleText(text, (("body", 0, len(text)),))


@dataclass(frozen=True, slots=True)
class TaggedTokens:
    path: str
    sentences: tuple[TaggedSentence, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 of 100 of what resampling gives."""

    low: float
    high: float


def looks_tagged(text: str) -> bool:
    """Whether the first line that holds anything is a token and tags."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return len(first.split()) > 1 and all(map(_is_tag, first.split()[1:]))


def read_tagged(text: str, path: str) -> TaggedTokens:
    """Raises :class:`InvalidGoldError` with the line that is not a token and its tags."""
    where = plain_line(path)
    sentences, rows = [], list[tuple[str, list[str]]]()
    for number, line in enumerate(chain(text.splitlines(), [""]), 1):
        token, *tags = line.split() or [""]
        if token:
            if not tags or not all(map(_is_tag, tags)):
                raise InvalidGoldError(
                    plain_line(f"{where}, line {number}: not a token and its tags: {line!r}")
                )
            rows.append((token, tags))
        elif rows:
            sentences.append(_sentence(rows))
            rows = []
    return TaggedTokens(where, tuple(sentences))


def compare_tagged(sentence: TaggedSentence, read: Spans) -> dict[str, Outcome]:
    """Compare what was read in a sentence with its tags, type by type."""
    starts = list(accumulate((len(token) + 1 for token in sentence.tokens), initial=0))
    found = {
        (kind, bisect_right(starts, start) - 1, bisect_right(starts, end - 1))
        for kind, spans in read.items()
        for start, end in spans
    }
    return {kind: _outcome(sentence, kind, found) for kind in TYPES}


def intervals(outcomes: Sequence[Mapping[str, Outcome]], kind: str) -> dict[str, Interval]:
    """Of precision, recall and F1 of a type: the bootstrap over sentences, drawn alike on every run."""
    rows = [(row[kind].right, len(row[kind].wrong), len(row[kind].missed)) for row in outcomes]
    draw = random.Random(SEED)  # noqa: S311 (a sample, no secret)
    figures: dict[str, list[float]] = {"precision": [], "recall": [], "f1": []}
    for _ in range(RESAMPLES if rows else 0):
        right, wrong, missed = map(sum, zip(*draw.choices(rows, k=len(rows)), strict=True))
        outcome = Outcome(right, (Item(()),) * wrong, (Item(()),) * missed)
        for name, values in figures.items():
            values.append(getattr(outcome, name))
    return {name: _middle(sorted(values)) for name, values in figures.items()}


def _middle(values: Sequence[float]) -> Interval:
    if not values:
        return Interval(0, 1)
    cut = round(len(values) * 0.025)
    return Interval(values[cut], values[-1 - cut])


def _is_tag(word: str) -> bool:
    return word == _OUTSIDE or (word[:2] in ("B-", "I-") and len(word) > 2)


def _sentence(rows: Sequence[tuple[str, Sequence[str]]]) -> TaggedSentence:
    kinds = {tag[2:] for _token, tags in rows for tag in tags if tag != _OUTSIDE}
    spans = {(kind, *span) for kind in kinds for span in _runs([tags for _token, tags in rows], kind)}
    return TaggedSentence(tuple(token for token, _tags in rows), frozenset(spans))


def _runs(tags: Sequence[Sequence[str]], kind: str) -> Iterator[tuple[int, int]]:
    """The spans of a type: B begins one, I goes on; an I that nothing began begins one as well."""
    start: int | None = None
    for index, of_token in enumerate([*tags, ()]):
        inside = f"I-{kind}" in of_token
        if start is not None and (f"B-{kind}" in of_token or not inside):
            yield start, index
            start = None
        if start is None and (inside or f"B-{kind}" in of_token):
            start = index


def _outcome(sentence: TaggedSentence, kind: str, found: Iterable[tuple[str, int, int]]) -> Outcome:
    gold = {span for span in sentence.spans if span[0] == kind}
    read = {span for span in found if span[0] == kind}
    return Outcome(
        len(gold & read),
        tuple(_item(sentence, span) for span in sorted(read - gold)),
        tuple(_item(sentence, span) for span in sorted(gold - read)),
    )


def _item(sentence: TaggedSentence, span: tuple[str, int, int]) -> Item:
    _kind, start, end = span
    words = sentence.tokens
    return Item((" ".join(words[start:end]),), " ".join(words[max(0, start - _AROUND) : end + _AROUND]))
