"""Arithmetic of terms, against slow programs that say the same in other words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assetry.domain.contracts.rules import (
    MONTHS_BETWEEN,
    Notice,
    calculate_installments,
    calculate_notice_day,
    cost_of_year,
    months_of_term,
    next_term_end,
    raised,
)
from assetry.kernel.periods import add_months

DAYS = some.dates(date(1996, 1, 1), date(2104, 12, 31))


@pytest.mark.parametrize(
    ("ends_on", "count", "unit", "by"),
    [
        ("2026-12-31", 3, "months", "2026-09-30"),
        ("2027-02-28", 1, "months", "2027-01-31"),
        ("2028-02-29", 12, "months", "2027-02-28"),
        ("2027-02-28", 12, "months", "2026-02-28"),
        ("2029-02-28", 12, "months", "2028-02-29"),
        ("2028-02-28", 1, "months", "2028-01-28"),
        ("2026-03-30", 1, "months", "2026-02-28"),
        ("2026-05-31", 3, "months", "2026-02-28"),
        ("2026-06-15", 3, "months", "2026-03-15"),
        ("2026-03-01", 30, "days", "2026-01-30"),
        ("2028-03-01", 2, "weeks", "2028-02-16"),
        ("2026-12-31", 0, "months", "2026-12-31"),
    ],
)
def test_notice_has_to_be_there_by(ends_on: str, count: int, unit: str, by: str) -> None:
    notice = Notice(count, unit)  # type: ignore[arg-type]
    assert calculate_notice_day(date.fromisoformat(ends_on), notice) == date.fromisoformat(by)


@given(ends_on=DAYS, months=some.integers(0, 40))
def test_r11_notice_in_months_is_the_latest_day_from_which_they_fit(ends_on: date, months: int) -> None:
    day = ends_on
    while add_months(day, months) > ends_on:
        day -= timedelta(days=1)
    assert calculate_notice_day(ends_on, Notice(months, "months")) == day


@given(starts_on=DAYS, days=some.integers(0, 3000))
def test_a_term_has_the_months_that_reach_its_end(starts_on: date, days: int) -> None:
    ends_on = starts_on + timedelta(days=days)
    months = 1
    while add_months(starts_on, months) <= ends_on:
        months += 1
    assert months_of_term(starts_on, ends_on) == months


def test_without_an_end_a_value_is_that_of_twelve_months() -> None:
    assert months_of_term(date(2026, 1, 1), None) == 12


@given(
    value=some.decimals(0, 10_000_000, places=4),
    starts_on=DAYS,
    months=some.integers(1, 130),
    billing=some.sampled_from(["once", *MONTHS_BETWEEN]),
    digits=some.sampled_from([0, 2, 3]),
)
def test_r12_installments_add_up_to_the_value(
    value: Decimal, starts_on: date, months: int, billing: str, digits: int
) -> None:
    ends_on = add_months(starts_on, months) - timedelta(days=1)
    parts = calculate_installments(
        starts_on=starts_on, ends_on=ends_on, value=value, billing=billing, digits=digits
    )
    unit = Decimal(1).scaleb(-digits)
    assert abs(sum(part.amount for part in parts) - value) <= unit / 2
    assert max(part.amount for part in parts) - min(part.amount for part in parts) <= unit
    assert [part.due_on for part in parts] == sorted({part.due_on for part in parts})
    assert parts[-1].due_on <= ends_on


def test_installments_of_a_third_of_a_cent() -> None:
    parts = calculate_installments(
        starts_on=date(2026, 1, 31),
        ends_on=date(2026, 4, 29),
        value=Decimal(100),
        billing="monthly",
        digits=2,
    )
    assert [(str(part.due_on), str(part.amount)) for part in parts] == [
        ("2026-01-31", "33.34"),
        ("2026-02-28", "33.33"),
        ("2026-03-31", "33.33"),
    ]


def test_a_term_to_the_end_of_february_goes_on_to_the_end_of_february() -> None:
    assert next_term_end(date(2027, 2, 28), 12) == date(2028, 2, 29)


def test_a_year_of_a_three_year_value() -> None:
    assert cost_of_year(Decimal(1000), 36, 2) == Decimal("333.33")


@pytest.mark.parametrize(("percent", "after"), [(None, "1000.00"), ("4.5", "1045.00"), ("-10", "900.00")])
def test_the_next_term_costs_its_percent_more(percent: str | None, after: str) -> None:
    assert raised(Decimal(1000), Decimal(percent) if percent else None, 2) == Decimal(after)
