"""What an evaluation is given: each file is known by what is in it. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.files import expand, plain_line
from entities.evaluation.actor_spans import ActorSpans, read_actor_spans
from entities.evaluation.gold import GoldDocument, read_document
from entities.evaluation.sentences import GoldSentences, read_sentences
from entities.evaluation.tables import InvalidGoldError, Table, parse_toml, read_text
from entities.evaluation.tagged_tokens import TaggedTokens, looks_tagged, read_tagged

Gold = GoldDocument | GoldSentences | ActorSpans | TaggedTokens


@dataclass(frozen=True, slots=True)
class Material:
    """All that paths hold, by kind, in their order."""

    gold: tuple[GoldDocument | GoldSentences, ...]
    actor_spans: tuple[ActorSpans, ...]
    tagged: tuple[TaggedTokens, ...]


def read_material(paths: Sequence[str]) -> Material:
    """Read files, each once, and the gold in directories.

    Of directories only our own gold counts: TOML files with ``document``, ``article`` or ``sentence``.
    Raises :class:`InvalidGoldError` when a path has no gold at it, or what is there cannot be read.
    """
    files, missing = expand(paths)
    if missing:
        raise InvalidGoldError("; ".join(missing))
    found: list[Gold] = []
    for file in files:
        named = file in paths
        if not named and not file.endswith(".toml"):
            continue
        text = read_text(file)
        if not file.endswith(".toml") and text.lstrip().startswith(("[{", "[\n", "[]", "{")):
            found.append(read_actor_spans(text, file))
        elif not file.endswith(".toml") and looks_tagged(text):
            found.append(read_tagged(text, file))
        else:
            root = parse_toml(text, file)
            if named or root.values.keys() & {"document", "article", "sentence"}:
                found.append(_gold(root, file))
    if not found:
        raise InvalidGoldError(f"{plain_line(' '.join(paths))}: no gold in it")
    return Material(
        tuple(gold for gold in found if isinstance(gold, GoldDocument | GoldSentences)),
        tuple(gold for gold in found if isinstance(gold, ActorSpans)),
        tuple(gold for gold in found if isinstance(gold, TaggedTokens)),
    )


def read_gold(paths: Sequence[str]) -> tuple[GoldDocument | GoldSentences, ...]:
    """Our own gold at the paths; what else they hold is left out."""
    return read_material(paths).gold


def _gold(root: Table, file: str) -> GoldDocument | GoldSentences:
    return read_sentences(root) if "sentence" in root.values else read_document(root, file)
