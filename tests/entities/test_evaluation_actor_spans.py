"""Spans of actors labelled with a country: what is right, wrong, missed and left out."""

import json
from typing import Any

import pytest

from entities.evaluation.actor_spans import (
    MISSED,
    NOT_FOUND,
    RIGHT,
    TWO_COUNTRIES,
    WRONG,
    LabelledSpan,
    counts,
    judge,
    read_actor_spans,
)
from entities.evaluation.tables import InvalidGoldError
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import (
    ArticleText,
    Entity,
    EntityKind,
    MentionSpan,
    Name,
    NewPerson,
    Profile,
    Reading,
)

SY, OM, JO = (Entity(EntityKind.COUNTRY, code) for code in ("SY", "OM", "JO"))
PARTY, ENVOY = Entity(EntityKind.ORGANIZATION, "party"), Entity(EntityKind.PERSON, "فلان الفلاني")
GAZETTEER = Gazetteer(
    [
        Name("سوريا", "name", SY),
        Name("الأردن", "name", JO),
        Name("عمان", "name", OM),
        Name("عمان", "capital", JO),
    ],
    {PARTY: Profile("الحزب", "SY")},
)
MEANT = {
    "سوريا": (SY,), "الأردن": (JO,), "عمان": (OM, JO), "الحزب": (PARTY,), "الفلاني": (ENVOY,), "المالية": (OM,),
}  # fmt: skip
CODES = {"SYR": "SY", "JOR": "JO"}


def reading(article: ArticleText) -> Reading:
    """Reads the words of ``MEANT``; the person whom nobody lists acts for Jordan."""
    mentions = [
        MentionSpan(start, start + len(word), entities[0].kind, entities, "test", 1.0)
        for word, entities in MEANT.items()
        if (start := article.text.find(word)) >= 0
    ]
    return Reading(tuple(mentions), new_people=(NewPerson(ENVOY.key, "فلان الفلاني", "JO"),))


SPANS = [
    # sentence, tokens, label, outcome, rule that leaves it out
    ("رحبت سوريا بالقرار", ["سوريا"], "SYR", RIGHT, ""),
    ("رحبت سوريا بقرار الأردن", ["سوريا"], "SYR", RIGHT, ""),
    ("رحب الأردن بالقرار", ["الأردن"], "SYR", WRONG, ""),
    ("رحب الحزب بالقرار", ["الحزب"], "SYR", RIGHT, ""),
    ("رحب الفلاني بالقرار", ["الفلاني"], "JOR", RIGHT, ""),
    ("رحبت عمان بالقرار", ["عمان"], "JOR", MISSED, ""),
    ("رحب الناس بالقرار", ["الناس"], "SYR", MISSED, ""),
    ("رحبت سوريا والأردن", ["سوريا", "والأردن"], "SYR", WRONG, TWO_COUNTRIES),
    ("رحبت سوريا « والأردن »", ["سوريا", "والأردن"], "SYR", WRONG, TWO_COUNTRIES),
    # misreadings are no second country, nor are two countries that the label is not among
    ("وزارة المالية في سوريا", ["المالية", "في", "سوريا"], "SYR", WRONG, ""),
    ("رحبت سوريا", ["الأردن"], "JOR", MISSED, NOT_FOUND),
]


@pytest.mark.parametrize(("text", "tokens", "label", "outcome", "left_out"), SPANS)
def test_outcomes(text: str, tokens: list[str], label: str, outcome: str, left_out: str) -> None:
    (judged,) = judge([LabelledSpan(text, tuple(tokens), label)], CODES, GAZETTEER, reading)
    assert (judged.outcome, judged.left_out) == (outcome, left_out)


PLACES = [
    ("قال الناس للناس", ["للناس"], "للناس"),
    ("قال «الناس»، كلهم", ["الناس", "كلهم"], "الناس»، كلهم"),
    ("خمسة من أعضاء مجلس قديم للصحوة", ["أعضاء", "للصحوة"], "أعضاء مجلس قديم للصحوة"),
    ("والناس", ["الناس"], None),
    ("الناس", ["«", "»"], None),
]


@pytest.mark.parametrize(("text", "tokens", "expected"), PLACES)
def test_place(text: str, tokens: list[str], expected: str | None) -> None:
    place = LabelledSpan(text, tuple(tokens), "SYR").place()
    assert (text[slice(*place)] if place else None) == expected


def record(text: str, *spans: tuple[list[str], Any]) -> dict[str, Any]:
    nobody = {"target_actor": [], "target_role": {}}
    return {
        "text": text,
        "spans": [{"source_actor": actor, "source_role": role} | nobody for actor, role in spans],
    }


def test_reading_the_file() -> None:
    syria = (["سوريا"], {"main": "SYR", "role": "GOV"})
    records = [record("رحبت سوريا", syria, syria, (["الناس"], "UNKNOWN"), (["الناس"], {}))]
    file = read_actor_spans(json.dumps(records), "spans.json")
    assert (file.sentences, [span.label for span in file.spans]) == (1, ["SYR", "UNKNOWN"])
    judged = judge(file.spans, CODES, GAZETTEER, reading)
    assert counts(judged) == ({RIGHT: 1, WRONG: 0, MISSED: 0}, {})


ERRORS = [
    ("[", "spans.json: bad JSON: "),
    ("{}", "spans.json: not a list of records"),
    ("[3]", "spans.json, record 1: 'text' is missing or not a text"),
    ('[{"text": ""}]', "spans.json, record 1: 'spans' is missing or not a list of tables"),
    (
        '[{"text": "", "spans": [{}]}]',
        "spans.json, record 1: 'source_actor' is missing or not a list of texts",
    ),
]


@pytest.mark.parametrize(("text", "error"), ERRORS)
def test_wrong_files(text: str, error: str) -> None:
    with pytest.raises(InvalidGoldError) as raised:
        read_actor_spans(text, "spans.json")
    assert str(raised.value).startswith(error)
