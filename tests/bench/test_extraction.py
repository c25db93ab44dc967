"""The measurement of extraction: articles of the size it says, and figures for every rule it names."""

from pathlib import Path

import pytest

from bench.extraction import BYTES, SEEDS, _article, articles, gazetteer, main, seconds_by_rule
from entities.extraction.language import load_language
from entities.reading import read_article


def test_articles_are_cut_to_size() -> None:
    sample = articles([str(SEEDS / "documents")], 5)
    assert len({article.text for article in sample}) == 5
    assert all(BYTES - 6 <= len(article.text.encode()) <= BYTES for article in sample)


def test_a_gazetteer_has_as_many_names_as_asked_for() -> None:
    small, large = gazetteer(0), gazetteer(20_000)
    name = next(reversed(large._forms))
    assert name not in small._forms
    assert name in large._forms


def test_rules_are_timed_by_name() -> None:
    article = _article("أعلنت غيانا قطع العلاقات الدبلوماسية مع بوتان.")
    language = load_language("ar")
    names = {rule.name for rules in (language.event_rules, language.relation_rules) for rule in rules}
    assert "relations_severed.verb" in seconds_by_rule(article, gazetteer(0))
    assert seconds_by_rule(article, gazetteer(0)).keys() <= names
    assert read_article(article, gazetteer(0)).events


def test_paths_without_text_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench.extraction", "--texts", str(tmp_path)])
    with pytest.raises(SystemExit, match="no text"):
        main()
