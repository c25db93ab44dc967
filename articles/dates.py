"""Dates that are known to the day, month, year or only within bounds.

A :class:`DateRange` says that something happened on one unknown day between two known ones. The written
form is EDTF (Extended Date/Time Format, ISO 8601-2): ``2025-04-10``, ``2025-02``, ``1966``, ``[a..b]`` for
"one day between a and b", ``[..b]`` and ``[a..]`` for one open bound. It is pure: no Django, no database.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Hijri

from articles.arabic import fold

# Month names by use: Egypt and the Gulf, the Levant and Iraq, Tunisia and Algeria, Morocco, English.
_MONTH_NAMES = (
    ("يناير", "كانون الثاني", "جانفي", "january", "jan"),
    ("فبراير", "شباط", "فيفري", "february", "feb"),
    ("مارس", "اذار", "march", "mar"),
    ("ابريل", "نيسان", "افريل", "april", "apr"),
    ("مايو", "ايار", "ماي", "may"),
    ("يونيو", "يونيه", "حزيران", "جوان", "june", "jun"),
    ("يوليو", "يوليه", "تموز", "جويليه", "يوليوز", "july", "jul"),
    ("اغسطس", "اب", "اوت", "غشت", "august", "aug"),
    ("سبتمبر", "ايلول", "شتنبر", "september", "sept", "sep"),
    ("اكتوبر", "تشرين الاول", "october", "oct"),
    ("نوفمبر", "تشرين الثاني", "نونبر", "november", "nov"),
    ("ديسمبر", "كانون الاول", "دجنبر", "december", "dec"),
)
MONTHS = {fold(name): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
"""Folded month name to number, every set of names used in Arabic news, and English."""

HIJRI_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            ("محرم",),
            ("صفر",),
            ("ربيع الاول",),
            ("ربيع الاخر", "ربيع الثاني"),
            ("جمادى الاولى", "جمادى الاول"),
            ("جمادى الاخرة", "جمادى الثانية", "جمادى الاخر"),
            ("رجب",),
            ("شعبان",),
            ("رمضان",),
            ("شوال",),
            ("ذو القعدة", "ذي القعدة", "ذوالقعدة"),
            ("ذو الحجة", "ذي الحجة", "ذوالحجة"),
        ),
        1,
    )
    for name in names
}

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Years outside are taken for misprints: no news is that old, and storage and arithmetic stay in range."""


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """One day that lies between ``earliest`` and ``latest``, both included; ``None`` leaves a bound open."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest is None and self.latest is None:
            raise ValueError("a date range needs at least one bound")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"{self.earliest} is after {self.latest}")

    @classmethod
    def day(cls, day: date) -> "DateRange":
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> "DateRange":
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> "DateRange":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def from_edtf(cls, text: str) -> "DateRange":
        """Read the EDTF forms that :attr:`edtf` writes; ValueError names what is wrong."""
        bounds = re.fullmatch(r"\[([^.\]]*)\.\.([^\]]*)\]", text)
        if bounds:
            first, last = (cls.from_edtf(part) if part else None for part in bounds.groups())
            return cls(first.earliest if first else None, last.latest if last else None)
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
        if not match:
            raise ValueError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"{text!r} is not a date: the year lies between {FIRST_YEAR} and {LAST_YEAR}")
        try:
            if day is not None and month is not None:
                return cls.day(date(year, month, day))
            return cls.year(year) if month is None else cls.month(year, month)
        except ValueError as error:  # the calendar's own words (month must be in 1..12) lack the value
            raise ValueError(f"{text!r} is not a date: {error}") from None

    @property
    def edtf(self) -> str:
        """The range in EDTF, as short as it can be said without loss."""
        first, last = self.earliest, self.latest
        if first is None:
            return f"[..{last.year:04}]" if last and (last.month, last.day) == (12, 31) else f"[..{last}]"
        if last is None:
            return f"[{first.year:04}..]" if (first.month, first.day) == (1, 1) else f"[{first}..]"
        if first == last:
            return first.isoformat()
        if self == DateRange.year(first.year):
            return f"{first.year:04}"
        if self == DateRange.month(first.year, first.month):
            return f"{first.year:04}-{first.month:02}"
        if first == date(first.year, 1, 1) and last == date(last.year, 12, 31):
            return f"[{first.year:04}..{last.year:04}]"
        return f"[{first}..{last}]"

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def sort_day(self) -> date:
        """The one day by which lists are ordered: the earliest that it can be, else the latest."""
        day = self.earliest or self.latest
        assert day is not None  # __post_init__
        return day

    def overlaps(self, other: "DateRange") -> bool:
        """Whether both could be the same day."""
        return not (
            (self.latest and other.earliest and self.latest < other.earliest)
            or (other.latest and self.earliest and other.latest < self.earliest)
        )

    def within(self, other: "DateRange") -> bool:
        """Whether every day of this range lies in the other."""
        after = other.earliest is None or (self.earliest is not None and self.earliest >= other.earliest)
        before = other.latest is None or (self.latest is not None and self.latest <= other.latest)
        return after and before


def shift_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the year and month that lie ``months`` after (or before) the given ones."""
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1


def week_of(day: date) -> tuple[date, date]:
    """Return Saturday and Friday of the week of ``day``: the week of Arabic news."""
    start = day - timedelta(days=(day.weekday() + 2) % 7)
    return start, start + timedelta(days=6)


_MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_HIJRI_MONTH = "|".join(sorted((re.escape(name) for name in HIJRI_MONTHS), key=len, reverse=True))
_STATED_FORMS = (
    re.compile(
        r"(?<!\d)(?P<year>\d{4})(?P<mark>\s?[-/.]\s?)(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?P<mark>\s?[-/.]\s?)(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)"
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,،./-]*(?:من |of )?\s*(?P<name>{_MONTH})(?![^\W\d])"
        rf"(?:\s*[/(]\s*(?:{_MONTH})\)?)?[\s,،./-]*(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(
        rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,،]+(?P<year>\d{{4}})(?!\d)"
    ),
)
_STATED_HIJRI = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:من )?\s*(?P<name>{_HIJRI_MONTH})\s+(?P<year>1[34]\d\d)"
)


def parse_stated(text: str) -> DateRange | None:
    """Read the day from a date line such as ``18th, June 2024 GMT`` or ``الثلاثاء 10 نيسان/أبريل 2025``.

    Day comes before month in figures (``10/04/2025`` is April), as everywhere in the Arab world. Returns
    None where no date is written; ValueError where one is written that the calendar does not have.
    """
    folded = fold(text)
    for form in _STATED_FORMS:
        match = form.search(folded)
        if match:
            parts = match.groupdict()
            month = MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
            year, day = int(parts["year"]), int(parts["day"])
            try:
                if not FIRST_YEAR <= year <= LAST_YEAR:
                    raise ValueError(f"the year lies between {FIRST_YEAR} and {LAST_YEAR}")
                return DateRange.day(date(year, month, day))
            except ValueError as error:
                raise ValueError(f"no such date: {match.group().strip()!r} ({error})") from None
    match = _STATED_HIJRI.search(folded)
    return hijri_day(int(match["year"]), HIJRI_MONTHS[match["name"]], int(match["day"])) if match else None


def hijri_day(year: int, month: int, day: int) -> DateRange:
    """Return the Gregorian day of a date in the Umm al-Qura calendar; ValueError if it has no such day."""
    try:
        return DateRange.day(date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat()))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no such Hijri date: {year}-{month}-{day} ({error})") from None
