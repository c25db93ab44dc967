"""What the gold holds: each half has examples of everything, and docs/gold.md tells the numbers as they are."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pytest
from django.conf import settings

from entities.evaluation.facts import HYPOTHETICAL
from entities.models import DiplomaticRelation, Event, EventParticipant, Quotation
from tests.entities.gold_sets import NEGATIVE_TOPICS, SETS, articles, sentences, texts

HALVES = ("development", "kept")
MODALITIES = (*Event.Modality.values, HYPOTHETICAL)
REGIONS = ("levant", "maghreb", "gulf", "egypt")
TRAPS = (
    "south_korea", "north_korea", "bare_korean", "two_koreas", "mali", "financial", "oman_amman", "kingdom",
    "regime", "sport_credentials", "counterpart", "my_visit", "planned_visit", "negation", "wish_or_study",
    "undated", "jordan", "georgia", "chad", "niger_nigeria", "congo", "guinea", "sudan", "metonym", "hijri",
    "relative_date", "similar_names", "nested_speaker", "unresolved_speaker",
)  # fmt: skip
# Nobody downgrades a recognition: it is given, withheld, frozen or withdrawn.
STATES = [
    (kind, status)
    for kind in DiplomaticRelation.Kind.values
    for status in DiplomaticRelation.Status.values
    if (kind, status) != ("recognition", "downgraded")
]


def of_kinds(name: str) -> Counter[str]:
    return Counter(event.kind for gold in texts(name) for event in gold.events)


def of_modalities(name: str) -> Counter[str]:
    return Counter(event.modality for gold in texts(name) for event in gold.events)


def of_states(name: str) -> Counter[tuple[str, str]]:
    return Counter((relation.kind, relation.status) for gold in texts(name) for relation in gold.relations)


def of_traps(name: str) -> Counter[str]:
    return Counter(trap for sentence in sentences(name) for trap in sentence.traps)


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_examples_of_everything(half: str) -> None:
    regions = Counter(sentence.region for sentence in sentences(half))
    topics = Counter(sentence.topic for sentence in sentences(half))
    modes = Counter(quotation.mode for gold in texts(half) for quotation in gold.quotations)
    roles = Counter(part.role for gold in texts(half) for event in gold.events for part in event.participants)
    for wanted, found, least in (
        (Event.Kind.values, of_kinds(half), 4),
        (MODALITIES, of_modalities(half), 8),
        (STATES, of_states(half), 1),
        (TRAPS, of_traps(half), 2),
        (REGIONS, regions, 8),
        (NEGATIVE_TOPICS, topics, 10),
        (Quotation.Mode.values, modes, 8),
        (EventParticipant.Role.values, roles, 4),
    ):
        rare = {value: found[value] for value in wanted if found[value] < least}
        assert not rare
    assert set(of_traps(half)) <= set(TRAPS)


@pytest.mark.parametrize("name", SETS)
def test_gold_uses_the_words_of_the_models(name: str) -> None:
    assert set(of_kinds(name)) <= set(Event.Kind.values)
    assert set(of_modalities(name)) <= set(MODALITIES)
    for kind, status in of_states(name):
        assert kind in DiplomaticRelation.Kind.values
        assert status in DiplomaticRelation.Status.values
    for gold in texts(name):
        assert {quotation.mode for quotation in gold.quotations} <= set(Quotation.Mode.values)
        roles = {participant.role for event in gold.events for participant in event.participants}
        assert roles <= set(EventParticipant.Role.values)


@pytest.mark.parametrize("name", HALVES)
def test_hard_negatives_hold_no_relation_and_no_event(name: str) -> None:
    for sentence in sentences(name):
        if sentence.topic in NEGATIVE_TOPICS:
            assert not sentence.gold.relations
            assert not sentence.gold.events


def test_no_text_stands_in_both_halves() -> None:
    titles = [{gold.title for gold in texts(half)} for half in HALVES]
    assert not titles[0] & titles[1]
    for half, found in zip(HALVES, titles, strict=True):
        assert len(found) == len(texts(half))


def row(what: str, counts: Iterable[int]) -> str:
    numbers = [*counts]
    return f"| {what} | {' | '.join(map(str, [*numbers, sum(numbers)]))} |"


def table(head: str, counts: Mapping[str, list[int]]) -> str:
    lines = [f"| {head} | {' | '.join(SETS)} | all |", f"|---{'|--:' * (len(SETS) + 1)}|"]
    return "\n".join([*lines, *(row(what, numbers) for what, numbers in counts.items())])


def statistics() -> str:
    def counted(count: dict[str, Counter[str]], values: Iterable[str]) -> dict[str, list[int]]:
        return {value: [count[name][value] for name in SETS] for value in values}

    facts = ("countries", "people", "events", "relations", "tenures", "quotations")
    sizes = {
        "sentences": [len(sentences(name)) for name in SETS],
        "of them hard negatives": [
            sum(sentence.topic in NEGATIVE_TOPICS for sentence in sentences(name)) for name in SETS
        ],
        "articles": [len(articles(name)) for name in SETS],
        **{fact: [sum(len(getattr(gold, fact)) for gold in texts(name)) for name in SETS] for fact in facts},
        "dates": [sum(len(gold.dates or ()) for gold in texts(name)) for name in SETS],
    }
    statuses = {
        name: Counter(relation.status for gold in texts(name) for relation in gold.relations) for name in SETS
    }
    kinds = {
        name: Counter(relation.kind for gold in texts(name) for relation in gold.relations) for name in SETS
    }
    return "\n\n".join(
        (
            table("what", sizes),
            table("kind of event", counted({name: of_kinds(name) for name in SETS}, Event.Kind.values)),
            table("modality", counted({name: of_modalities(name) for name in SETS}, MODALITIES)),
            table("kind of relation", counted(kinds, DiplomaticRelation.Kind.values)),
            table("status of relation", counted(statuses, DiplomaticRelation.Status.values)),
            table("trap", counted({name: of_traps(name) for name in SETS}, TRAPS)),
        )
    )


def test_the_documentation_tells_the_numbers_as_they_are() -> None:
    assert statistics() in (settings.BASE_DIR / "docs" / "gold.md").read_text("utf-8")
