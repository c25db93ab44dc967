"""The gazetteer of the database: all aliases and what is known of the entities, compiled once and kept."""

from dataclasses import dataclass

from django.db.models import Max, Q

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import Entity, EntityKind, Name, Profile
from entities.models import Alias, Change, Country, Organization, Person

_NAMING = ("alias", "country", "person", "organization")
_UNREVIEWED = Q(person__origin="machine", person__needs_review=True)
_LATE = 5_000
"""How many ids back a change may still come to light: transactions do not end in the order of their ids."""


@dataclass(slots=True)
class _Kept:
    """The gazetteer compiled last; up to which change and alias it is right, and late changes that it knows."""

    gazetteer: Gazetteer
    change: int
    alias: int
    known: frozenset[int]


_kept: list[_Kept] = []


def current_gazetteer() -> Gazetteer:
    """Return the gazetteer; it is compiled anew when a name or an entity has changed.

    People whom a machine found are left out until somebody accepts them: what is read in an article must not
    depend on the articles that were read before it. So their names, which every import brings, cost nothing; to
    ask whether anything else has changed costs the same however much is stored.
    """
    change, alias = (model.objects.aggregate(last=Max("id"))["last"] or 0 for model in (Change, Alias))
    known = frozenset(
        Change.objects.filter(id__gt=(_kept[0].change if _kept else change) - _LATE, object_type__in=_NAMING)
        .exclude(cause=Change.Cause.EXTRACTION)
        .values_list("id", flat=True)
    )
    if _kept and known <= _kept[0].known and alias >= _kept[0].alias and not _listed_after(_kept[0].alias):
        _kept[0].change, _kept[0].alias, _kept[0].known = change, alias, known
    else:
        _kept[:] = [_Kept(_compile(), change, alias, known)]
    return _kept[0].gazetteer


def forget() -> None:
    """Compile anew at the next call: for when rows came or went past the log of changes."""
    _kept.clear()


def _listed_after(alias: int) -> bool:
    """Whether the gazetteer lacks a name that is younger than the alias with this id."""
    return Alias.objects.filter(id__gt=alias).exclude(_UNREVIEWED).exists()


def _compile() -> Gazetteer:
    profiles: dict[Entity, Profile] = {}
    for country in Country.objects.all():
        profiles[Entity(EntityKind.COUNTRY, country.code)] = Profile(country.name_ar, country.code)
    for kind, model in ((EntityKind.PERSON, Person), (EntityKind.ORGANIZATION, Organization)):
        for row in model.objects.all():
            profiles[Entity(kind, row.key)] = Profile(row.name_ar or row.name_en, row.country_id or "")
    unreviewed = set(Person.objects.filter(origin="machine", needs_review=True).values_list("key", flat=True))
    names = [
        Name(text, kind, Entity(_entity_kind(country, person), key), language, weak)
        for text, kind, country, person, key, language, weak in Alias.objects.values_list(
            "text", "kind", "country_id", "person_id", "origin_key", "language", "weak"
        )
        if not (person and key in unreviewed)
    ]
    return Gazetteer(names, profiles)


def _entity_kind(country: str | None, person: int | None) -> EntityKind:
    if country:
        return EntityKind.COUNTRY
    return EntityKind.PERSON if person else EntityKind.ORGANIZATION
