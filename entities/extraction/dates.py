"""Dates in running text: absolute, partial, and relative to the day of the article or to a date before.

How a language writes them is its ``dates.toml``; what each form means is here. Month names of every region and the
Hijri calendar are in ``articles.dates``. A date that the calendar does not have is left unread.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from articles.dates import HIJRI_MONTHS, MONTHS, DateRange, hijri_day, shift_months, week_of

STATED, RELATIVE = "stated", "relative"
# A date without a year that lies further ahead than this is taken for one of the year before.
_SOON = timedelta(days=120)
_DAYS_OF_UNIT = {"year": 365, "month": 30, "week": 7, "day": 1}
_NAME = re.compile("@([a-z_]+)")
_FIGURE = re.compile(r"\d")
_TRIGGER = "date."


class FoundDate(NamedTuple):
    """A date in folded text, and whether it is stated or counted from the article's day."""

    start: int
    end: int
    value: DateRange
    basis: str
    bare_weekday: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a language's dates mean."""

    numbers: Mapping[str, int]
    units: Mapping[str, int]
    weekdays: Mapping[str, int]
    near: Mapping[str, int]
    ordinals: Mapping[str, int]
    last: frozenset[str]
    next: frozenset[str]
    following: frozenset[str]

    def steps(self, when: str | None) -> int:
        """-1 for the last year, month or week, 1 for the next, 0 for this one."""
        return -1 if when in self.last else 1 if when in self.next else 0


@dataclass(frozen=True, slots=True)
class _Context:
    words: _Words
    reference: DateRange | None
    last: DateRange | None

    @property
    def today(self) -> date | None:
        """The day from which relative dates count: known only if the article's day is exact."""
        return self.reference.earliest if self.reference and self.reference.exact else None


_Read = tuple[DateRange, str] | None
_Reader = Callable[[re.Match[str], _Context], _Read]


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    needs: str
    read: _Reader


@dataclass(frozen=True, slots=True)
class DateForms:
    """The forms of dates of a language.

    ``triggers`` maps each word without which some form cannot occur to what the form needs.
    """

    triggers: Mapping[str, frozenset[str]]
    _words: _Words
    _forms: tuple[_Form, ...]
    _ordinal: re.Pattern[str] | None
    _needs: frozenset[str]

    def count_from_last(self, triggers: Collection[str]) -> bool:
        """Whether a date may count from the one read before it, in a piece of text with these triggers."""
        return any(form.read in _COUNTING_FROM_LAST and form.needs in triggers for form in self._forms)

    def find(
        self,
        text: str,
        start: int,
        end: int,
        reference: DateRange | None,
        last: DateRange | None,
        triggers: Collection[str] | None = None,
    ) -> list[FoundDate]:
        """Return the dates in ``text[start:end]`` (folded), in order, none inside another.

        ``reference`` is the day of the article or post; without it relative dates are not read. ``last`` is the
        date read last before, from which "the following year" counts. ``triggers`` are those in the piece, if
        they are known: forms that need others are not looked for.
        """
        piece = text[start:end]
        figures = _FIGURE.search(piece) is not None
        if triggers is not None and not figures and self._needs.isdisjoint(triggers):
            return []
        if spelled := self._spell_out(piece, triggers):
            figures, piece = True, spelled
        candidates: list[tuple[int, int, re.Match[str], _Form]] = []
        for form in self._forms:
            if figures if form.needs == "figure" else triggers is None or form.needs in triggers:
                for match in form.pattern.finditer(piece):
                    if match.end() > match.start():
                        candidates.append((match.start(), match.end(), match, form))
        candidates.sort(key=lambda found: (found[0], -found[1]))
        dates: list[FoundDate] = []
        for first, stop, match, form in candidates:
            if dates and first + start < dates[-1].end:
                continue
            try:
                read = form.read(match, _Context(self._words, reference, last))
            except (ValueError, OverflowError):
                continue  # a date that no calendar has
            if read:
                last = read[0]
                lead = len(match.groupdict().get("lead") or "")
                bare = form.read is _weekday and not match["when"]
                dates.append(FoundDate(first + lead + start, stop + start, *read, bare_weekday=bare))
        return dates

    def _spell_out(self, piece: str, triggers: Collection[str] | None) -> str:
        """Write ordinal days before a month in figures, padded, so that no offset moves; empty without any."""
        if self._ordinal is None or (triggers is not None and f"{_TRIGGER}ordinal" not in triggers):
            return ""
        ordinals = self._words.ordinals
        spelled, count = self._ordinal.subn(
            lambda match: str(ordinals[match["ordinal"]]).ljust(len(match["ordinal"])), piece
        )
        return spelled if count else ""


def compile_dates(data: Mapping[str, Any]) -> DateForms:
    """Compile a language's file of dates; KeyError names a word, piece or reader that is not there."""
    words = _Words(
        numbers={word: int(number) for number, words in data["numbers"].items() for word in words},
        units={word: _DAYS_OF_UNIT[unit] for unit, words in data["units"].items() for word in words},
        weekdays={word: number for number, word in enumerate(data["weekdays"]["names"])},
        near={word: int(shift) for shift, words in data["near"].items() for word in words},
        ordinals={word: int(number) for number, word in data["ordinals"].items()},
        last=frozenset(data["words"]["last"]),
        next=frozenset(data["words"]["next"]),
        following=frozenset(data["words"]["following"]),
    )
    named: dict[str, Iterable[str]] = {
        **data["words"],
        "any_month": [name for name in MONTHS if name.isascii() == data["latin_months"]],
        "hijri_month": [name for name in HIJRI_MONTHS if not data["latin_months"]],
        "number": words.numbers,
        "unit": words.units,
        "weekday": words.weekdays,
        "near": words.near,
        "ordinal": words.ordinals,
    }
    pieces: dict[str, str] = {name: f"(?:{_either(members)})" for name, members in named.items() if members}
    # «نيسان/أبريل», «نيسان (أبريل)» are one month.
    month = pieces["any_month"]
    pieces["month"] = rf"(?P<month>{month})(?!\w)(?:\s*[/(]\s*{month}(?!\w)\)?)?"
    pieces |= data["pieces"]

    def written_out(pattern: str) -> str:
        return _NAME.sub(lambda name: written_out(pieces[name[1]]), pattern)

    forms = tuple(
        _Form(
            re.compile(written_out(form["pattern"])),
            form["needs"] if form["needs"] == "figure" else _TRIGGER + form["needs"],
            _READERS[form["reads"]],
        )
        for form in data["form"]
    )
    named["month"] = named["any_month"]
    triggers: dict[str, frozenset[str]] = {}
    for name in {"ordinal", *(form["needs"] for form in data["form"])} - {"figure"}:
        for word in named[name]:
            triggers[word] = triggers.get(word, frozenset()) | {_TRIGGER + name}
    ordinal = re.compile(written_out(data["pieces"]["ordinal_day"])) if words.ordinals else None
    return DateForms(triggers, words, forms, ordinal, frozenset(form.needs for form in forms))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# --- what the forms mean -------------------------------------------------------------------------------------


def _day_of_month(match: re.Match[str], context: _Context) -> _Read:
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return DateRange.day(date(int(match["year"]), month, day)), STATED
    return _without_year(match, context, lambda year: DateRange.day(date(year, month, day)))


def _month(match: re.Match[str], context: _Context) -> _Read:
    month = MONTHS[match["month"]]
    if match["year"]:
        return DateRange.month(int(match["year"]), month), STATED
    if not match["when"] and not match["lead"]:
        return None  # a bare month name (مارس "practised", اب "father", ماي) is too often another word
    return _without_year(match, context, lambda year: DateRange.month(year, month))


def _days_of_month(match: re.Match[str], context: _Context) -> _Read:
    month = MONTHS[match["month"]]
    first, last = int(match["first"]), int(match["day"])

    def days(year: int) -> DateRange:
        return DateRange(date(year, month, first), date(year, month, last))

    if match["year"]:
        return days(int(match["year"])), STATED
    return _without_year(match, context, days)


def _without_year(match: re.Match[str], context: _Context, in_year: Callable[[int], DateRange]) -> _Read:
    """The year is that of the article, or the one before (after) if the date would lie ahead (behind)."""
    today = context.today
    if today is None:
        return None
    found = in_year(today.year)
    steps = context.words.steps(match["when"])
    if steps == 1 and found.sort_day < today:
        found = in_year(today.year + 1)
    over = found.within(DateRange(None, today - timedelta(days=1)))
    if (steps == -1 and not over) or (not match["when"] and found.sort_day > today + _SOON):
        found = in_year(today.year - 1)
    return found, RELATIVE


def _hijri_day(match: re.Match[str], _context: _Context) -> _Read:
    return hijri_day(int(match["hyear"]), HIJRI_MONTHS[match["hijri"]], int(match["day"])), STATED


def _figures(match: re.Match[str], _context: _Context) -> _Read:
    return DateRange.day(date(int(match["year"]), int(match["figure"]), int(match["day"]))), STATED


def _year(match: re.Match[str], _context: _Context) -> _Read:
    return DateRange.year(int(match["year"])), STATED


def _years(match: re.Match[str], _context: _Context) -> _Read:
    return DateRange(date(int(match["first"]), 1, 1), date(int(match["year"]), 12, 31)), STATED


def _year_told(match: re.Match[str], context: _Context) -> _Read:
    if context.last is None or context.last.earliest is None:
        return None
    return DateRange.year(context.last.earliest.year + (match["told"] in context.words.following)), STATED


def _relative_year(match: re.Match[str], context: _Context) -> _Read:
    if context.today is None:
        return None
    return DateRange.year(context.today.year + context.words.steps(match["when"])), RELATIVE


def _relative_month(match: re.Match[str], context: _Context) -> _Read:
    if context.today is None:
        return None
    months = context.words.steps(match["when"])
    return DateRange.month(*shift_months(context.today.year, context.today.month, months)), RELATIVE


def _relative_week(match: re.Match[str], context: _Context) -> _Read:
    if context.today is None:
        return None
    saturday, friday = week_of(context.today + timedelta(weeks=context.words.steps(match["when"])))
    return DateRange(saturday, friday), RELATIVE


def _weekday(match: re.Match[str], context: _Context) -> _Read:
    if context.today is None:
        return None
    back = (context.today.weekday() - context.words.weekdays[match["weekday"]]) % 7
    steps = context.words.steps(match["when"])
    if steps == 1:
        return DateRange.day(context.today + timedelta(days=7 - back)), RELATIVE
    if steps == -1 and back == 0:
        back = 7
    return DateRange.day(context.today - timedelta(days=back)), RELATIVE


def _near_day(match: re.Match[str], context: _Context) -> _Read:
    if context.today is None:
        return None
    return DateRange.day(context.today + timedelta(days=context.words.near[match["near"]])), RELATIVE


def _day_after(_match: re.Match[str], context: _Context) -> _Read:
    if context.last is None or not context.last.exact or context.last.earliest is None:
        return None
    return DateRange.day(context.last.earliest + timedelta(days=1)), STATED


def _same_day(_match: re.Match[str], context: _Context) -> _Read:
    return (context.last, STATED) if context.last and context.last.exact else None


def _ago(match: re.Match[str], context: _Context) -> _Read:
    if context.today is None:
        return None
    words, unit = context.words, match["unit"]
    if not match["count"] and unit not in words.numbers:
        return None  # «قبل أيام»: how many is not said
    count = words.numbers.get(match["count"] or unit) or int(match["count"] or 1)
    days = words.units[unit]
    if days == _DAYS_OF_UNIT["year"]:
        return DateRange.year(context.today.year - count), RELATIVE
    if days == _DAYS_OF_UNIT["month"]:
        return DateRange.month(*shift_months(context.today.year, context.today.month, -count)), RELATIVE
    day = context.today - timedelta(days=days * count)
    return (DateRange.day(day) if days == 1 else DateRange(day - timedelta(3), day + timedelta(3))), RELATIVE


_READERS: dict[str, _Reader] = {
    "day_of_month": _day_of_month,
    "month": _month,
    "days_of_month": _days_of_month,
    "hijri_day": _hijri_day,
    "figures": _figures,
    "year": _year,
    "years": _years,
    "year_told": _year_told,
    "relative_year": _relative_year,
    "relative_month": _relative_month,
    "relative_week": _relative_week,
    "weekday": _weekday,
    "near_day": _near_day,
    "day_after": _day_after,
    "same_day": _same_day,
    "ago": _ago,
}
_COUNTING_FROM_LAST = frozenset((_year_told, _day_after, _same_day))
