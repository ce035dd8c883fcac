"""Every change of schedules: by their owner, and by whoever manages access."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue
from assetry.kernel.text import clean_text
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.people import people
from assetry.platform.reports import refusals
from assetry.platform.reports.models import Form, ReportSchedule, ReportSending, Rhythm
from assetry.platform.reports.queries import schedules_of
from assetry.platform.saved_views.events import ViewPermission
from assetry.platform.saved_views.models import SavedView, Visibility
from assetry.platform.saved_views.queries import views_visible_to
from assetry.platform.saved_views.roles import known_roles

MOST_SCHEDULES: Final = 50
MOST_RECIPIENTS: Final = 50
_LAST_DAY: Final = {Rhythm.WEEKLY: 7, Rhythm.MONTHLY: 31}


@operation(None, intent="reports.create")
def create_schedule(
    *, actor: Actor, view: SavedView, values: Mapping[str, Any], at: datetime
) -> ReportSchedule:
    """Send a view by mail from now on; to others than oneself takes the permission to share views.

    `values`: name, rhythm, day, hour, form, user_ids, role (a public id, "": none), is_active; what is left out keeps
    its default. Raises InvalidValue, ReportReachesNobody, ViewNotSeen, TooManySchedules, NotFound, NotPermitted.
    """
    if ReportSchedule.objects.filter(owner_user_id=actor.user_id).count() >= MOST_SCHEDULES:
        raise refusals.TooManySchedules(most=MOST_SCHEDULES)
    seen = lock_row(views_visible_to(actor), view.pk, None)
    schedule = ReportSchedule(
        owner_user_id=actor.user_id,
        view_id=seen.pk,
        name=seen.name,
        rhythm=Rhythm.DAILY,
        starts_at=at,
        zone=people().zones([actor.person_id or 0]).get(actor.person_id or 0, "UTC"),
    )
    for name, value in _checked(actor, schedule, seen, values).items():
        setattr(schedule, name, value)
    schedule.save(force_insert=True)
    return schedule


@operation(None, intent="reports.edit")
def edit_schedule(
    *, actor: Actor, schedule: ReportSchedule, changes: Mapping[str, Any], version: int | None, at: datetime
) -> ReportSchedule:
    """Change a schedule; what was due before is not caught up on.

    Raises InvalidValue, ReportReachesNobody, ViewNotSeen, StalePage, NotFound, NotPermitted.
    """
    locked = lock_row(schedules_of(actor), schedule.pk, version)
    view = SavedView.objects.filter(pk=locked.view_id).first()
    save_changes(locked, {**_checked(actor, locked, view, changes), "starts_at": at})
    return locked


@operation(None, intent="reports.delete")
def delete_schedule(*, actor: Actor, schedule: ReportSchedule, version: int | None, at: datetime) -> None:
    """Delete a schedule with its record. Raises StalePage, NotFound."""
    locked = lock_row(schedules_of(actor), schedule.pk, version)
    ReportSending.objects.filter(schedule=locked).delete()
    locked.delete()


def _checked(
    actor: Actor, schedule: ReportSchedule, view: SavedView | None, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """The changes as they are stored."""
    cleaned = {name: changes[name] for name in ("is_active",) if name in changes}
    cleaned |= _when(schedule, changes)
    if "name" in changes:
        cleaned["name"] = _name(changes["name"])
    if "form" in changes:
        cleaned["form"] = _one_of(Form, "form", changes["form"])
    cleaned["user_ids"] = _users(changes.get("user_ids", schedule.user_ids))
    cleaned["role_id"] = _role(changes["role"]) if "role" in changes else schedule.role_id
    _require_recipients(actor, schedule, view, cleaned)
    return cleaned


def _when(schedule: ReportSchedule, changes: Mapping[str, Any]) -> dict[str, Any]:
    rhythm = _one_of(Rhythm, "rhythm", changes.get("rhythm", schedule.rhythm))
    hour, day = changes.get("hour", schedule.hour), changes.get("day", schedule.day)
    if hour is None or not 0 <= int(hour) <= 23:
        raise InvalidValue(field="hour", reason=_("Give an hour from 0 to 23."))
    if rhythm not in _LAST_DAY:
        return {"rhythm": rhythm, "day": None, "hour": int(hour)}
    if day is None or not 1 <= int(day) <= _LAST_DAY[rhythm]:
        raise InvalidValue(
            field="day",
            reason=_("Give a weekday from 1 (Monday) to 7, or a day of the month from 1 to 31."),
        )
    return {"rhythm": rhythm, "day": int(day), "hour": int(hour)}


def _require_recipients(
    actor: Actor, schedule: ReportSchedule, view: SavedView | None, cleaned: Mapping[str, Any]
) -> None:
    """Somebody gets it, may be sent it by the actor, and sees the view."""
    ids, role_id = cleaned["user_ids"], cleaned["role_id"]
    if not (ids or role_id):
        raise refusals.ReportReachesNobody
    if role_id is not None or set(ids) - {schedule.owner_user_id}:
        actor.require(ViewPermission.SHARE)
    if view is None:
        return
    if view.query.get("as_of"):
        raise refusals.ViewOfPastDay
    if role_id is not None and not _is_for_role(view, role_id):
        role = next(role.name for role in known_roles() if role.id == role_id)
        raise refusals.ViewNotSeen(field="role", name=role)
    for user in active_users(ids).values():
        if not views_visible_to(actor_of(user)).filter(pk=view.pk).exists():
            raise refusals.ViewNotSeen(field="users", name=user.email)


def _is_for_role(view: SavedView, role_id: int) -> bool:
    return view.visibility == Visibility.EVERYONE or view.role_id == role_id


def _name(text: str) -> str:
    cleaned = clean_text(text)
    if not 0 < len(cleaned) <= 80 or "\n" in cleaned:
        raise InvalidValue(field="name", reason=_("Give a name of at most 80 characters, on one line."))
    return cleaned


def _one_of(choices: Any, field: str, value: str) -> Any:
    if value not in choices.values:
        raise InvalidValue(field=field, reason=_("Choose one of the choices."))
    return choices(value)


def _users(ids: Sequence[int]) -> list[int]:
    known = set(active_users(ids))
    if len(ids) > MOST_RECIPIENTS:
        raise InvalidValue(field="users", reason=_("Name at most 50 accounts that are there."))
    return sorted(known)


def _role(public_id: str) -> int | None:
    if not public_id:
        return None
    found = next((role.id for role in known_roles() if role.public_id == public_id), None)
    if found is None:
        raise InvalidValue(field="role", reason=_("Choose a role that is there."))
    return found
