"""Groups: users that get the same roles together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import UserGroup
from assetry.domain.access.operations import create_group, rename_group, set_group_members
from assetry.domain.access.queries import get_group_for, get_user_for, list_grants, list_members
from assetry.kernel.fields import Field, FieldType
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor
from assetry.web.access.grants import grants_panel
from assetry.web.access.users import SETTINGS, active_html
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import ListColumn
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.records import Records
from assetry.web.routes import AssetryRequest, page


def _create(*, actor: Actor, values: dict[str, Any], at: datetime) -> UserGroup:
    return create_group(actor=actor, name=values["name"], at=at)


def _edit(
    *, actor: Actor, group: UserGroup, changes: dict[str, Any], version: int, at: datetime
) -> UserGroup:
    name = changes.get("name", group.name)
    return rename_group(actor=actor, group=group, name=name, version=version, at=at)


def _name(row: Any, _reader: Reader) -> Words:
    return cells.name_html(row.name, entity_url("group", row.public_id))


def _enrich(page_: DetailPage, group: Any, reader: Reader) -> DetailPage:
    members = list_members(reader.actor, [group])[group.pk]
    add_url = route_url("group_grant", public_id=group.public_id)
    grants = grants_panel(list_grants(reader.actor, group=group), add_url=add_url)
    return replace(page_, main=(_members_panel(group, members), grants))


def _members_panel(group: UserGroup, members: list[User]) -> Panel:
    columns = (
        TableColumn(_("Member")),
        TableColumn(_("E-mail"), rank=1),
        TableColumn(_("Sign-in")),
        TableColumn(""),
    )
    rows = [
        (
            cells.person_html(user.name, url=entity_url("user", user.public_id)),
            cells.text_html(user.email),
            active_html(user),
            _remove(group, user),
        )
        for user in members
    ]
    table = Table(caption=_("Members"), columns=columns, rows=rows, empty=_("Nobody is in it yet."))
    url = route_url("group_add", public_id=group.public_id)
    add = Action(label=_("Add a member"), url=url, icon="user-plus", small=True)
    return Panel(title=_("Members"), count=len(members), blocks=(table,), actions=(add,))


def _remove(group: UserGroup, user: User) -> Words:
    url = route_url("group_remove", public_id=group.public_id, user_id=user.public_id)
    return cells.post_html(url, _("Remove"), _("Remove %(name)s") % {"name": user.name})


@page(P.MANAGE, methods=("GET", "POST"))
def add_member(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form that puts a user into a group."""
    group = get_group_for(request.actor, public_id)
    url = entity_url("group", group.public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        added = values["user"]
        _set_members(request, group, lambda users: [*users, added])
        return url, _("%(name)s is in %(group)s.") % {"name": added, "group": group}

    field = Field(name="user", label=_("User"), type=FieldType.REFERENCE, reference="user", required=True)
    form = CreateForm(
        title=_("Add to %(group)s") % {"group": group},
        fields={"user": field},
        layout=(FormGroup(title="", fields=("user",)),),
        save=save,
        cancel_url=url,
        submit=_("Add"),
        crumbs=(
            Link(label=_("Settings"), url=route_url("settings")),
            Link(label=_("Groups"), url=route_url("groups")),
            Link(label=str(group), url=url),
            Link(label=_("Add a member")),
        ),
    )
    return answer_create(request, form, reader_of(request))


@page(P.MANAGE, methods=("POST",))
def remove_member(request: AssetryRequest, public_id: str, user_id: str) -> HttpResponse:
    """Take a user out of a group; what they had by it is gone at once."""
    group = get_group_for(request.actor, public_id)
    removed = get_user_for(request.actor, user_id)
    return answer_act(
        request,
        lambda: _set_members(request, group, lambda users: [user for user in users if user != removed]),
        url=entity_url("group", group.public_id),
        said=_("%(name)s is not in %(group)s any more.") % {"name": removed, "group": group},
    )


def _set_members(
    request: AssetryRequest, group: UserGroup, changed: Callable[[list[User]], list[User]]
) -> None:
    users = changed(list_members(request.actor, [group])[group.pk])
    set_group_members(
        actor=request.actor, group=group, users=users, version=group.version, at=request.received_at
    )


GROUPS = Records(
    entity="group",
    route="groups",
    prefix="settings/groups",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=_create,
    edit=_edit,
    columns=(ListColumn(name="name", place="name", html=_name),),
    groups=(FormGroup(title=gettext_lazy("What it is called"), fields=("name",)),),
    empty=gettext_lazy("A group gives the same roles to several users. Make one, add members, then grant."),
    enrich=_enrich,
)
