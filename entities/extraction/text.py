"""An article's text cut into sentences and words, folded, with the way back to the original.

All of extraction works on positions of the folded text; only what it hands on is in original offsets.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from articles.arabic import Folded, fold_with_map
from articles.dates import DateRange
from entities.extraction.types import ArticleText

LONGEST_SENTENCE = 2_500
"""In characters. Actors and dates of a sentence have 1,024 symbols each; the shortest name has two letters."""


class Words(NamedTuple):
    """The words of a folded text in order: what they are, and where each starts and ends."""

    texts: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Cut a text into its words: runs of letters and digits, proclitics included."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        inside = np.zeros(len(codes) + 2, np.bool_)
        np.take(_letters_and_digits(), codes, out=inside[1:-1])
        borders = np.flatnonzero(inside[1:] != inside[:-1])
        starts: list[int] = borders[::2].tolist()
        ends: list[int] = borders[1::2].tolist()
        return cls([text[start:end] for start, end in zip(starts, ends, strict=True)], starts, ends)


@cache
def _letters_and_digits() -> NDArray[np.bool_]:
    """For every code point whether it belongs to words."""
    return np.char.isalnum(np.arange(0x110000, dtype=np.uint32).view("<U1"))


class Sentence(NamedTuple):
    """A half-open span of folded text, and of its words.

    ``reference`` is the day that "today" means in it.
    """

    start: int
    end: int
    section: str
    reference: DateRange | None
    first_word: int
    stop_word: int


@dataclass(frozen=True, slots=True)
class FoldedArticle:
    """A folded article: ``text`` has no case, marks or tatweel; ``sentences`` are in reading order."""

    source: ArticleText
    folded: Folded
    text: str
    words: Words
    sentences: tuple[Sentence, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        if not self.folded.moved:
            return start, end
        return self.folded.original_span(start, end)

    def original(self, start: int, end: int) -> str:
        first, last = self.original_span(start, end)
        return self.source.text[first:last]

    def sentence_at(self, position: int) -> Sentence | None:
        index = bisect_right(self.sentences, position, key=lambda sentence: sentence.start) - 1
        return self.sentences[index] if index >= 0 else None


def fold_article(article: ArticleText, sentence_end: re.Pattern[str]) -> FoldedArticle:
    """Fold and cut an article. Sentences never reach over the border of a section."""
    folded = fold_with_map(article.text)
    words = Words.of(folded.text)
    sentences: list[Sentence] = []
    references = {post.start: post.published for post in article.posts}
    for kind, start, end in article.sections:
        reference = references.get(start) or article.published
        first, last = _folded_position(folded, start), _folded_position(folded, end)
        for begin, stop in _cut(folded.text, first, last, sentence_end):
            span = bisect_left(words.starts, begin), bisect_left(words.starts, stop)
            sentences.append(Sentence(begin, stop, kind, reference, *span))
    return FoldedArticle(article, folded, folded.text, words, tuple(sentences))


def _cut(text: str, start: int, end: int, sentence_end: re.Pattern[str]) -> list[tuple[int, int]]:
    trimmed: list[tuple[int, int]] = []
    begin = start
    for stop in (*(match.end() for match in sentence_end.finditer(text, start, end)), end):
        piece = text[begin:stop]
        stripped = piece.strip()
        if stripped:
            offset = begin + piece.index(stripped)
            trimmed += _bounded(text, offset, offset + len(stripped))
        begin = stop
    return trimmed


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what no writer would call a sentence (lists, broken pages) at spaces, so that rules stay fast."""
    spans: list[tuple[int, int]] = []
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        spans.append((start, cut))
        start = cut + 1 if text[cut] == " " else cut
    return [*spans, (start, end)] if start < end else spans


def _folded_position(folded: Folded, original: int) -> int:
    """Return the first folded position whose original is at or after ``original``."""
    if not folded.moved:
        return original
    low, high = 0, len(folded.text)
    while low < high:
        middle = (low + high) // 2
        if folded.original(middle) < original:
            low = middle + 1
        else:
            high = middle
    return low
