"""When a reminder goes out, against a slow oracle: forty zones, clocks that change, schedulers that sleep (R11)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from assetry.platform.reminders.rules import Hours, all_leads, current_lead, open_until, open_zones, send_day

ZONES = sorted(
    zone for zone in available_timezones() if zone.startswith(("Europe/", "America/", "Pacific/"))
)[::6]
HOURS = st.builds(Hours, start=st.integers(0, 11), end=st.integers(12, 24), working_days=st.booleans())
LEADS = st.lists(st.integers(-20, 40), min_size=1, max_size=4, unique=True)
SINCE = date(2025, 1, 1)


def oracle_day(occurs_on: date, lead: int, hours: Hours) -> date:
    """Day by day backwards, as a person would."""
    day = occurs_on - timedelta(days=lead)
    while hours.working_days and day.strftime("%a") in {"Sat", "Sun"}:
        day -= timedelta(days=1)
    return day


def sent(
    moments: list[datetime], zone: str, occurs_on: date, leads: list[int], hours: Hours
) -> dict[int, date]:
    """What schedulers that wake at these moments send: lead → local day of sending."""
    found: dict[int, date] = {}
    for moment in moments:
        until = open_until(moment, zone, hours)
        lead = current_lead(occurs_on, leads, until, SINCE) if until else None
        if lead is not None:
            found.setdefault(lead, moment.astimezone(ZoneInfo(zone)).date())
    return found


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 400), LEADS, HOURS)
def test_swept_every_hour_each_lead_goes_out_once_on_its_local_day(
    zone: str, day: int, leads: list[int], hours: Hours
) -> None:
    occurs_on = date(2026, 2, 20) + timedelta(days=day)
    due = {lead: oracle_day(occurs_on, lead, hours) for lead in leads}
    first = datetime.combine(min(due.values()), datetime.min.time(), tzinfo=UTC) - timedelta(days=2)
    moments = [first + timedelta(hours=n) for n in range(24 * (max(leads) - min(leads) + 8))]
    found = sent(moments, zone, occurs_on, leads, hours)
    # Of several leads that fall on one working day only the latest goes out.
    latest = {day: min(lead for lead, on in due.items() if on == day) for day in due.values()}
    assert found == {lead: on for on, lead in latest.items()}


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(ZONES),
    LEADS,
    HOURS,
    st.lists(st.integers(1, 400), min_size=1, max_size=30),
    st.integers(0, 300),
)
def test_schedulers_that_sleep_send_late_but_never_twice_nor_early(
    zone: str, leads: list[int], hours: Hours, naps: list[int], day: int
) -> None:
    occurs_on = date(2026, 3, 1) + timedelta(days=day)
    moment = datetime.combine(occurs_on, datetime.min.time(), tzinfo=UTC) - timedelta(days=max(leads) + 5)
    moments = []
    for nap in naps:
        moment += timedelta(hours=nap)
        moments.append(moment)
    found = sent(moments, zone, occurs_on, leads, hours)
    assert all(on >= oracle_day(occurs_on, lead, hours) for lead, on in found.items())
    is_open = [m for m in moments if open_until(m, zone, hours) is not None]
    if is_open:
        last = is_open[-1].astimezone(ZoneInfo(zone)).date()
        due = [lead for lead in leads if oracle_day(occurs_on, lead, hours) <= last]
        assert not due or min(due) in found


@given(st.integers(0, 17_000), st.sampled_from(ZONES), HOURS)
def test_nobody_is_woken(hour: int, zone: str, hours: Hours) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    local = moment.astimezone(ZoneInfo(zone))
    quiet = not hours.start <= local.hour < hours.end or (
        hours.working_days and local.strftime("%a") in {"Sat", "Sun"}
    )
    assert (open_until(moment, zone, hours) is None) == quiet


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-30, 90), st.booleans())
def test_a_weekend_is_told_on_the_friday_before(occurs_on: date, lead: int, working_days: bool) -> None:
    hours = Hours(working_days=working_days)
    assert send_day(occurs_on, lead, hours) == oracle_day(occurs_on, lead, hours)


def test_repetitions_are_leads_after_the_day() -> None:
    assert all_leads([30, 0], 7, 3) == [30, 0, -7, -14, -21]
    assert all_leads([0], None, 3) == [0]


def test_a_policy_begins_with_the_day_it_is_made() -> None:
    assert current_lead(date(2026, 3, 31), [30, 7], date(2026, 3, 10), date(2026, 3, 5)) is None
    assert current_lead(date(2026, 3, 31), [30, 7], date(2026, 3, 10), date(2026, 3, 1)) == 30


def test_only_zones_that_are_awake_are_open() -> None:
    zones = open_zones(datetime(2026, 3, 2, 9, tzinfo=UTC), Hours())
    assert "Europe/Berlin" in zones
    assert "America/New_York" not in zones
