"""States of relations between two countries: read as such, or following from an event."""

import pytest

from tests.entities.extraction.reader import read, relations

DIPLOMATIC, CONSULAR = "diplomatic_relations", "consular_relations"

STATES = [
    # text, (pair, kind, status)
    ("أقامت كينيا وبوتان علاقات دبلوماسية.", {("BT-KE", DIPLOMATIC, "established")}),
    ("قطعت كينيا علاقاتها الدبلوماسية مع بوتان.", {("BT-KE", DIPLOMATIC, "severed")}),
    ("استأنفت كينيا وبوتان علاقاتهما الدبلوماسية.", {("BT-KE", DIPLOMATIC, "established")}),
    ("تقيم كينيا علاقات دبلوماسية كاملة مع بوتان.", {("BT-KE", DIPLOMATIC, "established")}),
    ("لا تقيم كينيا علاقات دبلوماسية مع بوتان.", {("BT-KE", DIPLOMATIC, "none")}),
    ("لا توجد علاقات دبلوماسية بين كينيا وبوتان.", {("BT-KE", DIPLOMATIC, "none")}),
    ("علقت كينيا علاقاتها الدبلوماسية مع بوتان.", {("BT-KE", DIPLOMATIC, "suspended")}),
    ("خفضت كينيا مستوى تمثيلها الدبلوماسي مع بوتان.", {("BT-KE", DIPLOMATIC, "downgraded")}),
    ("قطعت كينيا علاقاتها القنصلية مع بوتان.", {("BT-KE", CONSULAR, "severed")}),
    ("أعادت كينيا وبوتان العلاقات القنصلية بينهما.", {("BT-KE", CONSULAR, "established")}),
    ("اعترفت كينيا بدولة فلسطين عام 2018.", {("KE-PS", "recognition", "established")}),
    ("تعترف كينيا بكوسوفو.", {("KE-XK", "recognition", "established")}),
    ("لا تعترف كينيا بكوسوفو.", {("KE-XK", "recognition", "none")}),
    ("ترتبط كينيا ورواندا بعلاقات صداقة.", {("KE-RW", "friendship", "established")}),
    ("أقامت كينيا وفيتنام شراكة استراتيجية شاملة.", {("KE-VN", "partnership", "established")}),
    ("ترتبط كينيا بتحالف دفاعي مع رواندا.", {("KE-RW", "alliance", "established")}),
]

DATED = [
    # text, initiator, start, end
    ("قطعت كينيا علاقاتها الدبلوماسية مع بوتان في 3 مايو 2024.", "KE", "2024-05-03", ""),
    ("أقامت كينيا وبوتان علاقات دبلوماسية عام 1966.", "", "1966", ""),
    ("علقت كينيا علاقاتها الدبلوماسية مع بوتان في مارس 2023.", "KE", "2023-03", ""),
    ("تقيم كينيا علاقات دبلوماسية مع بوتان منذ عام 1966.", "", "1966", ""),
    ("علاقات الصداقة بين كينيا وبوتان تعود إلى عام 1966.", "", "1966", ""),
    ("تعود علاقات الصداقة بين كينيا وبوتان إلى عام 1966.", "", "1966", ""),
    ("ظلت العلاقات الدبلوماسية بين كينيا وبوتان مقطوعة من 1961 إلى 2015.", "", "1961", "2015"),
    ("تقيم كينيا علاقات دبلوماسية مع بوتان.", "", "", ""),
    ("لا تقيم كينيا علاقات دبلوماسية مع بوتان.", "", "", ""),
]

NO_RELATION = [
    "تدهورت العلاقات بين كينيا وبوتان.",
    "تشهد العلاقات الكينية البوتانية تطورا كبيرا.",
    "ترتبط كينيا بعلاقات تجارية مع بوتان.",
    "قطعت كينيا علاقاتها التجارية مع بوتان.",
    "بحثت كينيا وبوتان العلاقات الثنائية.",
    "دراسة تبحث إقامة علاقات دبلوماسية بين كينيا وبوتان.",
    "تأمل كينيا أن تقيم علاقات دبلوماسية مع بوتان.",
    "أعربت كينيا عن رغبتها في إقامة علاقات دبلوماسية مع بوتان.",
    "ستقيم كينيا علاقات دبلوماسية مع بوتان العام المقبل.",
    "لم تقطع كينيا علاقاتها الدبلوماسية مع بوتان.",
    "نفت كينيا أنها قطعت علاقاتها الدبلوماسية مع بوتان.",
    "وقعت كينيا وبوتان اتفاقية لتجنب الازدواج الضريبي.",
    "أرسلت كينيا وبوتان فريقين إلى البطولة.",
    "تربط كينيا وبوتان رحلات جوية يومية.",
    "قطعت الأمطار الطريق بين كينيا ورواندا.",
    "خفضت كينيا أسعار الوقود مع تراجع الطلب في بوتان.",
    "تحالف ثلاث شركات من كينيا وبوتان ورواندا.",
    "تستمر صداقة لاعب كينيا ولاعب بوتان.",
]


@pytest.mark.parametrize(("text", "expected"), STATES)
def test_states(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert relations(text) == expected


@pytest.mark.parametrize(("text", "initiator", "start", "end"), DATED)
def test_initiator_and_dates(text: str, initiator: str, start: str, end: str) -> None:
    (relation,) = read(text).relations
    dates = (relation.start.edtf if relation.start else "", relation.end.edtf if relation.end else "")
    assert (relation.initiator, *dates) == (initiator, start, end)


@pytest.mark.parametrize("text", NO_RELATION)
def test_what_is_no_state_of_relations(text: str) -> None:
    assert relations(text) == set()


def test_the_pair_is_in_canonical_order_whoever_comes_first() -> None:
    for text in ("أقامت كينيا وبوتان علاقات دبلوماسية.", "أقامت بوتان وكينيا علاقات دبلوماسية."):
        (relation,) = read(text).relations
        assert relation.countries == ("BT", "KE")


def test_several_partners_give_a_relation_each() -> None:
    assert relations("قطعت السعودية والبحرين علاقاتهما الدبلوماسية مع قطر.") == {
        ("QA-SA", DIPLOMATIC, "severed"),
        ("BH-QA", DIPLOMATIC, "severed"),
    }


def test_a_history_of_severing_and_restoring_is_two_states() -> None:
    text = (
        "قطعت كينيا علاقاتها الدبلوماسية مع بوتان عام 1990. "
        "واستأنفت كينيا وبوتان علاقاتهما الدبلوماسية عام 1995."
    )
    assert {
        (relation.status, relation.start.edtf if relation.start else "") for relation in read(text).relations
    } == {("severed", "1990"), ("established", "1995")}


def test_a_lasting_state_is_attested_on_the_day_of_the_article() -> None:
    (relation,) = read("تقيم كينيا علاقات دبلوماسية مع بوتان.").relations
    assert [str(span.attested_on) for span in relation.evidence] == ["2025-06-02"]
    (undated,) = read("تقيم كينيا علاقات دبلوماسية مع بوتان.", day=None).relations
    assert [span.attested_on for span in undated.evidence] == [None]


def test_evidence_of_a_relation_that_follows_from_an_event() -> None:
    text = "رحب الجميع. أقامت كينيا وبوتان علاقات دبلوماسية."
    (relation,) = read(text).relations
    assert [(text[span.start : span.end], span.extractor) for span in relation.evidence] == [
        ("أقامت كينيا وبوتان علاقات دبلوماسية.", "relations")
    ]


def test_a_sentence_on_one_of_several_states_proves_nothing_of_the_others() -> None:
    reading = read(
        "قطعت كينيا وبوتان علاقاتهما الدبلوماسية مع رواندا في 3 مايو 2024."
        " وكانت كينيا قطعت علاقاتها الدبلوماسية مع رواندا في 3 مايو 2024."
    )
    sentences = {relation.countries: len(relation.evidence) for relation in reading.relations}
    assert sentences == {("KE", "RW"): 2, ("BT", "RW"): 1}
