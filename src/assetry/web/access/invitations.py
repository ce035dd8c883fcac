"""Invitations: who was asked to make an account, and with which role; sent, sent again, revoked."""

from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.access.account_operations import invite, revoke_invitation, send_invitation_again
from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.invitation_queries import get_invitation_for, list_invitations
from assetry.domain.access.models import Invitation
from assetry.domain.access.queries import roles_visible_to
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.web.access.users import EMAIL
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.fields import Option
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.choices import options_of
from assetry.web.kit.context import DetailPage
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

NAME = Field(name="name", label=gettext_lazy("Name"), type=FieldType.TEXT, required=True, max_length=150)
ROLE = Field(
    name="role",
    label=gettext_lazy("Role"),
    type=FieldType.REFERENCE,
    reference="role",
    help=gettext_lazy("At most what you may yourself. Empty: their own equipment alone."),
)
COMPANY = Field(
    name="company",
    label=gettext_lazy("Company"),
    type=FieldType.REFERENCE,
    reference="company",
    help=gettext_lazy("With all companies below it. Empty: every company."),
)


@page(P.MANAGE)
def invitations(request: AssetryRequest) -> HttpResponse:
    """Those that wait."""
    reader = reader_of(request)
    new = Action(label=_("Invite"), url=route_url("invitation_create"), icon="plus", look="primary")
    content = DetailPage(
        title=_("Invitations"),
        crumbs=_crumbs(Link(label=_("Invitations"))),
        actions=[new],
        main=(_panel(list_invitations(request.actor), reader),),
    )
    return answer(request, "kit/detail.html", content)


def _panel(waiting: list[Invitation], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Who")),
        TableColumn(_("Role")),
        TableColumn(_("Invited by"), rank=2),
        TableColumn(_("Holds until"), rank=1),
        TableColumn(""),
    )
    empty = _("Nobody is invited. An invited person chooses their own password; you never see it.")
    table = Table(
        caption=_("Pending"), columns=columns, rows=[_row(one, reader) for one in waiting], empty=empty
    )
    return Panel(title=_("Pending"), count=len(waiting), blocks=(table,))


def _row(invitation: Invitation, reader: Reader) -> list[Words]:
    who = format_html('<div>{}</div><div class="muted sm">{}</div>', invitation.name, invitation.email)
    inviter = invitation.invited_by
    names = {"email": invitation.email}
    again = cells.post_html(
        route_url("invitation_again", public_id=invitation.public_id),
        _("Send again"),
        _("Send again: %(email)s") % names,
    )
    revoke = cells.post_html(
        route_url("invitation_revoke", public_id=invitation.public_id),
        _("Revoke"),
        _("Revoke: %(email)s") % names,
    )
    return [
        who,
        _role(invitation),
        cells.person_html(inviter.name, url=entity_url("user", inviter.public_id)),
        _until(invitation, reader),
        format_html('<span class="row tight">{} {}</span>', again, revoke),
    ]


def _role(invitation: Invitation) -> Words:
    if invitation.role is None:
        return cells.none_html(_("none"))
    where = invitation.company.name if invitation.company else _("Every company")
    return format_html('<div>{}</div><div class="muted sm">{}</div>', invitation.role.name, where)


def _until(invitation: Invitation, reader: Reader) -> Words:
    if invitation.expires_at <= reader.now:
        return cells.badge_html(_("Expired"), hue=60, icon="hourglass", look="low")
    return cells.date_html(invitation.expires_at.date(), today=reader.today, locale=reader.locale)


@page(P.MANAGE, methods=("GET", "POST"))
def new_invitation(request: AssetryRequest) -> HttpResponse:
    """The form that sends one."""
    url = route_url("invitations")

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        sent = invite(actor=request.actor, **values, at=request.received_at)
        return url, _("The invitation is on its way to %(email)s.") % {"email": sent.email}

    def prepare(form: FormState) -> None:
        roles = roles_visible_to(request.actor).order_by("-is_built_in", "pk")
        none = Option(value="", label=_("No role yet"))
        form.options["role"] = [none, *options_of(entity_named("role"), list(roles))]
        form.widgets["email"] = "email"

    form = CreateForm(
        title=_("Invite somebody"),
        fields={"email": EMAIL, "name": NAME, "role": ROLE, "company": COMPANY},
        layout=(
            FormGroup(title=gettext_lazy("Who"), fields=("email", "name")),
            FormGroup(title=gettext_lazy("What they may"), fields=("role", "company")),
        ),
        save=save,
        cancel_url=url,
        submit=_("Send the invitation"),
        crumbs=_crumbs(Link(label=_("Invitations"), url=url), Link(label=_("Invite"))),
        prepare=prepare,
    )
    return answer_create(request, form, reader_of(request))


@page(P.MANAGE, methods=("POST",))
def send_again(request: AssetryRequest, public_id: str) -> HttpResponse:
    """A new link; the one before is void."""
    invitation = get_invitation_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: send_invitation_again(actor=request.actor, invitation=invitation, at=request.received_at),
        url=route_url("invitations"),
        said=_("A new link is on its way to %(email)s.") % {"email": invitation.email},
    )


@page(P.MANAGE, methods=("POST",))
def revoke(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Make it void."""
    invitation = get_invitation_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: revoke_invitation(actor=request.actor, invitation=invitation, at=request.received_at),
        url=route_url("invitations"),
        said=_("The invitation of %(email)s is revoked.") % {"email": invitation.email},
    )


def _crumbs(*further: Link) -> tuple[Link, ...]:
    settings = Link(label=_("Settings"), url=route_url("settings"))
    users = Link(label=entity_named("user").label_plural, url=route_url("users"))
    return (settings, users, *further)
