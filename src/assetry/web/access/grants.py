"""Grants: who may do what where; shown beside users, groups and roles, given by a form, taken back by a button."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.fields import GRANT_FIELDS
from assetry.domain.access.models import Grant
from assetry.domain.access.operations import grant_role, revoke_grant
from assetry.domain.access.queries import get_grant_for, get_group_for, get_user_for, roles_visible_to
from assetry.kernel.fields import Field
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.choices import options_of
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

LIMITS = ("location", "category", "kind")
HELP = {
    "company": gettext_lazy("With all companies below it. Empty: every company."),
    "location": gettext_lazy("Empty: everywhere in the company."),
    "category": gettext_lazy("Empty: every category."),
    "kind": gettext_lazy("Empty: every kind."),
}


def grants_panel(
    grants: Sequence[Grant], *, holder: bool = False, add_url: str = "", revoked: bool = True
) -> Panel:
    """Grants; `revoked`: with a button to take each back. `holder` says whose they are, where that is not plain."""
    columns = [TableColumn(_("Role")), TableColumn(_("Where")), TableColumn(_("Only"), rank=2)]
    rows: list[list[Words]] = [[_role(grant), _where(grant), _limits(grant)] for grant in grants]
    if revoked:
        columns.append(TableColumn(""))
        rows = [[*row, _revoke(grant)] for grant, row in zip(grants, rows, strict=True)]
    if holder:
        columns.insert(0, TableColumn(_("Who")))
        rows = [[_holder(grant), *row] for grant, row in zip(grants, rows, strict=True)]
    table = Table(caption=_("Grants"), columns=columns, rows=rows, empty=_("No grant yet."))
    add = Action(label=_("Add a grant"), url=add_url, icon="plus", small=True)
    return Panel(
        title=_("Grants"),
        count=len(grants),
        blocks=(table,),
        actions=(add,) if add_url else (),
    )


def _role(grant: Grant) -> Words:
    return cells.entity_html(grant.role.name, url=entity_url("role", grant.role.public_id))


def _holder(grant: Grant) -> Words:
    if grant.user is not None:
        return cells.person_html(grant.user.name, url=entity_url("user", grant.user.public_id))
    assert grant.group is not None  # noqa: S101 (a grant has one of the two)
    url = entity_url("group", grant.group.public_id)
    return cells.person_html(grant.group.name, url=url, icon="users")


def _where(grant: Grant) -> Words:
    if grant.company is None:
        return _("Every company")
    return cells.entity_html(grant.company.name, url=entity_url("company", grant.company.public_id))


def _limits(grant: Grant) -> Words:
    named = [getattr(grant, name) for name in LIMITS]
    found = [(cells.text_html(str(limit)),) for limit in named if limit is not None]
    return format_html_join(", ", "{}", found) if found else cells.none_html(_("no limit"))


def _revoke(grant: Grant) -> Words:
    url = route_url("grant_revoke", public_id=grant.public_id)
    return cells.post_html(url, _("Revoke"), _("Revoke %(role)s") % {"role": grant.role.name})


@page(P.MANAGE, methods=("GET", "POST"))
def grant_to_user(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form that gives a user a role."""
    return _grant(request, "user", get_user_for(request.actor, public_id))


@page(P.MANAGE, methods=("GET", "POST"))
def grant_to_group(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form that gives a group a role."""
    return _grant(request, "group", get_group_for(request.actor, public_id))


def _grant(request: AssetryRequest, kind: str, holder: Any) -> HttpResponse:
    entity, url = entity_named(kind), entity_url(kind, holder.public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        granted: dict[str, Any] = {kind: holder, **values}
        grant_role(actor=request.actor, **granted, at=request.received_at)
        said = _("%(name)s has the role %(role)s.") % {"name": holder, "role": values["role"]}
        return url, said

    form = CreateForm(
        title=_("Grant to %(name)s") % {"name": holder},
        fields=_fields(),
        layout=(
            FormGroup(title=gettext_lazy("What"), fields=("role", "company")),
            FormGroup(title=gettext_lazy("Only for"), fields=LIMITS),
        ),
        save=save,
        cancel_url=url,
        submit=_("Grant"),
        crumbs=(
            Link(label=_("Settings"), url=route_url("settings")),
            Link(label=entity.label_plural, url=route_url(f"{kind}s")),
            Link(label=str(holder), url=url),
            Link(label=_("Grant")),
        ),
        prepare=lambda state: _offer_roles(state, request.actor),
    )
    return answer_create(request, form, reader_of(request))


def _fields() -> dict[str, Field]:
    described = {field.name: field for field in GRANT_FIELDS if field.name not in {"user", "group"}}
    described["role"] = replace(described["role"], required=True)
    return {name: replace(field, help=HELP.get(name, "")) for name, field in described.items()}


def _offer_roles(form: FormState, actor: Actor) -> None:
    roles = roles_visible_to(actor).order_by("-is_built_in", "pk")
    form.options["role"] = options_of(entity_named("role"), list(roles))


@page(P.MANAGE, methods=("POST",))
def revoke(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take a grant back, and return to whose it was."""
    grant = get_grant_for(request.actor, public_id)
    kind, holder = ("user", grant.user) if grant.user else ("group", grant.group)
    assert holder is not None  # noqa: S101 (a grant has one of the two)
    said = _("%(name)s does not have the role %(role)s any more.") % {"name": holder, "role": grant.role}
    return answer_act(
        request,
        lambda: revoke_grant(actor=request.actor, grant=grant, at=request.received_at),
        url=entity_url(kind, holder.public_id),
        said=said,
    )
