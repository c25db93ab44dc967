"""What a language writes between and around its words, as its ``grammar.toml`` says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from entities.extraction.morphology import Proclitics


@dataclass(frozen=True, slots=True)
class Patterns:
    """Regular expressions over folded text; those ending in ``before`` look back from where something starts."""

    sentence_end: re.Pattern[str]
    pair: re.Pattern[str]
    date_barrier: re.Pattern[str]
    next_clause: re.Pattern[str]
    another_clause: re.Pattern[str]
    clause_end: re.Pattern[str]
    bound_before_date: re.Pattern[str]
    since_before_date: re.Pattern[str]
    until_before_date: re.Pattern[str]
    goes_back: re.Pattern[str]
    preposition_before: re.Pattern[str]
    scene_before: re.Pattern[str]
    only_place_before: re.Pattern[str]
    place_before: re.Pattern[str]
    towards_before: re.Pattern[str]
    taken_up: re.Pattern[str]
    taking_office: re.Pattern[str]
    that: re.Pattern[str]
    quoted_first: re.Pattern[str]
    quoted: re.Pattern[str]
    addressed: re.Pattern[str]
    unknown_speaker: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Notation:
    """How the notation of rules is written out: see the head of ``rules.toml``."""

    joined: str
    auxiliaries: Sequence[str]
    future_prefix: str
    future_word: str
    conjunction: str
    between: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """``never_names`` and ``never_lone_names`` are unfolded words that look like names once they are folded."""

    article: str
    proclitics: Proclitics
    notation: Notation
    never_names: frozenset[str]
    never_lone_names: frozenset[str]
    attached_and: str
    joining: tuple[str, ...]
    before_places: frozenset[str]
    before_owners: frozenset[str]
    at: str
    before_names: tuple[str, ...]
    article_with_li: str
    name_beginning: str
    ministers: frozenset[str]
    titles_go_on: tuple[str, ...]
    bodies_of: tuple[str, ...]
    sides: tuple[str, ...]
    patterns: Patterns
    _peelable: Mapping[str, int]

    def peeled(self, word: str) -> tuple[str, ...]:
        """The word, and if one letter before it may be a proclitic the word without it."""
        if len(word) > self._peelable.get(word[:1], len(word)):
            return word, word[1:]
        return (word,)


def compile_grammar(data: Mapping[str, Any]) -> Grammar:
    """Compile a language's grammar file; TypeError or KeyError names an entry that is missing or unknown."""
    notation = dict(data["notation"])
    return Grammar(
        data["article"],
        Proclitics(frozenset(data["proclitics"]), {key: frozenset(of) for key, of in data["before"].items()}),
        Notation(conjunction=notation.pop("and"), **notation),
        frozenset(data["never_names"]),
        frozenset(data["never_lone_names"]),
        data["attached_and"],
        tuple(data["joining"]),
        frozenset(data["before_places"]),
        frozenset(data["before_owners"]),
        data["at"],
        tuple(data["before_names"]),
        data["article_with_li"],
        data["name_beginning"],
        frozenset(data["ministers"]),
        tuple(data["titles_go_on"]),
        tuple(data["bodies_of"]),
        tuple(data["sides"]),
        Patterns(**{name: re.compile(pattern) for name, pattern in data["patterns"].items()}),
        data["peelable"],
    )
