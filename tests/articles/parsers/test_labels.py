"""The labelled lines of a page, each judged by its own words."""

import pytest

from articles.parsers.labels import Label, read_line

LABELLED = [
    # line, label, value
    ("تاريخ النشر: 18th, June 2024 GMT", Label.DATE, "18th, June 2024 GMT"),
    ("تاريخ النشر : 24 أوت 2021", Label.DATE, "24 أوت 2021"),
    ("تاريخُ النَّشر 24 أوت 2021", Label.DATE, "24 أوت 2021"),
    ("▪ تاريخ النشر: 31st, June 2024", Label.DATE, "31st, June 2024"),
    ("تاريخ النشر: أمس", Label.DATE, "أمس"),
    ("تاريخ النشر:", Label.DATE, ""),
    ("نشر في: الأربعاء 3 مايو 2023 - 12:30", Label.DATE, "الأربعاء 3 مايو 2023 - 12:30"),
    ("الأربعاء 3 مايو 2023 - 12:30", Label.DATE, "الأربعاء 3 مايو 2023 - 12:30"),
    ("نشر في صحيفة محلية يوم 3 مايو 2023", Label.PROSE, ""),
    ("تاريخ النشر وحده لا يكفي لتوثيق الكتاب", Label.PROSE, ""),
    ("في 3 مايو 2023 افتتح الجسر", Label.PROSE, ""),
    ("المصدر: الغد", Label.SOURCE, "الغد"),
    ("المصدر:الغد", Label.SOURCE, "الغد"),
    ("المصدر : «صحيفة الغد»", Label.SOURCE, "«صحيفة الغد»"),
    ("المصدر الغد", Label.SOURCE, "الغد"),
    ("* المصدر: الغد + وكالات", Label.SOURCE, "الغد + وكالات"),
    ("المصدر: رويترز.", Label.SOURCE, "رويترز."),
    ("المصدر:", Label.SOURCE, ""),
    ("المصدر: مسؤول كبير", Label.PROSE, ""),
    ("المصدر: لا تعليق لدي", Label.PROSE, ""),
    ("المصدر: وصلت الشحنة الأولى إلى الميناء مساء أمس.", Label.PROSE, ""),
    ("المصدر نفسه أكد أن الشحنة وصلت", Label.PROSE, ""),
    ("كتب: سامر عبد الله", Label.BYLINE, "سامر عبد الله"),
    ("بقلم - ليلى سعد", Label.BYLINE, "ليلى سعد"),
    ("كتب سامر رسالة", Label.PROSE, ""),
    ("كتب: وصلت الشحنة الأولى إلى الميناء مساء أمس.", Label.PROSE, ""),
    ("كتبت: لا.", Label.PROSE, ""),
    ("المصدرون يطالبون بخفض الرسوم", Label.PROSE, ""),
    ("كلمات دلالية: قمح خبز", Label.KEYWORDS, "قمح خبز"),
    ("كلمات دلاليه قمح خبز", Label.KEYWORDS, "قمح خبز"),
    ("الكلمات المفتاحية: قمح، خبز", Label.KEYWORDS, "قمح، خبز"),
    ("الوسوم: قمح", Label.KEYWORDS, "قمح"),
    ("الوسوم الجديدة تصل السوق", Label.PROSE, ""),
    ("إقرأ أيضاً:", Label.READ_ALSO, ""),
    ("اقرأ أيضا :", Label.READ_ALSO, ""),
    ("أقرأ ايضاً", Label.READ_ALSO, ""),
    ("اقرؤوا أيضًا..", Label.READ_ALSO, ""),
    ("🔴 اقرأ أيضاً | هل تمطر غدا؟", Label.READ_ALSO, "هل تمطر غدا؟"),
    ("اقرأ أيضاًبعد غياب.. المهرجان يعود", Label.READ_ALSO, "بعد غياب.. المهرجان يعود"),
    ("اقرأ أيضابعد غياب.. المهرجان يعود", Label.READ_ALSO, "بعد غياب.. المهرجان يعود"),
    ("اقرأ أيضاًحريق في مصنع", Label.READ_ALSO, "حريق في مصنع"),
    ("اقرأ أيضًاحريق في مصنع", Label.READ_ALSO, "حريق في مصنع"),
    ("اقرأ أيضاً (صور) المهرجان يعود", Label.READ_ALSO, "(صور) المهرجان يعود"),
    ("اقرأ المزيد: المهرجان يعود", Label.READ_ALSO, "المهرجان يعود"),
    ("طالع أيضا: المهرجان يعود", Label.READ_ALSO, "المهرجان يعود"),
    ("مواضيع ذات صلة", Label.READ_ALSO, ""),
    ("اقرأ إيضاح الوزارة عن الحريق", Label.PROSE, ""),
    ("شاهد أيضا الحضور عرضا للدمى", Label.PROSE, ""),
    ("اقرأ أيضا ما كتبه النقاد عن المهرجان في العام الماضي، فقد كان كثيرا.", Label.PROSE, ""),
    ("وقرأ أيضا قصيدة", Label.PROSE, ""),
    ("قال: اقرأ أيضا", Label.PROSE, ""),
]


@pytest.mark.parametrize(("text", "label", "value"), LABELLED)
def test_read_line(text: str, label: Label, value: str) -> None:
    line = read_line(text)
    assert (line.label, line.value) == (label, value)
    assert line.text == text
