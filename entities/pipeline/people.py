"""People nobody has listed: stored under the name that was read, for an editor to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from entities.changes import Act, created, record
from entities.extraction.types import Entity, EntityKind, NewPerson, Reading
from entities.models import Alias, Organization, Origin, Person
from entities.names import alias_row

_BATCH = 500


@dataclass(frozen=True, slots=True)
class EntityIds:
    """Row ids of people and organizations by their keys, merges followed. Countries are their own ids."""

    people: Mapping[str, int]
    organizations: Mapping[str, int]

    def keys(self, entity: Entity | None) -> tuple[str | None, int | None, int | None]:
        """Return the foreign keys to country, person and organization, of which one at most is set."""
        if entity is None:
            return None, None, None
        if entity.kind is EntityKind.COUNTRY:
            return entity.key, None, None
        if entity.kind is EntityKind.PERSON:
            return None, self.people[entity.key], None
        return None, None, self.organizations[entity.key]


def write_people(readings: Iterable[Reading], act: Act) -> tuple[EntityIds, int]:
    """Create the people whom the readings name for the first time; return all ids and how many are new."""
    found: dict[str, NewPerson] = {}
    used: dict[EntityKind, set[str]] = {kind: set() for kind in EntityKind}
    for reading in readings:
        for person in reading.new_people:
            known = found.setdefault(person.key, person)
            if not known.country and person.country:
                found[person.key] = person
        for mention in reading.mentions:
            for entity in mention.candidates:
                used[entity.kind].add(entity.key)
    known_keys = set(Person.objects.filter(key__in=found).values_list("key", flat=True))
    new = [
        Person(
            key=key,
            name_ar=found[key].name,
            country_id=found[key].country or None,
            origin=Origin.MACHINE,
            needs_review=True,
        )
        for key in sorted(found.keys() - known_keys)
    ]
    Person.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)
    stored = list(Person.objects.filter(key__in=[person.key for person in new]).order_by("pk"))
    aliases = [alias_row(person, person.name_ar) for person in stored]
    Alias.objects.bulk_create(aliases, batch_size=_BATCH, ignore_conflicts=True)
    record(act, (created(person) for person in stored))
    ids = EntityIds(
        _ids(Person, used[EntityKind.PERSON] | found.keys()),
        _ids(Organization, used[EntityKind.ORGANIZATION]),
    )
    return ids, len(stored)


def _ids(model: type[Person] | type[Organization], keys: set[str]) -> dict[str, int]:
    """Map keys to row ids; a merged row stands for the one it was merged into, however far."""
    rows = dict(model.objects.filter(key__in=keys).values_list("key", "id"))
    merged = dict(model.objects.filter(merged_into__isnull=False).values_list("id", "merged_into_id"))
    for key, row in rows.items():
        while row in merged:
            row = merged[row]
        rows[key] = row
    return rows
