"""Every rule reads the sentences that it says it reads, and not the others."""

from collections import Counter

import pytest

from entities.extraction.language import load_language
from entities.extraction.patterns import Rule
from tests.entities.extraction.reader import read, rules_of

LANGUAGE = load_language("ar")
RULES = (*LANGUAGE.event_rules, *LANGUAGE.relation_rules)
KINDS = frozenset(
    (
        "visit", "meeting", "phone_call", "talks", "agreement_signed", "relations_established",
        "relations_severed", "relations_restored", "recognition", "embassy_opened", "embassy_closed",
        "ambassador_appointed", "credentials_presented", "ambassador_recalled", "ambassador_summoned",
        "diplomats_expelled", "statement", "condemnation", "mediation", "sanction", "aid", "invitation",
        "threat",
    )
)  # fmt: skip
RELATION_KINDS = frozenset(
    ("diplomatic_relations", "consular_relations", "recognition", "alliance", "partnership", "friendship")
)
STATUSES = frozenset(("none", "established", "downgraded", "suspended", "severed"))


def _examples(positive: bool) -> list[object]:
    return [
        pytest.param(rule, sentence, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, sentence in enumerate(rule.positive if positive else rule.negative)
    ]


def _read_by(sentence: str) -> set[str]:
    """The rules that read a sentence: one without a full stop is a headline."""
    if sentence.endswith((".", "؟", "!")):
        return rules_of(read(sentence))
    return rules_of(read("", title=sentence))


@pytest.mark.parametrize(("rule", "sentence"), _examples(positive=True))
def test_a_rule_reads_its_positive_sentences(rule: Rule, sentence: str) -> None:
    assert rule.name in _read_by(sentence)


@pytest.mark.parametrize(("rule", "sentence"), _examples(positive=False))
def test_a_rule_leaves_its_negative_sentences(rule: Rule, sentence: str) -> None:
    assert rule.name not in _read_by(sentence)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_sentences_of_both_sorts(rule: Rule) -> None:
    assert rule.positive
    assert rule.negative
    assert not set(rule.positive) & set(rule.negative)


def test_names_of_rules_are_unique() -> None:
    assert [name for name, count in Counter(rule.name for rule in RULES).items() if count > 1] == []


def test_every_kind_of_the_design_has_a_rule_and_no_other_has() -> None:
    assert {rule.kind for rule in LANGUAGE.event_rules} == KINDS
    assert {rule.kind for rule in LANGUAGE.relation_rules} <= RELATION_KINDS
    assert {rule.status for rule in LANGUAGE.relation_rules} <= STATUSES
    assert not any(rule.status for rule in LANGUAGE.event_rules)
