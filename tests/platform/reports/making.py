"""Schedules for tests of reports by mail."""

from datetime import UTC, datetime
from typing import Any

from assetry.platform.notifications.letters import Letter, write_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reports.models import ReportSchedule
from assetry.platform.reports.operations import create_schedule
from assetry.platform.saved_views.models import SavedView, Visibility
from tests.cast import Cast
from tests.platform.saved_views.making import make_view, share

BEGIN = datetime(2026, 3, 2, 5, tzinfo=UTC)  # a Monday


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """A moment of the spring of 2026 (the 2nd of March is a Monday)."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def shared_view(cast: Cast, **query: list[str]) -> SavedView:
    """The asset manager's view of all hardware that is in stock, or of what the query says, shared with everyone."""
    wanted: Any = query or {"columns": ["asset_tag,name"], "sort": ["asset_tag"]}
    view = make_view(cast, name="Stock", **wanted)
    share(cast, view, Visibility.EVERYONE)
    return view


def schedule(
    cast: Cast, view: SavedView, *to: str, owner: str = "asset_manager", **values: Any
) -> ReportSchedule:
    """Daily at 7 to some of the six."""
    given = {"rhythm": "daily", "hour": 7, "user_ids": [cast.user(one).pk for one in to], **values}
    return create_schedule(actor=cast.actor(owner), view=view, values=given, at=BEGIN)


def letters() -> dict[str, Letter]:
    """What the mails in the outbox say now, by address."""
    written = [write_letter(mail) for mail in OutgoingMail.objects.filter(kind="report").order_by("pk")]
    return {letter.to: letter for letter in written if letter is not None}
