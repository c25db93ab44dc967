"""Gold of sentences: its notation, and one clear line for what is wrong with it."""

from pathlib import Path

import pytest

from articles.dates import DateRange
from entities.evaluation.gold import GoldEvent, GoldQuotation, GoldRelation, GoldTenure
from entities.evaluation.material import read_gold
from entities.evaluation.sentences import GoldSentence, GoldSentences
from entities.evaluation.tables import InvalidGoldError
from entities.extraction.types import Participant

TEXT = "قال فلان الفلاني إن «الزيارة قريبة»، ثم غادر الفلاني عمان."
GOLD = f"""
topic = "visits"

[[sentence]]
text = "{TEXT}"
published = "2025-04-10"
source = "JO"
region = "levant"
traps = ["oman_amman"]
countries = ["SY", "JO"]
people = ["فلان الفلاني | الفلاني"]
dates = ["2025-04", "2025-01-01/", "1958/1961"]
events = [
  {{kind = "visit", modality = "planned", date = "2025-04", place = "JO", actor = "SY فلان الفلاني", host = ["JO"]}},
  {{kind = "talks", participant = ["[الأمم المتحدة]", "[الجامعة] فلان الفلاني", "الفلاني", "SY"]}},
]
relations = [{{countries = ["SY", "JO"], status = "severed", start = "1970"}}]
offices = [
  {{person = "فلان الفلاني", role = "envoy", of = "SY", end = "2025-04-10"}},
  {{person = "الفلاني", role = "secretary_general", of = "الجامعة"}},
]
quotations = [{{speaker = "فلان الفلاني", mode = "direct", quote = "الزيارة قريبة"}}]

[[sentence]]
text = "فاز النادي."
topic = "sport"
"""


def sentences(folder: Path, text: str = GOLD) -> tuple[GoldSentence, ...]:
    path = folder / "gold.toml"
    path.write_text(text, "utf-8")
    (file,) = read_gold([str(path)])
    assert isinstance(file, GoldSentences)
    return file.sentences


def test_what_is_annotated(tmp_path: Path) -> None:
    first, second = sentences(tmp_path)
    assert first.gold.events == (
        GoldEvent(
            "visit", "planned", "2025-04", "JO",
            (Participant("actor", "SY", "فلان الفلاني"), Participant("host", "JO")), TEXT,
        ),
        GoldEvent(
            "talks", "happened", "", "",
            (
                Participant("participant", organization="الأمم المتحدة"),
                Participant("participant", person="فلان الفلاني", organization="الجامعة"),
                Participant("participant", person="الفلاني"),
                Participant("participant", "SY"),
            ), TEXT,
        ),
    )  # fmt: skip
    assert first.gold.relations == (
        GoldRelation(("JO", "SY"), "diplomatic_relations", "severed", "1970", "", TEXT),
    )
    assert first.gold.tenures == (
        GoldTenure("فلان الفلاني", "envoy", "SY", "", "", "2025-04-10", TEXT),
        GoldTenure("الفلاني", "secretary_general", "", "الجامعة", "", "", TEXT),
    )
    assert first.gold.quotations == (GoldQuotation("فلان الفلاني", "direct", "الزيارة قريبة"),)
    assert (first.gold.people, first.gold.surfaces) == (("فلان الفلاني",), ("فلان الفلاني", "الفلاني"))
    assert first.gold.dates == ("2025-04", "[2025..]", "[1958..1961]")
    assert (first.region, first.traps, first.topic, second.topic) == (
        "levant", ("oman_amman",), "visits", "sport",
    )  # fmt: skip
    assert (second.gold.people, second.gold.surfaces, second.gold.dates) == ((), (), ())


def test_a_sentence_is_an_article_of_its_own(tmp_path: Path) -> None:
    article = sentences(tmp_path)[0].article
    assert (article.text, article.sections) == (TEXT, (("body", 0, len(TEXT)),))
    assert (article.published, article.source_country) == (DateRange.from_edtf("2025-04-10"), "JO")


ERRORS = [
    # replaced in the gold, by what, the error behind the file's name
    ("text = ", "txt = ", "sentence 1: 'txt' is none of text, published, source,"),
    ("topic = \"visits\"", "subject = 1", "'subject' is none of topic, sentence"),
    (f'text = "{TEXT}"', "", "sentence 1: 'text' is missing"),
    ('quote = "الزيارة قريبة"', 'quote = "الزيارة بعيدة"', "sentence 1: it does not say «الزيارة بعيدة»"),
    ("| الفلاني", "| علان", "sentence 1: it does not say «علان»"),
    ('person = "فلان الفلاني"', 'person = "علان"', "sentence 1: «علان» is not among its people"),
    ('countries = ["SY", "JO"]\n', 'countries = ["JO"]\n', "sentence 1: SY is not among its countries"),
    ('"2025-04", "2025-01-01/"', '"neulich"', "sentence 1, dates: 'neulich' is not a date"),
    ('status = "severed", ', "", "sentence 1, relations 1: 'status' is missing"),
    ('"[الجامعة] فلان الفلاني"', '"[الجامعة"', "sentence 1, events 2: 'participant' is not an actor"),
    ('host = ["JO"]', "hosts = 1", "sentence 1, events 1: 'hosts' is none of kind, modality,"),
    ('of = "SY"', "off = 1", "sentence 1, offices 1: 'off' is none of person, role, of, start, end"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "replacement", "error"), ERRORS)
def test_wrong_gold(tmp_path: Path, part: str, replacement: str, error: str) -> None:
    assert part in GOLD
    with pytest.raises(InvalidGoldError) as raised:
        sentences(tmp_path, GOLD.replace(part, replacement))
    assert str(raised.value).removeprefix(str(tmp_path / "gold.toml")).lstrip(":, ").startswith(error)
    assert "\n" not in str(raised.value)
