"""How names enter: the columns that matching relies on are set here, and nowhere else."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.arabic import fold, fold_name, strip_bidi
from articles.models import Source, SourceAlias
from entities.changes import Act, Entry, created, deleted, record, snapshot, updated
from entities.models import Alias, Country, Mergeable, Organization, Person

Entity: TypeAlias = Country | Person | Organization
KEY_LENGTH = 200


def alias_row(
    entity: Entity, text: str, kind: str = Alias.Kind.NAME, language: str = "ar", weak: bool = False
) -> Alias:
    """Return an unsaved alias of a saved entity; ValidationError when the text holds no letters."""
    alias = Alias(text=text, kind=kind, language=language, weak=weak)
    setattr(alias, _column(entity), entity)
    return prepare(alias)


def source_alias_row(source: Source, text: str) -> SourceAlias:
    """Return an unsaved alias of a source; ValidationError when the text holds no letters."""
    return prepare_source_alias(SourceAlias(source=source, text=text))


def prepare_source_alias(alias: SourceAlias) -> SourceAlias:
    """Clean the alias's text and fold it."""
    alias.text, alias.folded = _clean(alias.text, fold)
    return alias


def prepare(alias: Alias) -> Alias:
    """Clean the alias's text and set what follows from it; its origin stays, if it has one."""
    entity = entity_of(alias)
    alias.text, alias.folded = _clean(alias.text, fold_name if isinstance(entity, Person) else fold)
    alias.origin_key = alias.origin_key or (entity.code if isinstance(entity, Country) else entity.key)
    return alias


def entity_of(alias: Alias) -> Entity:
    """Return whose name it is; ValidationError when that is not exactly one entity."""
    match [entity for entity in (alias.country, alias.person, alias.organization) if entity]:
        case [entity]:
            return entity
        case _:
            raise ValidationError(_("An alias belongs to one country, person or organization."))


def new_key(model: type[Mergeable] | type[Source], name: str) -> str:
    """Return a free key for a new row: the folded name, numbered when others have it."""
    key = stem = (fold_name(name) if issubclass(model, Person) else fold(name))[:KEY_LENGTH]
    number = 1
    while model._default_manager.filter(key=key).exists():
        number += 1
        key = f"{stem[: KEY_LENGTH - 6]} {number}"
    return key


@transaction.atomic
def add_alias(
    entity: Entity,
    text: str,
    act: Act,
    *,
    kind: str = Alias.Kind.NAME,
    language: str = "ar",
    weak: bool = False,
) -> Alias:
    """Give the entity one more name; a name that it has already, by its folded form, stays as it is."""
    alias = alias_row(entity, text, kind, language, weak)
    known: Alias | None = entity.aliases.filter(folded=alias.folded).first()
    if known:
        return known
    alias.save()
    record(act, [created(alias)])
    return alias


@transaction.atomic
def set_aliases(entity: Entity, aliases: Iterable[Alias], act: Act) -> None:
    """Make the given rows (of :func:`alias_row`) the names of the entity: all of them, and no others."""
    wanted = {alias.folded: alias for alias in aliases}
    entries: list[Entry] = []
    for alias in entity.aliases.order_by("pk"):
        given = wanted.pop(alias.folded, None)
        if given is None:
            entries.append(deleted(alias))
            entity.aliases.filter(pk=alias.pk).delete()
            continue
        before = snapshot(alias)
        for column in ("text", "kind", "language", "weak"):
            setattr(alias, column, getattr(given, column))
        if snapshot(alias) != before:
            alias.save()
            entries.append(updated(alias, before))
    for alias in wanted.values():
        alias.save()
        entries.append(created(alias))
    record(act, entries)


@transaction.atomic
def rename(entity: Entity, act: Act, *, name_ar: str, name_en: str) -> None:
    """Set the names that the entity is shown by, and add them to its aliases; earlier names stay aliases."""
    before = snapshot(entity)
    entity.name_ar, entity.name_en = name_ar, name_en
    entity.full_clean()
    entity.save(update_fields=("name_ar", "name_en"))
    record(act, [updated(entity, before)])
    add_own_names(entity, act)


def add_own_names(entity: Entity, act: Act) -> None:
    """Make the names that the entity is shown by aliases of it."""
    for name, language in ((entity.name_ar, "ar"), (entity.name_en, "en")):
        if name:
            add_alias(entity, name, act, language=language)


def _clean(text: str, folding: Callable[[str], str]) -> tuple[str, str]:
    text = " ".join(strip_bidi(text).split())
    folded = folding(text)
    if not folded:
        raise ValidationError({"text": _("A name needs letters.")})
    return text, folded


def _column(entity: Entity) -> str:
    name = entity._meta.model_name
    assert name is not None  # only abstract models have none
    return name
