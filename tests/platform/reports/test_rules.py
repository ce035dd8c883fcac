"""When a report is due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assetry.platform.reports.rules import due_day, is_day, next_days

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "due"),
    [
        (utc(3, 2, 5, 59), "Europe/Berlin", date(2026, 3, 1)),
        (utc(3, 2, 6, 0), "Europe/Berlin", date(2026, 3, 2)),
        (utc(7, 2, 5, 0), "Europe/Berlin", date(2026, 7, 2)),  # summer time
        (utc(3, 2, 6, 0), "America/Los_Angeles", date(2026, 3, 1)),
        (utc(3, 2, 1, 29), "Asia/Kolkata", date(2026, 3, 1)),
        (utc(3, 2, 1, 30), "Asia/Kolkata", date(2026, 3, 2)),
        (utc(3, 1, 18, 0), "Pacific/Kiritimati", date(2026, 3, 2)),
    ],
)
def test_the_hour_is_the_recipients(at: datetime, zone: str, due: date) -> None:
    assert due_day(at, zone, rhythm="daily", on=None, hour=7, since=LONG_AGO) == due


def test_an_hour_that_a_day_skips_comes_and_one_that_comes_twice_is_one_day() -> None:
    spring = [
        due_day(
            utc(3, 29, 0, 30) + timedelta(hours=n),
            "Europe/Berlin",
            rhythm="daily",
            on=None,
            hour=2,
            since=LONG_AGO,
        )
        for n in (0, 1)
    ]
    assert spring == [date(2026, 3, 28), date(2026, 3, 29)]
    autumn = [
        due_day(
            utc(10, 25, 0, 30) + timedelta(hours=n),
            "Europe/Berlin",
            rhythm="daily",
            on=None,
            hour=2,
            since=LONG_AGO,
        )
        for n in (0, 1)
    ]
    assert autumn == [date(2026, 10, 25)] * 2


def test_what_was_due_before_it_began_or_days_ago_is_left_out() -> None:
    assert due_day(utc(3, 4, 12), "UTC", rhythm="weekly", on=1, hour=7, since=LONG_AGO) == date(2026, 3, 2)
    assert due_day(utc(3, 4, 12), "UTC", rhythm="weekly", on=1, hour=7, since=utc(3, 2, 8)) is None
    assert due_day(utc(3, 6, 12), "UTC", rhythm="weekly", on=1, hour=7, since=LONG_AGO) is None


def test_days_of_a_rhythm() -> None:
    assert is_day(date(2026, 2, 28), "monthly", 31)
    assert is_day(date(2028, 2, 29), "monthly", 31)
    assert not is_day(date(2028, 2, 28), "monthly", 31)
    assert not is_day(date(2026, 3, 7), "workdays", None)
    assert next_days(date(2026, 1, 31), "monthly", 31, count=2) == [date(2026, 1, 31), date(2026, 2, 28)]
    assert next_days(date(2026, 3, 3), "weekly", 1, count=1) == [date(2026, 3, 9)]
