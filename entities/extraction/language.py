"""The words and rules of a language, read from its data files. Adding a rule or a word needs no code."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from articles.arabic import fold
from entities.extraction.dates import DateForms, compile_dates
from entities.extraction.grammar import Grammar, compile_grammar
from entities.extraction.names import NameForm
from entities.extraction.patterns import Rules, compile_rules, trigger_forms

LISTS_FOUND = (
    "honorifics", "governments", "counterparts", "fillers", "former", "office_heads", "not_acting",
    "capital_heads", "not_countries", "saying", "saying_on",
)  # fmt: skip
"""The lists of words.toml that are looked for in texts. Of the others it is asked whether a word is on them."""

LANGUAGES = ("ar",)
"""The languages that are read, each a folder of data. What is written in another is read as the first."""

PAIR = "{pair}"
"""The trigger of words for the two countries spoken of."""


@dataclass(frozen=True, slots=True)
class OfficeTitle:
    """A known title. ``of`` is state or organization; ``host``: accredited to another country."""

    role: str
    title_ar: str
    title_en: str
    of: str = "state"
    host: bool = False


class Entry(NamedTuple):
    """All that a written form can be: names, an office, on lists of words, a trigger of rules and dates."""

    form: str
    names: tuple[NameForm, ...] = ()
    office: OfficeTitle | None = None
    lists: tuple[str, ...] = ()
    triggers: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Language:
    """One language as data. ``words`` maps each list of words.toml to its folded members."""

    code: str
    grammar: Grammar
    dates: DateForms
    words: dict[str, frozenset[str]]
    given_names: frozenset[str]
    not_names: frozenset[str]
    entries: Mapping[str, Entry]
    office_titles: dict[str, OfficeTitle]
    heads: dict[str, dict[str, str]]
    event_rules: Rules
    relation_rules: Rules

    def role_of_head(self, head: str, alone: bool) -> str:
        """The role of a title that is on no list, by its first word; ``alone``: the country follows it."""
        table = self.heads["alone"] if alone else {}
        return table.get(head) or self.heads["with_more"].get(head) or "other"

    def has(self, words: Sequence[str], name: str) -> bool:
        """Whether any of the words, proclitics aside, or two or three in a row, are on the list."""
        listed, peeled = self.words[name], self.grammar.peeled
        for index, word in enumerate(words):
            for first in peeled(word):
                if first in listed:
                    return True
                pair = " ".join((first, *words[index + 1 : index + 2]))
                if pair in listed or " ".join((pair, *words[index + 2 : index + 3])) in listed:
                    return True
        return False


def language_of(code: str) -> Language:
    """The language in which a text of this code is read."""
    return load_language(code if code in LANGUAGES else LANGUAGES[0])


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
    grammar = compile_grammar(toml("grammar.toml"))
    dates = compile_dates(toml("dates.toml"))
    rules = toml("rules.toml")
    events, relations = (
        compile_rules(rules, table, grammar.notation, words["common"]) for table in ("event", "relation")
    )
    triggers = trigger_forms(rules, grammar.notation, (events, relations))
    pairs = dict.fromkeys(words["pairs"], frozenset((PAIR,)))
    return Language(
        code=code,
        grammar=grammar,
        dates=dates,
        words=words,
        given_names=lines("given_names.txt"),
        not_names=lines("not_names.txt"),
        entries=_entries(words, titles, (triggers, dates.triggers, pairs)),
        office_titles=by_role,
        heads={
            name: {fold(form): role for role, forms in members.items() for form in forms}
            for name, members in offices["heads"].items()
        },
        event_rules=events,
        relation_rules=relations,
    )


def _entries(
    words: Mapping[str, frozenset[str]],
    titles: Mapping[str, OfficeTitle],
    triggers: Iterable[Mapping[str, frozenset[str]]],
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for name in LISTS_FOUND:
        for form in words[name]:
            entry = entries.get(form, Entry(form))
            entries[form] = entry._replace(lists=(*entry.lists, name))
    for form, office in titles.items():
        entries[form] = entries.get(form, Entry(form))._replace(office=office)
    for table in triggers:
        for form, names in table.items():
            entry = entries.get(form, Entry(form))
            entries[form] = entry._replace(triggers=entry.triggers | names)
    return entries
