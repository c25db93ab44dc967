"""Dates in running text: absolute, partial, and relative to the day of the article or to a date before.

The forms are those of Arabic news; month names of every region and the Hijri calendar are in
``articles.dates``. A date that the calendar does not have is left unread.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from articles.dates import HIJRI_MONTHS, MONTHS, DateRange, hijri_day, shift_months

STATED, RELATIVE = "stated", "relative"

_month = "|".join(sorted((re.escape(name) for name in MONTHS if not name.isascii()), key=len, reverse=True))
_hijri = "|".join(sorted((re.escape(name) for name in HIJRI_MONTHS), key=len, reverse=True))
_MONTH = rf"(?P<month>{_month})(?!\w)(?:\s*[/(]\s*(?:{_month})(?!\w)\)?)?"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?!\d)"
_DAYS = {"السبت": 5, "الاحد": 6, "الاثنين": 0, "الثلاثاء": 1, "الاربعاء": 2, "الخميس": 3, "الجمعه": 4}
_DAY = rf"(?P<weekday>{'|'.join(_DAYS)})"
_NUMBERS = {
    "عام": 1, "سنه": 1, "شهر": 1, "اسبوع": 1, "يوم": 1, "عقد": 1,
    "عامين": 2, "سنتين": 2, "شهرين": 2, "اسبوعين": 2, "يومين": 2, "عقدين": 2,
    "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7,
    "ثمانيه": 8, "ثماني": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
}  # fmt: skip
_UNITS = {
    "عام": 365, "عاما": 365, "اعوام": 365, "سنه": 365, "سنوات": 365, "سنتين": 365, "عامين": 365,
    "شهر": 30, "شهرا": 30, "اشهر": 30, "شهور": 30, "شهرين": 30,
    "اسبوع": 7, "اسبوعين": 7, "اسابيع": 7, "يوم": 1, "يوما": 1, "ايام": 1, "يومين": 1,
}  # fmt: skip
_LAST = r"(?:الماضي|الماضيه|المنصرم|المنصرمه|الفايت|الفايته|السابق)"
_NEXT = r"(?:المقبل|المقبله|القادم|القادمه)"
_THIS = r"(?:الجاري|الجاريه|الحالي|الحاليه)"
_AT = r"(?:(?:مساء|صباح|ظهر|فجر|ليله|ليل|يوم|عصر|امس|اليوم)\s+)*"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in folded text, and whether it is stated or counted from the article's day."""

    start: int
    end: int
    value: DateRange
    basis: str


@dataclass(frozen=True, slots=True)
class _Context:
    reference: DateRange | None
    last: DateRange | None

    @property
    def today(self) -> date | None:
        """The day from which relative dates count: known only if the article's day is exact."""
        return self.reference.earliest if self.reference and self.reference.exact else None


_Reader = Callable[[re.Match[str], _Context], tuple[DateRange, str] | None]


def _day_month(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return DateRange.day(date(int(match["year"]), month, day)), STATED
    return _without_year(match, context, lambda year: DateRange.day(date(year, month, day)))


def _month_only(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    month = MONTHS[match["month"]]
    if match["year"]:
        return DateRange.month(int(match["year"]), month), STATED
    if not match["when"] and not match["lead"]:
        return None  # a bare month name (مارس "practised", اب "father", ماي) is too often another word
    return _without_year(match, context, lambda year: DateRange.month(year, month))


def _without_year(
    match: re.Match[str], context: _Context, in_year: Callable[[int], DateRange]
) -> tuple[DateRange, str] | None:
    """The year is that of the article, or the one before (after) if the date would lie ahead (behind)."""
    today = context.today
    if today is None:
        return None
    found = in_year(today.year)
    when = match.groupdict().get("when") or ""
    assert found.earliest is not None and found.latest is not None
    if re.fullmatch(_NEXT, when):
        found = found if found.earliest >= today else in_year(today.year + 1)
    elif re.fullmatch(_LAST, when):
        found = found if found.latest < today else in_year(today.year - 1)
    elif not when and found.earliest > today + timedelta(days=120):
        found = in_year(today.year - 1)
    return found, RELATIVE


def _month_span(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    """من السادس إلى العاشر من آذار: between two days of one month."""
    month = MONTHS[match["month"]]
    first, last = int(match["first"]), int(match["day"])
    found = _without_year(match, context, lambda year: DateRange(date(year, month, first), date(year, month, last)))
    if match["year"]:
        return DateRange(date(int(match["year"]), month, first), date(int(match["year"]), month, last)), STATED
    return found


def _hijri_date(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return hijri_day(int(match["hyear"]), HIJRI_MONTHS[match["hijri"]], int(match["day"])), STATED


def _figures(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return DateRange.day(date(int(match["year"]), int(match["figure"]), int(match["day"]))), STATED


def _year(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return DateRange.year(int(match["year"])), STATED


def _years(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return DateRange(date(int(match["first"]), 1, 1), date(int(match["year"]), 12, 31)), STATED


def _relative_year(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    word = match["when"]
    if re.fullmatch(r"التالي|التاليه|الذي تلاه|نفسه|ذاته|نفسها|ذاتها", word):
        if context.last is None or context.last.earliest is None:
            return None
        return DateRange.year(context.last.earliest.year + (1 if word.startswith(("التالي", "الذي")) else 0)), STATED
    if context.today is None:
        return None
    shift = -1 if re.fullmatch(_LAST, word) else 1 if re.fullmatch(_NEXT, word) else 0
    return DateRange.year(context.today.year + shift), RELATIVE


def _relative_month(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    word = match["when"]
    shift = -1 if re.fullmatch(_LAST, word) else 1 if re.fullmatch(_NEXT, word) else 0
    return DateRange.month(*shift_months(context.today.year, context.today.month, shift)), RELATIVE


def _relative_week(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    word = match["when"]
    shift = -7 if re.fullmatch(_LAST, word) else 7 if re.fullmatch(_NEXT, word) else 0
    saturday = context.today - timedelta(days=(context.today.weekday() + 2) % 7) + timedelta(days=shift)
    return DateRange(saturday, saturday + timedelta(days=6)), RELATIVE


def _weekday(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    back = (context.today.weekday() - _DAYS[match["weekday"]]) % 7
    when = match["when"] or ""
    if re.fullmatch(_NEXT, when):
        return DateRange.day(context.today + timedelta(days=7 - back)), RELATIVE
    if re.fullmatch(_LAST, when) and back == 0:
        back = 7
    return DateRange.day(context.today - timedelta(days=back)), RELATIVE


def _near_day(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    shift = {"اليوم": 0, "امس": -1, "البارحه": -1, "اول امس": -2, "غدا": 1, "بعد غد": 2}[match["near"]]
    return DateRange.day(context.today + timedelta(days=shift)), RELATIVE


def _same_day(_match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    return (context.last, STATED) if context.last and context.last.exact else None


def _ago(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    unit = match["unit"]
    count = _NUMBERS.get(match["count"] or unit) or int(match["count"] or 1)
    days = _UNITS[unit]
    if days == 365:
        return DateRange.year(context.today.year - count), RELATIVE
    if days == 30:
        return DateRange.month(*shift_months(context.today.year, context.today.month, -count)), RELATIVE
    day = context.today - timedelta(days=days * count)
    return (DateRange.day(day) if days == 1 else DateRange(day - timedelta(3), day + timedelta(3))), RELATIVE


_ORDINALS = "|".join(
    ("الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
)
_ORDINAL_DAYS = {word: number for number, word in enumerate(_ORDINALS.split("|"), 1)}
_WHEN = rf"(?:\s+(?:من\s+(?:ال)?عام\s+)?(?:(?:عام|سنه)\s+)?{_YEAR}|\s+(?:من\s+)?(?:العام\s+)?(?P<when>{_LAST}|{_NEXT}|{_THIS}))?"
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?(?P<hijri>{_hijri})\s+(?P<hyear>1[34]\d\d)(?:\s*ه\w*)?", _hijri_date),
        (rf"(?:من|بين)\s+(?P<first>\d{{1,2}})\s+(?:الي|و|حتي|-)\s*(?P<day>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?{_MONTH}{_WHEN}", _month_span),
        (rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?{_MONTH}{_WHEN}", _day_month),
        (r"(?<!\d)(?P<year>\d{4})[-/](?P<figure>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)", _figures),
        (r"(?<!\d)(?P<day>\d{1,2})[-/](?P<figure>\d{1,2})[-/](?P<year>\d{4})(?!\d)", _figures),
        (rf"(?<!\w)(?P<lead>(?:[وفب]?(?:في|منذ|خلال|اواخر|مطلع|اوايل|منتصف|نهايه|بدايه|من|حتي)\s+)?(?:شهر\s+)?)[وبل]?{_MONTH}{_WHEN}", _month_only),
        (rf"(?<!\w)(?P<lead>[وب]?(?:بين|من)\s+(?:عامي\s+|عام\s+)?)(?P<first>1[0-9]{{3}}|20[0-9]{{2}})\s*(?:و|الي|-|حتي)\s*(?:عام\s+)?{_YEAR}", _years),
        (rf"(?<!\w)[وبل]?(?:ال)?(?:عام|سنه)\s+{_YEAR}", _year),
        (rf"(?<!\w)(?P<lead>(?:في|منذ|حتي|قبل|بعد|مطلع|نهايه|بدايه|اواخر|اوايل|منتصف)\s+){_YEAR}", _year),
        (rf"(?<!\w)[وبل]?(?:العام|السنه)\s+(?P<when>{_LAST}|{_NEXT}|{_THIS}|التالي|التاليه|الذي تلاه|نفسه|ذاته|نفسها|ذاتها)(?!\w)", _relative_year),
        (rf"(?<!\w)[وبل]?الشهر\s+(?P<when>{_LAST}|{_NEXT}|{_THIS})(?!\w)", _relative_month),
        (rf"(?<!\w)[وبل]?الاسبوع\s+(?P<when>{_LAST}|{_NEXT}|{_THIS})(?!\w)", _relative_week),
        (r"(?<!\w)[وبل]?(?:في )?(?:اليوم (?:نفسه|ذاته)|نفس اليوم)(?!\w)", _same_day),
        (rf"(?<!\w)[وف]?{_AT}(?P<near>اول امس)(?:\s+(?:{'|'.join(_DAYS)}))?(?!\w)", _near_day),
        (rf"(?<!\w)[وف]?(?:مساء |صباح |ظهر |فجر |ليله )?(?P<near>امس|اليوم|البارحه|بعد غد|غدا)(?:\s+(?:ال)?(?:{'|'.join(_DAYS)}))?(?!\w)", _near_day),
        (rf"(?<!\w)[وف]?{_AT}{_DAY}(?:\s+(?P<when>{_LAST}|{_NEXT}|{_THIS}))?(?!\w|\s+\d)", _weekday),
        (rf"(?<!\w)(?:قبل|منذ)\s+(?:(?P<count>\d{{1,2}}|{'|'.join(key for key in _NUMBERS)})\s+)?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w|\s+\d)", _ago),
    )
)  # fmt: skip
_OR_SPELLED = re.compile(rf"(?<!\w)(?P<ordinal>{_ORDINALS})(?=\s+(?:من\s+)?(?:شهر\s+)?(?:{_month})(?!\w)|\s+(?:الي|حتي)\s+(?:{_ORDINALS})\s)")


def find_dates(text: str, start: int, end: int, reference: DateRange | None, last: DateRange | None) -> list[FoundDate]:
    """Return the dates in ``text[start:end]`` (folded), in order, none inside another.

    ``reference`` is the day of the article or post; without it relative dates are not read. ``last`` is the
    date read last before, from which "the following year" counts.
    """
    piece = _spell_out(text[start:end])
    candidates: list[tuple[int, int, re.Match[str], _Reader]] = []
    for pattern, reader in _FORMS:
        for match in pattern.finditer(piece):
            if match.end() > match.start():
                candidates.append((match.start(), match.end(), match, reader))
    candidates.sort(key=lambda found: (found[0], -found[1]))
    dates: list[FoundDate] = []
    for first, stop, match, reader in candidates:
        if dates and first + start < dates[-1].end:
            continue
        try:
            read = reader(match, _Context(reference, last))
        except (ValueError, OverflowError):
            continue  # a date that no calendar has
        if read:
            last = read[0]
            # منذ and حتى before a date say what it is the date of; they are not part of it.
            lead = len(match.groupdict().get("lead") or "")
            dates.append(FoundDate(first + lead + start, stop + start, *read))
    return dates


def _spell_out(piece: str) -> str:
    """Write ordinal days before a month in figures, padded, so that no offset moves."""
    return _OR_SPELLED.sub(
        lambda match: str(_ORDINAL_DAYS[match["ordinal"]]).ljust(len(match["ordinal"])), piece
    )
