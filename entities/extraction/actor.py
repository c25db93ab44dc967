"""What an actor is: a noun phrase that rules of events and relations see as one."""

from typing import NamedTuple

from entities.extraction.types import MentionSpan


class Actor(NamedTuple):
    """A phrase that can act, in positions of folded text (proclitics left out).

    ``predicated``: the office is said of the person (سفيرا لدى …), not held as a title before the name.
    ``bare``: nothing but the name of a country or city. ``country`` is "?" and a person's key for a regime named after its ruler.
    """

    start: int
    end: int
    country: str = ""
    person: MentionSpan | None = None
    organization: str = ""
    role: str = ""
    title: str = ""
    host: str = ""
    former: bool = False
    place: str = ""
    generic_title: bool = False
    predicated: bool = False
    bare: bool = False

    @property
    def known(self) -> bool:
        return bool(self.country or self.person or self.organization)

    @property
    def state(self) -> str:
        """The country acted for, where it is known by its code."""
        return "" if self.country.startswith("?") else self.country


def key_of(mention: MentionSpan) -> str:
    """The key of whom a mention means; empty where that is not decided."""
    return mention.candidates[0].key if len(mention.candidates) == 1 else ""


def person_key(actor: Actor) -> str:
    """The key of the person of an actor; empty where there is none, or nobody knows who it is."""
    return key_of(actor.person) if actor.person else ""
