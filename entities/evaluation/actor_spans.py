"""Country linking on spans of actors that others labelled with a country. Pure: no database.

The file is a JSON list of ``{"text", "spans": [{"source_actor": [token, …], "source_role": {"main": code},
"target_actor", "target_role"}]}``, as the gold records of Open Event Data are; codes are ISO alpha-3 or words that
are no country.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.arabic import fold_with_map
from articles.files import plain_line
from entities.evaluation.tables import InvalidGoldError
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import load_language
from entities.extraction.types import ArticleText, Entity, EntityKind, Reading

RIGHT, WRONG, MISSED = "right", "wrong", "missed"
TWO_COUNTRIES = "names the labelled country and another one by their own names"
NOT_FOUND = "its words are not in the sentence"
_SIDES = ("source", "target")


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """Words of a sentence that mean an actor, and the code that the actor was given."""

    text: str
    tokens: tuple[str, ...]
    label: str

    def place(self) -> tuple[int, int] | None:
        """Where the words first stand in the text, punctuation between them aside; else with words between."""
        words = [re.escape(word) for token in self.tokens for word in re.findall(r"\w+", token)]
        for gap in (r"\W+", r"\W(?:.*?\W)?"):
            found = re.search(rf"(?<!\w){gap.join(words)}(?!\w)", self.text, re.DOTALL) if words else None
            if found:
                return found.span()
        return None


@dataclass(frozen=True, slots=True)
class ActorSpans:
    """A file of labelled spans, each once a sentence and label however many events it acts in."""

    path: str
    sentences: int
    spans: tuple[LabelledSpan, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a span; ``countries`` are those read in it, ``left_out`` is the rule that leaves it out."""

    span: LabelledSpan
    outcome: str
    countries: tuple[str, ...]
    left_out: str = ""


def read_actor_spans(text: str, path: str) -> ActorSpans:
    """Raises :class:`InvalidGoldError` with the record that is not as described."""
    where = plain_line(path)
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidGoldError(plain_line(f"{where}: bad JSON: {error}")) from None
    if not isinstance(records, list):
        raise InvalidGoldError(f"{where}: not a list of records")
    spans = [
        span
        for number, record in enumerate(records, 1)
        for span in _spans(record, f"{where}, record {number}")
    ]
    return ActorSpans(where, len(records), tuple(dict.fromkeys(spans)))


def _spans(record: Any, where: str) -> Iterator[LabelledSpan]:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InvalidGoldError(f"{where}: 'text' is missing or not a text")
    rows = record.get("spans")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidGoldError(f"{where}: 'spans' is missing or not a list of tables")
    for row in rows:
        for side in _SIDES:
            tokens, role = row.get(f"{side}_actor"), row.get(f"{side}_role")
            if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
                raise InvalidGoldError(f"{where}: '{side}_actor' is missing or not a list of texts")
            label = role.get("main") if isinstance(role, dict) else role
            if tokens and isinstance(label, str):
                yield LabelledSpan(record["text"], tuple(tokens), label)


def judge(
    spans: Iterable[LabelledSpan],
    codes: Mapping[str, str],
    gazetteer: Gazetteer,
    read: Callable[[ArticleText], Reading],
) -> list[Judged]:
    """Judge the spans whose label is in ``codes`` (alpha-3 to the key of a country), each in its sentence.

    Right: what is linked in the span is, belongs to, or acts for the labelled country and no other. Wrong:
    another country is among them. Missed: none is.
    """
    readings: dict[str, Reading] = {}
    judged = []
    for span in spans:
        country = codes.get(span.label)
        if country is None:
            continue
        if span.text not in readings:
            readings[span.text] = read(ArticleText(span.text, (("body", 0, len(span.text)),)))
        place = span.place()
        if place is None:
            judged.append(Judged(span, MISSED, (), NOT_FOUND))
            continue
        found = _countries(readings[span.text], place, gazetteer)
        own = _named(span.text[place[0] : place[1]], gazetteer)
        left_out = TWO_COUNTRIES if country in own and len(own) > 1 else ""
        outcome = RIGHT if found == {country} else WRONG if found - {country} else MISSED
        judged.append(Judged(span, outcome, tuple(sorted(found)), left_out))
    return judged


def counts(judged: Sequence[Judged]) -> tuple[Counter[str], Counter[str]]:
    """How many spans came out how, and how many were left out by which rule."""
    measured = Counter({RIGHT: 0, WRONG: 0, MISSED: 0})
    measured.update(row.outcome for row in judged if not row.left_out)
    return measured, Counter(row.left_out for row in judged if row.left_out)


def _countries(reading: Reading, place: tuple[int, int], gazetteer: Gazetteer) -> set[str]:
    homes = {Entity(EntityKind.PERSON, person.key): person.country for person in reading.new_people}
    start, end = place
    linked = (
        mention.entity
        for mention in reading.mentions
        if mention.entity and mention.start < end and start < mention.end
    )
    return {gazetteer.country_of(entity) or homes.get(entity, "") for entity in linked} - {""}


def _named(text: str, gazetteer: Gazetteer) -> set[str]:
    """The countries that a text names unmistakably, by names listed for them alone, whatever is read."""
    matches = gazetteer.find(fold_with_map(text).text, load_language("ar"))[EntityKind.COUNTRY]
    return {match.entities[0].key for match in matches if len(match.entities) == 1 and not match.form.weak}
