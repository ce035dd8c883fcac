"""What is due goes out, once: a row per schedule, day and account, made with its mail in one transaction."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from assetry.platform.accounts.acting import actor_of
from assetry.platform.accounts.models import User
from assetry.platform.audit.events import current_event_id
from assetry.platform.audit.operation import operation
from assetry.platform.notifications.outbox import post_mail
from assetry.platform.permissions.actor import Actor
from assetry.platform.reports.models import ReportSchedule, ReportSending
from assetry.platform.reports.queries import KIND, owner_of, recipients_of, view_of, zones_of
from assetry.platform.reports.reading import views
from assetry.platform.reports.rules import due_day
from assetry.platform.saved_views.events import ViewPermission
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import views_visible_to
from assetry.platform.subscriptions.unsubscribing import unsubscribed

Outcome = ReportSending.Outcome


def send_all(*, at: datetime) -> None:
    """Send what is due under every schedule, each in a transaction of its own; a closed account's send nothing."""
    for schedule in ReportSchedule.objects.filter(is_active=True).order_by("pk"):
        actor = owner_of(schedule)
        if actor is not None and due_under(schedule, at=at):
            send_due(actor=actor, schedule=schedule, at=at)


@operation(None, intent="reports.send")
def send_due(*, actor: Actor, schedule: ReportSchedule, at: datetime) -> int:
    """Send what is due and was not sent; to how many. Two at once: the second waits and sends nothing."""
    locked = (
        ReportSchedule.objects.select_for_update(no_key=True)
        .filter(pk=schedule.pk, is_active=True, owner_user_id=actor.user_id)
        .first()
    )
    if locked is None:
        return 0
    view, event_id = view_of(locked), current_event_id()
    sendings = [
        ReportSending(
            schedule=locked,
            occurs_on=day,
            user_id=user.pk,
            outcome=outcome_of(locked, view, user, actor),
            decided_at=at,
            event_id=event_id,
        )
        for user, day in due_under(locked, at=at)
    ]
    sent = [one for one in ReportSending.objects.bulk_create(sendings) if one.outcome == Outcome.SENT]
    for one in sent:
        post_mail(kind=KIND, recipient_id=one.pk, has_address=True, facts={})
    return len(sent)


def due_under(schedule: ReportSchedule, *, at: datetime) -> list[tuple[User, date]]:
    """Who is due something now of which nothing was decided yet, and the day that it is of."""
    users = recipients_of(schedule)
    zones = zones_of(schedule, users)
    of: dict[str, Any] = {
        "rhythm": schedule.rhythm,
        "on": schedule.day,
        "hour": schedule.hour,
        "since": schedule.starts_at,
    }
    days = {pk: day for pk in users if (day := due_day(at, zones[pk], **of)) is not None}
    known = _decided(schedule, days.values())
    return [(users[pk], day) for pk, day in sorted(days.items()) if (pk, day) not in known]


def _decided(schedule: ReportSchedule, days: Iterable[date]) -> set[tuple[int, date]]:
    rows = ReportSending.objects.filter(schedule=schedule, occurs_on__in=set(days))
    return set(rows.values_list("user_id", "occurs_on"))


def recipient_of(user_id: int) -> str:
    """What an account is called among recipients."""
    return f"user:{user_id}"


def outcome_of(schedule: ReportSchedule, view: SavedView | None, user: User, owner: Actor) -> Outcome:
    """Whether an account may be sent the view now, and why not: the first reason that there is."""
    if view is None:
        return Outcome.GONE if user.is_active else Outcome.CLOSED
    reader = actor_of(user)
    reasons: dict[Outcome, Callable[[], bool]] = {
        Outcome.CLOSED: lambda: not user.is_active,
        Outcome.BROKEN: lambda: bool(view.query.get("as_of")),
        Outcome.OWNER: lambda: user.pk != owner.user_id and not owner.may(ViewPermission.SHARE),
        Outcome.UNSUBSCRIBED: lambda: bool(unsubscribed(KIND, schedule.pk, [recipient_of(user.pk)])),
        Outcome.NOT_SHARED: lambda: not views_visible_to(reader).filter(pk=view.pk).exists(),
        Outcome.NOT_ALLOWED: lambda: not views().may_take(reader, view),
    }
    return next((outcome for outcome, holds in reasons.items() if holds()), Outcome.SENT)
