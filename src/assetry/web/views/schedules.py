"""Reports by mail: the list, one with what it sent, and its end."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.refusals import NotFound
from assetry.platform.accounts.acting import active_users
from assetry.platform.notifications.outbox import mail_words
from assetry.platform.permissions.actor import Actor
from assetry.platform.reports.models import Form, ReportSchedule, ReportSending, Rhythm
from assetry.platform.reports.operations import delete_schedule
from assetry.platform.reports.queries import (
    Sent,
    get_schedule_for,
    list_schedules,
    list_sendings,
    owner_of,
    role_of,
    view_of,
)
from assetry.platform.reports.rules import next_days
from assetry.platform.saved_views.queries import views_visible_to
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, State, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, FormPage, OverviewPage
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, Open, page
from assetry.web.views.places import url_of_view

ROUTE = "report_schedules"


def crumbs(*further: Link) -> list[Link]:
    """The list, and beyond."""
    return [Link(label=_("Reports by mail"), url=route_url(ROUTE)), *further]


def url_of(schedule: ReportSchedule, what: str = "report_schedule") -> str:
    """The page of one schedule, or what is done with it."""
    return route_url(what, public_id=schedule.public_id)


def days() -> Sequence[str]:
    """Monday to Sunday."""
    return [
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday")),
        *(_("Friday"), _("Saturday"), _("Sunday")),
    ]


def when(schedule: ReportSchedule) -> str:
    """The days and the hour in words."""
    words = {"hour": f"{schedule.hour:02d}:00", "day": schedule.day or 0}
    match schedule.rhythm:
        case Rhythm.WEEKLY:
            return _("Every %(weekday)s at %(hour)s") % {
                **words,
                "weekday": days()[(schedule.day or 1) - 1],
            }
        case Rhythm.MONTHLY:
            return _("Every month on day %(day)d at %(hour)s") % words
    return _("%(rhythm)s at %(hour)s") % {**words, "rhythm": Rhythm(schedule.rhythm).label}


@page(Open.SIGNED_IN)
def schedules(request: AssetryRequest) -> HttpResponse:
    """The schedules that the reader keeps."""
    rows = [_row(schedule, request.actor) for schedule in list_schedules(request.actor)]
    columns = [
        TableColumn(_("Report")),
        TableColumn(_("When")),
        TableColumn(_("As"), rank=2),
        TableColumn(_("To"), rank=1),
    ]
    table = Table(caption=_("Reports by mail"), columns=columns, rows=rows)
    text = _(
        "Open a list, save it as a view, and choose “Send by mail” among what can be done with the view."
    )
    content = OverviewPage(
        title=_("Reports by mail"),
        summary=ngettext("%(n)d report", "%(n)d reports", len(rows)) % {"n": len(rows)},
        crumbs=[Link(label=_("Reports"), url=route_url("reports")), Link(label=_("Reports by mail"))],
        bands=(Band(left=[Panel(title=_("Reports by mail"), blocks=(table,), hide_title=True)]),)
        if rows
        else (),
        empty=None if rows else State(icon="send", title=_("Nothing is sent by mail yet"), text=text),
    )
    return answer(request, "kit/overview.html", content)


def _row(schedule: ReportSchedule, actor: Actor) -> Sequence[Words]:
    name = cells.name_html(schedule.name, url_of(schedule))
    off = format_html(' <span class="muted">{}</span>', _("off"))
    return [
        name if schedule.is_active else name + off,
        when(schedule),
        str(Form(schedule.form).label),
        _to(schedule),
    ]


def _to(schedule: ReportSchedule) -> str:
    """Who gets it."""
    users, role = active_users(schedule.user_ids), role_of(schedule)
    names = sorted(user.name for user in users.values())
    return ", ".join([*([_("Role: %(role)s") % {"role": role.name}] if role else []), *names])


@page(Open.SIGNED_IN)
def schedule(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One schedule: what it says, what it sent."""
    reader, found = reader_of(request), get_schedule_for(request.actor, public_id)
    content = OverviewPage(
        title=found.name,
        summary="" if found.is_active else _("Off: it sends nothing."),
        crumbs=crumbs(Link(label=found.name)),
        actions=(
            Action(label=_("Edit"), url=url_of(found, "report_edit"), icon="pencil", key="E"),
            Action(label=_("Delete"), url=url_of(found, "report_delete"), icon="trash-2", how="dialog"),
        ),
        notes=_notes(found),
        bands=(Band(left=[_sent(found, reader)], right=[_panel(found, reader)]),),
    )
    return answer(request, "kit/overview.html", content)


def _notes(found: ReportSchedule) -> list[Note]:
    notes = []
    if owner_of(found) is None:
        text = _("The account that this report belongs to is closed: it sends nothing.")
        notes.append(Note(text=text, tone="warn"))
    if view_of(found) is None:
        notes.append(Note(text=_("The view that it sends was deleted: it sends nothing."), tone="warn"))
    return notes


def _panel(found: ReportSchedule, reader: Reader) -> Panel:
    local = reader.now.astimezone(ZoneInfo(found.zone))
    first = local.date() + timedelta(days=local.hour >= found.hour)
    coming = next_days(first, found.rhythm, found.day, count=1)
    owner = owner_of(found)
    props = [
        Prop(label=_("View"), value=_view(found, reader.actor)),
        Prop(label=_("When"), value=_("%(when)s, in the zone of who receives it") % {"when": when(found)}),
        Prop(label=_("Next day"), value=_day(coming[0], reader) if coming and found.is_active else "—"),
        Prop(label=_("As"), value=str(Form(found.form).label)),
        Prop(label=_("To"), value=cells.text_html(_to(found))),
        Prop(label=_("Sent by"), value=owner.name if owner else _("a closed account")),
    ]
    return Panel(title=_("Report"), blocks=(Props(props=props, two=False),))


def _view(found: ReportSchedule, actor: Actor) -> Words:
    view = views_visible_to(actor).filter(pk=found.view_id).first()
    if view is None:
        return cells.none_html()
    try:
        return cells.entity_html(view.name, url=url_of_view(actor, view))
    except NotFound:
        return view.name


def _day(day: date, reader: Reader) -> Words:
    return cells.date_html(day, today=reader.today, locale=reader.locale)


def _sent(found: ReportSchedule, reader: Reader) -> Panel:
    columns = [
        TableColumn(_("Decided")),
        TableColumn(_("Of"), rank=2),
        TableColumn(_("To")),
        TableColumn(_("What became of it")),
    ]
    rows = [
        [
            cells.instant_html(
                one.sending.decided_at, now=reader.now, locale=reader.locale, zone=reader.zone_info
            ),
            _day(one.sending.occurs_on, reader),
            one.name,
            fate_of(one),
        ]
        for one in list_sendings(found)
    ]
    table = Table(caption=_("Sent"), columns=columns, rows=rows, empty=_("Nothing was sent yet."))
    return Panel(title=_("Sent"), blocks=(table,))


def fate_of(sent: Sent) -> str:
    """What became of one, in words."""
    outcome = ReportSending.Outcome(sent.sending.outcome)
    return (
        mail_words(sent.mail) if outcome is ReportSending.Outcome.SENT and sent.mail else str(outcome.label)
    )


@page(Open.SIGNED_IN, methods=("GET", "POST"))
def delete(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The question, and the answer yes."""
    found = get_schedule_for(request.actor, public_id)
    if request.method == "GET":
        form = FormPage(
            title=_("Delete %(name)s") % {"name": found.name},
            subtitle=_("Nothing more is sent, and its record goes. The view stays."),
            action=request.path,
            groups=(),
            submit=_("Delete"),
            destroys=True,
            cancel_url=url_of(found),
            crumbs=crumbs(Link(label=found.name, url=url_of(found)), Link(label=_("Delete"))),
        )
        return answer(request, "kit/form.html", form)
    return answer_act(
        request,
        lambda: delete_schedule(actor=request.actor, schedule=found, version=None, at=request.received_at),
        url=route_url(ROUTE),
        said=_("%(name)s is deleted.") % {"name": found.name},
    )
