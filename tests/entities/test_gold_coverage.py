"""What the gold holds: each half has examples of everything, and docs/gold.md tells the numbers as they are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from django.conf import settings

from entities.evaluation.facts import HYPOTHETICAL
from entities.evaluation.gold import GoldArticle, GoldDocument
from entities.evaluation.material import read_gold
from entities.evaluation.sentences import GoldSentence, GoldSentences
from entities.models import DiplomaticRelation, Event, EventParticipant, Quotation

GOLD: Path = settings.BASE_DIR / "tests" / "gold"
PARTS = {
    "pages": [*sorted(map(str, GOLD.glob("[0-9]*.toml"))), str(GOLD / "unseen")],
    "development": [str(GOLD / "sentences"), str(GOLD / "articles")],
    "kept": [str(GOLD / "kept")],
}
HALVES = ("development", "kept")
FILES = {part: read_gold(paths) for part, paths in PARTS.items()}
NEGATIVE_TOPICS = ("sport", "economy", "culture")
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


def sentences(part: str) -> list[GoldSentence]:
    return [sentence for file in FILES[part] if isinstance(file, GoldSentences) for sentence in file.sentences]


def articles(part: str) -> list[GoldArticle]:
    return [article for file in FILES[part] if isinstance(file, GoldDocument) for article in file.articles]


def texts(part: str) -> list[GoldArticle]:
    return [sentence.gold for sentence in sentences(part)] + articles(part)


def of_kinds(part: str) -> Counter[str]:
    return Counter(event.kind for gold in texts(part) for event in gold.events)


def of_modalities(part: str) -> Counter[str]:
    return Counter(event.modality for gold in texts(part) for event in gold.events)


def of_states(part: str) -> Counter[tuple[str, str]]:
    return Counter((relation.kind, relation.status) for gold in texts(part) for relation in gold.relations)


def of_traps(part: str) -> Counter[str]:
    return Counter(trap for sentence in sentences(part) for trap in sentence.traps)


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
        (TRAPS, of_traps(half), 1),
        (REGIONS, regions, 8),
        (NEGATIVE_TOPICS, topics, 10),
        (Quotation.Mode.values, modes, 8),
        (EventParticipant.Role.values, roles, 4),
    ):
        rare = {value: found[value] for value in wanted if found[value] < least}
        assert not rare
    assert set(of_traps(half)) <= set(TRAPS)


@pytest.mark.parametrize("part", PARTS)
def test_gold_uses_the_words_of_the_models(part: str) -> None:
    assert set(of_kinds(part)) <= set(Event.Kind.values)
    assert set(of_modalities(part)) <= set(MODALITIES)
    for kind, status in of_states(part):
        assert kind in DiplomaticRelation.Kind.values
        assert status in DiplomaticRelation.Status.values
    for gold in texts(part):
        assert {quotation.mode for quotation in gold.quotations} <= set(Quotation.Mode.values)
        roles = {participant.role for event in gold.events for participant in event.participants}
        assert roles <= set(EventParticipant.Role.values)


@pytest.mark.parametrize("part", HALVES)
def test_hard_negatives_hold_no_relation_and_no_event(part: str) -> None:
    for sentence in sentences(part):
        if sentence.topic in NEGATIVE_TOPICS:
            assert not sentence.gold.relations
            assert not sentence.gold.events


def test_no_text_stands_in_both_halves() -> None:
    titles = [{gold.title for gold in texts(half)} for half in HALVES]
    assert not titles[0] & titles[1]
    for half, found in zip(HALVES, titles, strict=True):
        assert len(found) == len(texts(half))


def row(name: str, counts: Iterable[int]) -> str:
    numbers = [*counts]
    return f"| {name} | {' | '.join(map(str, [*numbers, sum(numbers)]))} |"


def table(head: str, counts: Mapping[str, list[int]]) -> str:
    lines = [f"| {head} | {' | '.join(PARTS)} | all |", f"|---{'|--:' * (len(PARTS) + 1)}|"]
    return "\n".join([*lines, *(row(name, numbers) for name, numbers in counts.items())])


def statistics() -> str:
    def counted(count: dict[str, Counter[str]], names: Iterable[str]) -> dict[str, list[int]]:
        return {name: [count[part][name] for part in PARTS] for name in names}

    facts = ("countries", "people", "events", "relations", "tenures", "quotations")
    sizes = {
        "sentences": [len(sentences(part)) for part in PARTS],
        "of them hard negatives": [
            sum(sentence.topic in NEGATIVE_TOPICS for sentence in sentences(part)) for part in PARTS
        ],
        "articles": [len(articles(part)) for part in PARTS],
        **{name: [sum(len(getattr(gold, name)) for gold in texts(part)) for part in PARTS] for name in facts},
        "dates": [sum(len(gold.dates or ()) for gold in texts(part)) for part in PARTS],
    }
    statuses = {
        part: Counter(relation.status for gold in texts(part) for relation in gold.relations) for part in PARTS
    }
    kinds = {
        part: Counter(relation.kind for gold in texts(part) for relation in gold.relations) for part in PARTS
    }
    return "\n\n".join(
        (
            table("what", sizes),
            table("kind of event", counted({part: of_kinds(part) for part in PARTS}, Event.Kind.values)),
            table("modality", counted({part: of_modalities(part) for part in PARTS}, MODALITIES)),
            table("kind of relation", counted(kinds, DiplomaticRelation.Kind.values)),
            table("status of relation", counted(statuses, DiplomaticRelation.Status.values)),
            table("trap", counted({part: of_traps(part) for part in PARTS}, TRAPS)),
        )
    )


def test_the_documentation_tells_the_numbers_as_they_are() -> None:
    assert statistics() in (settings.BASE_DIR / "docs" / "gold.md").read_text("utf-8")
