"""Whether a thing happened, is planned, was called off, is denied, or is only spoken of."""

import pytest

from tests.entities.extraction.reader import read, relations

VISIT = "الرئيس الكيني وليام روتو"

SENTENCES = [
    # sentence, (kind, modality) of its events
    # happened
    (f"زار {VISIT} كيغالي.", [("visit", "happened")]),
    (f"زار {VISIT} كيغالي أمس.", [("visit", "happened")]),
    (f"وصل {VISIT} إلى كيغالي في زيارة رسمية.", [("visit", "happened")]),
    ("كانت كينيا قد قطعت علاقاتها الدبلوماسية مع رواندا عام 1990.", [("relations_severed", "happened")]),
    ("أعلنت كينيا قطع علاقاتها الدبلوماسية مع رواندا.", [("relations_severed", "happened")]),
    # planned
    (f"سيزور {VISIT} كيغالي.", [("visit", "planned")]),
    (f"سوف يزور {VISIT} كيغالي الشهر المقبل.", [("visit", "planned")]),
    (f"من المقرر أن يزور {VISIT} كيغالي الأسبوع المقبل.", [("visit", "planned")]),
    (f"من المتوقع أن يزور {VISIT} كيغالي غدا.", [("visit", "planned")]),
    (f"يزور {VISIT} كيغالي الخميس المقبل.", [("visit", "planned")]),
    (f"يعتزم {VISIT} زيارة كيغالي.", [("visit", "planned")]),
    ("ستفتتح كينيا سفارتها في كيغالي العام المقبل.", [("embassy_opened", "planned")]),
    ("يلتقي الرئيس الكيني نظيره الرواندي يوم الخميس المقبل.", [("meeting", "planned")]),
    # called off, put off
    (f"ألغى {VISIT} زيارته إلى كيغالي.", [("visit", "cancelled")]),
    ("ألغت الرئاسة الكينية زيارة الرئيس وليام روتو إلى كيغالي.", [("visit", "cancelled")]),
    (f"تأجلت زيارة {VISIT} إلى كيغالي.", [("visit", "cancelled")]),
    ("أرجأ وزير الخارجية الكيني زيارته إلى كيغالي.", [("visit", "cancelled")]),
    # denied
    ("نفت كينيا قطع علاقاتها الدبلوماسية مع رواندا.", [("relations_severed", "denied")]),
    ("نفت الرئاسة الكينية أن يكون الرئيس وليام روتو قد زار كيغالي.", [("visit", "denied")]),
    ("نفت النرويج إغلاق سفارتها في كابول.", [("embassy_closed", "denied")]),
    # negated
    (f"لم يزر {VISIT} كيغالي.", []),
    (f"لن يزور {VISIT} كيغالي.", []),
    ("لم تقطع كينيا علاقاتها الدبلوماسية مع رواندا.", []),
    ("لن تقطع كينيا علاقاتها مع رواندا.", []),
    ("رفضت كينيا قطع علاقاتها الدبلوماسية مع رواندا.", []),
    ("لا تعترف كينيا باستقلال كوسوفو.", []),
    ("غادر الوفد دون توقيع كينيا ورواندا اتفاقية.", []),
    # thought, wished, weighed, asked for
    ("قد تقطع كينيا علاقاتها الدبلوماسية مع رواندا.", []),
    ("ربما تقطع كينيا علاقاتها الدبلوماسية مع رواندا.", []),
    ("لو قطعت كينيا علاقاتها الدبلوماسية مع رواندا لخسرت.", []),
    ("إذا فتحت كينيا سفارتها في كيغالي فسيرحب الجميع.", []),
    ("تدرس كينيا قطع علاقاتها الدبلوماسية مع رواندا.", []),
    ("تأمل كينيا في إقامة علاقات دبلوماسية مع بوتان.", []),
    ("تسعى كينيا إلى استئناف علاقاتها الدبلوماسية مع رواندا.", []),
    ("أبدت كينيا رغبتها في إقامة علاقات دبلوماسية مع بوتان.", []),
    ("دعت كينيا إلى فرض عقوبات على رواندا.", []),
    ("طالب نواب بقطع العلاقات الدبلوماسية بين كينيا ورواندا.", []),
    ("بحثت كينيا إمكانية إعادة فتح سفارتها في كيغالي.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_modality(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(event.kind, event.modality) for event in read(sentence).events] == expected


@pytest.mark.parametrize(
    "sentence", [sentence for sentence, found in SENTENCES if ("relations_severed", "happened") not in found]
)
def test_only_what_happened_changes_relations(sentence: str) -> None:
    assert {found for found in relations(sentence) if found[2] != "none"} == set()


def test_a_threat_to_sever_relations_is_a_threat_and_severs_nothing() -> None:
    sentence = "هددت كينيا بقطع علاقاتها الدبلوماسية مع رواندا."
    assert [event.kind for event in read(sentence).events] == ["threat"]
    assert relations(sentence) == set()


def test_the_same_words_are_planned_before_the_day_and_happened_after_it() -> None:
    sentence = f"زيارة {VISIT} إلى كيغالي في 3 مايو 2024."
    assert [event.modality for event in read(sentence, day="2024-04-20").events] == ["planned"]
    assert [event.modality for event in read(sentence, day="2024-05-20").events] == ["happened"]
