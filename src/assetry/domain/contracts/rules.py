"""Arithmetic of terms: when notice has to be there, how a value is spread, what the next term costs.

A contract's `ends_on` is its last day. Months are counted as BGB §§ 187, 188 (and ISO 8601) do: the day of the event
does not count, and a period of months ends on the day of the same number, or on the last day of a shorter month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assetry.kernel.periods import add_months

type Unit = Literal["days", "weeks", "months"]
MONTHS_BETWEEN: dict[str, int] = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before the end of a term notice has to be there."""

    count: int
    unit: Unit


def calculate_notice_day(ends_on: date, notice: Notice) -> date:
    """The last day on which notice still ends a contract with its term: the latest day D with D + notice ≤ end.

    Three months to 31 December: 30 September. One month to 28 February: 31 January, whose month later is 28 February.
    Raises OverflowError before the calendar's first year.
    """
    if notice.unit != "months":
        return ends_on - timedelta(days=notice.count * (7 if notice.unit == "weeks" else 1))
    try:
        day = add_months(ends_on, -notice.count)
    except ValueError as error:
        raise OverflowError from error
    if (ends_on + timedelta(days=1)).day != 1:
        return day
    # The end of a month is reached from every day of the month's end, however long that month is.
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def next_term_end(ends_on: date, months: int) -> date:
    """The last day of the term that follows: what ends with a month's last day goes on doing so."""
    return add_months(ends_on + timedelta(days=1), months) - timedelta(days=1)


def months_of_term(starts_on: date, ends_on: date | None) -> int:
    """How many months a term has, begun ones counted; without an end, twelve."""
    if ends_on is None:
        return 12
    day_after = ends_on + timedelta(days=1)
    months = (day_after.year - starts_on.year) * 12 + day_after.month - starts_on.month
    return max(1, months if add_months(starts_on, months) >= day_after else months + 1)


@dataclass(frozen=True, slots=True)
class Installment:
    """What falls due on a day."""

    due_on: date
    amount: Decimal


def calculate_installments(
    *, starts_on: date, ends_on: date | None, value: Decimal, billing: str, digits: int
) -> Sequence[Installment]:
    """The value of a term spread over its billing periods, in advance, to the currency's last minor unit.

    Their sum is exactly the value rounded to `digits`: what a minor unit cannot be split by goes to the first ones.
    """
    months, step = months_of_term(starts_on, ends_on), MONTHS_BETWEEN.get(billing)
    count = 1 if step is None else -(-months // step)
    unit = Decimal(1).scaleb(-digits)
    units = int((value.quantize(unit, ROUND_HALF_UP) / unit).to_integral_value())
    each, rest = divmod(units, count)
    return [
        Installment(add_months(starts_on, number * (step or 0)), (each + (number < rest)) * unit)
        for number in range(count)
    ]


def cost_of_year(value: Decimal, months: int, digits: int) -> Decimal:
    """What twelve months cost of a value that is for so many."""
    return (value * 12 / months).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def raised(value: Decimal, percent: Decimal | None, digits: int) -> Decimal:
    """The value of the next term, by so many percent more (or less)."""
    return (value * (100 + (percent or 0)) / 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def value_until(value: Decimal, starts_on: date, ends_on: date | None, until: date) -> Decimal:
    """What a contract comes to by a day after its start: its value; without an end, that of each year begun."""
    if ends_on is not None:
        return value
    return value * -(-months_of_term(starts_on, until) // 12)
