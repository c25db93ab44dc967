"""Dates: ranges, their written form, and the date lines of Arabic news."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dates import DateRange, hijri_day, parse_stated, shift_months, week_of

STATED = [
    # date line, EDTF
    ("18th, June 2024 GMT", "2024-06-18"),
    ("1st, March 2023 GMT", "2023-03-01"),
    ("June 18th, 2024", "2024-06-18"),
    ("Apr 10, 2025", "2025-04-10"),
    ("Thu, 10 Apr 2025 12:00:00 GMT", "2025-04-10"),
    ("3:14 PM · Sep 1, 2023", "2023-09-01"),
    ("2024-06-18", "2024-06-18"),
    ("2024-06-18T23:59:00-08:00", "2024-06-18"),
    ("10/04/2025", "2025-04-10"),
    ("10 - 4 - 2025", "2025-04-10"),
    ("١٠/٠٤/٢٠٢٥", "2025-04-10"),
    ("22:30 - 10/4/2025", "2025-04-10"),
    ("18-يونيو-2024", "2024-06-18"),
    ("18 / يونيو / 2024", "2024-06-18"),
    ("10أبريل2025", "2025-04-10"),
    ("الثلاثاء 10 نيسان/أبريل 2025", "2025-04-10"),
    ("10 نيسان (أبريل) 2025", "2025-04-10"),
    ("8 كانون الأول/ ديسمبر 2024", "2024-12-08"),
    ("29 كانون الثاني 2025", "2025-01-29"),
    ("3 تشرين الأول 2022", "2022-10-03"),
    ("3 تشرين الثاني 2022", "2022-11-03"),
    ("20 شباط /فبراير 2025", "2025-02-20"),
    ("7 آذار 2024", "2024-03-07"),
    ("31 آب 2024", "2024-08-31"),
    ("24 أوت 2021", "2021-08-24"),
    ("12 جانفي 2023", "2023-01-12"),
    ("5 غشت 2020", "2020-08-05"),
    ("5 يوليوز 2020", "2020-07-05"),
    ("16 ماي 1988", "1988-05-16"),
    ("16 مايو 1988", "1988-05-16"),
    ("1 من يناير 2000", "2000-01-01"),
    ("29 فبراير 2024", "2024-02-29"),
    ("12 شوال 1446هـ", "2025-04-10"),
    ("11 ربيع الآخر 1445 هـ الموافق 26 أكتوبر 2023 م", "2023-10-26"),
]

NOT_STATED = [
    "",
    "أمس",
    "اليوم الثلاثاء",
    "عام 2024",
    "يونيو 2024",
    "18 يونيو",
    "10 مارسيليا 2024",
    "123/4567/89",
    "2024-06",
    "هاتف 0912-345-6789",
    "10/04/25",
    "الساعة 10:04",
]

NO_SUCH_DATE = ["31st, June 2024", "30 فبراير 2024", "29 شباط 2023", "2024-13-01", "45/04/2025", "00/04/2025"]


@pytest.mark.parametrize(("line", "edtf"), STATED)
def test_parse_stated(line: str, edtf: str) -> None:
    found = parse_stated(line)
    assert found is not None
    assert found.edtf == edtf


@pytest.mark.parametrize("line", NOT_STATED)
def test_parse_stated_finds_none(line: str) -> None:
    assert parse_stated(line) is None


@pytest.mark.parametrize("line", NO_SUCH_DATE)
def test_parse_stated_refuses_what_no_calendar_has(line: str) -> None:
    with pytest.raises(ValueError, match="no such date"):
        parse_stated(line)


@pytest.mark.parametrize(
    ("year", "month", "day", "edtf"),
    [(1446, 10, 12, "2025-04-10"), (1445, 1, 1, "2023-07-19")],
)
def test_hijri_day(year: int, month: int, day: int, edtf: str) -> None:
    assert hijri_day(year, month, day).edtf == edtf


@pytest.mark.parametrize(("year", "month", "day"), [(1446, 13, 1), (1446, 10, 31), (99999, 1, 1)])
def test_hijri_day_refuses(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no such Hijri date"):
        hijri_day(year, month, day)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2025-04-10", date(2025, 4, 10), date(2025, 4, 10)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("1966", date(1966, 1, 1), date(1966, 12, 31)),
        ("[2025-02-03..2025-02-05]", date(2025, 2, 3), date(2025, 2, 5)),
        ("[..2025-02-05]", None, date(2025, 2, 5)),
        ("[2025-02-05..]", date(2025, 2, 5), None),
        ("[1960..1966]", date(1960, 1, 1), date(1966, 12, 31)),
    ],
)
def test_edtf_there_and_back(edtf: str, earliest: date | None, latest: date | None) -> None:
    found = DateRange.from_edtf(edtf)
    assert (found.earliest, found.latest) == (earliest, latest)
    assert found.edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "[..]",
        "2025-13",
        "2025-02-30",
        "25-02-03",
        "0999",
        "3000",
        "2025-2-3",
        "[2026..2025]",
        "٢٠٢٥",
    ],
)
def test_edtf_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        DateRange.from_edtf(text)


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(DAYS, DAYS)
def test_every_range_can_be_written_and_read(one: date, other: date) -> None:
    written = DateRange(min(one, other), max(one, other))
    assert DateRange.from_edtf(written.edtf) == written


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "within"),
    [
        ("2025-04-10", "2025-04", True, True),
        ("2025-04", "2025-04-10", True, False),
        ("2025-04-10", "2025-05", False, False),
        ("1966", "[..1970]", True, True),
        ("1966", "[1967..]", False, False),
        ("[..1966]", "[1966..]", True, False),
    ],
)
def test_overlaps_and_within(one: str, other: str, overlaps: bool, within: bool) -> None:
    first, second = DateRange.from_edtf(one), DateRange.from_edtf(other)
    assert first.overlaps(second) == second.overlaps(first) == overlaps
    assert first.within(second) == within


@pytest.mark.parametrize(("edtf", "day"), [("1966", date(1966, 1, 1)), ("[..2025-02-05]", date(2025, 2, 5))])
def test_sort_day(edtf: str, day: date) -> None:
    assert DateRange.from_edtf(edtf).sort_day == day


def test_exact_is_for_days_only() -> None:
    assert DateRange.from_edtf("2025-04-10").exact
    assert not DateRange.from_edtf("2025-04").exact
    assert not DateRange.from_edtf("[..2025]").exact


@pytest.mark.parametrize(
    ("months", "shifted"),
    [(0, (2025, 1)), (-1, (2024, 12)), (12, (2026, 1)), (23, (2026, 12)), (-13, (2023, 12))],
)
def test_shift_months(months: int, shifted: tuple[int, int]) -> None:
    assert shift_months(2025, 1, months) == shifted


@pytest.mark.parametrize("day", [date(2025, 4, 5), date(2025, 4, 10), date(2025, 4, 11)])
def test_the_week_begins_on_saturday(day: date) -> None:
    assert week_of(day) == (date(2025, 4, 5), date(2025, 4, 11))
