"""What holds for each kind of event, in every language: ``kinds.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event. The head of ``kinds.toml`` says what each field means."""

    needs: frozenset[str] = frozenset()
    opposed: tuple[str, ...] = ()
    known: str = ""
    mutual: bool = False
    between_states: bool = False
    by_states: bool = False
    announced: bool = False
    spoken: bool = False
    at_host: bool = False
    one_sided: bool = False
    relation: tuple[str, ...] = ()


def _kinds() -> dict[str, Kind]:
    text = (files("entities.extraction") / "kinds.toml").read_text(encoding="utf-8")
    return {name: _kind(entry) for name, entry in tomllib.loads(text).items()}


def _kind(entry: Mapping[str, Any]) -> Kind:
    return Kind(
        **{
            **entry,
            "needs": frozenset(entry.get("needs", ())),
            "opposed": tuple(entry.get("opposed", ())),
            "relation": tuple(entry.get("relation", ())),
        }
    )


KINDS = _kinds()
"""Every kind of event by its name."""
NO_EVENT = Kind()
"""What holds for rules that read relations as they are."""
