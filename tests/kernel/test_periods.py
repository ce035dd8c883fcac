"""Periods, days and months. R11: "as of" a day is its last instant where the company is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.periods import add_months, day_of, last_instant

# Some change their clocks at midnight, some by half an hour, one skipped a day.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/Santiago",
)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from(ZONES))
def test_r11_the_last_instant_of_a_day_is_the_last(day: date, zone: str) -> None:
    last = last_instant(day, zone)
    assert (day_of(last, zone), day_of(last + timedelta(microseconds=1), zone)) == (
        day,
        day + timedelta(days=1),
    )


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001
def test_r11_an_instant_is_not_after_the_last_of_its_day(naive: datetime, zone: str) -> None:
    instant = naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert instant <= last_instant(day_of(instant, zone), zone)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_later_is_clamped_to_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 600))
def test_months_later_is_in_that_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day in {day.day, 28, 29, 30}
