"""Names as they are written: what a form that a text holds can name."""

from collections.abc import Iterable
from dataclasses import dataclass

from entities.extraction.types import Entity, EntityKind, MentionSpan, Name

_KIND_ORDER = ("name", "official", "capital", "seat", "short", "demonym", "misspelling")
_CONFIDENCE = {"name": 0.95, "official": 0.98, "capital": 0.85, "seat": 0.9, "short": 0.8, "demonym": 0.9}
_LEAST_CONFIDENCE = 0.8
DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class NameForm:
    """Names of one kind of entity that are written alike; several entities: the form is ambiguous.

    ``lead`` counts the letters that are written into the form and are no part of the name. ``weak``: the form
    is usually another word. ``adjective``: nothing but demonyms.
    """

    kind: EntityKind
    names: tuple[Name, ...]
    lead: int
    entities: tuple[Entity, ...]
    name_kind: str
    weak: bool
    adjective: bool
    rule: str
    confidence: float

    @classmethod
    def of(cls, names: Iterable[Name], lead: int = 0) -> "NameForm":
        """Names of one kind of entity as one form; ``names`` is not empty."""
        names = tuple(names)
        kinds = {name.kind for name in names}
        kind = min(kinds, key=_KIND_ORDER.index)
        return cls(
            names[0].entity.kind,
            names,
            lead,
            tuple(dict.fromkeys(name.entity for name in names)),
            kind,
            all(name.weak for name in names),
            kinds == {DEMONYM},
            f"listed_{kind}",
            _CONFIDENCE.get(kind, _LEAST_CONFIDENCE),
        )

    def mention(self, start: int, end: int) -> MentionSpan:
        """Where a text holds the form: the entities between which linking has to choose."""
        return MentionSpan(start, end, self.kind, self.entities, self.rule, self.confidence, self.name_kind)
