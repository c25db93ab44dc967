"""All names of countries, people and organizations, compiled, and where a text holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from articles.arabic import fold, fold_name
from entities.extraction import morphology
from entities.extraction.matcher import Match, Matcher, longest
from entities.extraction.types import Entity, EntityKind, Name, Profile

# ألمانيا, إلياس: folded, their first letters look like the article, which swallows the preposition ل.
_LIKE_THE_ARTICLE = ("أل", "إل", "آل")
_DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place where names of one kind of entity match; several names: the form is ambiguous."""

    start: int
    end: int
    prefix: int
    names: tuple[Name, ...]

    @property
    def entities(self) -> tuple[Entity, ...]:
        return tuple(dict.fromkeys(name.entity for name in self.names))


class Gazetteer:
    """Names, and what is known of the entities that they mean. Immutable once built."""

    def __init__(self, names: Iterable[Name], profiles: Mapping[Entity, Profile] | None = None) -> None:
        self.profiles: Mapping[Entity, Profile] = profiles or {}
        by_form: dict[str, dict[Name, None]] = {}
        for name in names:
            for read_as in _readings(name):
                for form in surface_forms(read_as):
                    by_form.setdefault(form, {})[read_as] = None
        self._matcher = Matcher({form: tuple(found) for form, found in by_form.items()})

    def find(self, text: str, not_names: Iterable[Match[str]] = ()) -> dict[EntityKind, list[NameMatch]]:
        """Return, for each kind of entity, the longest names in folded ``text`` that do not overlap.

        Kinds are matched apart, so that the country inside an organization's name is found as well.
        ``not_names`` are phrases that only look as if they held a name; what overlaps them is dropped.
        """
        blocked = [(match.start, match.end) for match in not_names]
        result: dict[EntityKind, list[NameMatch]] = {}
        matches = self._matcher.find(text)
        for kind in EntityKind:
            of_kind: dict[tuple[int, int], Match[tuple[Name, ...]]] = {}
            for match in matches:
                names = tuple(name for name in match.payload if name.entity.kind == kind)
                if not names or any(
                    match.start < end and start < match.end and end - start > match.end - match.start
                    for start, end in blocked
                ):
                    continue
                # The preposition ل before the article is written into the word, and is no part of the name.
                start = match.start + (1 if text.startswith(("لل", "لال"), match.start) else 0)
                prefix = match.prefix + (start - match.start)
                known = of_kind.get((start, match.end))
                merged = tuple(dict.fromkeys((*(known.payload if known else ()), *names)))
                of_kind[start, match.end] = Match(start, match.end, merged, prefix)
            ordered = sorted(of_kind.values(), key=lambda match: (match.start, -match.end))
            result[kind] = [
                NameMatch(match.start, match.end, match.prefix, match.payload) for match in longest(ordered)
            ]
        return result

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


def _readings(name: Name) -> tuple[Name, ...]:
    """A country's name that looks like its own adjective (سورية, جيبوتي) is read as both."""
    adjectival = name.entity.kind == EntityKind.COUNTRY and fold(name.text).endswith(("ي", "يه"))
    if name.kind != "name" or name.language != "ar" or not adjectival or " " in name.text:
        return (name,)
    return name, replace(name, kind=_DEMONYM)


def surface_forms(name: Name) -> set[str]:
    """Return the folded forms in which a name is written in running text."""
    folded = fold(name.text)
    if not folded or name.language != "ar":
        return {folded} - {""}
    forms = {folded}
    if name.entity.kind == EntityKind.PERSON:
        forms.add(fold_name(name.text))
        forms.add(folded.replace("-", " "))
    if name.kind == _DEMONYM:
        forms = morphology.adjective_forms(folded)
        articled = [word.startswith(morphology.ARTICLE) for word in name.text.split()]
        forms |= {form for bare in forms for form in morphology.definite(bare, articled)}
    if name.text.startswith(_LIKE_THE_ARTICLE):
        return forms | {"ل" + form for form in forms}
    return forms | {form for known in forms if (form := morphology.with_li(known))}
