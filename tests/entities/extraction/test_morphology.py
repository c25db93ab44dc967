"""Forms of Arabic adjectives and names, from the form in a dictionary. All is folded text."""

import pytest

from entities.extraction import morphology
from entities.extraction.language import Language

ADJECTIVES = [
    # dictionary form, among its forms, not among them
    ("سوري", {"سوري", "سوريان", "سوريين"}, {"السوري", "سور"}),
    ("سوريه", {"سوريه", "سوريتان", "سوريتين"}, {"سوريهان", "سوري"}),
    ("سوريون", {"سوريون", "سوريين"}, {"سوري", "سوريونين"}),
    ("سوريات", {"سوريات"}, {"سوريين"}),
    ("كوري جنوبي", {"كوري جنوبي", "كوريان جنوبيان", "كوريين جنوبيين"}, {"كوري", "كوريان جنوبي"}),
    ("كوريه شماليه", {"كوريه شماليه", "كوريتان شماليتان", "كوريتين شماليتين"}, {"كوريه شماليتان"}),
    ("كوريون جنوبيون", {"كوريون جنوبيون", "كوريين جنوبيين"}, {"كوريون جنوبيين"}),
    ("روس", {"روس"}, {"روسون", "روسين"}),
]

PROCLITICS = [
    # what stands before, word, whether they are written together
    ("", "سوريا", True),
    ("و", "سوريا", True),
    ("ف", "سوريا", True),
    ("ب", "سوريا", True),
    ("ل", "سوريا", True),
    ("ك", "سوريا", True),
    ("ول", "سوريا", True),
    ("وب", "سوريا", True),
    ("فب", "سوريا", True),
    ("و", "الصين", True),
    ("ب", "الصين", True),
    ("وب", "الصين", True),
    ("ك", "اليابان", True),
    ("و", "للصين", True),
    ("ف", "للصين", True),
    ("ب", "للصين", False),
    ("ت", "سوريا", False),
    ("م", "صر", False),
    ("لو", "سوريا", False),
    ("بو", "سوريا", False),
    ("وو", "سوريا", False),
    ("ال", "سوريا", False),
]


@pytest.mark.parametrize(("adjective", "forms", "others"), ADJECTIVES)
def test_forms_of_an_adjective(adjective: str, forms: set[str], others: set[str]) -> None:
    found = morphology.adjective_forms(adjective)
    assert forms <= found
    assert not others & found


@pytest.mark.parametrize(
    ("name", "form"),
    [("الصين", "للصين"), ("السعوديه", "للسعوديه"), ("سوريا", None), ("مصر", None), ("", None)],
)
def test_the_preposition_li_before_the_article(name: str, form: str | None) -> None:
    assert morphology.with_li(name) == form


@pytest.mark.parametrize(("prefix", "word", "joined"), PROCLITICS)
def test_what_is_written_before_a_word(prefix: str, word: str, joined: bool, language: Language) -> None:
    proclitics = language.grammar.proclitics
    assert (len(prefix) in proclitics.lengths(prefix + word)) is joined
