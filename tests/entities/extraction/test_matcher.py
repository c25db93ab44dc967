"""Many forms in one pass: whole words, proclitics peeled, the longest kept."""

import pytest

from entities.extraction.matcher import Matcher, longest

FORMS = ("سوريا", "الصين", "للصين", "مصر", "كوريا", "كوريا الجنوبيه", "جمهوريه كوريا", "الجنوبيه")

FOUND = [
    # folded text, (form, letters of proclitics before it)
    ("سوريا", [("سوريا", 0)]),
    ("وسوريا", [("سوريا", 1)]),
    ("وبسوريا", [("سوريا", 2)]),
    ("والصين", [("الصين", 1)]),
    ("للصين", [("للصين", 0)]),
    ("وللصين", [("للصين", 1)]),
    ("سوريا ومصر، والصين.", [("سوريا", 0), ("مصر", 1), ("الصين", 1)]),
    ("«سوريا»", [("سوريا", 0)]),
    ("(مصر)", [("مصر", 0)]),
    ("سوريا/مصر", [("سوريا", 0), ("مصر", 0)]),
    ("مصر-سوريا", [("مصر", 0), ("سوريا", 0)]),
    ("سوريا\nمصر", [("سوريا", 0), ("مصر", 0)]),
    ("كوريا الجنوبيه", [("كوريا الجنوبيه", 0), ("كوريا", 0), ("الجنوبيه", 0)]),
    # never inside a word
    ("سورياتل", []),
    ("مصرف", []),
    ("بمصرف", []),
    ("مصري", []),
    ("تمصر", []),
    ("الصينيه", []),
    ("ممصر", []),
    ("مصر2", []),
    ("2مصر", []),
    ("الصي", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_forms_found(text: str, expected: list[tuple[str, int]]) -> None:
    found = Matcher({form: form for form in FORMS}).find(text)
    assert [(match.payload, match.prefix) for match in found] == expected
    assert all(text[match.start : match.end] == match.payload for match in found)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("كوريا الجنوبيه", ["كوريا الجنوبيه"]),
        ("جمهوريه كوريا الجنوبيه", ["كوريا الجنوبيه"]),  # overlapping and longer
        ("جمهوريه كوريا", ["جمهوريه كوريا"]),
        ("سوريا وسوريا", ["سوريا", "سوريا"]),
        ("", []),
    ],
)
def test_the_longest_is_kept(text: str, kept: list[str]) -> None:
    found = longest(Matcher({form: form for form in FORMS}).find(text))
    assert [match.payload for match in found] == kept


def test_without_forms_nothing_is_found() -> None:
    assert Matcher[str]({}).find("سوريا") == []
