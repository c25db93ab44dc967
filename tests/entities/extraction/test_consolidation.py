"""One article tells a thing several times: readings that go together are joined, others stand side by side."""

from itertools import permutations

import pytest

from tests.entities.extraction.reader import article, parties, read

DATED = "زار الرئيس الكيني وليام روتو كيغالي في 3 مايو 2024."


def _dates(text: str, kind: str) -> list[str]:
    return sorted(event.date.edtf if event.date else "" for event in read(text).events if event.kind == kind)


def test_a_title_without_date_joins_the_dated_sentence() -> None:
    title = "الرئيس الكيني وليام روتو زار كيغالي"
    (event,) = read(DATED, title=title).events
    assert event.date is not None
    assert event.date.edtf == "2024-05-03"
    assert parties(event) == {"actor KE william-ruto", "host RW"}
    text = article(DATED, title=title).text
    assert {text[span.start : span.end] for span in event.evidence} == {title, DATED}


def test_a_month_joins_the_day_in_it_and_the_day_stands() -> None:
    text = f"{DATED} وكان الرئيس الكيني وليام روتو قد زار كيغالي في مايو 2024."
    assert _dates(text, "visit") == ["2024-05-03"]


def test_conflicting_dates_stay_apart() -> None:
    text = f"{DATED} وكان الرئيس الكيني وليام روتو قد زار كيغالي في 7 مايو 2023."
    assert _dates(text, "visit") == ["2023-05-07", "2024-05-03"]


def test_what_has_no_date_joins_none_of_two_dated_ones() -> None:
    text = f"{DATED} وكان الرئيس الكيني وليام روتو قد زار كيغالي في 7 مايو 2023. زار وليام روتو كيغالي."
    assert _dates(text, "visit") == ["", "2023-05-07", "2024-05-03"]


def test_planned_and_happened_stay_apart() -> None:
    text = f"{DATED} وسيزور الرئيس الكيني وليام روتو كيغالي."
    assert sorted(event.modality for event in read(text).events) == ["happened", "planned"]


def test_roles_are_not_swapped() -> None:
    text = "زار الرئيس الكيني وليام روتو رواندا. وزار الرئيس الرواندي بول كاغامي كينيا."
    assert sorted(sorted(parties(event)) for event in read(text).events) == [
        ["actor KE william-ruto", "host RW"],
        ["actor RW paul-kagame", "host KE"],
    ]


def test_threats_of_both_sides_are_two() -> None:
    text = "هددت كينيا رواندا بإغلاق الحدود. وهددت رواندا كينيا بإغلاق الحدود."
    assert sorted(sorted(parties(event)) for event in read(text).events) == [
        ["actor KE", "target RW"],
        ["actor RW", "target KE"],
    ]


def test_different_people_of_the_same_countries_are_different_visits() -> None:
    text = "زار الرئيس الكيني وليام روتو كيغالي. وزار وزير الخارجية الكيني موساليا مودافادي كيغالي."
    assert len(read(text).events) == 2


def test_a_state_joins_the_person_who_acts_for_it() -> None:
    text = "اجتمعت كينيا ورواندا في الدوحة. والتقى الرئيس الكيني وليام روتو نظيره الرواندي بول كاغامي."
    meetings = [parties(event) for event in read(text).events if event.kind == "meeting"]
    assert meetings == [{"participant KE william-ruto", "participant RW paul-kagame"}]


def test_the_agreement_that_establishes_relations_is_that_event() -> None:
    text = "وقعت كينيا وبوتان اتفاقية إقامة علاقات دبلوماسية في 3 مايو 2024. ووقع الاتفاق وزيرا خارجية كينيا وبوتان."
    assert [event.kind for event in read(text).events] == ["relations_established"]


def test_a_relation_told_twice_is_one_with_two_sentences() -> None:
    text = "أقامت كينيا وبوتان علاقات دبلوماسية في 3 مايو 2024. وأعلنت كينيا إقامة علاقات دبلوماسية مع بوتان."
    (relation,) = read(text).relations
    assert relation.start is not None
    assert relation.start.edtf == "2024-05-03"
    assert len(relation.evidence) == 2


def test_relations_of_conflicting_dates_stay_apart() -> None:
    text = "أقامت كينيا وبوتان علاقات دبلوماسية عام 1966. أقامت كينيا وبوتان علاقات دبلوماسية عام 1971."
    starts = [relation.start.edtf for relation in read(text).relations if relation.start]
    assert sorted(starts) == ["1966", "1971"]


_SENTENCES = (
    DATED,
    "وأدانت كينيا الهجوم الذي شنته رواندا.",
    "والرئيس الكيني وليام روتو زار كيغالي.",
)


@pytest.mark.parametrize("sentences", list(permutations(_SENTENCES)))
def test_the_order_of_sentences_does_not_matter(sentences: tuple[str, ...]) -> None:
    found = {
        (event.kind, event.date.edtf if event.date else "", frozenset(parties(event)), len(event.evidence))
        for event in read(" ".join(sentences)).events
    }
    assert found == {
        ("visit", "2024-05-03", frozenset({"actor KE william-ruto", "host RW"}), 2),
        ("condemnation", "", frozenset({"actor KE", "target RW"}), 1),
    }
