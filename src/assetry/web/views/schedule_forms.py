"""The form of a report by mail: what is sent, when, as what and to whom."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import InvalidValue
from assetry.platform.accounts.acting import accounts_by_address, addresses_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.reports.models import Form, ReportSchedule, Rhythm
from assetry.platform.reports.operations import create_schedule, edit_schedule
from assetry.platform.reports.queries import get_schedule_for, role_of
from assetry.platform.saved_views.events import ViewPermission
from assetry.platform.saved_views.queries import get_view_for
from assetry.platform.saved_views.roles import known_roles
from assetry.web.components.parts import Link, Words
from assetry.web.kit.editing import CreateForm, answer_create, version_sent
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page
from assetry.web.views.places import url_of_view
from assetry.web.views.schedules import crumbs, days, url_of

BOTH = ("GET", "POST")
USERS = Field(
    name="users",
    label=gettext_lazy("People"),
    type=FieldType.LONG_TEXT,
    max_length=4000,
    help=gettext_lazy(
        "E-mail addresses of accounts that see this view. Each gets the rows that they may see."
    ),
)
ROLE = Field(
    name="role",
    label=gettext_lazy("And everybody with the role"),
    type=FieldType.CHOICE,
)
PLAIN = (
    Field(
        name="name",
        label=gettext_lazy("Subject"),
        type=FieldType.TEXT,
        required=True,
        max_length=80,
    ),
    Field(
        name="rhythm",
        label=gettext_lazy("How often"),
        type=FieldType.CHOICE,
        required=True,
        choices=[Choice(one.value, one.label) for one in Rhythm],
    ),
    Field(name="weekday", label=gettext_lazy("Weekday, if weekly"), type=FieldType.CHOICE),
    Field(
        name="month_day",
        label=gettext_lazy("Day, if monthly"),
        type=FieldType.NUMBER,
        decimals=0,
        smallest=1,
        largest=31,
        help=gettext_lazy("31 is the last day of every month."),
    ),
    Field(
        name="hour",
        label=gettext_lazy("Hour"),
        type=FieldType.NUMBER,
        decimals=0,
        largest=23,
        help=gettext_lazy("From 0 to 23, in the zone of who receives it."),
    ),
    Field(
        name="form",
        label=gettext_lazy("As"),
        type=FieldType.CHOICE,
        required=True,
        choices=[Choice(one.value, one.label) for one in Form],
    ),
    Field(name="is_active", label=gettext_lazy("On"), type=FieldType.YES_NO),
)


@page(Open.SIGNED_IN, methods=BOTH)
def new(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Send a view by mail."""
    view = get_view_for(request.actor, public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        made = create_schedule(
            actor=request.actor, view=view, values=_given(request.actor, values), at=request.received_at
        )
        return _saved(made)

    usual = {"rhythm": Rhythm.WORKDAYS, "hour": "7", "weekday": "1", "month_day": "1", "form": Form.TABLE}
    mine = addresses_of([request.actor.user_id]).get(request.actor.user_id, "")
    texts = {**usual, "name": view.name, "users": mine, "is_active": "on"}
    form = _form(request, _("Send by mail"), save, texts)
    return answer_create(
        request, replace(form, cancel_url=url_of_view(request.actor, view)), reader_of(request)
    )


@page(Open.SIGNED_IN, methods=BOTH)
def edit(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form of a schedule that is there."""
    schedule = get_schedule_for(request.actor, public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        given: dict[str, Any] = {"changes": _given(request.actor, values), "version": version_sent(request)}
        return _saved(edit_schedule(actor=request.actor, schedule=schedule, **given, at=request.received_at))

    form = _form(request, _("Edit %(thing)s") % {"thing": schedule.name}, save, _texts(schedule))
    form = replace(form, cancel_url=url_of(schedule), version=str(schedule.version))
    return answer_create(request, form, reader_of(request))


def _saved(schedule: ReportSchedule) -> tuple[str, Words]:
    return url_of(schedule), _("%(name)s is saved.") % {"name": schedule.name}


def _form(
    request: AssetryRequest, title: str, save: Callable[[dict[str, Any]], Any], texts: Any
) -> CreateForm:
    """The form; `texts` stand in it until it is sent."""

    def prepare(form: FormState) -> None:
        if request.method != "POST":
            form.texts |= texts

    return CreateForm(
        title=title,
        subtitle=_("What the view shows on the day, to each of them as they see it."),
        fields=_fields(request.actor),
        layout=[
            FormGroup(title=_("What"), fields=("name", "form", "is_active")),
            FormGroup(
                title=_("When"),
                fields=("rhythm", "hour", "weekday", "month_day"),
                half=frozenset({"rhythm", "hour", "weekday", "month_day"}),
            ),
            FormGroup(title=_("To whom"), fields=("users", "role")),
        ],
        save=save,
        cancel_url="",
        submit=_("Save"),
        crumbs=crumbs(Link(label=title)),
        prepare=prepare,
    )


def _fields(actor: Actor) -> dict[str, Field]:
    """With whom else it goes to only for whoever may share."""
    weekdays = [Choice(str(number), name) for number, name in enumerate(days(), 1)]
    roles = [Choice(role.public_id, role.name) for role in known_roles()]
    found = {
        field.name: replace(field, choices=weekdays) if field.name == "weekday" else field for field in PLAIN
    }
    found |= {"users": USERS}
    return found | {"role": replace(ROLE, choices=roles)} if actor.may(ViewPermission.SHARE) else found


def _texts(schedule: ReportSchedule) -> dict[str, str]:
    role, day = role_of(schedule), str(schedule.day or 1)
    return {
        "name": schedule.name,
        "rhythm": schedule.rhythm,
        "hour": str(schedule.hour),
        "weekday": day if schedule.rhythm == Rhythm.WEEKLY else "1",
        "month_day": day if schedule.rhythm == Rhythm.MONTHLY else "1",
        "form": schedule.form,
        "is_active": "on" if schedule.is_active else "",
        "users": "\n".join(sorted(addresses_of(schedule.user_ids).values())),
        "role": role.public_id if role else "",
    }


def _given(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """The form's values as the operations take them. Raises InvalidValue, NotPermitted."""
    days_of = {Rhythm.WEEKLY: values["weekday"] or 1, Rhythm.MONTHLY: values["month_day"] or 1}
    given = {name: values[name] for name in ("name", "rhythm", "hour", "form", "is_active")}
    given["day"] = days_of.get(values["rhythm"])
    given["user_ids"] = accounts(actor, values["users"] or "")
    if "role" in values:
        given["role"] = values["role"] or ""
    return given


def accounts(actor: Actor, text: str) -> list[int]:
    """The keys of the accounts with these addresses. Raises InvalidValue for one that is nobody's.

    Who may send to nobody else is not told which accounts there are: NotPermitted, as for somebody's.
    """
    wanted = text.replace(",", " ").replace(";", " ").lower().split()
    found = accounts_by_address(wanted)
    unknown = next((address for address in wanted if address not in found), None)
    if unknown is not None:
        actor.require(ViewPermission.SHARE)
        reason = _("Nobody with an account has the address %(address)s.") % {"address": unknown}
        raise InvalidValue(field="users", reason=reason)
    return sorted(set(found.values()))
