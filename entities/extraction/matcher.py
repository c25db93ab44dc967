"""Finding many fixed forms in one pass over folded text, whole words only, proclitics peeled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from entities.extraction import morphology

Payload = TypeVar("Payload")
LONGEST_PROCLITIC = 3


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A form in folded text; ``prefix`` counts the letters of proclitics written before it."""

    start: int
    end: int
    payload: Payload
    prefix: int


class Matcher(Generic[Payload]):
    """Forms compiled into one Aho–Corasick automaton. Immutable once built."""

    def __init__(self, forms: Mapping[str, Payload]) -> None:
        self._forms = list(forms)
        self._payloads = list(forms.values())
        self._automaton = (
            AhoCorasick(self._forms, implementation=Implementation.ContiguousNFA) if self._forms else None
        )

    def find(self, text: str) -> list[Match[Payload]]:
        """Return every whole-word occurrence in folded ``text``, overlapping ones included, in order."""
        if self._automaton is None:
            return []
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if end < len(text) and text[end].isalnum():
                continue
            begin = start
            while begin > 0 and start - begin <= LONGEST_PROCLITIC and text[begin - 1].isalnum():
                begin -= 1
            form = self._forms[index]
            if morphology.is_proclitic(text[begin:start], form):
                found.append(Match(start, end, self._payloads[index], start - begin))
        found.sort(key=lambda match: (match.start, -match.end))
        return found


def longest(matches: Iterable[Match[Payload]]) -> list[Match[Payload]]:
    """Of matches that overlap keep the longest, then the first."""
    kept: list[Match[Payload]] = []
    for match in matches:
        while kept and match.start < kept[-1].end and match.end - match.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept
