"""The small language in which rules are written, compiled to regular expressions over reduced sentences.

A reduced sentence is folded text in which every actor, date and «the two countries» is one private character,
so that a rule speaks of ``{actor} … {host}`` and not of words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from articles.arabic import fold_with_map
from entities.extraction.grammar import Notation
from entities.extraction.needs import Need, actors_needed, telling_needs, words_spelled_out

ACTORS, DATES, PAIRS = 0xE000, 0xF000, 0xF400
_ROOM = 0x400
_ACTOR = f"[{chr(ACTORS)}-{chr(ACTORS + _ROOM - 1)}]"
_DATE = f"[{chr(DATES)}-{chr(DATES + _ROOM - 1)}]"
_PAIR = f"[{chr(PAIRS)}-{chr(PAIRS + _ROOM - 1)}]"
# Between two words stand spaces, commas and dates.
_GAP = rf"(?:[\s،,]|{_DATE})+"
_OTHER = rf"[^\s،,؛:{chr(ACTORS)}-{chr(PAIRS + _ROOM)}]+"
_ANY = r"[^\s؛:]+"
# A gap may follow an optional part of a rule that has already taken the space.
_START = rf"(?:{_GAP}|(?<=\s))"
_FEW = rf"{_START}(?:{_OTHER}{_GAP}){{0,6}}?"
_MANY = rf"{_START}(?:{_ANY}{_GAP}){{0,9}}?"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, and what a sentence must hold for it to match."""

    regex: re.Pattern[str]
    needs: tuple[Need, ...]
    actors: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. ``options`` are the further keys of its table in the rules file, words in them folded.

    Of overlapping readings by rules of one ``group`` the first stands.
    """

    name: str
    kind: str
    patterns: tuple[Pattern, ...]
    group: str
    status: str = ""
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


class Rules:
    """The rules of one table, in the order in which they are tried."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._patterns = [(rule, pattern) for rule in rules for pattern in rule.patterns]
        self.that_can_match = lru_cache(maxsize=4096)(self._that_can_match)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def _that_can_match(self, triggers: frozenset[str]) -> tuple[tuple[Rule, Pattern], ...]:
        """Return, in order, the patterns whose needs the triggers of a sentence meet."""
        return tuple(
            (rule, pattern)
            for rule, pattern in self._patterns
            if not any(triggers.isdisjoint(need) for need in pattern.needs)
        )


def compile_rules(data: Mapping[str, Any], table: str, notation: Notation, common: frozenset[str]) -> Rules:
    """Compile one table of a rules file; ValueError names the rule whose pattern is broken.

    ``common`` are folded words that nearly every sentence holds.
    """
    verbs = {name: _verb(forms, notation) for name, forms in data["verbs"].items()}
    lists = {name: _either(words) for name, words in data["words"].items()}
    if both := verbs.keys() & lists.keys():
        raise ValueError(f"a verb and a list of words have one name: {', '.join(sorted(both))}")
    compiler = _Compiler(verbs, lists, notation, common)
    rules = []
    for entry in data[table]:
        options = dict(entry)
        name, kind = options.pop("name"), options.pop("kind")
        try:
            patterns = tuple(compiler.compile(pattern) for pattern in options.pop("patterns"))
        except (re.error, KeyError) as error:
            raise ValueError(f"rule {name}: {error}") from error
        rules.append(
            Rule(
                name,
                kind,
                patterns,
                options.pop("group", name.split(".")[0]),
                options.pop("status", ""),
                tuple(options.pop("positive", ())),
                tuple(options.pop("negative", ())),
                {**options, **_folded(options, data)},
            )
        )
    return Rules(rules)


def _folded(options: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Options that hold or name words: as folded words."""
    folded: dict[str, Any] = {"unless": frozenset(_fold(word) for word in options.get("unless", ()))}
    if verb := options.get("state_in_present"):
        folded["state_in_present"] = frozenset(_fold(form) for form in data["verbs"][verb]["present"])
    if words := options.get("where_unless"):
        folded["where_unless"] = re.compile("|".join(_fold(word) for word in words))
    return folded


def trigger_forms(
    data: Mapping[str, Any], notation: Notation, rules: Iterable[Rules]
) -> dict[str, frozenset[str]]:
    """Map folded words to the names by which needs ask for them.

    Of every form of the rules' verbs and words, one word stands for the lists that the form is on.
    """
    lists: dict[str, set[str]] = {}
    for name, tenses in data["verbs"].items():
        present = tenses["present"]
        future = (notation.future_prefix + form for form in present) if notation.future_prefix else ()
        for form in (*tenses["past"], *present, *future):
            lists.setdefault(_telling_word(form), set()).add(name)
    for name, words in data["words"].items():
        for form in words:
            lists.setdefault(_telling_word(form), set()).add(name)
    needs = (need for table in rules for rule in table for pattern in rule.patterns for need in pattern.needs)
    for form, spelled in words_spelled_out(needs).items():
        lists.setdefault(form, set()).update(spelled)
    return {form: frozenset(names) for form, names in lists.items()}


def _telling_word(phrase: str) -> str:
    """The longest word of a phrase: commas and dates may stand between its words."""
    return max(_fold(phrase).split(), key=len)


def _fold(text: str) -> str:
    return fold_with_map(text).text


def _phrase(words: str) -> str:
    return _GAP.join(re.escape(word) for word in _fold(words).split())


def _either(words: Sequence[str]) -> str:
    return "|".join(_phrase(word) for word in sorted(words, key=len, reverse=True))


def _verb(forms: Mapping[str, Sequence[str]], notation: Notation) -> str:
    past, present = _either(forms["past"]), _either(forms["present"])
    future = [rf"{notation.future_word}{_GAP}(?:{present})"]
    if notation.future_prefix:
        future.insert(0, rf"{notation.future_prefix}(?:{present})")
    return rf"(?P<past>{past})|(?P<future>{'|'.join(future)})|(?P<present>{present})"


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Writes patterns out as regular expressions, with the verbs, lists of words and notation of a language."""

    verbs: Mapping[str, str]
    lists: Mapping[str, str]
    notation: Notation
    common: frozenset[str]

    def compile(self, pattern: str) -> Pattern:
        source = re.sub(r"\s*……\s*\??", "\x01", pattern)
        source = re.sub(r"\s*…\s*\??", "\x02", source)
        pieces: list[str] = []
        verb_used = False
        for piece in re.split(r"(\{\w+\+?\}|@[a-z_]+)", source):
            if piece.startswith("{"):
                pieces.append(self._slot(piece[1:-1]))
            elif piece.startswith("@"):
                name = piece[1:]
                expansion = self.verbs.get(name) or self.lists[name]
                if verb_used:
                    expansion = re.sub(r"\?P<\w+>", "?:", expansion)
                if name in self.verbs and pieces and pieces[-1].endswith(_GAP):
                    pieces.append(rf"(?:(?:{_either(self.notation.auxiliaries)}){_GAP}){{0,2}}")
                verb_used = verb_used or name in self.verbs
                pieces.append(rf"(?:{expansion})(?!\w)")
            else:
                pieces.append(_fold(piece).replace(" ", _GAP))
        body = "".join(pieces).replace("\x01", _MANY).replace("\x02", _FEW)
        return Pattern(
            re.compile(rf"(?<!\w){self.notation.joined}(?:{body})(?!\w)"),
            telling_needs(pattern, self.common),
            actors_needed(pattern),
        )

    def _slot(self, slot: str) -> str:
        name, many = slot.rstrip("+"), slot.endswith("+")
        if name.startswith("pair"):
            return f"(?P<{name}>{_PAIR})"
        if not many:
            return f"(?P<{name}>{_ACTOR})"
        conjunction, between = _fold(self.notation.conjunction), _fold(self.notation.between)
        joined = rf"(?:\s*[،,]\s*{conjunction}?(?:{between}\s)?|{_GAP}{conjunction}(?:{between}\s)?){_ACTOR}"
        return f"(?P<{name}>{_ACTOR}(?:{joined})*|{_PAIR})"
