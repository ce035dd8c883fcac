"""Periods are half-open, [from, until): an open end is None."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts_at`, which belongs to it, until `ends_at`, which does not (None: still open)."""

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("A period ends after it starts.")

    def contains(self, instant: datetime) -> bool:
        """Whether the instant lies within."""
        return self.starts_at <= instant and (self.ends_at is None or instant < self.ends_at)


def last_instant(day: date, time_zone: str) -> datetime:
    """ "As of" a date: the last microsecond of that day in the company's time zone, in UTC."""
    next_day = datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(time_zone))
    return next_day.astimezone(UTC) - timedelta(microseconds=1)


def day_of(instant: datetime, time_zone: str) -> date:
    """The calendar day of an instant in a time zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def add_months(day: date, months: int) -> date:
    """The same day some months later, the last of the month where that month is shorter (31 Jan + 1 = 28 Feb)."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month_index + 1)[1]
    return date(year, month_index + 1, min(day.day, last_day))
