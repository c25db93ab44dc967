"""The words and rules of a language, read from its data files. Adding a rule or a word needs no code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from articles.arabic import fold
from entities.extraction.matcher import Match, Matcher
from entities.extraction.patterns import Rule, compile_rules, trigger_forms


@dataclass(frozen=True, slots=True)
class OfficeTitle:
    """A known title. ``of`` is state or organization; ``host``: accredited to another country."""

    role: str
    title_ar: str
    title_en: str
    of: str = "state"
    host: bool = False


@dataclass(frozen=True)
class Language:
    """One language as data. ``words`` maps each list of words.toml to its folded members."""

    code: str
    words: dict[str, frozenset[str]]
    given_names: frozenset[str]
    not_names: frozenset[str]
    offices: Matcher[OfficeTitle]
    office_titles: dict[str, OfficeTitle]
    heads: dict[str, dict[str, str]]
    rules: dict[str, Any]
    event_rules: tuple[Rule, ...]
    relation_rules: tuple[Rule, ...]
    _triggers: Matcher[frozenset[str]]
    _phrases: dict[str, Matcher[str]]

    def role_of_head(self, head: str, alone: bool) -> str:
        """The role of a title that is on no list, by its first word; ``alone``: the country follows it."""
        table = self.heads["alone"] if alone else {}
        return table.get(head) or self.heads["with_more"].get(head) or "other"

    def triggers(self, text: str) -> list[tuple[int, frozenset[str]]]:
        """Return where words stand for which rules ask, and the lists that they are on."""
        return [(match.start, match.payload) for match in self._triggers.find(text)]

    def find(self, words: str, text: str) -> list[Match[str]]:
        """Return where words of a list stand in folded text; the payload is the folded word."""
        return self._phrases[words].find(text)


@cache
def load_language(code: str) -> Language:
    """Read the data files of a language; KeyError or a TOML error at start-up if they are broken."""
    folder = files("entities.extraction") / code

    def toml(name: str) -> dict[str, Any]:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))

    def lines(name: str) -> frozenset[str]:
        text = (folder / name).read_text(encoding="utf-8")
        return frozenset(
            fold(line) for line in text.splitlines() if line.strip() and not line.startswith("#")
        )

    words = {name: frozenset(fold(word) for word in members) for name, members in toml("words.toml").items()}
    titles: dict[str, OfficeTitle] = {}
    by_role: dict[str, OfficeTitle] = {}
    offices = toml("offices.toml")
    for entry in offices["office"]:
        forms = entry.pop("forms")
        title = OfficeTitle(**entry)
        by_role[title.role] = title
        titles.update(dict.fromkeys((fold(form) for form in forms), title))
    rules = toml("rules.toml")
    return Language(
        code=code,
        words=words,
        given_names=lines("given_names.txt"),
        not_names=lines("not_names.txt"),
        offices=Matcher(titles),
        office_titles=by_role,
        heads={
            name: {fold(form): role for role, forms in members.items() for form in forms}
            for name, members in offices["heads"].items()
        },
        rules=rules,
        event_rules=compile_rules(rules, "event"),
        relation_rules=compile_rules(rules, "relation"),
        _triggers=Matcher(trigger_forms(rules)),
        _phrases={name: Matcher({word: word for word in members}) for name, members in words.items()},
    )
