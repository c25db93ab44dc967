"""Reading gold: where it is found, what it says, and one clear line for what is wrong with it."""

from pathlib import Path

import pytest

from entities.evaluation.gold import GoldDocument
from entities.evaluation.material import read_gold
from entities.evaluation.tables import InvalidGoldError
from entities.extraction.types import Participant

GOLD = """
document = "page.txt"

[[article]]
title = "عنوان"
countries = ["SY", "KR"]
people = []

[[article.event]]
kind = "talks"
modality = "happened"
date = "2023-03-06/2023-03-10"
participants = [{role = "host", country = "SY"}, {role = "mediator", organization = "الأمم المتحدة"}]
quote = "عقدت مباحثات"

[[article.relation]]
countries = ["SY", "KR"]
kind = "friendship"
status = "established"
start = "1966-01-01/1966-12-31"
quote = "صداقة"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text("عنوان\nنص.", "utf-8")
    return tmp_path


def write(path: Path, text: str = GOLD) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def test_what_is_annotated(folder: Path) -> None:
    (document,) = read_gold([write(folder / "gold.toml")])
    assert isinstance(document, GoldDocument)
    (article,) = document.articles
    (event,) = article.events
    (relation,) = article.relations
    assert event.date == "[2023-03-06..2023-03-10]"
    assert event.participants == (
        Participant("host", "SY"),
        Participant("mediator", organization="الأمم المتحدة"),
    )
    assert (relation.countries, relation.start, relation.end) == (("KR", "SY"), "1966", "")
    assert article.quotes == ("صداقة", "عقدت مباحثات")


def test_documents_are_found_beside_the_gold_and_in_the_folders_above(folder: Path) -> None:
    write(folder / "gold.toml")
    write(folder / "tests" / "gold" / "deep.toml")
    documents = read_gold([str(folder)])
    assert [Path(document.path).name for document in documents] == ["gold.toml", "deep.toml"]
    found = {document.document for document in documents if isinstance(document, GoldDocument)}
    assert found == {folder / "page.txt"}


def test_what_is_no_gold_is_left_out_of_directories_only(folder: Path) -> None:
    gold, floors = write(folder / "gold.toml"), write(folder / "floors.toml", "[first]\nevents = 1")
    assert [document.path for document in read_gold([str(folder), gold])] == [gold]
    with pytest.raises(InvalidGoldError, match=r"floors\.toml: 'document' is missing"):
        read_gold([floors])


ERRORS = [
    # replaced in the gold, by what, the error behind the file's name
    ('document = "page.txt"', "", "'document' is missing"),
    ("page.txt", "none.txt", "no such document: none.txt"),
    ('"عنوان"', '""', "article 1: 'title' is not a text"),
    ('["SY", "KR"]\npeople', "3\npeople", "article 1: 'countries' is not a list of texts"),
    ("people = []", "", "article 1: 'people' is missing"),
    ("[[article]]", "[article]", "'article' is not tables"),
    ("[[article", "[[articles", "'article' is missing"),
    ("participants =", "participant =", "article 1, event 1: 'participants' is missing"),
    ('kind = "talks"', "", "article 1, event 1: 'kind' is missing"),
    ('role = "host", ', "", "article 1, event 1, participants 1: 'role' is missing"),
    ("03-10", "02-30", "article 1, event 1, date: '2023-02-30' is not a date: day is out of range for month"),
    ("03-10", "03-01", "article 1, event 1, date: 2023-03-06 is after 2023-03-01"),
    ('"1966-01-01/1966-12-31"', "1966", "article 1, relation 1: 'start' is not a text"),
    ('people = []', 'people = [', "bad TOML: "),
]  # fmt: skip


@pytest.mark.parametrize(("part", "replacement", "error"), ERRORS)
def test_wrong_gold(folder: Path, part: str, replacement: str, error: str) -> None:
    assert part in GOLD
    path = write(folder / "gold.toml", GOLD.replace(part, replacement))
    with pytest.raises(InvalidGoldError) as raised:
        read_gold([path])
    assert str(raised.value).removeprefix(path).lstrip(":, ").startswith(error)
    assert "\n" not in str(raised.value)


def test_paths_without_gold(tmp_path: Path) -> None:
    (tmp_path / "cp1256.toml").write_bytes("عنوان".encode("cp1256"))
    (tmp_path / "empty").mkdir()
    write(tmp_path / "other" / "notes.txt")
    for name, reason in (
        ("none", "no such file or directory"),
        ("empty", "no files in it"),
        ("other", "no gold in it"),
        ("cp1256.toml", "not UTF-8: 'utf-8' codec"),
    ):
        with pytest.raises(InvalidGoldError, match=f"{name}: {reason}"):
            read_gold([str(tmp_path / name)])
