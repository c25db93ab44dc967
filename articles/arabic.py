"""Folding of Arabic text for matching and search, with the way back to the original.

Folding removes the differences that writers of Arabic news do not keep apart: diacritics, tatweel, the
hamza on alef, final yeh against alef maqsura, teh marbuta against heh, Persian and Urdu letters on
keyboards, Arabic-Indic digits, and joiners in hashtags. It is pure: no Django, no database.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

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
_SPACE = re.compile(r"\s+")
FOLDING = _SAME_LENGTH | dict.fromkeys(filter(_DROPPED.match, map(chr, range(0xAD, 0x10000))), "")
"""What folding makes of single characters: another one, or nothing. Latin letters become small ones besides."""
_ABD = re.compile(r"\bعبد ال")


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


def fold(text: str) -> str:
    """Fold ``text`` and collapse white space: the form in which names are stored and looked up."""
    return _SPACE.sub(" ", fold_with_map(text).text).strip()


def fold_name(name: str) -> str:
    """Fold a person's name into its key: as ``fold``, and عبد joined to the name that follows it."""
    return _ABD.sub("عبدال", fold(name).replace("-", " "))


def strip_bidi(text: str) -> str:
    """Remove bidirectional overrides and isolates, which let a title or name show other than it reads."""
    return _BIDI_CONTROLS.sub("", text)
