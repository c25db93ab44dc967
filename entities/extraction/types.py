"""What extraction is given and what it hands on. Offsets count code points of the article's text."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from articles.dates import DateRange


class EntityKind(StrEnum):
    COUNTRY = "country"
    PERSON = "person"
    ORGANIZATION = "organization"


LOOSE_ROLES = frozenset(
    ("other", "minister", "chairman", "deputy", "director", "commander", "adviser", "assistant")
)
"""Roles under which many offices go, which only their titles tell apart."""


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A country by its code, or a person or organization by the key under which it was first known."""

    kind: EntityKind
    key: str


@dataclass(frozen=True, slots=True)
class Name:
    """An alias of the gazetteer; ``kind`` is that of ``entities.models.Alias``."""

    text: str
    kind: str
    entity: Entity
    language: str = "ar"
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What linking knows of an entity: the country it belongs to, its name."""

    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class PostText:
    start: int
    end: int
    published: DateRange | None
    author: str = ""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as extraction reads it. ``sections`` are (kind, start, end) in reading order."""

    text: str
    sections: tuple[tuple[str, int, int], ...]
    published: DateRange | None = None
    posts: tuple[PostText, ...] = ()
    source_country: str = ""
    language: str = "ar"


class MentionSpan(NamedTuple):
    """A span that names something. One candidate: linked; several: ambiguous; none: unresolved.

    ``new_name`` is set where a person unknown to the gazetteer is named, ``name_kind`` is the kind of alias
    that matched.
    """

    start: int
    end: int
    kind: EntityKind
    candidates: tuple[Entity, ...]
    rule: str
    confidence: float
    name_kind: str = ""
    new_name: str = ""

    @property
    def entity(self) -> Entity | None:
        """The entity meant, where there is exactly one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class Span:
    """Evidence: a sentence of the article, and the rule that read it.

    ``attested_on`` is the day for which the sentence says that something lasting held, where it says so.
    """

    start: int
    end: int
    extractor: str
    rule: str
    confidence: float
    attested_on: date | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    role: str
    country: str = ""
    person: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class EventCandidate:
    """An event. ``anaphoric``: named by a definite word that takes up one told before («الاتفاقية»)."""

    kind: str
    modality: str
    participants: frozenset[Participant]
    evidence: tuple[Span, ...]
    date: DateRange | None = None
    date_basis: str = "unknown"
    place_text: str = ""
    place_country: str = ""
    anaphoric: bool = False

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(participant.country for participant in self.participants if participant.country)


@dataclass(frozen=True, slots=True)
class RelationCandidate:
    """The state of relations between two countries, in canonical order."""

    countries: tuple[str, str]
    kind: str
    status: str
    evidence: tuple[Span, ...]
    initiator: str = ""
    start: DateRange | None = None
    end: DateRange | None = None


@dataclass(frozen=True, slots=True)
class TenureCandidate:
    """A person in an office, of a country or an organization; ``host`` where an ambassador is accredited."""

    person: str
    role: str
    title: str
    evidence: tuple[Span, ...]
    country: str = ""
    organization: str = ""
    host: str = ""
    start: DateRange | None = None
    end: DateRange | None = None


@dataclass(frozen=True, slots=True)
class QuotationCandidate:
    start: int
    end: int
    mode: str
    speaker_text: str
    evidence: tuple[Span, ...]
    person: str = ""
    country: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody the gazetteer does not know, named in full in the article."""

    key: str
    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one article."""

    mentions: tuple[MentionSpan, ...]
    relations: tuple[RelationCandidate, ...] = ()
    events: tuple[EventCandidate, ...] = ()
    tenures: tuple[TenureCandidate, ...] = ()
    quotations: tuple[QuotationCandidate, ...] = ()
    new_people: tuple[NewPerson, ...] = field(default=())
