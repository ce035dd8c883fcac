"""Days and months: where a day ends depends on the time zone. Periods are half-open: `tstzrange`."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


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
