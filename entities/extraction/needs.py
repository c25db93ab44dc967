"""Which words a sentence must hold for a pattern of a rule to match: what lets rules rest where they cannot.

A need is a set of names of which one must be found in the sentence: names of lists and verbs of the rules, and
``=word`` for a word that a pattern spells out.
"""

import re
from collections.abc import Iterable, Iterator

from articles.arabic import fold_with_map

Need = frozenset[str]

_TOKEN = re.compile(r"@[a-z_]+|\{\w+\+?\}|…+|\s+|[^\W\d_]+|.")
_OPTIONAL = ("?", "*", "{")


def telling_needs(pattern: str, common: frozenset[str]) -> tuple[Need, ...]:
    """Return the needs of a pattern without those that nearly every sentence meets, if others are left.

    ``common`` are folded words.
    """
    needs = needs_of(pattern)
    names = {f"={word}" for word in common}
    return tuple(need for need in needs if names.isdisjoint(need)) or needs


def needs_of(pattern: str) -> tuple[Need, ...]:
    """Return the needs of a pattern in the notation of rules; what may be left out of it is no need."""
    found: dict[Need, None] = {}
    tokens = _TOKEN.findall(pattern)
    number = 0
    before = " "
    while number < len(tokens):
        stop = _behind_group(tokens, number) if tokens[number] == "(" else number + 1
        behind = tokens[stop] if stop < len(tokens) else " "
        if not behind.startswith(_OPTIONAL) or (behind.startswith("{") and behind.endswith("}")):
            for need in _needs_of_piece(tokens[number:stop], _apart(before), _apart(behind)):
                found[need] = None
        before = tokens[stop - 1]
        number = stop
    return tuple(found)


def actors_needed(pattern: str) -> int:
    """Return how many actors, or «the two countries», a sentence must hold for a pattern to match."""
    tokens = _TOKEN.findall(pattern)
    depth = count = 0
    for token, behind in zip(tokens, [*tokens[1:], " "], strict=True):
        depth += {"(": 1, ")": -1}.get(token, 0)
        count += depth == 0 and token.startswith("{") and token.endswith("}") and behind not in _OPTIONAL
    return count


def words_spelled_out(needs: Iterable[Need]) -> dict[str, frozenset[str]]:
    """Map each word that needs spell out to its name in them."""
    names = {name for need in needs for name in need}
    return {name[1:]: frozenset((name,)) for name in names if name.startswith("=")}


def _needs_of_piece(tokens: list[str], apart_before: bool, apart_behind: bool) -> Iterator[Need]:
    first = tokens[0]
    if first.startswith("@"):
        yield frozenset((first[1:],))
    elif first[0].isalpha() and apart_before and apart_behind:
        yield frozenset((_spelled(first),))
    elif first == "(" and tokens[1:3] == ["?", ":"] and apart_before:
        names = [_first_need(choice, apart_behind) for choice in _choices(tokens[3:-1])]
        if all(names):
            yield frozenset(name for name in names if name)


def _first_need(tokens: list[str], apart_behind: bool) -> str:
    """What one choice of a group must begin with; empty where it may begin with anything."""
    if not tokens:
        return ""
    behind = _apart(tokens[1]) if len(tokens) > 1 else apart_behind
    if tokens[0].startswith("@"):
        return "" if len(tokens) > 1 and tokens[1].startswith(_OPTIONAL) else tokens[0][1:]
    return _spelled(tokens[0]) if tokens[0][0].isalpha() and behind else ""


def _spelled(word: str) -> str:
    return "=" + fold_with_map(word).text


def _apart(token: str) -> bool:
    """Whether a word ends where this stands beside it."""
    return token.isspace() or token.startswith("…")


def _behind_group(tokens: list[str], opening: int) -> int:
    depth = 0
    for number in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[number], 0)
        if depth == 0:
            return number + 1
    return len(tokens)


def _choices(tokens: list[str]) -> list[list[str]]:
    choices: list[list[str]] = [[]]
    depth = 0
    for piece in tokens:
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "|" and depth == 0:
            choices.append([])
        else:
            choices[-1].append(piece)
    return choices
