"""Many forms in one pass: whole words, proclitics peeled, the longest kept."""

import pytest

from entities.extraction.language import Language
from entities.extraction.lexicon import Lexicon, Match
from entities.extraction.spans import longest
from entities.extraction.text import Words

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
def test_forms_found(text: str, expected: list[tuple[str, int]], language: Language) -> None:
    found = _find(text, language)
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
def test_the_longest_is_kept(text: str, kept: list[str], language: Language) -> None:
    found = longest(_find(text, language))
    assert [match.payload for match in found] == kept


def test_without_forms_nothing_is_found(language: Language) -> None:
    assert Lexicon[str]({}, language.grammar.proclitics).find("سوريا", Words.of("سوريا")) == []


def test_a_match_knows_its_words(language: Language) -> None:
    [match] = _find("وصل الي كوريا الجنوبيه وفد", language)[:1]
    assert (match.payload, match.word, match.after) == ("كوريا الجنوبيه", 2, 4)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("اوبك+ قررت", ["اوبك+", "اوبك"]),
        ("اوبك قررت", ["اوبك"]),
        ("(اوبك) قررت", ["اوبك"]),
        ("واوبك+.", ["اوبك+", "اوبك"]),
    ],
)
def test_marks_at_the_end_belong_to_a_form(text: str, found: list[str], language: Language) -> None:
    lexicon = Lexicon({form: form for form in ("اوبك", "اوبك+")}, language.grammar.proclitics)
    matches = sorted(lexicon.find(text, Words.of(text)), key=lambda match: -match.end)
    assert [match.payload for match in matches] == found


def test_what_is_remembered_of_words_stays_bounded(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entities.extraction.lexicon._MOST_KNOWN", 10)
    lexicon = Lexicon({"سوريا": "سوريا"}, language.grammar.proclitics)
    text = " ".join(f"كلمه{number}" for number in range(1000)) + " سوريا"
    assert [match.payload for match in lexicon.find(text, Words.of(text))] == ["سوريا"]
    assert len(lexicon._starts) <= 10


def _find(text: str, language: Language) -> list[Match[str]]:
    lexicon = Lexicon({form: form for form in FORMS}, language.grammar.proclitics)
    return lexicon.find(text, Words.of(text))
