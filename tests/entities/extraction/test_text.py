"""Sentences: where they end, and that none is longer than rules can stand."""

import pytest

from entities.extraction.language import load_language
from entities.extraction.text import LONGEST_SENTENCE, Words, fold_article
from entities.extraction.types import ArticleText


def _sentences(text: str) -> list[str]:
    ends = load_language("ar").grammar.patterns.sentence_end
    article = fold_article(ArticleText(text, (("body", 0, len(text)),)), ends)
    return [article.text[sentence.start : sentence.end] for sentence in article.sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("وصل الوفد. غادر الوفد.", ["وصل الوفد.", "غادر الوفد."]),
        ("وصل الوفد\nغادر الوفد", ["وصل الوفد", "غادر الوفد"]),
        ("بلغت النسبة 3.5 في المئة.", ["بلغت النسبه 3.5 في الميه."]),
        ("قال د. سامح إنه وصل.", ["قال د. سامح انه وصل."]),
        ("«وصل الوفد.» هكذا قال.", ["«وصل الوفد.»", "هكذا قال."]),
        ("هل وصل الوفد؟ نعم!", ["هل وصل الوفد؟", "نعم!"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


@pytest.mark.parametrize("text", ["غيانا " * 3000, "غ" * 9000], ids=["words", "no space"])
def test_no_sentence_is_longer_than_rules_can_stand(text: str) -> None:
    found = _sentences(text)
    assert max(map(len, found)) <= LONGEST_SENTENCE
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وصل الوفد، أمس.", ["وصل", "الوفد", "أمس"]),
        ("3.5 في-المئة", ["3", "5", "في", "المئة"]),
        ("🕊سلام\x00بين\ud800الدول", ["سلام", "بين", "الدول"]),
        ("... !", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, words: list[str]) -> None:
    found = Words.of(text)
    assert found.texts == words
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == words
