"""Events as rows of the two coding schemes of political science: who did what to whom, one pair a row.

A multilateral event is several rows with one ``event_id``. Both schemes code what happened, so planned,
cancelled and denied events are left out; PLOVER leaves out mere statements as well. What has no side that
acts (a meeting, talks, an agreement) stands in both directions, as is the custom; a visit in CAMEO is made
(042) and hosted (043). Countries are ISO 3166 alpha-3 codes, former states and actors without one their
code here; an international organization that no country stands for is ``IGO``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any

from entities.coding import CODES, PLOVER_QUADS, cameo_quad
from entities.models import Country, Event, EventParticipant, Organization

_ROLE = EventParticipant.Role
_TO_WHOM = (_ROLE.HOST, _ROLE.TARGET, _ROLE.SIGNATORY, _ROLE.PARTICIPANT)

Participant = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Coding:
    """A scheme: the columns of its rows with their types, and what makes rows of the API's events."""

    columns: Mapping[str, type]
    code: Callable[[Mapping[str, Any], "Names"], Iterator[Row]]

    def rows(self, events: Callable[[], Iterable[Mapping[str, Any]]]) -> Iterator[Row]:
        names = Names()
        for event in events():
            if event["modality"] == Event.Modality.HAPPENED:
                yield from self.code(event, names)


_NOBODY = {"code": "", "name_ar": "", "name_en": ""}


class Names:
    """How actors are written, looked up once."""

    def __init__(self) -> None:
        self._countries = {
            code: {"code": alpha3 or code, "name_ar": name_ar, "name_en": name_en}
            for code, alpha3, name_ar, name_en in Country.objects.values_list(
                "code", "alpha3", "name_ar", "name_en"
            )
        }
        international = Organization.objects.filter(kind=Organization.Kind.INTERNATIONAL)
        self._international = set(international.values_list("pk", flat=True))

    def actor(self, one: Participant | None, prefix: str) -> Row:
        """Return code and names of who took part, as columns that begin with the prefix; empty for nobody."""
        country, person, organization = (
            (one or {}).get(entity) for entity in ("country", "person", "organization")
        )
        named = person or organization or self._countries.get(country or "", _NOBODY)
        international = organization and organization["id"] in self._international
        return {
            prefix: self.code(country) or ("IGO" if international else ""),
            f"{prefix}_name": named["name_en"],
            f"{prefix}_name_ar": named["name_ar"],
        }

    def code(self, country: str | None) -> str:
        """Return the alpha-3 code of a country, or its code here where it has none; empty for none."""
        return self._countries.get(country or "", _NOBODY)["code"]


def pairs(participants: Sequence[Participant]) -> Iterator[tuple[Participant | None, Participant | None]]:
    """Yield who acted and on whom; None for a side that is not known."""
    acting = [one for one in participants if one["role"] == _ROLE.ACTOR]
    mediators = [one for one in participants if one["role"] == _ROLE.MEDIATOR]
    others = [one for one in participants if one["role"] in _TO_WHOM]
    nobody: Sequence[Participant | None] = [None]
    if acting:
        yield from product(acting, others or nobody)
    elif len(others) > 1:
        yield from permutations(others, 2)
    elif others and not mediators:
        yield None, others[0]
    yield from product(mediators, [*acting, *others] or nobody)


def _common(event: Mapping[str, Any]) -> Row:
    exact = len(event["date"]) == len("2025-04-10") and not event["date"].startswith("[")
    return {
        "event_id": event["id"],
        "event_date": event["date"] if exact else "",
        "event_date_edtf": event["date"],
    }


def _sources(event: Mapping[str, Any]) -> Row:
    supporting = [each for each in event["evidence"] if each["supports"]]
    place = event["place"]
    return {
        "place": place["text"],
        "review_status": event["review_status"],
        "confidence": event["confidence"],
        "articles": " ".join(map(str, dict.fromkeys(each["article"] for each in supporting))),
        "sentence": supporting[0]["quote"] if supporting else "",
    }


def _plover(event: Mapping[str, Any], names: Names) -> Iterator[Row]:
    kind = CODES[event["kind"]].plover
    if not kind:
        return
    for one, other in pairs(event["participants"]):
        yield {
            **_common(event),
            "event_type": kind,
            "quad_code": PLOVER_QUADS[kind],
            **names.actor(one, "actor"),
            **names.actor(other, "recipient"),
            "country": names.code(event["place"]["country"]),
            **_sources(event),
        }


def _cameo(event: Mapping[str, Any], names: Names) -> Iterator[Row]:
    code = CODES[event["kind"]].cameo
    for one, other in pairs(event["participants"]):
        yield _cameo_row(event, names, code, one, other)
        if event["kind"] == Event.Kind.VISIT and one and other and other["role"] == _ROLE.HOST:
            yield _cameo_row(event, names, HOSTED, other, one)


HOSTED = "043"


def _cameo_row(
    event: Mapping[str, Any], names: Names, code: str, one: Participant | None, other: Participant | None
) -> Row:
    return {
        **_common(event),
        **names.actor(one, "source"),
        **names.actor(other, "target"),
        "code": code,
        "root_code": code[:2],
        "quad_class": cameo_quad(code),
        "country": names.code(event["place"]["country"]),
        **_sources(event),
    }


_ENDS = {
    "country": str,
    "place": str,
    "review_status": str,
    "confidence": float,
    "articles": str,
    "sentence": str,
}
_BEGINS = {"event_id": int, "event_date": str, "event_date_edtf": str}


def _side(name: str) -> dict[str, type]:
    return {name: str, f"{name}_name": str, f"{name}_name_ar": str}


CODINGS = {
    "plover": Coding(
        {
            **_BEGINS,
            **dict.fromkeys(("event_type", "quad_code"), str),
            **_side("actor"),
            **_side("recipient"),
            **_ENDS,
        },
        _plover,
    ),
    "cameo": Coding(
        {
            **_BEGINS,
            **_side("source"),
            **_side("target"),
            "code": str,
            "root_code": str,
            "quad_class": int,
            **_ENDS,
        },
        _cameo,
    ),
}
