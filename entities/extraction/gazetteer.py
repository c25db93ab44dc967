"""All names of countries, people and organizations, compiled, and where a text holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from articles.arabic import fold, fold_name
from entities.extraction import morphology
from entities.extraction.language import Entry, Language
from entities.extraction.lexicon import Lexicon, Match
from entities.extraction.names import DEMONYM, NameForm
from entities.extraction.spans import Apart, longest
from entities.extraction.text import Words
from entities.extraction.types import Entity, EntityKind, Name, Profile

# ألمانيا, إلياس: folded, their first letters look like the article, which swallows the preposition ل.
_LIKE_THE_ARTICLE = ("أل", "إل", "آل")
_WITH_LI = ("لل", "لال")


class NameMatch(NamedTuple):
    """A place where names of one kind of entity match; ``prefix`` counts the letters before the name."""

    start: int
    end: int
    prefix: int
    form: NameForm

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.form.entities


class Gazetteer:
    """Names, and what is known of the entities that they mean. Immutable once built."""

    def __init__(self, names: Iterable[Name], profiles: Mapping[Entity, Profile] | None = None) -> None:
        self.profiles: Mapping[Entity, Profile] = profiles or {}
        by_form: dict[str, dict[Name, None]] = {}
        for name in names:
            for read_as in _readings(name):
                for form in surface_forms(read_as):
                    by_form.setdefault(form, {})[read_as] = None
        self._forms = {form: _by_kind(form, found) for form, found in by_form.items()}
        self._lexicons: dict[str, Lexicon[Entry]] = {}

    def lexicon(self, language: Language) -> Lexicon[Entry]:
        """All names together with the words that the language's reading looks for: found in one pass."""
        if language.code not in self._lexicons:
            entries = dict(language.entries)
            for form, names in self._forms.items():
                entries[form] = entries.get(form, Entry(form))._replace(names=names)
            self._lexicons[language.code] = Lexicon(entries, language.grammar.proclitics)
        return self._lexicons[language.code]

    def find(self, text: str, language: Language) -> dict[EntityKind, list[NameMatch]]:
        """Return, for each kind of entity, the longest names in folded ``text`` that do not overlap."""
        return longest_names(self.lexicon(language).find(text, Words.of(text)))

    def name_of(self, entity: Entity) -> str:
        profile = self.profiles.get(entity)
        return profile.name if profile else entity.key

    def country_of(self, entity: Entity | None) -> str:
        """The country that an entity is, belongs to or acts for; empty when unknown."""
        if entity is None:
            return ""
        if entity.kind == EntityKind.COUNTRY:
            return entity.key
        profile = self.profiles.get(entity)
        return profile.country if profile else ""


def longest_names(
    matches: Iterable[Match[Entry]], not_names: Iterable[Match[Entry]] = ()
) -> dict[EntityKind, list[NameMatch]]:
    """Return, for each kind of entity, the longest of the names found, none overlapping another.

    Kinds are matched apart, so that the country inside an organization's name is found as well. ``not_names``
    are phrases, none overlapping another, that only look as if they held a name; what overlaps a longer one is dropped.
    """
    blocked = Apart(not_names)
    found: dict[EntityKind, dict[tuple[int, int], NameMatch]] = {kind: {} for kind in EntityKind}
    for match in matches:
        start, end = match.start, match.end
        if blocked and blocked.outdo(start, end):
            continue
        for form in match.payload.names:
            begin = start + form.lead
            known = found[form.kind].get((begin, end))
            if known:
                form = NameForm.of(dict.fromkeys((*known.form.names, *form.names)))
            found[form.kind][begin, end] = NameMatch(begin, end, match.prefix + begin - start, form)
    return {
        kind: longest(sorted(of_kind.values(), key=lambda name: (name.start, -name.end)))
        for kind, of_kind in found.items()
    }


def _by_kind(form: str, names: Iterable[Name]) -> tuple[NameForm, ...]:
    # The preposition ل before the article is written into the word, and is no part of the name.
    lead = 1 if form.startswith(_WITH_LI) else 0
    kinds: dict[EntityKind, list[Name]] = {}
    for name in names:
        kinds.setdefault(name.entity.kind, []).append(name)
    return tuple(NameForm.of(of_kind, lead) for of_kind in kinds.values())


def _readings(name: Name) -> tuple[Name, ...]:
    """A country's name that looks like its own adjective (سورية, جيبوتي) is read as both."""
    adjectival = name.entity.kind == EntityKind.COUNTRY and fold(name.text).endswith(("ي", "يه"))
    if name.kind != "name" or name.language != "ar" or not adjectival or " " in name.text:
        return (name,)
    return name, replace(name, kind=DEMONYM)


def surface_forms(name: Name) -> set[str]:
    """Return the folded forms in which a name is written in running text."""
    folded = fold(name.text)
    if not folded or name.language != "ar":
        return {folded} - {""}
    forms = {folded}
    if name.entity.kind == EntityKind.PERSON:
        forms.add(fold_name(name.text))
        forms.add(folded.replace("-", " "))
    if name.kind == DEMONYM:
        forms = morphology.adjective_forms(folded)
        articled = [word.startswith(morphology.ARTICLE) for word in name.text.split()]
        forms |= {form for bare in forms for form in morphology.definite(bare, articled)}
    if name.text.startswith(_LIKE_THE_ARTICLE):
        return forms | {"ل" + form for form in forms}
    return forms | {form for known in forms if (form := morphology.with_li(known))}
