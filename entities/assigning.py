"""Setting values on an assertion: what people may set, and what follows from it. Nothing is stored here."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from articles.arabic import fold
from articles.dates import DateRange
from articles.models import Article, date_range_columns, read_date_range
from entities.models import Assertion, DiplomaticRelation, Event, Quotation

Values: TypeAlias = dict[str, Any]


def assign(row: Assertion, values: Values) -> None:
    """Set the values on the row, complete what follows from them, and check it all; nothing is stored.

    ValidationErrors are keyed by the names in ``values``.
    """
    for name, value in values.items():
        if name == "countries" and isinstance(row, DiplomaticRelation):
            _assign_countries(row, value)
        elif _is_date(row, name):
            for column, day in date_range_columns(name, _date(name, value)).items():
                setattr(row, column, day)
        else:
            assign_column(row, name, value)
    row.clean_fields()
    _complete(row)
    row.validate_unique()
    row.validate_constraints()


def _is_date(row: models.Model, name: str) -> bool:
    return any(column.name == f"{name}_earliest" for column in row._meta.concrete_fields)


def _date(name: str, value: DateRange | str | None) -> DateRange | None:
    if not isinstance(value, str):
        return value
    try:
        return DateRange.from_edtf(value) if value else None
    except ValueError:
        message = _("“%(value)s” is not a date: write 2025, 2025-04 or 2025-04-10.") % {"value": value}
        raise ValidationError({name: message}) from None


def assign_column(row: models.Model, name: str, value: Any) -> None:
    """Set one column; a foreign key takes a row or its key. ValidationError when people may not set it."""
    column = next((column for column in row._meta.concrete_fields if column.name == name), None)
    settable = column is not None and column.editable and not column.primary_key
    if column is None or not settable or name.endswith(("_earliest", "_latest")):
        raise ValidationError(_("“%(name)s” cannot be set.") % {"name": name})
    if isinstance(value, models.Model):
        setattr(row, name, value)
        return
    try:
        setattr(row, column.attname, column.to_python(value))
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None


def _assign_countries(row: DiplomaticRelation, countries: Sequence[Any]) -> None:
    if len(countries) != 2:
        raise ValidationError({"countries": _("A relation is between two countries.")})
    for column, country in zip(("country_a", "country_b"), countries, strict=True):
        assign_column(row, column, country)


def _complete(row: Assertion) -> None:
    """Set the columns that follow from others, and refuse what no message of a constraint would explain."""
    match row:
        case DiplomaticRelation():
            _complete_relation(row)
        case Event():
            if row.date is None:
                row.date_basis = Event.DateBasis.UNKNOWN
            elif row.date_basis == Event.DateBasis.UNKNOWN:
                row.date_basis = Event.DateBasis.STATED
        case Quotation():
            _complete_quotation(row)
    start, end = (read_date_range(row, name) if _is_date(row, name) else None for name in ("start", "end"))
    if start and end and start.earliest and end.latest and start.earliest > end.latest:
        raise ValidationError({"end": _("The end lies before the start.")})
    day = start or (row.date if isinstance(row, Event) else None)
    if day:
        row.sort_day = day.sort_day


def _complete_relation(row: DiplomaticRelation) -> None:
    first, second = row.country_a_id, row.country_b_id
    if first == second:
        raise ValidationError({"country_b": _("A relation is between two different countries.")})
    if row.initiator_id not in (None, first, second):
        raise ValidationError({"initiator": _("The initiator is one of the two countries.")})
    row.country_a_id, row.country_b_id = sorted((first, second))


def _complete_quotation(row: Quotation) -> None:
    check_span(row.article, row.start, row.end)
    row.text = row.article.text[row.start : row.end]
    row.search_text = fold(row.text)
    row.sort_day = row.article.sort_day


def check_span(article: Article, start: int, end: int) -> None:
    """Refuse, by ValidationError, what is no span of the article's text."""
    if not 0 <= start < end <= len(article.text):
        raise ValidationError(
            _("%(start)d to %(end)d is no span of the article's text, which has %(length)d characters.")
            % {"start": start, "end": end, "length": len(article.text)}
        )
