"""The small language in which rules are written, compiled to regular expressions over reduced sentences.

A reduced sentence is folded text in which every actor, date and «the two countries» is one private character,
so that a rule speaks of ``{actor} … {host}`` and not of words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.arabic import fold_with_map

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
# «كانت بوتان قد قطعت»
_AUXILIARY = rf"(?:(?:قد|كان|كانت|كانا|سوف){_GAP}){{0,2}}"
_TENSES = ("past", "future", "present")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, and the lists of words and verbs of which a sentence must hold one each."""

    regex: re.Pattern[str]
    triggers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. ``options`` are the further keys of its table in the rules file."""

    name: str
    kind: str
    patterns: tuple[Pattern, ...]
    status: str = ""
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


def compile_rules(data: Mapping[str, Any], table: str) -> tuple[Rule, ...]:
    """Compile one table of a rules file; ValueError names the rule whose pattern is broken."""
    verbs = {name: _verb(forms) for name, forms in data["verbs"].items()}
    lists = {name: _either(words) for name, words in data["words"].items()}
    if both := verbs.keys() & lists.keys():
        raise ValueError(f"a verb and a list of words have one name: {', '.join(sorted(both))}")
    rules = []
    for entry in data[table]:
        options = dict(entry)
        name, kind = options.pop("name"), options.pop("kind")
        try:
            patterns = tuple(_compile(pattern, verbs, lists) for pattern in options.pop("patterns"))
        except (re.error, KeyError) as error:
            raise ValueError(f"rule {name}: {error}") from error
        rules.append(
            Rule(
                name,
                kind,
                patterns,
                options.pop("status", ""),
                tuple(options.pop("positive", ())),
                tuple(options.pop("negative", ())),
                options,
            )
        )
    return tuple(rules)


def trigger_forms(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Map every folded form of the rules' verbs and words to the lists that it stands on."""
    lists: dict[str, set[str]] = {}
    for name, tenses in data["verbs"].items():
        present = tenses["present"]
        for form in (*tenses["past"], *present, *("س" + form for form in present)):
            lists.setdefault(_fold(form), set()).add(name)
    for name, words in data["words"].items():
        for form in words:
            lists.setdefault(_fold(form), set()).add(name)
    return {form: frozenset(names) for form, names in lists.items()}


def _fold(text: str) -> str:
    return fold_with_map(text).text


def _phrase(words: str) -> str:
    return _GAP.join(re.escape(word) for word in _fold(words).split())


def _either(words: Sequence[str]) -> str:
    return "|".join(_phrase(word) for word in sorted(words, key=len, reverse=True))


def _verb(forms: Mapping[str, Sequence[str]]) -> str:
    past, present = _either(forms["past"]), _either(forms["present"])
    future = rf"س(?:{present})|سوف{_GAP}(?:{present})"
    return rf"(?P<past>{past})|(?P<future>{future})|(?P<present>{present})"


def _compile(pattern: str, verbs: Mapping[str, str], lists: Mapping[str, str]) -> Pattern:
    source = re.sub(r"\s*……\s*\??", "\x01", pattern)
    source = re.sub(r"\s*…\s*\??", "\x02", source)
    pieces: list[str] = []
    triggers: set[str] = set()
    depth = 0
    verb_used = False
    for piece in re.split(r"(\{\w+\+?\}|@[a-z_]+)", source):
        if piece.startswith("{"):
            pieces.append(_slot(piece[1:-1]))
        elif piece.startswith("@"):
            expansion = verbs.get(piece[1:]) or lists[piece[1:]]
            if depth == 0:  # what stands in a group may be optional
                triggers.add(piece[1:])
            if verb_used:
                expansion = re.sub(r"\?P<\w+>", "?:", expansion)
            if piece[1:] in verbs and pieces and pieces[-1].endswith(_GAP):
                pieces.append(_AUXILIARY)
            verb_used = verb_used or piece[1:] in verbs
            pieces.append(rf"(?:{expansion})(?!\w)")
        else:
            depth += piece.count("(") - piece.count(")")
            pieces.append(_fold(piece).replace(" ", _GAP))
    body = "".join(pieces).replace("\x01", _MANY).replace("\x02", _FEW)
    return Pattern(re.compile(rf"(?<!\w)[وف]?(?:{body})(?!\w)"), frozenset(triggers))


def _slot(slot: str) -> str:
    name, many = slot.rstrip("+"), slot.endswith("+")
    if name.startswith("pair"):
        return f"(?P<{name}>{_PAIR})"
    if not many:
        return f"(?P<{name}>{_ACTOR})"
    joined = rf"(?:\s*[،,]\s*و?(?:بين\s)?|{_GAP}و(?:بين\s)?){_ACTOR}"
    return f"(?P<{name}>{_ACTOR}(?:{joined})*|{_PAIR})"
