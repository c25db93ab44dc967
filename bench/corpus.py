"""Invented Arabic news in any number: words by Zipf's law, some 3.4 kB an article, names of countries and people.

The words mean nothing. The same arguments give the same articles, whatever ran before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import orjson

FIRST_DAY = date(2015, 1, 1)
DAYS = 3_650
SOURCES = 200

_BATCH = 500
_WORDS_AN_ARTICLE = 234
_TITLE_WORDS = 8
_CONSONANTS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PATTERNS = (
    "{0}{1}{2}",
    "{0}ا{1}{2}",
    "م{0}{1}و{2}",
    "ت{0}{1}ي{2}",
    "{0}{1}ا{2}ة",
    "ا{0}ت{1}ا{2}",
    "ي{0}{1}{2}ون",
)
# A word is followed by a space, a comma, the end of a sentence or that of a paragraph.
_ENDINGS = (" ", "، ", ". ", ".\n")
_ENDING_SHARES = (0.90, 0.04, 0.05, 0.01)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A half-open span of an article's text that holds ``names[name]``."""

    start: int
    end: int
    name: int


@dataclass(frozen=True, slots=True)
class InventedArticle:
    """An article; ``text`` begins with the title and a line break."""

    number: int
    title: str
    text: str
    published: date
    source: str
    url: str
    spans: tuple[NamedSpan, ...]

    @property
    def json_line(self) -> bytes:
        """The article as a line of JSON that ``import_articles`` reads."""
        fields = {
            "title": self.title,
            "text": self.text[len(self.title) + 1 :],
            "date": self.published.isoformat(),
            "source": self.source,
            "url": self.url,
        }
        return orjson.dumps(fields) + b"\n"


def vocabulary(size: int = 40_000, seed: int = 1) -> list[str]:
    """Invented words, the most frequent first."""
    random = np.random.default_rng(seed)
    words: dict[str, None] = {}
    while len(words) < size:
        letters = random.integers(0, len(_CONSONANTS), size=(size, 3))
        patterns = random.integers(0, len(_PATTERNS), size=size)
        articles = random.random(size) < 0.3
        for row, pattern, article in zip(letters.tolist(), patterns.tolist(), articles.tolist(), strict=True):
            word = _PATTERNS[pattern].format(*(_CONSONANTS[letter] for letter in row))
            words["ال" + word if article else word] = None
    return list(words)[:size]


def people(number: int, seed: int = 2) -> list[str]:
    """Invented names of people, of two or three words."""
    random = np.random.default_rng(seed)
    parts = vocabulary(3_000, seed + 1)
    names: dict[str, None] = {}
    while len(names) < number:
        for first, second, third in random.integers(0, len(parts), size=(number, 3)).tolist():
            words = (parts[first], parts[second], "ال" + parts[third].removeprefix("ال"))
            names[" ".join(words if first % 3 == 0 else words[1:])] = None
    return list(names)[:number]


def articles(
    number: int, names: Sequence[str] = (), *, names_an_article: int = 30, first: int = 0, seed: int = 3
) -> Iterator[InventedArticle]:
    """Yield ``number`` articles from number ``first`` on, in which ``names`` stand, the first ones more often.

    ``first`` is a multiple of 500; articles ``first`` to ``first + number`` are the same in every call.
    """
    if first % _BATCH:
        raise ValueError(f"first is {first}, not a multiple of {_BATCH}")
    words = vocabulary()
    spaced = [word + ending for word in (*words, *names) for ending in _ENDINGS]
    lengths = np.array([len(word) for word in (*words, *names)], dtype=np.int64)
    word_shares, name_shares = _zipf(len(words)), _zipf(len(names))
    for begin in range(first, first + number, _BATCH):
        random = np.random.default_rng([seed, begin])
        tokens = np.searchsorted(word_shares, random.random((_BATCH, _WORDS_AN_ARTICLE)))
        count = names_an_article if names else 0
        # Names stand behind the title, at most one in each stretch of words.
        stretch = (_WORDS_AN_ARTICLE - _TITLE_WORDS) // max(count, 1)
        places = _TITLE_WORDS + stretch * np.arange(count) + random.integers(0, stretch, size=(_BATCH, count))
        if count:
            named = len(words) + np.searchsorted(name_shares, random.random((_BATCH, count)))
            np.put_along_axis(tokens, places, named, axis=1)
        endings = random.choice(len(_ENDINGS), size=tokens.shape, p=_ENDING_SHARES)
        endings[:, : _TITLE_WORDS - 1] = 0
        endings[:, _TITLE_WORDS - 1] = endings[:, -1] = len(_ENDINGS) - 1
        ending_lengths = np.array([len(ending) for ending in _ENDINGS])[endings]
        starts = np.cumsum(lengths[tokens] + ending_lengths, axis=1) - lengths[tokens] - ending_lengths
        days = random.integers(0, DAYS, size=_BATCH).tolist()
        pieces = (tokens * len(_ENDINGS) + endings).tolist()
        for offset in range(min(_BATCH, first + number - begin)):
            text = "".join([spaced[piece] for piece in pieces[offset]])
            title, _, body = text.partition(".\n")
            spans = tuple(
                # The full stop of the title, which is left out, comes before all names.
                NamedSpan(start - 1, start - 1 + int(lengths[token]), token - len(words))
                for place in places[offset].tolist()
                for start, token in [(int(starts[offset, place]), int(tokens[offset, place]))]
            )
            article = begin + offset
            source = article % SOURCES
            yield InventedArticle(
                article,
                title,
                f"{title}\n{body.rstrip()}",
                FIRST_DAY + timedelta(days[offset]),
                f"جريدة {words[source]}",
                f"https://news{source}.example/articles/{article}",
                spans,
            )


def _zipf(size: int) -> np.ndarray:
    """Cumulative shares of ``size`` ranks by Zipf's law."""
    shares = 1 / np.arange(2, size + 2)
    cumulative = np.cumsum(shares)
    return cumulative / cumulative[-1] if size else cumulative
