"""Entering and correcting people and organizations by hand, through the same log as everything else."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from entities.changes import Act, created, record, snapshot, updated
from entities.models import Alias, Change, Organization, Origin, Person
from entities.names import add_own_names, alias_row, new_key, set_aliases

Actor = TypeVar("Actor", Person, Organization)


@transaction.atomic
def create_actor(model: type[Actor], values: dict[str, Any], actor: AbstractBaseUser) -> Actor:
    """Store a person or organization with the values; ``aliases`` are the names beside its own two."""
    act = Act(Change.Cause.PERSON, actor)
    aliases = values.pop("aliases", ())
    row = model(origin=Origin.PERSON, **values)
    row.key = new_key(model, str(row))
    row.full_clean()
    row.save()
    record(act, [created(row)])
    _name(row, aliases, act)
    return row


@transaction.atomic
def edit_actor(row: Actor, values: dict[str, Any], actor: AbstractBaseUser) -> Actor:
    """Set the values on the row; ``aliases``, where given, are all its names beside its own two."""
    act = Act(Change.Cause.PERSON, actor)
    aliases = values.pop("aliases", None)
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record(act, [updated(row, before)])
    _name(row, aliases, act)
    return row


def _name(row: Actor, texts: Iterable[str] | None, act: Act) -> None:
    """Make the texts the row's aliases, where given, and its own names as well; kinds of old ones stay."""
    if texts is not None:
        kinds = {alias.folded: alias for alias in row.aliases.all()}
        set_aliases(row, [_alike(alias_row(row, text), kinds) for text in texts], act)
    add_own_names(row, act)


def _alike(alias: Alias, known: dict[str, Alias]) -> Alias:
    if old := known.get(alias.folded):
        alias.kind, alias.language, alias.weak = old.kind, old.language, old.weak
    return alias
