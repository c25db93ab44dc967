"""One article says the same thing several times: its readings joined, each keeping its sentences.

Readings are joined only where nothing contradicts: the same kind, modality and parties, and dates and people
that go together. The order of sentences does not matter to what is joined.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from articles.dates import DateRange
from entities.extraction.kinds import KINDS
from entities.extraction.tenures import merge_spells, sentences_of
from entities.extraction.types import (
    LOOSE_ROLES,
    EventCandidate,
    Participant,
    RelationCandidate,
    TenureCandidate,
)

_REPORTED_WITHIN = timedelta(days=7)


def join_events(events: Iterable[EventCandidate]) -> list[EventCandidate]:
    """Join the readings of each event. An agreement is the one that established relations, if there is one."""
    joined: list[EventCandidate] = []
    # Those that say most come first, so that a bare report joins the full one and not the other way round.
    ordered = sorted(
        events,
        key=lambda event: (event.kind == "agreement_signed", event.date is None, -len(event.participants)),
    )
    for event in ordered:
        partners = [index for index, other in enumerate(joined) if same_event(event, other)]
        if event.date is None and len(partners) > 1:
            # A headline reports the latest of them; elsewhere it cannot be told.
            partners = [max(partners, key=lambda index: _day(joined[index].date))] if _is_title(event) else []
        if partners:
            joined[partners[0]] = _join(joined[partners[0]], event)
        else:
            joined.append(replace(event, participants=_without_subsumed(event.participants)))
    return joined


def same_event(event: EventCandidate, other: EventCandidate) -> bool:
    """Whether nothing keeps the two from being one event: kind, modality, parties, people, roles and day."""
    if event.modality != other.modality or not _same_day(event, other):
        return False
    if event.kind != other.kind:
        traits = KINDS[other.kind]
        signing = event.kind == "agreement_signed" and traits.mutual and traits.relation
        return bool(signing) and event.anaphoric and event.countries == other.countries
    if not (event.countries <= other.countries or other.countries <= event.countries):
        return False
    if not event.countries and event.participants != other.participants:
        return False
    return _roles_agree(event, other) and _people_agree(event.participants, other.participants)


def _roles_agree(one: EventCandidate, other: EventCandidate) -> bool:
    """Whether nobody acts in one reading who is acted upon in the other."""
    if KINDS[one.kind].mutual:
        return True
    first, second = _by_role(one), _by_role(other)
    return all(
        first[role] <= second[role] or second[role] <= first[role] for role in first.keys() & second.keys()
    )


def _by_role(event: EventCandidate) -> dict[str, set[str]]:
    roles: dict[str, set[str]] = {}
    for part in event.participants:
        roles.setdefault(part.role, set()).add(part.country or part.organization or part.person)
    return roles


def _is_title(event: EventCandidate) -> bool:
    return event.evidence[0].start == 0


def _day(range_: DateRange | None) -> date:
    return range_.sort_day if range_ else date.min


def _same_day(one: EventCandidate, other: EventCandidate) -> bool:
    """Whether the dates go together; a post may report what happened some days before it."""
    if _compatible(one.date, other.date):
        return True
    for post, stated in ((one, other), (other, one)):
        if post.date_basis == "post" != stated.date_basis and post.date and stated.date:
            reported, told = stated.date.latest, post.date.earliest
            if reported and told and timedelta(0) <= told - reported <= _REPORTED_WITHIN:
                return True
    return False


def _compatible(one: DateRange | None, other: DateRange | None) -> bool:
    return one is None or other is None or one.within(other) or other.within(one)


def _people_agree(one: frozenset[Participant], other: frozenset[Participant]) -> bool:
    """Whether, for each country with people on both sides, they have somebody in common."""
    for country in {part.country for part in one} & {part.country for part in other}:
        first = {part.person for part in one if part.country == country and part.person}
        second = {part.person for part in other if part.country == country and part.person}
        if first and second and not first & second:
            return False
    return True


def _join(one: EventCandidate, other: EventCandidate) -> EventCandidate:
    dates = [event for event in (one, other) if event.date]
    dated = min(dates, key=lambda event: (event.date_basis == "post", _width(event.date))) if dates else one
    participants = set(one.participants)
    if other.kind == one.kind:
        participants |= other.participants
    else:  # the signing ministers of the agreement
        participants |= {part for part in other.participants if part.role == "signatory"}
    return replace(
        one,
        participants=_without_subsumed(frozenset(participants)),
        date=dated.date,
        date_basis=dated.date_basis,
        place_text=one.place_text or other.place_text,
        place_country=one.place_country or other.place_country,
        evidence=sentences_of(one.evidence, other.evidence),
    )


def _width(date: DateRange | None) -> int:
    if date is None or date.earliest is None or date.latest is None:
        return 10**6
    return (date.latest - date.earliest).days


def _without_subsumed(participants: frozenset[Participant]) -> frozenset[Participant]:
    """Leave out a country that takes part through its people, and a person's second role beside a better one."""
    represented = {part.country for part in participants if part.person or part.organization}
    kept = {
        part for part in participants if part.person or part.organization or part.country not in represented
    }
    hosts = {part.person for part in kept if part.role == "host" and part.person}
    return frozenset(part for part in kept if not (part.role == "participant" and part.person in hosts))


def join_relations(relations: Iterable[RelationCandidate]) -> list[RelationCandidate]:
    """Join the readings of each state of relations: undated ones with the only dated one."""
    joined: list[RelationCandidate] = []
    for relation in sorted(
        relations, key=lambda relation: (relation.start is None, relation.evidence[0].start)
    ):
        partners = [
            index
            for index, other in enumerate(joined)
            if (other.countries, other.kind, other.status)
            == (relation.countries, relation.kind, relation.status)
            and _compatible(relation.start, other.start)
        ]
        if relation.start is None and len(partners) > 1 and relation.evidence[0].start == 0:
            partners = [max(partners, key=lambda index: _day(joined[index].start))]
        if partners and (relation.start or len(partners) == 1):
            other = joined[partners[0]]
            narrow = min((other, relation), key=lambda one: _width(one.start))
            joined[partners[0]] = replace(
                other,
                start=narrow.start or other.start,
                end=other.end or relation.end,
                initiator=other.initiator or relation.initiator,
                evidence=sentences_of(other.evidence, relation.evidence),
            )
        else:
            joined.append(relation)
    return joined


def join_tenures(tenures: Iterable[TenureCandidate]) -> list[TenureCandidate]:
    """Join the readings of each tenure: of one person, role, and country or organization."""
    joined: dict[tuple[str, ...], TenureCandidate] = {}
    for tenure in sorted(tenures, key=lambda tenure: (tenure.start is None, tenure.evidence[0].start)):
        title = tenure.title if tenure.role in LOOSE_ROLES else ""
        key = (tenure.person, tenure.role, title, tenure.country, tenure.organization)
        joined[key] = merge_spells(joined[key], tenure) if key in joined else tenure
    return list(joined.values())
