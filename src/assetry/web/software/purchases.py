"""Purchases: lines that are added, renewed and taken back, never changed."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.models import LineKind
from assetry.domain.software.operations import add_entitlement, edit_entitlement
from assetry.platform.audit.queries import list_changes_of_rows
from assetry.web.components.blocks import Panel
from assetry.web.components.parts import Action
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column
from assetry.web.kit.timeline import timeline_of_events
from assetry.web.software.story import LICENSE, LINE

_SHOWN = 30
_HALF = frozenset(
    {
        *("license", "product", "subscription", "quantity", "starts_on", "ends_on", "unit_amount"),
        *("unit_currency", "purchased_on", "order_number", "supplier", "contract", "cost_center"),
    }
)


def _enrich(page: DetailPage, line: Any, reader: Reader) -> DetailPage:
    """What can be done with a line, and what was."""
    page = replace(page, side=(_timeline(line, reader),))
    takes_back = line.kind in (LineKind.CORRECTION, LineKind.UPGRADED)
    found = []
    if reader.actor.may(P.MANAGE, company_id=line.company_id):
        if not takes_back:
            if line.ends_on is not None:
                found.append(_action(_("Renew"), "entitlement_renew", line, "refresh-cw"))
            found.append(_action(_("Take back"), "entitlement_correct", line, "undo-2"))
            found.append(_action(_("Upgrade"), "entitlement_upgrade", line, "arrow-up"))
        found.append(_action(_("Change key"), "entitlement_key", line, "key-round"))
    if line.license_key and reader.actor.may(P.REVEAL, company_id=line.company_id):
        url = route_url("entitlement_reveal", public_id=line.public_id)
        show = Action(label=_("Show license key"), url=url, icon="eye", how="post")
        return replace(page, actions=(show, *page.actions), more=(*page.more, *found))
    return replace(page, more=(*page.more, *found))


def _timeline(line: Any, reader: Reader) -> Panel:
    """Its changes stand with its license."""
    found = list_changes_of_rows(
        LINE.table,
        [line.pk],
        subject_table=LICENSE.table,
        subject_ids=[line.license_id],
        at=reader.now,
        limit=_SHOWN,
    )
    blocks = (timeline_of_events(LINE, found.events, reader),)
    return Panel(title=_("Timeline"), id="timeline", blocks=blocks)


def _action(label: str, route: str, line: Any, icon: str) -> Action:
    return Action(label=label, url=route_url(route, public_id=line.public_id), icon=icon)


PURCHASES = Records(
    entity="entitlement",
    route="entitlements",
    prefix="license-purchases",
    manage=P.MANAGE,
    above=("licenses", gettext_lazy("Licenses")),
    create=add_entitlement,
    edit=edit_entitlement,
    columns=(
        name_column("entitlement"),
        ListColumn(name="license", place="sub", cut=True),
        ListColumn(name="kind", rank=3),
        ListColumn(name="quantity", number=True, rank=1),
        ListColumn(name="unit_amount", rank=2),
        ListColumn(name="ends_on", rank=2),
        ListColumn(name="order_number", rank=3),
        ListColumn(name="supplier", cut=True, rank=4),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("What was bought"),
            fields=("license", "product", "subscription", "quantity", "name"),
            half=_HALF,
        ),
        FormGroup(
            title=gettext_lazy("For which days, at which price"),
            fields=("starts_on", "ends_on", "unit_amount", "unit_currency"),
            half=_HALF,
        ),
        FormGroup(
            title=gettext_lazy("Proof"),
            fields=("purchased_on", "order_number", "supplier", "contract", "cost_center", "license_key"),
            half=_HALF,
        ),
        FormGroup(title=gettext_lazy("Note"), fields=("note",)),
    ),
    empty=gettext_lazy(
        "Each purchase is a line that is only ever added: seats bought, renewed or upgraded, with their order and "
        "price. Files with proof are attached to it."
    ),
    facets=(
        Facet(name="license", remote=True),
        Facet(name="kind"),
        Facet(name="supplier", remote=True),
        Facet(name="company"),
    ),
    related=(
        "company",
        "license",
        "product",
        "subscription",
        "supplier",
        "contract",
        "cost_center",
        "predecessor",
    ),
    narrowed=("license", "subscription", "contract", "cost_center"),
    facts=("license", "supplier"),
    another=("company", "license", "supplier", "order_number"),
    enrich=_enrich,
)
