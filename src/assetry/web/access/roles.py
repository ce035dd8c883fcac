"""Roles: named sets of permissions. Five come with Assetry and stay as they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Role
from assetry.domain.access.operations import create_role, edit_role
from assetry.domain.access.queries import list_grants
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
from assetry.web.components.parts import Note, Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Extra, Records
from assetry.web.kit.timeline import Diff, Story

AREAS: dict[str, Words] = {
    "assets": gettext_lazy("Assets"),
    "organization": gettext_lazy("Organization"),
    "ledger": gettext_lazy("Costs"),
    "catalog": gettext_lazy("Settings"),
    "access": gettext_lazy("Access"),
    "audit": gettext_lazy("Trail"),
    "system": gettext_lazy("Installation"),
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


def _enrich(page: DetailPage, role: Any, reader: Reader) -> DetailPage:
    """What it permits, and who has it."""
    note = Note(
        text=_("This role comes with Assetry and stays as it is. Make a role of your own for other needs.")
    )
    grants = grants_panel(list_grants(reader.actor, role=role), holder=True, revoked=False)
    return replace(
        page,
        badges=[_built_in(role, reader)] if role.is_built_in else [],
        notes=(note,) if role.is_built_in else (),
        main=(_permissions_panel(role), replace(grants, title=_("Who has it"))),
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
