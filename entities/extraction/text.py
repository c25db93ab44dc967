"""An article's text cut into sentences and words, folded, with the way back to the original.

All of extraction works on positions of the folded text; only what it hands on is in original offsets.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from articles.arabic import Folded, fold_with_map
from articles.dates import DateRange
from entities.extraction.types import ArticleText

_WORD = re.compile(r"\w+")
# A full stop ends a sentence only before a space or the end: not in 3.5, an address, or an initial (د. ).
_SENTENCE_END = re.compile(r"(?<!\b\w)(?:\.{1,}|[؟!?]+)[»”\"')\]]*(?=\s|$)|\n+")


LONGEST_SENTENCE = 2_500
"""In characters. Actors and dates of a sentence have 1,024 symbols each; the shortest name has two letters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open span of folded text; ``reference`` is the day that "today" means in it."""

    start: int
    end: int
    section: str
    reference: DateRange | None


@dataclass(frozen=True, slots=True)
class FoldedArticle:
    """A folded article: ``text`` has no case, marks or tatweel; ``sentences`` are in reading order."""

    source: ArticleText
    folded: Folded
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return self.folded.text

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        return self.folded.original_span(start, end)

    def original(self, start: int, end: int) -> str:
        first, last = self.original_span(start, end)
        return self.source.text[first:last]

    def sentence_at(self, position: int) -> Sentence | None:
        index = bisect_right(self.sentences, position, key=lambda sentence: sentence.start) - 1
        return self.sentences[index] if index >= 0 else None


def fold_article(article: ArticleText) -> FoldedArticle:
    """Fold and cut an article. Sentences never reach over the border of a section."""
    folded = fold_with_map(article.text)
    sentences: list[Sentence] = []
    references = {post.start: post.published for post in article.posts}
    for kind, start, end in article.sections:
        reference = references.get(start) or article.published
        first, last = _folded_position(folded, start), _folded_position(folded, end)
        sentences += [
            Sentence(begin, stop, kind, reference) for begin, stop in _cut(folded.text, first, last)
        ]
    return FoldedArticle(article, folded, tuple(sentences))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        spans.append((begin, match.end()))
        begin = match.end()
    spans.append((begin, end))
    trimmed = []
    for first, last in spans:
        piece = text[first:last]
        stripped = piece.strip()
        if stripped:
            offset = first + piece.index(stripped)
            trimmed += _bounded(text, offset, offset + len(stripped))
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
    if not folded._positions:
        return original
    low, high = 0, len(folded.text)
    while low < high:
        middle = (low + high) // 2
        if folded.original(middle) < original:
            low = middle + 1
        else:
            high = middle
    return low


def words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the words of a piece of folded text."""
    return [match.span() for match in _WORD.finditer(text, start, end)]
