"""A listing in groups: how many rows there are of each value of a field, and what another field of theirs adds up to.

Figures are exact, over all rows of the listing. Money is never added across currencies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.db import models
from django.db.models import Avg, Count, F, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncMonth, TruncQuarter, TruncYear
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity
from assetry.platform.filters.stored import expression_of

GROUPED_BY: Final = frozenset(
    {FieldType.REFERENCE, FieldType.STATUS, FieldType.CHOICE, FieldType.YES_NO, FieldType.DATE}
)
ADDED_UP: Final = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.AMOUNT})
MOST_LINES = 50
NO_CURRENCY: Final = Value("", output_field=models.CharField())


class Measure(StrEnum):
    """What is told of each group."""

    COUNT = "count"
    SUM = "sum"
    AVERAGE = "average"


class Step(StrEnum):
    """How far dates of one group lie apart."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_TRUNCATED: Final = {Step.MONTH: TruncMonth, Step.QUARTER: TruncQuarter, Step.YEAR: TruncYear}
_MONTHS: Final = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


class GroupingInvalid(Refusal):
    """A report that names what cannot be grouped by or added up."""

    code = "grouping_invalid"
    status = 400
    message = _("The report cannot be read at “%(part)s”: %(reason)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """By which field rows are grouped, and what is told of each group. `of` is added up, `step` is for dates."""

    by: Field
    measure: Measure = Measure.COUNT
    of: Field | None = None
    step: Step = Step.MONTH


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One value, in one currency: `count` rows, whose values add up to `total` where something is added up.

    `value` is a key for references, the first day for dates, None for rows without one.
    """

    value: Any
    currency: str = ""
    count: int
    total: Decimal = Decimal()

    def figure(self, measure: Measure) -> Decimal | int:
        """What the measure tells."""
        match measure:
            case Measure.COUNT:
                return self.count
            case Measure.SUM:
                return self.total
        return self.total / self.count if self.count else Decimal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The lines that a report shows, what all the others come to, and the whole; each once per currency."""

    lines: Sequence[GroupLine]
    others: Sequence[GroupLine]
    whole: Sequence[GroupLine]


def fields_to_group_by(entity: Entity) -> list[Field]:
    """The described and custom fields whose values make groups."""
    return [field for field in _open_fields(entity) if field.type in GROUPED_BY]


def fields_to_add_up(entity: Entity) -> list[Field]:
    """The described and custom fields that can be added up."""
    return [field for field in _open_fields(entity) if field.type in ADDED_UP]


def read_grouping(entity: Entity, *, by: str, measure: str, of: str, step: str) -> Grouping:
    """The grouping that four words name, empty ones left out. Raises GroupingInvalid naming the part."""
    told = _word(Measure, measure or Measure.COUNT)
    added = None
    if told is not Measure.COUNT:
        added = _named(fields_to_add_up(entity), of, _("there is no such field to add up"))
    return Grouping(
        by=_named(fields_to_group_by(entity), by, _("there is no such field to group by")),
        measure=told,
        of=added,
        step=_word(Step, step or Step.MONTH),
    )


def group_rows(queryset: Any, grouping: Grouping, *, most: int = MOST_LINES) -> Groups:
    """The groups of a listing, in two statements: dates in their order, all else with the most first.

    At most so many lines are told one by one (of dates the latest); all the others come to one line per currency.
    Where something is added up, rows without a value of it stand in no line.
    """
    rows = queryset.order_by()
    whole = sorted(_lines(_told(rows, grouping)), key=lambda line: (-line.count, line.currency))
    grouped = _told(rows.annotate(of_group=_group_of(grouping)), grouping, "of_group")
    is_date = grouping.by.type is FieldType.DATE
    order = ("-of_group",) if is_date else ("-figure", "-n", "of_group")
    shown = _lines(grouped.order_by(*order)[:most])
    others = _rest(whole, shown) if len(shown) == most else []
    return Groups(lines=shown[::-1] if is_date else shown, others=others, whole=whole)


def last_day(first: date, step: Step) -> date:
    """The last day of the group of dates that starts with that day."""
    months = first.year * 12 + first.month - 1 + _MONTHS[step]
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _open_fields(entity: Entity) -> Iterable[Field]:
    return (field for field in entity.fields_by_name.values() if field.filterable and not field.secret)


def _word[Word: StrEnum](words: type[Word], text: str) -> Word:
    try:
        return words(text)
    except ValueError:
        raise GroupingInvalid(part=text[:40], reason=_("this word is not known here")) from None


def _named(fields: Iterable[Field], name: str, reason: Any) -> Field:
    for field in fields:
        if field.name == name:
            return field
    raise GroupingInvalid(part=name[:40] or "…", reason=reason)


def _group_of(grouping: Grouping) -> Any:
    field = grouping.by
    column = expression_of(field) if field.key else F(_key_path(field))
    if field.type is not FieldType.DATE:
        return column
    days = Cast(column, models.DateField()) if field.key else column
    return _TRUNCATED[grouping.step](days, output_field=models.DateField())


def _key_path(field: Field) -> str:
    refers = field.type in {FieldType.REFERENCE, FieldType.STATUS}
    return f"{field.orm_path}_id" if refers else field.orm_path


def _told(rows: Any, grouping: Grouping, *group: str) -> Any:
    """Count and total by group and currency; `figure` is what the lines are ordered by."""
    of = grouping.of
    if of is None:
        counted = rows.annotate(in_currency=NO_CURRENCY).values(*group, "in_currency")
        return counted.annotate(n=Count("pk"), figure=Count("pk"))
    rows = rows.annotate(in_currency=_currency_of(of), added=expression_of(of) if of.key else F(of.orm_path))
    told = rows.filter(added__isnull=False).values(*group, "in_currency")
    figure = Avg("added") if grouping.measure is Measure.AVERAGE else Sum("added")
    return told.annotate(n=Count("pk"), total=Sum("added"), figure=figure)


def _currency_of(field: Field) -> Any:
    if field.type is FieldType.AMOUNT:
        return KeyTextTransform("currency", KeyTextTransform(field.key, field.path))
    return F(field.currency_path) if field.currency_path else NO_CURRENCY


def _lines(rows: Iterable[dict[str, Any]]) -> list[GroupLine]:
    return [
        GroupLine(
            value=row.get("of_group"),
            currency=row["in_currency"] or "",
            count=row["n"],
            total=Decimal(row.get("total", 0)),
        )
        for row in rows
        if row["n"]  # a whole without a currency is told of no rows too
    ]


def _rest(whole: Iterable[GroupLine], shown: Sequence[GroupLine]) -> list[GroupLine]:
    """What is left of the whole without the lines shown."""
    rest = []
    for line in whole:
        told = [one for one in shown if one.currency == line.currency]
        left = replace(
            line,
            count=line.count - sum(one.count for one in told),
            total=line.total - sum(one.total for one in told),
        )
        if left.count:
            rest.append(left)
    return rest
