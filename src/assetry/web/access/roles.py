"""Roles: named sets of permissions. Five come with Assetry and stay as they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Role
from assetry.domain.access.operations import ask_for_factor, create_role, edit_role
from assetry.domain.access.queries import get_role_for, list_grants
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import PermissionInfo, permissions
from assetry.platform.audit.queries import Action as Did
from assetry.platform.audit.queries import RecordedChange
from assetry.platform.permissions.actor import Actor
from assetry.web.access.grants import grants_panel
from assetry.web.access.users import SETTINGS
from assetry.web.components import cells
from assetry.web.components.blocks import Html, Panel
from assetry.web.components.icons import icon_html
from assetry.web.components.parts import Action, Note, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Extra, Records
from assetry.web.kit.timeline import Diff, Story
from assetry.web.routes import AssetryRequest, page

AREAS: dict[str, Words] = {
    "assets": gettext_lazy("Assets"),
    "organization": gettext_lazy("Organization"),
    "ledger": gettext_lazy("Costs"),
    "contracts": gettext_lazy("Contracts"),
    "software": gettext_lazy("Licenses"),
    "catalog": gettext_lazy("Settings"),
    "access": gettext_lazy("Access"),
    "audit": gettext_lazy("Trail"),
    "system": gettext_lazy("Installation"),
    "views": gettext_lazy("Saved views"),
}


def area_of(info: PermissionInfo) -> Words:
    """The heading under which a permission stands."""
    area = info.code.split(".")[0]
    return AREAS.get(area, area)


def _extras(_reader: Reader, _role: Any) -> list[Extra]:
    """Every permission that exists, as a box to check."""
    known = sorted(permissions(), key=lambda info: list(AREAS).index(info.code.split(".")[0]))
    return [
        Extra(
            field=Field(name=info.code, label=info.label, type=FieldType.YES_NO),
            value=partial(_holds, info.code),
            group=area_of(info),
        )
        for info in known
    ]


def _holds(code: str, role: Role) -> bool:
    return code in role.permissions


def _create(*, actor: Actor, values: dict[str, Any], at: datetime) -> Role:
    name = values.pop("name")
    codes = [code for code, is_held in values.items() if is_held]
    return create_role(actor=actor, name=name, permission_codes=codes, at=at)


def _edit(*, actor: Actor, role: Role, changes: dict[str, Any], version: int, at: datetime) -> Role:
    name = changes.pop("name", role.name)
    kept = {code for code in role.permissions if changes.get(code, True)}
    codes = kept | {code for code, is_held in changes.items() if is_held}
    return edit_role(
        actor=actor, role=role, name=name, permission_codes=sorted(codes), version=version, at=at
    )


def _name(row: Any, _reader: Reader) -> Words:
    return cells.name_html(row.name, entity_url("role", row.public_id))


def _count(row: Any, _reader: Reader) -> Words:
    n = len(row.permissions)
    return ngettext("%(n)d permission", "%(n)d permissions", n) % {"n": n} if n else _("Own equipment alone")


def _built_in(row: Any, _reader: Reader) -> Words:
    return cells.badge_html(_("Built in"), hue=250, icon="lock") if row.is_built_in else cells.none_html()


def _enrich(shown: DetailPage, role: Any, reader: Reader) -> DetailPage:
    """What it permits, and who has it."""
    note = Note(
        text=_("This role comes with Assetry and stays as it is. Make a role of your own for other needs.")
    )
    grants = grants_panel(list_grants(reader.actor, role=role), holder=True, revoked=False)
    return replace(
        shown,
        badges=[
            *([_built_in(role, reader)] if role.is_built_in else []),
            *([_asks_html()] if role.requires_second_factor else []),
        ],
        notes=(note,) if role.is_built_in else (),
        more=[*shown.more, *_factor_actions(role, reader)],
        main=(_permissions_panel(role), replace(grants, title=_("Who has it"))),
    )


def _asks_html() -> Words:
    return cells.badge_html(_("Asks for a second factor"), hue=150, icon="shield")


def _factor_actions(role: Any, reader: Reader) -> list[Action]:
    """Asking who holds it for a second factor, and no more; for a built-in role too."""
    if not reader.actor.may(P.MANAGE):
        return []
    label = (
        _("Stop asking for a second factor") if role.requires_second_factor else _("Ask for a second factor")
    )
    url = route_url("role_ask_for_factor", public_id=role.public_id)
    value = "" if role.requires_second_factor else "?asked=1"
    return [Action(label=label, url=f"{url}{value}", icon="shield", how="post")]


@page(P.MANAGE, methods=("POST",))
def ask_role_for_factor(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Who holds the role may nothing without a second factor, or may again."""
    role, is_asked = get_role_for(request.actor, public_id), request.GET.get("asked") == "1"
    said = (
        _("“%(name)s” asks for a second factor now.")
        if is_asked
        else _("“%(name)s” asks for no second factor now.")
    )
    return answer_act(
        request,
        lambda: ask_for_factor(actor=request.actor, role=role, is_asked=is_asked, at=request.received_at),
        url=entity_url("role", role.public_id),
        said=said % {"name": role.name},
    )


def _permissions_panel(role: Any) -> Panel:
    held = [info for info in permissions() if info.code in role.permissions]
    lines = (
        (icon_html("check"), info.label, area_of(info))
        for info in sorted(held, key=lambda info: str(area_of(info)))
    )
    listed = format_html_join(
        "", '<li class="row">{} <span class="grow">{}</span> <span class="muted">{}</span></li>', lines
    )
    shown = format_html('<ul class="stack snug sm" role="list">{}</ul>', listed)
    nothing = _("It opens My equipment alone: what one holds and owns, and its history.")
    return Panel(title=_("What it permits"), count=len(held), blocks=(Html(html=shown if held else nothing),))


def _told(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """Another name; each permission that came or went."""
    labels = {info.code: str(info.label) for info in permissions()}
    diffs = []
    for change in changes:
        if change.action is not Did.UPDATE:
            continue
        if "name" in change.after:
            diffs.append(Diff(_("Name"), change.before["name"], change.after["name"]))
        if "requires_second_factor" in change.after:
            asked = change.after["requires_second_factor"]
            diffs.append(
                Diff(_("Second factor"), None if asked else _("asked for"), _("asked for") if asked else None)
            )
        before, after = (set(side.get("permissions", ())) for side in (change.before, change.after))
        diffs += [Diff(_("Permits"), None, labels.get(code, code)) for code in sorted(after - before)]
        diffs += [Diff(_("Permits"), labels.get(code, code), None) for code in sorted(before - after)]
    return diffs


ROLES = Records(
    entity="role",
    route="roles",
    prefix="settings/roles",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=_create,
    edit=_edit,
    extras=_extras,
    is_fixed=lambda role: bool(role.is_built_in),
    columns=(
        ListColumn(name="name", place="name", html=_name),
        ListColumn(name="permissions", label=gettext_lazy("Permits"), place="sub", html=_count),
        ListColumn(name="is_built_in", label=gettext_lazy("From"), place="status", html=_built_in),
    ),
    groups=(FormGroup(title=gettext_lazy("What it is called"), fields=("name",)),),
    empty=gettext_lazy("Roles are named sets of permissions."),
    facets=(Facet(name="is_built_in"),),
    story=Story(entity="role", table="access_role", chapters={"access_role": _told}),
    enrich=_enrich,
)
