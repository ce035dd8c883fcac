"""Reports by mail: saved views that are sent on a schedule. One's own; whoever manages access keeps all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.document import NAMES_A_THING
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Id, Input
from assetry.kernel.refusals import InvalidInput
from assetry.platform.accounts.acting import accounts_by_address, addresses_of
from assetry.platform.reports.models import Form, ReportSchedule, Rhythm
from assetry.platform.reports.operations import create_schedule, delete_schedule, edit_schedule
from assetry.platform.reports.queries import (
    Sent,
    get_schedule_for,
    list_schedules,
    list_sendings,
    role_of,
    view_of,
)
from assetry.platform.saved_views.queries import get_view_for

router = Router(tags=["Reports by mail"])
_GUARD: Final = Bearer("views.share")
_Address = Annotated[str, Field(min_length=3, max_length=254)]
_PLAIN: Final = ("name", "rhythm", "day", "hour", "form", "is_active")


class ScheduleChanges(Input):
    """What is to be otherwise; what is left out stays."""

    name: str = Field("", min_length=1, max_length=80, description="The subject.")
    rhythm: Rhythm = Rhythm.DAILY
    day: int | None = Field(
        None, ge=1, le=31, description="Weekly: 1 (Monday) to 7. Monthly: 1 to 31, 31 is the last day."
    )
    hour: int = Field(7, ge=0, le=23, description="In the zone of who receives it.")
    form: Form = Form.TABLE
    users: list[_Address] = Field([], max_length=50, description="E-mail addresses of accounts.")
    role: Id | None = Field(None, description="Whoever holds this role when it is sent.")
    is_active: bool = True


class NewSchedule(ScheduleChanges):
    """Which saved view, and all that can be changed."""

    view: Id = Field(description="A saved view: the id in its address.")
    rhythm: Rhythm


class Schedule(BaseModel):
    """A schedule; its view is null where that was deleted."""

    id: str
    view: str | None
    name: str
    rhythm: Rhythm
    day: int | None
    hour: int
    form: Form
    users: list[str]
    role: str | None
    is_active: bool
    version: int


class Schedules(BaseModel):
    """All of them, by name."""

    items: list[Schedule]


class Sending(BaseModel):
    """What became of one report to one account: `outcome`, and of its mail `mail` ("": none was made)."""

    id: str
    occurs_on: date
    user: str
    outcome: str
    mail: str
    decided_at: datetime


class Sendings(BaseModel):
    """The last 50, newest first."""

    items: list[Sending]


@router.get(
    "/report-schedules", auth=_GUARD, response=Schedules, operation_id="list_report_schedules",
    summary="List reports by mail",
)  # fmt: skip
def list_all(request: ApiRequest) -> HttpResponse:
    """Your own; all of them where you manage access."""
    return answer({"items": [_shown(row) for row in list_schedules(request.auth)]})


@router.get(
    "/report-schedules/{public_id}", auth=_GUARD, response=Schedule, operation_id="get_report_schedule",
    summary="Read one report by mail",
)  # fmt: skip
def get_one(request: ApiRequest, public_id: str) -> HttpResponse:
    """One of them."""
    return _answer(get_schedule_for(request.auth, public_id))


@router.post(
    "/report-schedules", auth=_GUARD, response={201: Schedule}, operation_id="create_report_schedule",
    summary="Send a saved view by mail", openapi_extra={NAMES_A_THING: True},
)  # fmt: skip
def create(request: ApiRequest, payload: NewSchedule) -> HttpResponse:
    """Each recipient gets the rows that they may see; the view has to be shared with them."""
    view, values = get_view_for(request.auth, payload.view), _values(payload)

    def effect() -> HttpResponse:
        made = create_schedule(actor=request.auth, view=view, values=values, at=request.received_at)
        return _answer(made, status=201)

    return once(request, effect)


@router.patch(
    "/report-schedules/{public_id}", auth=_GUARD, response=Schedule, operation_id="edit_report_schedule",
    summary="Change a report by mail",
)  # fmt: skip
def edit(request: ApiRequest, public_id: str, payload: ScheduleChanges) -> HttpResponse:
    """What was due before is not caught up on."""
    version, schedule = version_seen(request), get_schedule_for(request.auth, public_id)
    given: dict[str, Any] = {"schedule": schedule, "changes": _values(payload), "version": version}
    return _answer(edit_schedule(actor=request.auth, **given, at=request.received_at))


@router.delete(
    "/report-schedules/{public_id}", auth=_GUARD, response={204: None},
    operation_id="delete_report_schedule", summary="Delete a report by mail",
)  # fmt: skip
def remove(request: ApiRequest, public_id: str) -> HttpResponse:
    """With its record; the view stays."""
    version, schedule = version_seen(request), get_schedule_for(request.auth, public_id)
    delete_schedule(actor=request.auth, schedule=schedule, version=version, at=request.received_at)
    return no_content()


@router.get(
    "/report-schedules/{public_id}/sendings", auth=_GUARD, response=Sendings,
    operation_id="list_report_sendings", summary="List what was sent of a report",
)  # fmt: skip
def sendings(request: ApiRequest, public_id: str) -> HttpResponse:
    """To whom, and why not."""
    rows = list_sendings(get_schedule_for(request.auth, public_id))
    accounts = addresses_of(row.sending.user_id for row in rows)
    return answer({"items": [_sending(row, accounts.get(row.sending.user_id, "")) for row in rows]})


def _values(payload: ScheduleChanges) -> Mapping[str, Any]:
    """What was sent, as the operations take it. Raises InvalidInput for an address that is nobody's."""
    sent = payload.model_dump(exclude_unset=True)
    values: dict[str, Any] = {name: sent[name] for name in _PLAIN if name in sent}
    if "users" in sent:
        wanted = [address.lower() for address in sent["users"]]
        found = accounts_by_address(wanted)
        if set(wanted) - set(found):
            raise InvalidInput({"users": _("Give the e-mail addresses of accounts.")})
        values["user_ids"] = sorted(set(found.values()))
    if "role" in sent:
        values["role"] = sent["role"] or ""
    return values


def _answer(row: ReportSchedule, *, status: int = 200) -> HttpResponse:
    return answer(_shown(row), status=status, version=row.version)


def _shown(row: ReportSchedule) -> dict[str, Any]:
    view, role = view_of(row), role_of(row)
    return {name: getattr(row, name) for name in ("version", *_PLAIN)} | {
        "id": row.public_id,
        "rhythm": str(row.rhythm),
        "form": str(row.form),
        "view": view.public_id if view else None,
        "users": sorted(addresses_of(row.user_ids).values()),
        "role": role.public_id if role else None,
    }


def _sending(sent: Sent, user: str) -> dict[str, Any]:
    row = sent.sending
    shown = {"id": row.public_id, "outcome": str(row.outcome), "user": user, "mail": str(sent.mail)}
    return shown | {"occurs_on": row.occurs_on, "decided_at": row.decided_at}
