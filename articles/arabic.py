"""Folding of Arabic text for matching and search, with the way back to the original.

Folding removes the differences that writers of Arabic news do not keep apart: diacritics, tatweel, the
hamza on alef, final yeh against alef maqsura, teh marbuta against heh, Persian and Urdu letters on
keyboards, Arabic-Indic digits, and joiners in hashtags. It is pure: no Django, no database.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SAME_LENGTH = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("یىې", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةۃہھە", "ه"),
    "ۀ": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "_": " ",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
}
_SAME_LENGTH.update({chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)})
_LETTERS = str.maketrans(_SAME_LENGTH)

# Diacritics, Quranic marks, superscript alef, tatweel, and invisible format characters.
_DROPPED = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u061c\ufeff\u00ad]+")
# Overrides and isolates can reorder what a reader sees; LRM, RLM and ALM are harmless and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
FOLDING = _SAME_LENGTH | dict.fromkeys(filter(_DROPPED.match, map(chr, range(0xAD, 0x10000))), "")
"""What folding makes of single characters: another one, or nothing. Latin letters become small ones besides."""
_ABD = re.compile(r"\bعبد ال")


# Long texts are folded through a table over UTF-16 code units, short ones by the methods of str, which start sooner.
_SHORT = 160
_DROP, _OTHERWISE = 0xFFFF, 0xFFFE
"""In place of what a code unit is folded to: nothing; or what only the whole text tells."""


def _code_units() -> NDArray[np.uint16]:
    table = np.arange(0x10000, dtype=np.uint16)
    for code in range(0x10000):
        lowered = chr(code).lower()
        table[code] = ord(lowered.translate(_LETTERS)) if len(lowered) == 1 else _OTHERWISE
        if _DROPPED.match(chr(code)):
            table[code] = _DROP
    # Sigma at the end of a word has a lower case of its own; two halves of a pair must not meet.
    table[[ord("Σ"), _DROP, _OTHERWISE, *range(0xD800, 0xE000)]] = _OTHERWISE
    return table


_TABLE = _code_units()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the way back.

    ``cuts`` holds, in order, the position in ``text`` where characters were dropped and how many had been
    dropped up to there; it is empty for most news text, where positions are the same in both.
    """

    text: str
    _positions: tuple[int, ...] = ()
    _dropped: tuple[int, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether positions differ from those of the original anywhere."""
        return bool(self._positions)

    def original(self, position: int) -> int:
        """Return where the character at ``position`` of the folded text begins in the original."""
        if not self._positions:
            return position
        index = bisect_right(self._positions, position) - 1
        return position + (self._dropped[index] if index >= 0 else 0)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original half-open span of the folded span, marks on its last letter left out."""
        if end <= start:
            return self.original(start), self.original(start)
        return self.original(start), self.original(end - 1) + 1


def fold_with_map(text: str) -> Folded:
    """Fold ``text`` for matching; lower-cases Latin letters one to one."""
    return _fold_by_methods(text) if len(text) < _SHORT else _fold_by_table([text])[0]


def fold_all(texts: Sequence[str]) -> list[Folded]:
    """Fold many texts: the same as :func:`fold_with_map` of each, at twice the speed."""
    return _fold_by_table(texts)


def fold(text: str) -> str:
    """Fold ``text`` and collapse white space: the form in which names are stored and looked up."""
    return " ".join(fold_with_map(text).text.split())


def _fold_by_methods(text: str) -> Folded:
    positions: list[int] = []
    dropped: list[int] = []
    total = 0
    for match in _DROPPED.finditer(text):
        positions.append(match.start() - total)
        total += match.end() - match.start()
        dropped.append(total)
    stripped = _DROPPED.sub("", text) if positions else text
    lowered = stripped.lower()
    if len(lowered) != len(stripped):  # a few letters (İ) change length in lower case; offsets must not move
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in stripped)
    return Folded(lowered.translate(_LETTERS), tuple(positions), tuple(dropped))


def _fold_by_table(texts: Sequence[str]) -> list[Folded]:
    joined = "".join(texts)
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(units) != len(joined):  # some characters take two units, and one of two may be a capital
        plain = iter(_fold_by_table([text for text in texts if _one_unit_each(text)]))
        return [next(plain) if _one_unit_each(text) else _fold_by_methods(text) for text in texts]
    folded = _TABLE.take(units)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    marked = folded >= _OTHERWISE
    cuts: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    otherwise: set[int] = set()
    if marked.any():
        places = np.flatnonzero(marked)
        owners = np.searchsorted(ends, places, side="right")
        otherwise = set(owners[folded[places] == _OTHERWISE].tolist())
        cuts = _cuts(places, owners, ends)
        folded = folded[~marked]
        ends = ends - np.searchsorted(places, ends)
    whole = folded.tobytes().decode("utf-16-le", "surrogatepass")
    result = []
    start = 0
    for number, end in enumerate(ends.tolist()):
        text = Folded(whole[start:end], *cuts.get(number, ()))
        result.append(_fold_by_methods(texts[number]) if number in otherwise else text)
        start = end
    return result


def _one_unit_each(text: str) -> bool:
    return len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)


def _cuts(
    places: NDArray[np.int64], owners: NDArray[np.int64], ends: NDArray[np.int64]
) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each text of which characters were dropped where that was, and how many up to there."""
    texts, firsts, counts = np.unique(owners, return_index=True, return_counts=True)
    number_in_text = np.arange(len(places)) - np.repeat(firsts, counts)
    run_begins = np.ones(len(places), dtype=bool)
    run_begins[1:] = (np.diff(places) != 1) | (np.diff(owners) != 0)
    run_ends = np.append(run_begins[1:], True)
    starts = np.concatenate(([0], ends))[owners]
    positions = (places - starts - number_in_text)[run_begins]
    dropped = (number_in_text + 1)[run_ends]
    bounds = np.searchsorted(owners[run_begins], [*texts.tolist(), len(ends)])
    return {
        text: (tuple(positions[first:last].tolist()), tuple(dropped[first:last].tolist()))
        for text, first, last in zip(texts.tolist(), bounds.tolist(), bounds.tolist()[1:], strict=False)
    }


def fold_name(name: str) -> str:
    """Fold a person's name into its key: as ``fold``, and عبد joined to the name that follows it."""
    return _ABD.sub("عبدال", fold(name).replace("-", " "))


def strip_bidi(text: str) -> str:
    """Remove bidirectional overrides and isolates, which let a title or name show other than it reads."""
    return _BIDI_CONTROLS.sub("", text)
