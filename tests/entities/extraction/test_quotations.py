"""Who said what: speaker before, inside and after the words, in the same sentence or the one before."""

import pytest

from tests.entities.extraction.reader import quotations, read

RUTO = "william-ruto"

SAID = [
    # text, (direct or indirect, words, speaker)
    # speaker before
    (
        "قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار.",
        [("indirect", "بلاده ترحب بالحوار", RUTO)],
    ),
    ("وليام روتو قال إن بلاده ترحب بالحوار.", [("indirect", "بلاده ترحب بالحوار", RUTO)]),
    ("أكد الرئيس الكيني وليام روتو أن بلاده ترحب بالحوار.", [("indirect", "بلاده ترحب بالحوار", RUTO)]),
    (
        "وأكد وليام روتو: «سنواصل دعم السلام في المنطقة».",
        [("direct", "سنواصل دعم السلام في المنطقة", RUTO)],
    ),
    (
        'وأكد وليام روتو: "سنواصل دعم السلام في المنطقة".',
        [("direct", "سنواصل دعم السلام في المنطقة", RUTO)],
    ),
    (
        "وفي رده على سؤال، قال السيد وليام روتو: لن نتراجع عن موقفنا.",
        [("direct", "لن نتراجع عن موقفنا", RUTO)],
    ),
    # after
    (
        "«سنواصل دعم السلام في المنطقة»، قال الرئيس الكيني وليام روتو.",
        [("direct", "سنواصل دعم السلام في المنطقة", RUTO)],
    ),
    # inside
    (
        "«سنواصل دعم السلام»، يقول الرئيس الكيني وليام روتو، «وهذا هدفنا جميعا».",
        [("direct", "سنواصل دعم السلام", RUTO), ("direct", "وهذا هدفنا جميعا", RUTO)],
    ),
    # what is added
    (
        "قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار، مضيفا أن الاتفاق سيوقع قريبا.",
        [("indirect", "بلاده ترحب بالحوار", RUTO), ("indirect", "الاتفاق سيوقع قريبا", RUTO)],
    ),
    (
        "قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار. وأضاف أن الاتفاق سيوقع قريبا.",
        [("indirect", "بلاده ترحب بالحوار", RUTO), ("indirect", "الاتفاق سيوقع قريبا", RUTO)],
    ),
    # a quotation in a quotation
    (
        'قال الرئيس الكيني وليام روتو: «قلت لهم إن "السلام أولا" هو شعارنا».',
        [("direct", 'قلت لهم إن "السلام أولا" هو شعارنا', RUTO)],
    ),
    # a state, an organization
    ("قالت كينيا إن الوضع خطير للغاية.", [("indirect", "الوضع خطير للغاية", "KE")]),
    ("قالت وزارة الخارجية الكينية إن الوضع خطير للغاية.", [("indirect", "الوضع خطير للغاية", "KE")]),
    ("قالت الأمم المتحدة إن الوضع خطير للغاية.", [("indirect", "الوضع خطير للغاية", "united-nations")]),
    # another speaks
    (
        "قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار. وأكد هاكان فيدان أن الاتفاق سيوقع قريبا.",
        [("indirect", "بلاده ترحب بالحوار", RUTO), ("indirect", "الاتفاق سيوقع قريبا", "hakan-fidan")],
    ),
]

NOT_SAID = [
    "زار الرئيس الكيني وليام روتو كيغالي.",
    "من المقرر أن يغادر الرئيس الكيني وليام روتو غدا.",
    "أكد وزير الخارجية الكيني أهمية الحوار بين الدول.",
    "أعلنت كينيا حالة الطوارئ.",
    "افتتح الرئيس الكيني معرض «كنوز النيل القديمة» في نيروبي.",
    "وصف المدرب المباراة.",
    "ذكر اسمه في القائمة.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_quotations(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert quotations(text) == expected


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_is_no_quotation(text: str) -> None:
    assert quotations(text) == []


def test_a_headline_quotes_with_a_colon() -> None:
    assert quotations("", title="وليام روتو: سنواصل دعم السلام في المنطقة") == [
        ("direct", "سنواصل دعم السلام في المنطقة", RUTO)
    ]


def test_the_speaker_is_kept_as_written() -> None:
    (said,) = read("قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار.").quotations
    assert (said.speaker_text, said.country) == ("الرئيس الكيني وليام روتو", "KE")


def test_evidence_is_the_sentence_that_holds_the_words() -> None:
    text = "وصل الوفد. قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار. غادر الوفد."
    (said,) = read(text).quotations
    (span,) = said.evidence
    assert text[span.start : span.end] == "قال الرئيس الكيني وليام روتو إن بلاده ترحب بالحوار."
    assert span.start <= said.start < said.end <= span.end
