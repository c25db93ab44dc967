"""What a sentence must hold for a pattern of a rule to match, and that nothing that matches is left out."""

import pytest

from entities.extraction.actors import ActorReader
from entities.extraction.language import Language
from entities.extraction.needs import actors_needed, needs_of, telling_needs
from entities.extraction.patterns import Rule
from entities.extraction.sentence import ArticleDates, SentenceReading
from entities.reading import find_and_link
from tests.entities.extraction.reader import article, seed_gazetteer

NEEDS = [
    # pattern, needs: a list, =word spelled out, or any of several
    ("@visit {actor}", ["visit"]),
    ("تعيين {participant}", ["=تعيين"]),
    ("{a+} @sign …… @establishing @diplomatic_relations", ["sign", "establishing", "diplomatic_relations"]),
    ("(?:جمع|جمعت) {host} … {participant}", ["=جمع|=جمعت"]),
    ("(?:أعلن عن|@announce) {actor}", ["=اعلن|announce"]),
    # what may be left out is no need
    ("@sign {a} (?:مع {b} )?… @agreement", ["sign", "agreement"]),
    ("(?:جمع|) {host}", []),
    ("@visit? {host}", []),
    # a piece of a word is no word
    ("{a} ب{b}", []),
    ("@visit (?:إلى |ل){host}", ["visit"]),
    ("(?:ال)?علاقات(?:ها|ه)? دبلوماسية", ["=دبلوماسيه"]),
    ("يعلن(?:ان)? {host}", []),
    ("…? بين {a}", ["=بين"]),
]


@pytest.mark.parametrize(("pattern", "expected"), NEEDS)
def test_needs(pattern: str, expected: list[str]) -> None:
    assert ["|".join(sorted(need)) for need in needs_of(pattern)] == expected


@pytest.mark.parametrize(
    ("pattern", "actors"),
    [
        ("@visit {actor+} …… {host}", 2),
        ("@visit {pair}", 1),
        ("@sign {a} (?:مع {b} )?… @agreement", 1),
        ("@receive_him", 0),
    ],
)
def test_actors_needed(pattern: str, actors: int) -> None:
    assert actors_needed(pattern) == actors


def test_common_words_tell_nothing_unless_there_is_nothing_else() -> None:
    common = frozenset(("من",))
    assert telling_needs("دعوة من {a}", common) == (frozenset(("=دعوه",)),)
    assert telling_needs("من {a}", common) == (frozenset(("=من",)),)


def test_every_pattern_has_a_need(language: Language) -> None:
    for rules in (language.event_rules, language.relation_rules):
        assert [rule.name for rule in rules for pattern in rule.patterns if not pattern.needs] == []


def test_sentences_without_a_word_of_any_rule_are_not_looked_at(language: Language) -> None:
    assert language.event_rules.that_can_match(frozenset()) == ()
    assert language.relation_rules.that_can_match(frozenset(("date.month",))) == ()


@pytest.mark.parametrize("table", ["event_rules", "relation_rules"])
def test_what_matches_has_its_needs_met(table: str, language: Language) -> None:
    """The needs may only leave out patterns that cannot match: all are tried on every example."""
    examples = [text for rule in _rules(language) for text in (*rule.positive, *rule.negative)]
    rules = getattr(language, table)
    missed = []
    matched = 0
    for text in (variant for example in examples for variant in _variants(example)):
        for sentence in _sentences(text):
            can_match = {id(pattern) for _rule, pattern in rules.that_can_match(sentence.triggers)}
            for rule in rules:
                for pattern in rule.patterns:
                    if pattern.regex.search(sentence.reduced.text):
                        matched += 1
                        enough = sentence.may_hold_pair or pattern.actors <= len(sentence.actors)
                        if id(pattern) not in can_match or not enough:
                            missed.append((rule.name, pattern.needs, text))
    assert missed == []
    assert matched > 50


def _rules(language: Language) -> list[Rule]:
    return [*language.event_rules, *language.relation_rules]


def _variants(text: str) -> tuple[str, ...]:
    """The text, with other marks between its words, and as it is joined to what went before."""
    return text, f"و{text}", text.replace(" ", "، "), text.replace(" ", " «", 2), text.replace(" ", "\u00a0")


def _sentences(text: str) -> list[SentenceReading]:
    table, mentions = find_and_link(article(text), seed_gazetteer())
    table.mark(mentions)
    reader = ActorReader(table)
    actors = [reader.read_sentence(sentence) for sentence in table.article.sentences]
    dates = ArticleDates(table)
    return [SentenceReading(table, number, said, (), dates) for number, said in enumerate(actors)]
