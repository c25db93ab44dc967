"""The gazetteer of the database: all aliases and what is known of the entities, compiled once and kept."""

from functools import lru_cache

from django.db.models import Count, Max

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import Entity, EntityKind, Name, Profile
from entities.models import Alias, Change, Country, Organization, Person

_NAMING = ("alias", "country", "person", "organization")


def current_gazetteer() -> Gazetteer:
    """Return the gazetteer; it is compiled anew when a name or an entity has changed.

    People whom a machine found are left out until somebody accepts them: what is read in an article must not
    depend on the articles that were read before it.
    """
    names = Alias.objects.aggregate(count=Count("id"), last=Max("id"))
    last_change = Change.objects.filter(object_type__in=_NAMING).aggregate(last=Max("id"))["last"]
    return _compiled((names["count"], names["last"], last_change))


@lru_cache(maxsize=2)
def _compiled(_state: tuple[int | None, ...]) -> Gazetteer:
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
