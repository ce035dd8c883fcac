"""When a report is due: arithmetic of days and zones; nothing here reads or writes."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assetry.platform.reports.models import Rhythm

# Who was away for longer is not told what was due before.
CAUGHT_UP = timedelta(days=3)


def is_day(day: date, rhythm: str, on: int | None) -> bool:
    """Whether a report of the rhythm is due on the day."""
    match rhythm:
        case Rhythm.WORKDAYS:
            return day.isoweekday() <= 5
        case Rhythm.WEEKLY:
            return day.isoweekday() == on
        case Rhythm.MONTHLY:
            return day.day == min(on or 1, monthrange(day.year, day.month)[1])
    return True


def due_day(
    at: datetime, zone: str, *, rhythm: str, on: int | None, hour: int, since: datetime
) -> date | None:
    """The last day whose report is due by now in the zone, and was not due before `since` or days ago.

    A day that skips the hour counts from the moment that its clocks show a later one.
    """
    there = ZoneInfo(zone)
    local = at.astimezone(there)
    first = max(since, at - CAUGHT_UP)
    day = local.date() if local.hour >= hour else local.date() - timedelta(days=1)
    while datetime.combine(day, time(hour), there) >= first:
        if is_day(day, rhythm, on):
            return day
        day -= timedelta(days=1)
    return None


def next_days(first: date, rhythm: str, on: int | None, *, count: int) -> Sequence[date]:
    """The next days, the first among them, on which it is due."""
    days = (first + timedelta(days=n) for n in range(366))
    found = [day for day in days if is_day(day, rhythm, on)]
    return found[:count]
