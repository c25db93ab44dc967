"""Who holds which office since when: titles attest, appointments date."""

import pytest

from articles.arabic import fold_name
from tests.entities.extraction.reader import read, tenures

APPOINTED = [
    # sentence, person, role, country, accredited to, start
    (
        "انتخب البرلمان في كينيا وليام روتو رئيسا للبلاد في 9 أغسطس 2022.",
        ("william-ruto", "president", "KE", ""),
        "2022-08-09",
    ),
    (
        "انتخب وليام روتو رئيسا لكينيا في 9 أغسطس 2022.",
        ("william-ruto", "president", "KE", ""),
        "2022-08-09",
    ),
    (
        "عين أسعد الشيباني وزيرا للخارجية في سوريا في 21 ديسمبر 2024.",
        ("asaad-al-shaibani", "foreign_minister", "SY", ""),
        "2024-12-21",
    ),
    (
        "عينت فرنسا الدبلوماسية كلود مارتان سفيرة لفرنسا لدى بوتان في 3 مايو 2024.",
        ("كلود مارتان", "ambassador", "FR", "BT"),
        "2024-05-03",
    ),
]

NO_TENURE = [
    "قال رئيس نادي الهلال السعودي فهد بن نافل إن الفريق جاهز.",
    "قال لاعب المنتخب المصري محمد صلاح إن الفريق جاهز.",
    "قال المخرج التونسي ناصر القطاري إن الفيلم اكتمل.",
    "قال وزير الخارجية المصري إن بلاده ترحب.",
    "وصل سامح شكري إلى دمشق.",
    "غادرت عائلة الأسد سوريا.",
    "",
]


@pytest.mark.parametrize(("sentence", "expected", "start"), APPOINTED)
def test_appointments(sentence: str, expected: tuple[str, str, str, str], start: str) -> None:
    (found,) = [
        tenure for tenure in read(sentence).tenures if fold_name(tenure.person) == fold_name(expected[0])
    ]
    assert (found.role, found.country, found.host) == expected[1:]
    assert found.start is not None
    assert found.start.edtf == start


@pytest.mark.parametrize("sentence", NO_TENURE)
def test_what_is_no_tenure(sentence: str) -> None:
    assert tenures(sentence) == set()


def test_a_title_attests_the_day_of_the_article_and_states_no_start() -> None:
    (tenure,) = read("قال وزير الخارجية المصري سامح شكري إن بلاده ترحب.").tenures
    assert (tenure.start, tenure.end) == (None, None)
    assert [str(span.attested_on) for span in tenure.evidence] == ["2025-06-02"]


def test_a_title_in_a_sentence_about_the_past_does_not_attest_today() -> None:
    (tenure,) = read("التقى وزير الخارجية المصري سامح شكري الوفد في 3 مايو 2019.").tenures
    assert [span.attested_on for span in tenure.evidence] == [None]


def test_without_a_day_a_title_attests_none() -> None:
    (tenure,) = read("قال وزير الخارجية المصري سامح شكري إن بلاده ترحب.", day=None).tenures
    assert [span.attested_on for span in tenure.evidence] == [None]


def test_one_tenure_with_the_evidence_of_every_sentence() -> None:
    text = "قال وزير الخارجية المصري سامح شكري إن بلاده ترحب. ثم غادر وزير خارجية مصر سامح شكري."
    (tenure,) = read(text).tenures
    assert len({(span.start, span.end) for span in tenure.evidence}) == 2


def test_offices_of_one_person_stay_apart() -> None:
    text = (
        "قال رئيس الوزراء المصري مصطفى مدبولي إن الأمر انتهى. "
        "وكان وزير الإسكان المصري مصطفى مدبولي قد افتتح المدينة عام 2015."
    )
    assert [role for _person, role, _of, _host in sorted(tenures(text))] == ["minister", "prime_minister"]


def test_a_title_is_kept_in_the_words_of_the_list() -> None:
    (tenure,) = read("قال وزير خارجية مصر سامح شكري إن بلاده ترحب.").tenures
    assert tenure.title == "وزير الخارجية"
