"""Policies and things with dates for the tests of reminders."""

from datetime import UTC, date, datetime
from typing import Any

from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.operations import create_policy
from assetry.platform.reminders.running import sweep_all
from tests.cast import Cast
from tests.factories import make_asset

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """A moment of the spring of 2026 (the 2nd of March is a Monday)."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def ending(cast: Cast, day: date, **values: Any) -> Any:
    """An asset that ends on a day, owned by the employee."""
    with signed("test"):
        owner = {"owner_person": cast.person("employee"), **values}
        return make_asset(cast.company, ends_on=day, **owner)


def policy(cast: Cast, role: str = "asset_manager", **values: Any) -> ReminderPolicy:
    """Reminds owners of the ends of assets, 30 and 7 days before and on the day."""
    given = {"name": "Ends", "leads": [30, 7, 0], "roles": ["owner_person"], "working_days": False, **values}
    return create_policy(
        actor=cast.actor(role), entity=entity_named("asset"), field="ends_on", values=given, at=BEGIN
    )


def sweep(*moments: datetime) -> None:
    """Sweep at each moment."""
    for moment in moments:
        assert sweep_all(at=moment) == []
