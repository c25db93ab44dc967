"""Dates in running text: absolute, partial, and relative to the day of the article or to a date before.

The forms are those of Arabic news; month names of every region and the Hijri calendar are in
``articles.dates``. A date that the calendar does not have is left unread.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from articles.dates import HIJRI_MONTHS, MONTHS, DateRange, hijri_day, shift_months, week_of

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

# A date without a year that lies further ahead than this is taken for one of the year before.
_SOON = timedelta(days=120)
_PART_OF_DAY = "(?:مساء |صباح |ظهر |فجر |ليله )?"
# «اليوم التالي», «اليوم العالمي للمرأة» are not today.
_NOT_TODAY = r"(?!\s+(?:التالي|السابق|الذي|نفسه|ذاته|العالمي|الوطني|الدولي|الاول|الثاني|الثالث|الاخير))"
_EDGES = "اواخر|مطلع|اوايل|منتصف|نهايه|بدايه"
_OF_MONTH = r"\s+(?:من\s+)?(?:شهر\s+)?"
_OF_YEAR = rf"\s+(?:من\s+(?:ال)?عام\s+)?(?:(?:عام|سنه)\s+)?{_YEAR}"
_RELATIVE_TO_NOW = rf"(?P<when>{_LAST}|{_NEXT}|{_THIS})"
_WHEN = rf"(?:{_OF_YEAR}|\s+(?:من\s+)?(?:العام\s+)?{_RELATIVE_TO_NOW})?"
_WEEKDAYS = "|".join(_DAYS)
_COUNTS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in folded text, and whether it is stated or counted from the article's day."""

    start: int
    end: int
    value: DateRange
    basis: str
    bare_weekday: bool = False


@dataclass(frozen=True, slots=True)
class _Context:
    reference: DateRange | None
    last: DateRange | None

    @property
    def today(self) -> date | None:
        """The day from which relative dates count: known only if the article's day is exact."""
        return self.reference.earliest if self.reference and self.reference.exact else None


_Reader = Callable[[re.Match[str], _Context], tuple[DateRange, str] | None]
_FORMS: list[tuple[re.Pattern[str], _Reader]] = []


def _reads(pattern: str) -> Callable[[_Reader], _Reader]:
    """Let a function read what the pattern finds; of overlapping finds the first, then the longest counts."""

    def register(reader: _Reader) -> _Reader:
        _FORMS.append((re.compile(pattern), reader))
        return reader

    return register


@_reads(rf"(?<!\d)(?P<day>\d{{1,2}}){_OF_MONTH}{_MONTH}{_WHEN}")
def _day_month(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return DateRange.day(date(int(match["year"]), month, day)), STATED
    return _without_year(match, context, lambda year: DateRange.day(date(year, month, day)))


@_reads(
    rf"(?<!\w)(?<!\d\s)(?P<lead>(?:[وفب]?(?:في|منذ|خلال|من|حتي|{_EDGES})\s+)?(?:شهر\s+)?)[وبل]?{_MONTH}{_WHEN}"
)
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
    if re.fullmatch(_NEXT, when) and found.sort_day < today:
        found = in_year(today.year + 1)
    over = found.within(DateRange(None, today - timedelta(days=1)))
    if (re.fullmatch(_LAST, when) and not over) or (not when and found.sort_day > today + _SOON):
        found = in_year(today.year - 1)
    return found, RELATIVE


@_reads(
    rf"(?:من|بين)\s+(?P<first>\d{{1,2}})\s+(?:الي|و|حتي|-)\s*(?P<day>\d{{1,2}}){_OF_MONTH}{_MONTH}{_WHEN}"
)
def _month_span(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    """من السادس إلى العاشر من آذار: between two days of one month."""
    month = MONTHS[match["month"]]
    first, last = int(match["first"]), int(match["day"])
    found = _without_year(
        match, context, lambda year: DateRange(date(year, month, first), date(year, month, last))
    )
    if match["year"]:
        return DateRange(
            date(int(match["year"]), month, first), date(int(match["year"]), month, last)
        ), STATED
    return found


@_reads(rf"(?<!\d)(?P<day>\d{{1,2}}){_OF_MONTH}(?P<hijri>{_hijri})\s+(?P<hyear>1[34]\d\d)(?:\s*ه\w*)?")
def _hijri_date(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return hijri_day(int(match["hyear"]), HIJRI_MONTHS[match["hijri"]], int(match["day"])), STATED


@_reads(r"(?<!\d)(?P<year>\d{4})[-/](?P<figure>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)")
@_reads(r"(?<!\d)(?P<day>\d{1,2})[-/](?P<figure>\d{1,2})[-/](?P<year>\d{4})(?!\d)")
def _figures(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return DateRange.day(date(int(match["year"]), int(match["figure"]), int(match["day"]))), STATED


@_reads(rf"(?<!\w)[وبل]?(?:ال)?(?:عام|سنه)\s+{_YEAR}")
@_reads(rf"(?<!\w)(?P<lead>(?:في|منذ|حتي|قبل|بعد|{_EDGES}|من(?=\s+\d{{4}}\s+(?:الي|حتي)\s)|الي)\s+){_YEAR}")
def _year(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return DateRange.year(int(match["year"])), STATED


@_reads(
    rf"(?<!\w)(?P<lead>[وب]?بين\s+(?:عامي\s+|عام\s+)?)(?P<first>1\d{{3}}|20\d\d)\s*(?:و|الي|-|حتي)\s*(?:عام\s+)?{_YEAR}"
)
def _years(match: re.Match[str], _context: _Context) -> tuple[DateRange, str] | None:
    return DateRange(date(int(match["first"]), 1, 1), date(int(match["year"]), 12, 31)), STATED


@_reads(r"(?<!\w)[وبل]?(?:العام|السنه)\s+(?P<told>التالي|التاليه|الذي تلاه|نفسه|ذاته|نفسها|ذاتها)(?!\w)")
def _year_told(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    """«العام التالي» counts from the date read last, not from the day of the article."""
    if context.last is None or context.last.earliest is None:
        return None
    following = match["told"].startswith(("التالي", "الذي"))
    return DateRange.year(context.last.earliest.year + following), STATED


@_reads(rf"(?<!\w)[وبل]?(?:العام|السنه)\s+{_RELATIVE_TO_NOW}(?!\w)")
def _relative_year(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    return DateRange.year(context.today.year + _steps(match["when"])), RELATIVE


def _steps(when: str) -> int:
    """-1 for the last year, month or week, 1 for the next, 0 for this one."""
    return -1 if re.fullmatch(_LAST, when) else 1 if re.fullmatch(_NEXT, when) else 0


@_reads(rf"(?<!\w)[وبل]?الشهر\s+{_RELATIVE_TO_NOW}(?!\w)")
def _relative_month(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    months = _steps(match["when"])
    return DateRange.month(*shift_months(context.today.year, context.today.month, months)), RELATIVE


@_reads(rf"(?<!\w)[وبل]?الاسبوع\s+{_RELATIVE_TO_NOW}(?!\w)")
def _relative_week(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    saturday, friday = week_of(context.today + timedelta(weeks=_steps(match["when"])))
    return DateRange(saturday, friday), RELATIVE


@_reads(rf"(?<!\w)[وف]?{_AT}{_DAY}(?:\s+{_RELATIVE_TO_NOW})?(?!\w|[\s،,(]*(?:الموافق\s+)?\d)")
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


@_reads(rf"(?<!\w)[وف]?{_AT}(?P<near>اول (?:من )?امس)(?:\s+(?:{_WEEKDAYS}))?(?!\w)")
@_reads(
    rf"(?<!\w)[وف]?{_PART_OF_DAY}(?P<near>امس|اليوم{_NOT_TODAY}|البارحه|بعد غد|غدا)(?:\s+(?:{_WEEKDAYS}))?(?!\w)"
)
def _near_day(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    shift = {"اليوم": 0, "امس": -1, "البارحه": -1, "اول امس": -2, "اول من امس": -2, "غدا": 1, "بعد غد": 2}[
        match["near"]
    ]
    return DateRange.day(context.today + timedelta(days=shift)), RELATIVE


@_reads(r"(?<!\w)[وبل]?(?:في )?اليوم التالي(?!\w)")
def _day_after(_match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.last is None or not context.last.exact or context.last.earliest is None:
        return None
    return DateRange.day(context.last.earliest + timedelta(days=1)), STATED


@_reads(r"(?<!\w)[وبل]?(?:في )?(?:اليوم (?:نفسه|ذاته)|نفس اليوم)(?!\w)")
def _same_day(_match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    return (context.last, STATED) if context.last and context.last.exact else None


@_reads(rf"(?<!\w)(?:قبل|منذ)\s+(?:(?P<count>\d{{1,2}}|{_COUNTS})\s+)?(?P<unit>{_UNIT})(?!\w|\s+\d)")
def _ago(match: re.Match[str], context: _Context) -> tuple[DateRange, str] | None:
    if context.today is None:
        return None
    unit = match["unit"]
    if not match["count"] and unit not in _NUMBERS:
        return None  # «قبل أيام»: how many is not said
    count = _NUMBERS.get(match["count"] or unit) or int(match["count"] or 1)
    days = _UNITS[unit]
    if days == 365:
        return DateRange.year(context.today.year - count), RELATIVE
    if days == 30:
        return DateRange.month(*shift_months(context.today.year, context.today.month, -count)), RELATIVE
    day = context.today - timedelta(days=days * count)
    return (DateRange.day(day) if days == 1 else DateRange(day - timedelta(3), day + timedelta(3))), RELATIVE


_UNITS_SPELLED = (
    "",
    "الحادي",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
)
_ORDINAL_DAYS = (
    {"الاول": 1, "العاشر": 10, "العشرين": 20, "الثلاثين": 30, "الحادي والثلاثين": 31}
    | {word: number for number, word in enumerate(_UNITS_SPELLED) if number > 1}
    | {f"{word} عشر": 10 + number for number, word in enumerate(_UNITS_SPELLED) if word}
    | {f"{word} والعشرين": 20 + number for number, word in enumerate(_UNITS_SPELLED) if word}
)
_ORDINALS = "|".join(sorted(_ORDINAL_DAYS, key=len, reverse=True))
_OR_SPELLED = re.compile(
    rf"(?<!\w)(?P<ordinal>{_ORDINALS})(?=\s+(?:من\s+)?(?:شهر\s+)?(?:{_month})(?!\w)|\s+(?:الي|حتي)\s+(?:{_ORDINALS})\s)"
)


def find_dates(
    text: str, start: int, end: int, reference: DateRange | None, last: DateRange | None
) -> list[FoundDate]:
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
            bare = reader is _weekday and not match["when"]
            dates.append(FoundDate(first + lead + start, stop + start, *read, bare_weekday=bare))
    return dates


def _spell_out(piece: str) -> str:
    """Write ordinal days before a month in figures, padded, so that no offset moves."""
    return _OR_SPELLED.sub(
        lambda match: str(_ORDINAL_DAYS[match["ordinal"]]).ljust(len(match["ordinal"])), piece
    )
