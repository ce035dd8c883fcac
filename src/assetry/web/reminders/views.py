"""Policies: the list, one with what it would have sent and will send, and its end."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.filters import FilterInvalid
from assetry.kernel.registry import entity_named
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.operations import delete_policy
from assetry.platform.reminders.queries import MANAGE, get_policy_for, list_policies
from assetry.platform.reminders.sweeping import owner_of
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, State, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, FormPage, OverviewPage
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.reminders.panels import policy_panel, preview_panels, sent_panel
from assetry.web.routes import AssetryRequest, page

ROUTE = "reminders"


def crumbs(*further: Link) -> list[Link]:
    """The list, and beyond."""
    return [Link(label=_("Reminders"), url=route_url(ROUTE)), *further]


def url_of(policy: ReminderPolicy, what: str = "reminder") -> str:
    """The page of one policy, or what is done with it."""
    return route_url(what, public_id=policy.public_id)


@page(MANAGE)
def reminders(request: AssetryRequest) -> HttpResponse:
    """The policies that the reader keeps."""
    reader = reader_of(request)
    rows = [_row(policy, reader) for policy in list_policies(request.actor)]
    new = Action(label=_("New"), url=route_url("reminder_create"), icon="plus", look="primary")
    hooks = Action(label=_("Webhooks"), url=route_url("webhooks"), icon="plug")
    columns = [
        TableColumn(_("Name")),
        TableColumn(_("Reminds of")),
        TableColumn(_("Days before"), rank=2),
        TableColumn(_("Sent"), number=True, rank=3),
        TableColumn(_("Last sent"), rank=1),
    ]
    table = Table(caption=_("Reminders"), columns=columns, rows=rows)
    text = _(
        "A policy tells owners, holders or others before a date comes: the end of a contract, of a warranty."
    )
    content = OverviewPage(
        title=_("Reminders"),
        summary=ngettext("%(n)d policy", "%(n)d policies", len(rows)) % {"n": len(rows)},
        actions=(hooks, new) if rows else (hooks,),
        bands=(Band(left=[Panel(title=_("Reminders"), blocks=(table,), hide_title=True)]),) if rows else (),
        empty=None if rows else State(icon="bell", title=_("No policies yet"), text=text, actions=(new,)),
    )
    return answer(request, "kit/overview.html", content)


def _row(policy: ReminderPolicy, reader: Reader) -> Sequence[Words]:
    entity = entity_named(policy.entity)
    field = entity.fields_by_name.get(policy.field)
    name = cells.name_html(policy.name, url_of(policy))
    off = format_html(' <span class="muted">{}</span>', _("off"))
    last = cells.instant_html(
        policy.last,  # type: ignore[attr-defined]
        now=reader.now,
        locale=reader.locale,
        zone=reader.zone_info,
    )
    return [
        name if policy.is_active else name + off,
        f"{entity.label}: {field.label if field else policy.field}",
        ", ".join(str(lead) for lead in policy.leads),
        cells.number_html(policy.sent, locale=reader.locale),  # type: ignore[attr-defined]
        last,
    ]


@page(MANAGE)
def reminder(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One policy: what it says, what it would have sent and will send, what it sent."""
    reader, policy = reader_of(request), get_policy_for(request.actor, public_id)
    owner = owner_of(policy)
    notes: list[Note] = []
    previews: Sequence[Panel] = ()
    if owner is None:
        notes.append(
            Note(text=_("The account that this policy belongs to is closed: it sends nothing."), tone="warn")
        )
    else:
        try:
            previews = preview_panels(policy, owner, reader)
        except (FilterInvalid, KeyError):
            notes.append(
                Note(text=_("Its filter names what is no longer there: it sends nothing."), tone="bad")
            )
    content = OverviewPage(
        title=policy.name,
        summary="" if policy.is_active else _("Off: it sends nothing."),
        crumbs=crumbs(Link(label=policy.name)),
        actions=(
            Action(label=_("Edit"), url=url_of(policy, "reminder_edit"), icon="pencil", key="E"),
            Action(label=_("Delete"), url=url_of(policy, "reminder_delete"), icon="trash-2", how="dialog"),
        ),
        notes=notes,
        bands=(Band(left=[policy_panel(policy), sent_panel(policy, reader)], right=previews, even=True),),
    )
    return answer(request, "kit/overview.html", content)


@page(MANAGE, methods=("GET", "POST"))
def delete(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The question, and the answer yes."""
    policy = get_policy_for(request.actor, public_id)
    if request.method == "GET":
        form = FormPage(
            title=_("Delete %(name)s") % {"name": policy.name},
            subtitle=_("It sends nothing more, its record goes, and what it put into inboxes leaves them."),
            action=request.path,
            groups=(),
            submit=_("Delete"),
            destroys=True,
            cancel_url=url_of(policy),
            crumbs=crumbs(Link(label=policy.name, url=url_of(policy)), Link(label=_("Delete"))),
        )
        return answer(request, "kit/form.html", form)
    return answer_act(
        request,
        lambda: delete_policy(actor=request.actor, policy=policy, version=None, at=request.received_at),
        url=route_url(ROUTE),
        said=_("%(name)s is deleted.") % {"name": policy.name},
    )
