"""Noun phrases that act: whose office, of which country, accredited where, held or formerly held."""

import pytest

from articles.arabic import fold_name
from tests.entities.extraction.reader import parties, read, tenures

OFFICES = [
    # sentence, (person, role, country or organization, accredited to)
    # titles before names
    (
        "قال وزير الخارجية المصري سامح شكري إن بلاده ترحب.",
        {("sameh-shoukry", "foreign_minister", "EG", "")},
    ),
    (
        "قال وزير خارجية مصر سامح شكري إن بلاده ترحب.",
        {("sameh-shoukry", "foreign_minister", "EG", "")},
    ),
    (
        "قال وزير الخارجية في الحكومة المصرية سامح شكري إن بلاده ترحب.",
        {("sameh-shoukry", "foreign_minister", "EG", "")},
    ),
    (
        "قال وزير الخارجية المصري الدكتور بدر عبد العاطي إن بلاده ترحب.",
        {("badr-abdelatty", "foreign_minister", "EG", "")},
    ),
    (
        "أكد ولي العهد السعودي الأمير محمد بن سلمان أن بلاده ترحب.",
        {("mohammed-bin-salman", "crown_prince", "SA", "")},
    ),
    (
        "قالت وزيرة الخارجية الألمانية أنالينا بيربوك إن بلادها ترحب.",
        {("annalena-baerbock", "foreign_minister", "DE", "")},
    ),
    (
        "قالت المتحدثة باسم وزارة الخارجية الروسية ماريا زاخاروفا إن بلادها ترحب.",
        {("maria-zakharova", "spokesperson", "RU", "")},
    ),
    # the last word of the title is the first of the country's name
    (
        "وصل رئيس جمهورية كازاخستان قاسم جومارت توكاييف.",
        {("kassym-jomart-tokayev", "president", "KZ", "")},
    ),
    (
        "قال رئيس لجنة الدفاع في جمهورية كوريا الديمقراطية الشعبية كيم جونغ إيل إن بلاده قوية.",
        {("kim-jong-il", "chairman", "KP", "")},
    ),
    # titles behind names
    (
        "قال سامح شكري، وزير الخارجية المصري، إن بلاده ترحب.",
        {("sameh-shoukry", "foreign_minister", "EG", "")},
    ),
    (
        "قال سامح شكري وزير الخارجية المصري إن بلاده ترحب.",
        {("sameh-shoukry", "foreign_minister", "EG", "")},
    ),
    # offices of organizations
    (
        "قال الأمين العام للأمم المتحدة أنطونيو غوتيريش إن الوضع خطير.",
        {("antonio-guterres", "secretary_general", "united-nations", "")},
    ),
    (
        "قال الأمين العام لجامعة الدول العربية أحمد أبو الغيط إن الوضع خطير.",
        {("ahmed-aboul-gheit", "secretary_general", "arab-league", "")},
    ),
    # ambassadors
    (
        "قال السفير البوتاني كارما تشودن إن العلاقات متينة.",
        {("كارما تشودن", "ambassador", "BT", "")},
    ),
    (
        "قال سفير بوتان في غيانا كارما تشودن إن العلاقات متينة.",
        {("كارما تشودن", "ambassador", "BT", "GY")},
    ),
    (
        "قال سفير بوتان لدى غيانا كارما تشودن إن العلاقات متينة.",
        {("كارما تشودن", "ambassador", "BT", "GY")},
    ),
    (
        "قال السفير البوتاني لدى غيانا كارما تشودن إن العلاقات متينة.",
        {("كارما تشودن", "ambassador", "BT", "GY")},
    ),
    (
        "قال القائم بالأعمال الصيني في بوتان لي وي إن بلاده ترحب.",
        {("لي وي", "charge_d_affaires", "CN", "BT")},
    ),
    # counterparts
    (
        "التقى وزير الخارجية المصري سامح شكري نظيره التركي هاكان فيدان.",
        {("sameh-shoukry", "foreign_minister", "EG", ""), ("hakan-fidan", "foreign_minister", "TR", "")},
    ),
    (
        "التقى الرئيس الكيني وليام روتو نظيره الرواندي بول كاغامي.",
        {("william-ruto", "president", "KE", ""), ("paul-kagame", "president", "RW", "")},
    ),
    (
        "وصل وزير الخارجية المصري سامح شكري إلى أنقرة. والتقى شكري نظيره التركي هاكان فيدان.",
        {("sameh-shoukry", "foreign_minister", "EG", ""), ("hakan-fidan", "foreign_minister", "TR", "")},
    ),
    # an adjective that is a surname takes no country away
    (
        "قال رئيس الوزراء العراقي محمد شياع السوداني إن بلاده ترحب.",
        {("mohammed-shia-al-sudani", "prime_minister", "IQ", "")},
    ),
    # no public office
    ("قال لاعب المنتخب المصري محمد صلاح إن الفريق جاهز.", set()),
    ("قال مدرب المنتخب المصري حسام حسن إن الفريق جاهز.", set()),
    ("قال رئيس نادي الهلال السعودي فهد بن نافل إن الفريق جاهز.", set()),
    ("قال الكاتب المصري نجيب محفوظ إن الرواية اكتملت.", set()),
    # no person
    ("قال وزير الخارجية المصري إن بلاده ترحب.", set()),
]

ACTING = [
    # sentence, those who take part in its one event
    ("وصل وفد قطري رفيع المستوى إلى بيروت.", {"actor QA", "host LB"}),
    ("وصل وفد من قطر إلى بيروت.", {"actor QA", "host LB"}),
    (
        "وصل وفد من كوريا الجنوبية برئاسة وزير الخارجية تشو تاي يول إلى دمشق.",
        {"actor KR cho-tae-yul", "host SY"},
    ),
    ("زار وزير الخارجية المصري العاصمة السورية دمشق.", {"actor EG", "host SY"}),
    ("زار سامح شكري، وزير الخارجية المصري، أنقرة.", {"actor EG sameh-shoukry", "host TR"}),
    ("أصدرت الحكومة السورية بيانا.", {"actor SY"}),
    ("أصدرت وزارة الخارجية في الحكومة السورية بيانا.", {"actor SY"}),
    ("أصدر الكرملين بيانا.", {"actor RU"}),
    (
        "اجتمع وزراء خارجية مصر والأردن والعراق في القاهرة.",
        {"participant EG", "participant JO", "participant IQ"},
    ),
    ("اجتمع رئيسا وزراء مصر والأردن في القاهرة.", {"participant EG", "participant JO"}),
    (
        "استقبل أمير قطر الشيخ تميم بن حمد آل ثاني الرئيس المصري عبد الفتاح السيسي.",
        {"host QA tamim-bin-hamad-al-thani", "participant EG abdel-fattah-el-sisi"},
    ),
    (
        "استقبل الرئيس المصري عبد الفتاح السيسي وفدا قطريا.",
        {"host EG abdel-fattah-el-sisi", "participant QA"},
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), OFFICES)
def test_offices_of_people(sentence: str, expected: set[tuple[str, str, str, str]]) -> None:
    known = {(fold_name(person), role, of, host) for person, role, of, host in expected}
    assert {(fold_name(person), role, of, host) for person, role, of, host in tenures(sentence)} == known


@pytest.mark.parametrize(("sentence", "expected"), ACTING)
def test_who_acts(sentence: str, expected: set[str]) -> None:
    (event,) = read(sentence).events
    assert parties(event) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "قال وزير الخارجية الأردني السابق مروان العجلاني إن الحل قريب.",
        "قال وزير الخارجية الأردني الأسبق مروان العجلاني إن الحل قريب.",
        "قال وزير خارجية الأردن السابق مروان العجلاني إن الحل قريب.",
    ],
)
def test_former_holders_held_the_office_until_before_the_article(sentence: str) -> None:
    (tenure,) = read(sentence).tenures
    assert (tenure.role, tenure.country, tenure.start) == ("foreign_minister", "JO", None)
    assert tenure.end is not None
    assert tenure.end.edtf == "[..2025-06-02]"


def test_a_holder_of_today_has_no_end() -> None:
    (tenure,) = read("قال وزير الخارجية الأردني مروان العجلاني إن الحل قريب.").tenures
    assert (tenure.start, tenure.end) == (None, None)


def test_a_regime_named_after_its_ruler_is_the_state_and_no_act_of_the_person() -> None:
    reading = read("قطع نظام الأسد علاقاته الدبلوماسية مع بوتان. وكان بشار الأسد قد خطب في سوريا.")
    assert {one.person for event in reading.events for one in event.participants} <= {""}
    assert reading.tenures == ()


def test_the_title_alone_means_its_only_holder() -> None:
    reading = read(
        "وصل الرئيس الكيني وليام روتو إلى كيغالي أمس. ثم استقبل الرئيس الكيني وزير الخارجية المصري."
    )
    meeting = next(event for event in reading.events if event.kind == "meeting")
    assert parties(meeting) == {"host KE william-ruto", "participant EG"}
