"""When a reminder goes out: arithmetic of days, zones and leads; nothing here reads or writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

SATURDAY = 5  # as date.weekday() counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When the recipients want to hear of something, in their own zone: from an hour until before another one."""

    start: int = 8
    end: int = 18
    working_days: bool = True


def send_day(occurs_on: date, lead: int, hours: Hours) -> date:
    """The day on which the reminder of a lead (days before; negative: after) goes out, never after that day.

    What would fall on a weekend goes out on the Friday before, where only working days are wanted.
    """
    day = occurs_on - timedelta(days=lead)
    late = day.weekday() - SATURDAY + 1
    return day - timedelta(days=late) if hours.working_days and late > 0 else day


def open_until(at: datetime, zone: str, hours: Hours) -> date | None:
    """The last day whose leads go out now to recipients of the zone; None while they want to hear of nothing."""
    local = at.astimezone(ZoneInfo(zone))
    if not hours.start <= local.hour < hours.end:
        return None
    day = local.date()
    if not hours.working_days:
        return day
    if day.weekday() >= SATURDAY:
        return None
    return day + timedelta(days=2) if day.weekday() == SATURDAY - 1 else day


def open_zones(at: datetime, hours: Hours, zones: Iterable[str] | None = None) -> Mapping[str, date]:
    """Every zone in which recipients hear of something now, with the last day whose leads go out."""
    return _open_anywhere(at, hours) if zones is None else _open(at, hours, zones)


@lru_cache(maxsize=4)
def _open_anywhere(at: datetime, hours: Hours) -> Mapping[str, date]:
    """Six hundred zones are read from as many files: once a sweep, not once a policy."""
    return _open(at, hours, sorted(available_timezones()))


def _open(at: datetime, hours: Hours, zones: Iterable[str]) -> dict[str, date]:
    found = {zone: open_until(at, zone, hours) for zone in zones}
    return {zone: day for zone, day in found.items() if day is not None}


def all_leads(leads: Sequence[int], repeat_every: int | None, repeat_times: int) -> list[int]:
    """The leads with the repetitions after the date, which are negative ones; the longest first."""
    after = [-repeat_every * n for n in range(1, repeat_times + 1)] if repeat_every else []
    return sorted({*leads, *after}, reverse=True)


def current_lead(occurs_on: date, leads: Iterable[int], until: date, since: date) -> int | None:
    """The lead that goes out now: the latest whose day has come, since the policy began; earlier missed ones fall away.

    So a scheduler that was down sends one reminder, not one for each lead that it missed.
    """
    come = [
        lead
        for lead in leads
        if since <= occurs_on - timedelta(days=lead) and occurs_on - timedelta(days=lead) <= until
    ]
    return min(come, default=None)
