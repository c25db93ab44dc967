"""``evaluate_extraction``: its table, its JSON, its list of misses, and its errors."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Source, SourceAlias
from entities.evaluation.material import read_gold
from entities.evaluation.measuring import measure
from entities.models import Country, Mention
from entities.names import alias_row

pytestmark = pytest.mark.django_db

PAGE = "دمشق ترحب بالقرار\nالمصدر: الديرة\nرحبت سوريا بالقرار. وقالت عمان إنها ترحب به.\n"
GOLD = """
document = "page.txt"
[[article]]
title = "دمشق ترحب بالقرار"
countries = ["SY", "FR"]
people = ["فلان الفلاني"]
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    path = tmp_path / "gold.toml"
    path.write_text(GOLD, "utf-8")
    for number, (code, name) in enumerate({"SY": "سوريا", "OM": "سلطنة عمان", "JO": "الأردن"}.items()):
        country = Country.objects.create(code=code, alpha3=code + "X", numeric=f"{number:03}", name_ar=name)
        alias_row(country, name).save()
        if code != "SY":
            alias_row(country, "عمان").save()
    return path


def call(*args: str) -> str:
    out = StringIO()
    call_command("evaluate_extraction", *args, stdout=out, stderr=out)
    return out.getvalue()


def test_table(gold: Path) -> None:
    lines = call(str(gold)).splitlines()
    assert lines[0].split() == ["task", "precision", "recall", "F1", "right", "wrong", "missed"]
    assert lines[1].split() == ["countries", "1.000", "0.500", "0.667", "1", "0", "1"]
    assert lines[3].split() == ["people", "1.000", "0.000", "0.000", "0", "0", "1"]
    assert lines[-1] == "gold: files 1, articles 1"


def test_misses_come_with_file_article_and_context(gold: Path) -> None:
    gold.write_text(GOLD.replace('"SY", "FR"', ""), "utf-8")
    first, second = call(str(gold), "--misses").splitlines()[:2]
    assert first.startswith(f"wrong countries: SY [{gold}, دمشق ترحب بالقرار] ")
    assert "رحبت سوريا بالقرار" in first
    assert second == f"missed people: فلان الفلاني [{gold}, دمشق ترحب بالقرار]"


def test_json(gold: Path) -> None:
    answer = json.loads(call(str(gold), "--json"))
    assert (answer["files"], answer["articles"]) == (1, 1)
    assert answer["tasks"]["countries"] == {
        "precision": 1.0, "recall": 0.5, "f1": 0.6667, "right": 1, "wrong": 0, "missed": 1,
    }  # fmt: skip
    assert "misses" not in answer
    misses = json.loads(call(str(gold), "--json", "--misses"))["misses"]
    assert [(miss["miss"], miss["task"], miss["item"]) for miss in misses] == [
        ("missed", "countries", "FR"),
        ("missed", "people", "فلان الفلاني"),
    ]


def test_the_country_of_the_source_decides_as_in_the_pipeline(gold: Path) -> None:
    source = Source.objects.create(key="الديره", name_ar="الديرة", country="OM")
    SourceAlias.objects.create(source=source, text="الديرة", folded="الديره")
    (article,) = measure(read_gold([str(gold)]))
    assert [str(item) for item in article.outcomes["countries"].wrong] == ["OM"]


def test_nothing_is_stored(gold: Path) -> None:
    call(str(gold))
    assert not Article.objects.exists()
    assert not Mention.objects.exists()


ERRORS = [
    # replaced in the gold, by what, part of the error
    ('"دمشق ترحب بالقرار"', '"عنوان آخر"', "no article in page.txt has the title «عنوان آخر»"),
    ("people", '[[article]]\ntitle = "دمشق ترحب بالقرار"\ncountries = []\npeople', "'people' is missing"),
    (
        'people = ["فلان الفلاني"]',
        'people = []\n[[article.quotation]]\nspeaker = ""\nmode = "direct"\nquote = "لا أحد"',
        "the article «دمشق ترحب بالقرار» does not say «لا أحد»",
    ),
    ("page.txt", "image.bin", "binary file"),
    ("document = ", "document ", "bad TOML"),
]


@pytest.mark.parametrize(("part", "replacement", "error"), ERRORS)
def test_errors_are_one_line(gold: Path, part: str, replacement: str, error: str) -> None:
    (gold.parent / "image.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    gold.write_text(GOLD.replace(part, replacement), "utf-8")
    with pytest.raises(CommandError) as raised:
        call(str(gold))
    assert error in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none: no such file or directory"):
        call(str(tmp_path / "none"))


def test_two_articles_of_one_title_are_told_apart_by_their_order(gold: Path) -> None:
    record = {"title": "دمشق ترحب", "text": "رحبت سوريا بالقرار."}
    records = [record, record | {"text": "رحب الأردن بالقرار."}]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in records)
    (gold.parent / "feed.jsonl").write_text(lines, "utf-8")
    article = '[[article]]\ntitle = "دمشق ترحب"\npeople = []\ncountries = '
    gold.write_text(f'document = "feed.jsonl"\n{article}["SY"]\n{article}["JO"]\n', "utf-8")
    first, second = measure(read_gold([str(gold)]))
    assert (first.outcomes["countries"].right, second.outcomes["countries"].right) == (1, 1)


SENTENCES = """
[[sentence]]
text = "رحبت سوريا بالقرار في 3 آذار 2025."
countries = ["SY"]
dates = ["2025-03-03"]
"""
SPANS = [
    {
        "text": "رحبت سوريا بالقرار",
        "spans": [
            {
                "source_actor": ["سوريا"], "source_role": {"main": "SYX"},
                "target_actor": ["بالقرار"], "target_role": {"main": "OMX"},
            }
        ],
    }
]  # fmt: skip
TAGGED = "رحبت O\nسوريا B-GPE\nوعمان B-GPE\n"


def test_each_kind_of_gold_is_known_by_what_is_in_it(gold: Path) -> None:
    paths = [gold.parent / name for name in ("sentences.toml", "spans", "tags.dat")]
    for path, text in zip(paths, (SENTENCES, json.dumps(SPANS), TAGGED), strict=True):
        path.write_text(text, "utf-8")
    answer = json.loads(call(*map(str, paths), "--json", "--misses"))
    assert (answer["files"], answer["articles"], answer["sentences"]) == (1, 0, 1)
    assert [answer["tasks"][task]["right"] for task in ("countries", "all_dates")] == [1, 1]
    assert answer["actor_spans"] == {
        "sentences": 1,
        "spans": 2,
        "outcomes": {
            "right": {"spans": 1, "share": 0.5},
            "wrong": {"spans": 0, "share": 0.0},
            "missed": {"spans": 1, "share": 0.5},
        },
        "left_out": {},
        "not_labelled_with_a_country": 0,
    }
    types = answer["tagged_tokens"]["types"]
    assert (types["GPE"]["right"], types["GPE"]["missed"]) == (2, 0)
    assert types["GPE"]["f1_interval"] == [1.0, 1.0]
    assert [(miss["task"], miss["item"]) for miss in answer["misses"]] == [
        ("actor_spans", "OMX not read"),
    ]
    lines = call(*map(str, paths)).splitlines()
    assert "gold: files 1, articles 0, sentences 1" in lines
    assert "actor spans: files 1, sentences 1, spans measured 2" in lines
    assert lines[-1] == "tagged tokens: files 1, sentences 1"


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("evaluate_extraction", "--help")
    assert "manage.py evaluate_extraction" in capsys.readouterr().out.partition("example:\n  ")[2]
