"""Events: all kinds of the design, who takes part in which role, when, where, and what is no event."""

import pytest

from tests.entities.extraction.reader import events, parties, read, relations
from tests.entities.extraction.test_rules import KINDS

KENYA, RWANDA = "KE william-ruto", "RW paul-kagame"

HAPPENED = [
    # sentence, kind, participants
    ("زار الرئيس الكيني وليام روتو كيغالي.", "visit", {f"actor {KENYA}", "host RW"}),
    ("وصل وزير الخارجية الكيني إلى كيغالي.", "visit", {"actor KE", "host RW"}),
    ("بدأ الرئيس الكيني وليام روتو زيارة رسمية إلى رواندا.", "visit", {f"actor {KENYA}", "host RW"}),
    (
        "التقى الرئيس الكيني وليام روتو نظيره الرواندي بول كاغامي في كيغالي.",
        "meeting",
        {f"participant {KENYA}", f"participant {RWANDA}"},
    ),
    (
        "استقبل الرئيس الرواندي بول كاغامي الرئيس الكيني وليام روتو.",
        "meeting",
        {f"host {RWANDA}", f"participant {KENYA}"},
    ),
    (
        "أجرى وزير الخارجية العماني بدر البوسعيدي اتصالا هاتفيا مع نظيره الإيراني عباس عراقجي.",
        "phone_call",
        {"participant OM badr-al-busaidi", "participant IR abbas-araghchi"},
    ),
    (
        "تلقى وزير الخارجية المصري اتصالا هاتفيا من وزير الخارجية الكيني.",
        "phone_call",
        {"participant EG", "participant KE"},
    ),
    ("عقدت كينيا ورواندا محادثات في كيغالي.", "talks", {"participant KE", "participant RW"}),
    (
        "بحث وزير الخارجية القطري مع نظيره الكويتي سبل التعاون.",
        "talks",
        {"participant QA", "participant KW"},
    ),
    (
        "وقعت كينيا ورواندا اتفاقية للتعاون الزراعي.",
        "agreement_signed",
        {"signatory KE", "signatory RW"},
    ),
    (
        "وقع وزير الخارجية الكيني ونظيره الرواندي مذكرة تفاهم في مجال الصحة.",
        "agreement_signed",
        {"signatory KE", "signatory RW"},
    ),
    ("أقامت كينيا وبوتان علاقات دبلوماسية.", "relations_established", {"signatory KE", "signatory BT"}),
    (
        "أعلنت كينيا إقامة علاقات دبلوماسية مع بوتان.",
        "relations_established",
        {"signatory KE", "signatory BT"},
    ),
    ("قطعت كينيا علاقاتها الدبلوماسية مع رواندا.", "relations_severed", {"actor KE", "target RW"}),
    (
        "استأنفت كينيا ورواندا علاقاتهما الدبلوماسية.",
        "relations_restored",
        {"signatory KE", "signatory RW"},
    ),
    ("اعترفت كولومبيا بدولة فلسطين.", "recognition", {"actor CO", "target PS"}),
    ("افتتحت كينيا سفارتها في كيغالي.", "embassy_opened", {"actor KE", "host RW"}),
    ("أعادت ألمانيا فتح سفارتها في دمشق.", "embassy_opened", {"actor DE", "host SY"}),
    ("أغلقت النرويج سفارتها في كابول.", "embassy_closed", {"actor NO", "host AF"}),
    (
        "عين الرئيس الكيني وليام روتو السيدة جين موانغي سفيرة لكينيا لدى رواندا.",
        "ambassador_appointed",
        {f"actor {KENYA}", "participant KE جين موانغي", "host RW"},
    ),
    (
        "قدم السفير الكيني جوزيف أوتينو أوراق اعتماده إلى الرئيس الرواندي بول كاغامي.",
        "credentials_presented",
        {"actor KE جوزيف اوتينو", f"host {RWANDA}"},
    ),
    (
        "تسلم الرئيس الرواندي بول كاغامي أوراق اعتماد السفير الكيني جوزيف أوتينو.",
        "credentials_presented",
        {"actor KE جوزيف اوتينو", f"host {RWANDA}"},
    ),
    ("استدعت كينيا سفيرها في كيغالي للتشاور.", "ambassador_recalled", {"actor KE", "target RW"}),
    ("استدعت كينيا سفيرها لدى رواندا.", "ambassador_recalled", {"actor KE", "target RW"}),
    (
        "استدعت وزارة الخارجية الكينية السفير الرواندي احتجاجا على التصريحات.",
        "ambassador_summoned",
        {"actor KE", "target RW"},
    ),
    ("طردت النرويج ثلاثة دبلوماسيين روس.", "diplomats_expelled", {"actor NO", "target RU"}),
    ("طردت كينيا السفير الرواندي.", "diplomats_expelled", {"actor KE", "target RW"}),
    ("أصدرت وزارة الخارجية الكينية بيانا بشأن الأزمة.", "statement", {"actor KE"}),
    ("أدانت كينيا الهجوم الذي شنته رواندا.", "condemnation", {"actor KE", "target RW"}),
    (
        "توسطت قطر بين كينيا ورواندا.",
        "mediation",
        {"mediator QA", "participant KE", "participant RW"},
    ),
    ("فرضت كندا عقوبات على روسيا.", "sanction", {"actor CA", "target RU"}),
    (
        "فرض الاتحاد الأوروبي عقوبات على روسيا.",
        "sanction",
        {"actor european-union", "target RU"},
    ),
    ("أرسلت الكويت مساعدات إلى السودان.", "aid", {"actor KW", "target SD"}),
    (
        "وجه الرئيس الكيني دعوة إلى نظيره الرواندي لزيارة نيروبي.",
        "invitation",
        {"actor KE", "target RW"},
    ),
    ("هددت كينيا رواندا بإغلاق الحدود.", "threat", {"actor KE", "target RW"}),
]

DATED = [
    # sentence, EDTF and basis of its event's date
    ("زار الرئيس الكيني وليام روتو كيغالي يوم 3 مايو 2024.", "2024-05-03", "stated"),
    ("في 3 مايو 2024، زار الرئيس الكيني وليام روتو كيغالي.", "2024-05-03", "stated"),
    ("زار الرئيس الكيني وليام روتو كيغالي أمس.", "2025-06-01", "relative"),
    ("أقامت كينيا وبوتان علاقات دبلوماسية عام 1966.", "1966", "stated"),
    ("أقامت كينيا وبوتان علاقات دبلوماسية في مارس 1966.", "1966-03", "stated"),
    # never silently the day of the article
    ("زار الرئيس الكيني وليام روتو كيغالي.", "", "unknown"),
    # the date of something else
    ("زار الرئيس الكيني وليام روتو كيغالي، التي استضافت القمة عام 2019.", "", "unknown"),
    ("التقى الرئيس الكيني وليام روتو نظيره الرواندي، الذي انتخب عام 2000.", "", "unknown"),
    ("زار الرئيس الكيني وليام روتو كيغالي ومن المقرر أن يغادر غدا.", "", "unknown"),
]

PLACED = [
    # sentence, text and country of its event's place
    ("عقدت كينيا ورواندا محادثات في كيغالي.", "كيغالي", "RW"),
    ("وقعت كينيا ورواندا اتفاقية في العاصمة القطرية الدوحة.", "الدوحة", "QA"),
    ("وقعت كينيا ورواندا في الدوحة اتفاقية للتعاون.", "الدوحة", "QA"),
    ("زار الرئيس الكيني وليام روتو كيغالي.", "كيغالي", "RW"),
    ("افتتحت كينيا سفارتها في كيغالي.", "كيغالي", "RW"),
    ("وقعت كينيا ورواندا اتفاقية للتعاون الزراعي.", "", ""),
]

SEVERAL = [
    # text, (kind, countries) of its events
    (
        "زار الرئيس الكيني وليام روتو كيغالي والتقى نظيره الرواندي بول كاغامي ووقع البلدان اتفاقية للتعاون.",
        {("visit", "KE-RW"), ("meeting", "KE-RW"), ("agreement_signed", "KE-RW")},
    ),
    (
        "قطعت كينيا علاقاتها الدبلوماسية مع رواندا، وأغلقت بوتان سفارتها في كيغالي.",
        {("relations_severed", "KE-RW"), ("embassy_closed", "BT-RW")},
    ),
    (
        "أدانت كينيا الهجوم الذي شنته رواندا؛ وأرسلت قطر مساعدات إلى السودان.",
        {("condemnation", "KE-RW"), ("aid", "QA-SD")},
    ),
    # «the two countries» are those named before
    (
        "عقدت كينيا ورواندا محادثات. ووقع البلدان اتفاقية للتعاون.",
        {("talks", "KE-RW"), ("agreement_signed", "KE-RW")},
    ),
    (
        "عقدت كينيا ورواندا محادثات في الدوحة. ووقع الجانبان اتفاقية للتعاون في مجال الطاقة.",
        {("talks", "KE-RW"), ("agreement_signed", "KE-RW")},
    ),
]

NO_EVENTS = [
    # sport
    "فاز المنتخب المصري على نظيره التونسي بهدفين.",
    "التقى المنتخب المصري نظيره التونسي في القاهرة.",
    "التقى منتخب مصر منتخب تونس في القاهرة أمس.",
    "يلتقي الأهلي المصري الترجي التونسي في رادس.",
    "تعادلت مصر مع تونس في مباراة ودية.",
    "تصدرت البرازيل المجموعة بعد فوزها على تونس.",
    "سجل لاعب تونس هدفا في مرمى مصر.",
    "استدعى مدرب تونس لاعبا محترفا في فرنسا.",
    "طرد الحكم التونسي لاعبا من منتخب مصر.",
    "وقع اللاعب التونسي عقدا مع ناد مصري.",
    "علق المدرب المصري على مباراة تونس.",
    "استقبلت شباك مصر هدفين أمام تونس.",
    "اعترف لاعب مصر بخطئه في مباراة تونس.",
    "سحبت مصر قرعة البطولة في تونس.",
    "استعادت مصر صدارة المجموعة من تونس.",
    "قدم المهاجم التونسي أوراق اعتماده لجماهير ناديه المصري.",
    "تلقى المهاجم التونسي اتصالا من ناديه في مصر.",
    "انتهت مباراة الصداقة بين مصر وتونس بالتعادل.",
    # economy
    "ارتفعت صادرات مصر إلى تونس.",
    "فرضت تونس رسوما على واردات الصلب من تركيا.",
    "قطعت مصر التيار الكهربائي عن المصانع.",
    "افتتحت شركة مصرية فرعا في تونس.",
    "أعلنت شركة كورية إقامة مصنع في مصر.",
    "ألغت الخطوط التونسية رحلاتها إلى مصر.",
    "وصلت سفينة يونانية إلى ميناء الإسكندرية في مصر.",
    "استأنفت مصر تصدير القمح إلى تونس.",
    "انخفض الدولار الأمريكي أمام اليورو.",
    "تشهد العلاقات التجارية بين مصر وتونس نموا.",
    # culture, weather, courts, daily life
    "زارت الفنانة المصرية مهرجان قرطاج في تونس.",
    "تستضيف تونس معرض الكتاب بمشاركة مصر والأردن.",
    "قدم المخرج التونسي فيلما عن مصر.",
    "أعاد المتحف المصري افتتاح قاعة الملكات.",
    "ناقش الطلاب التونسيون رسائلهم في القاهرة.",
    "منحت الجامعة التونسية الباحث المصري جائزة.",
    "عقدت جامعة القاهرة مع جامعة تونس ندوة أدبية.",
    "اجتمع الأطباء من مصر وتونس في مؤتمر طبي.",
    "وقعت هزة أرضية قرب الحدود بين تركيا واليونان.",
    "هدد الطقس السيئ الموسم السياحي في تونس ومصر.",
    "أغلقت تونس معبرها مع ليبيا بسبب الأمطار.",
    "أدانت المحكمة في تونس متهما مصريا.",
    "أرسلت الأم طردا إلى ابنها في تونس.",
    "دعا الطبيب المصري إلى زيارة المتاحف في تونس.",
    "توسط النصب التذكاري ساحة في تونس.",
]


@pytest.mark.parametrize(("sentence", "kind", "expected"), HAPPENED)
def test_kinds_and_roles(sentence: str, kind: str, expected: set[str]) -> None:
    (event,) = read(sentence).events
    assert (event.kind, event.modality) == (kind, "happened")
    assert parties(event) == expected


def test_every_kind_of_the_design_is_here() -> None:
    assert {kind for _sentence, kind, _parties in HAPPENED} == KINDS


@pytest.mark.parametrize(("sentence", "edtf", "basis"), DATED)
def test_dates(sentence: str, edtf: str, basis: str) -> None:
    (event,) = read(sentence).events
    assert (event.date.edtf if event.date else "", event.date_basis) == (edtf, basis)


def test_each_of_two_dates_belongs_to_its_own_clause() -> None:
    text = "في 3 مايو 2024 زار الرئيس الكيني كيغالي، وفي 5 مايو 2024 زار وزير الخارجية المصري تونس."
    assert {
        (next(iter(event.countries - {"KE", "EG"})), event.date.edtf if event.date else "")
        for event in read(text).events
    } == {("RW", "2024-05-03"), ("TN", "2024-05-05")}


def test_an_undated_event_of_a_post_is_of_the_day_of_the_post() -> None:
    reading = read(
        "", title="قمة", post="استقبل الرئيس الكيني وليام روتو نظيره الرواندي.", post_day="2025-05-30"
    )
    (event,) = reading.events
    assert event.date is not None
    assert (event.date.edtf, event.date_basis) == ("2025-05-30", "post")


@pytest.mark.parametrize(("sentence", "text", "country"), PLACED)
def test_places(sentence: str, text: str, country: str) -> None:
    (event,) = read(sentence).events
    assert (event.place_text, event.place_country) == (text, country)


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_events(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(kind, "-".join(sorted(countries))) for kind, _modality, countries in events(text)} == expected


def test_the_following_year_counts_from_the_visit_before() -> None:
    text = "زار الرئيس الكيني وليام روتو كيغالي عام 2000. وفي العام التالي، زار الرئيس الرواندي نيروبي."
    dates = {
        (one.country, event.date.edtf)
        for event in read(text).events
        for one in event.participants
        if one.role == "host" and event.date
    }
    assert dates == {("RW", "2000"), ("KE", "2001")}


def test_a_visit_of_the_speaker() -> None:
    text = "قال الرئيس الكيني وليام روتو: «كانت زيارتي إلى رواندا عام 2019 ناجحة»."
    (event,) = read(text).events
    assert parties(event) == {f"actor {KENYA}", "host RW"}
    assert event.date is not None
    assert event.date.edtf == "2019"


@pytest.mark.parametrize("sentence", NO_EVENTS)
def test_other_topics_give_nothing(sentence: str) -> None:
    assert events(sentence) == []
    assert relations(sentence) == set()


def test_evidence_is_the_sentence() -> None:
    text = "رحب الجميع. زار الرئيس الكيني وليام روتو كيغالي أمس. وغادر الوفد."
    (event,) = read(text).events
    (span,) = event.evidence
    assert text[span.start : span.end] == "زار الرئيس الكيني وليام روتو كيغالي أمس."
    assert span.extractor == "events"
    assert 0 < span.confidence <= 1


def test_a_joined_verb_keeps_the_first_person_of_the_sentence() -> None:
    [meeting] = [
        event
        for event in read(
            "زار وزير الخارجية السوري أسعد الشيباني برفقة وزير الدفاع السوري مرهف أبو قصرة أنقرة"
            " والتقى هناك وزير الخارجية التركي هاكان فيدان."
        ).events
        if event.kind == "meeting"
    ]
    assert {part.person for part in meeting.participants} >= {"asaad-al-shaibani"}
