"""Reads of schedules: one's own; whoever manages access sees all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.accounts.models import User
from assetry.platform.database.reading import row_of
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.people import people
from assetry.platform.reports.models import ReportSchedule, ReportSending
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.roles import RoleName, known_roles, role_holders

OVERSEE = "access.manage"
KIND = "report"


@dataclass(frozen=True, slots=True)
class Sent:
    """A report to one account: the account's name, and the state of its mail ("" where none was made)."""

    sending: ReportSending
    name: str
    mail: str


def schedules_of(actor: Actor) -> "QuerySet[ReportSchedule]":
    """The schedules that the actor may see and change."""
    rows = ReportSchedule.objects.all()
    return rows if actor.may(OVERSEE) else rows.filter(owner_user_id=actor.user_id)


def list_schedules(actor: Actor, view: SavedView | None = None) -> Sequence[ReportSchedule]:
    """By name; those of one view, or all."""
    rows = schedules_of(actor).order_by("name", "pk")
    return list(rows if view is None else rows.filter(view_id=view.pk))


def get_schedule_for(actor: Actor, public_id: str) -> ReportSchedule:
    """One of them. Raises NotFound."""
    return row_of(schedules_of(actor), public_id)


def view_of(schedule: ReportSchedule) -> SavedView | None:
    """The view that it sends; None where that was deleted."""
    return SavedView.objects.filter(pk=schedule.view_id).first()


def owner_of(schedule: ReportSchedule) -> Actor | None:
    """Who sends it; None where the account is closed."""
    user = active_users([schedule.owner_user_id]).get(schedule.owner_user_id)
    return actor_of(user) if user else None


def role_of(schedule: ReportSchedule) -> RoleName | None:
    """The role whose holders get it."""
    return next((role for role in known_roles() if role.id == schedule.role_id), None)


def recipients_of(schedule: ReportSchedule) -> dict[int, User]:
    """The accounts that a schedule names, closed ones too, and the open ones that hold its role."""
    held = set(role_holders(schedule.role_id)) if schedule.role_id else set()
    found = {user.pk: user for user in User.objects.filter(pk__in={*schedule.user_ids, *held})}
    return {pk: user for pk, user in found.items() if user.is_active or pk in schedule.user_ids}


def zones_of(schedule: ReportSchedule, users: dict[int, User]) -> dict[int, str]:
    """The zone of each account: of their person's company, else the schedule's."""
    found = people().zones(user.person_id for user in users.values() if user.person_id)
    return {pk: found.get(user.person_id or 0, schedule.zone) for pk, user in users.items()}


def list_sendings(schedule: ReportSchedule, *, most: int = 50) -> Sequence[Sent]:
    """The last ones, newest first."""
    rows = list(ReportSending.objects.filter(schedule=schedule).order_by("-pk")[:most])
    mails = OutgoingMail.objects.filter(kind=KIND, recipient_id__in=[row.pk for row in rows])
    states = {mail.recipient_id: mail.state for mail in mails}
    names = dict(User.objects.filter(pk__in={row.user_id for row in rows}).values_list("pk", "name"))
    return [Sent(row, names.get(row.user_id, ""), states.get(row.pk, "")) for row in rows]
