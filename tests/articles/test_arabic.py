"""Folding, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import arabic
from articles.arabic import fold, fold_all, fold_name, fold_with_map, strip_bidi

FOLDED = [
    # written, folded
    ("أحمد", "احمد"),
    ("إيران", "ايران"),
    ("آسيا", "اسيا"),
    ("ٱلسلام", "السلام"),
    ("المهدى", "المهدي"),
    ("سفارة", "سفاره"),
    ("مسؤول", "مسوول"),
    ("دائم", "دايم"),
    ("مُحَمَّد", "محمد"),
    ("السعـودية", "السعوديه"),
    ("أيضاً", "ايضا"),
    ("کوریا", "كوريا"),
    ("١٩٧٦", "1976"),
    ("۱۹۷۶", "1976"),
    ("رئاسة_الوزراء", "رياسه الوزراء"),
    ("NATO", "nato"),
    ("  كلمة\u00a0 وكلمة \n", "كلمه وكلمه"),
    ("قبل\u200fبعد", "قبلبعد"),
    ("", ""),
    ("ـــ", ""),
]

DIFFERENT = [
    # written with a difference that carries meaning, and must stay
    ("عمان", "عمّال"),
    ("قطر", "قطار"),
    ("سور", "صور"),
    ("ذهب", "دهب"),
    ("ظل", "ضل"),
    ("هذا", "هذه"),
]


@pytest.mark.parametrize(("written", "folded"), FOLDED)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_fold_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("عبد الله", "عبدالله"),
        ("عبدالله", "عبدالله"),
        ("عبد اللّه بن عبد العزيز", "عبدالله بن عبدالعزيز"),
        ("أبو-بكر", "ابو بكر"),
        ("معبد الشمس", "معبد الشمس"),
        ("عبد", "عبد"),
    ],
)
def test_fold_name(name: str, key: str) -> None:
    assert fold_name(name) == key


@pytest.mark.parametrize(
    ("text", "needle", "surface"),
    [
        ("زار مُحَمَّد العاصمة", "محمد", "مُحَمَّد"),
        ("زار محمّدٌ العاصمة", "محمد", "محمّد"),
        ("في السعـــودية أمس", "السعوديه", "السعـــودية"),
        ("\u200fقطر\u200f والكويت", "قطر", "قطر"),
        ("وزير #رئاسة_الوزراء هنا", "رياسه الوزراء", "رئاسة_الوزراء"),
        ("عام ١٩٧٦ كان", "1976", "١٩٧٦"),
        ("مَن؟", "من", "مَن"),
        ("İstanbul في تركيا", "تركيا", "تركيا"),
    ],
)
def test_a_match_leads_back_to_its_surface(text: str, needle: str, surface: str) -> None:
    folded = fold_with_map(text)
    start = folded.text.index(needle)
    first, last = folded.original_span(start, start + len(needle))
    assert text[first:last] == surface


def test_an_empty_span_leads_to_an_empty_span() -> None:
    assert fold_with_map("مَن").original_span(1, 1) == (2, 2)


def test_text_without_marks_needs_no_map() -> None:
    assert fold_with_map("نص بلا علامات").original(5) == 5


ARABIC_AND_MARKS = st.text(
    st.sampled_from("ابأإىةئ كی\u064b\u0651\u0640\u200f_٣Aİß\U0001f600\n"), max_size=60
)


@given(ARABIC_AND_MARKS | st.text(max_size=60))
def test_every_folded_character_has_its_own_place_in_the_original(text: str) -> None:
    folded = fold_with_map(text)
    places = [folded.original(position) for position in range(len(folded.text))]
    assert places == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)
    for char, place in zip(folded.text, places, strict=True):
        assert fold_with_map(text[place]).text == char


@given(ARABIC_AND_MARKS, st.data())
def test_an_original_span_folds_to_the_folded_span(text: str, data: st.DataObject) -> None:
    folded = fold_with_map(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original_span(start, end)
    assert fold_with_map(text[first:last]).text == folded.text[start:end]


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_strip_bidi_removes_what_reorders_and_keeps_harmless_marks() -> None:
    assert strip_bidi("\u202eنص\u202c \u2066ثان\u2069 \u200fثالث\u061c") == "نص ثان \u200fثالث\u061c"


LETTERS = (
    "اأإآٱبتةىيئؤ کڪیە ًٌَُّـٰ\u200f\u200b\ufeffABCΣσςİıßǅﬁ\n\t_-٣۴\u00a0\u2009😀🇸🇾𐐀𞤀\ud800\udc00\uffff\ufffe\0"
)


@given(st.lists(st.text(st.one_of(st.sampled_from(LETTERS), st.characters()), max_size=300), max_size=5))
def test_texts_are_folded_together_as_they_are_one_by_one(texts: list[str]) -> None:
    """By the table over code units, as by the methods of str, the way back included."""
    folded = [arabic._fold_by_methods(text) for text in texts]
    assert fold_all(texts) == folded
    assert [fold_with_map(text) for text in texts] == folded
    assert [fold_all([text])[0] for text in texts] == folded


def test_every_character_is_folded_by_the_table_as_by_methods() -> None:
    characters = [f"ا{chr(code)}ب" for code in range(0x110000)]
    for start in range(0, len(characters), 10_000):
        batch = characters[start : start + 10_000]
        assert fold_all(batch) == [arabic._fold_by_methods(text) for text in batch]


def test_marks_at_the_ends_of_texts_stay_with_their_texts() -> None:
    texts = ["مُ", "ُم", "", "ُُ", "م"]
    assert [folded.text for folded in fold_all(texts)] == ["م", "م", "", "", "م"]
    assert [folded.original(0) for folded in fold_all(texts)] == [0, 1, 0, 2, 0]
