"""Departments, companies, suppliers, cost centers: records without further ado."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.queries import list_held, list_period_keys
from assetry.domain.ledger.events import LedgerPermission
from assetry.domain.ledger.operations import create_cost_center, edit_cost_center
from assetry.domain.organization import operations
from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.queries import may_edit_company
from assetry.web.components.blocks import Panel
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column
from assetry.web.organization.licensed import licenses_panels
from assetry.web.organization.people import holdings_panel
from assetry.web.organization.story import custody_timeline


def _enrich_department(page: DetailPage, department: Any, reader: Reader) -> DetailPage:
    held = list_held(reader.actor, holder_department=department)
    url = f"{route_url('assets')}?{urlencode({'holder': department.public_id})}"
    history = custody_timeline(
        "department", department.pk, list_period_keys(holder_department=department), reader
    )
    return replace(
        page,
        main=(
            holdings_panel(_("Holds"), held, reader, url if held else ""),
            *licenses_panels(reader, department=department),
            *page.main,
        ),
        side=(Panel(title=_("History"), id="history", blocks=(history,)),),
    )


DEPARTMENTS = Records(
    entity="department",
    route="departments",
    prefix="departments",
    manage=P.MANAGE,
    create=operations.create_department,
    edit=operations.edit_department,
    columns=(
        name_column("department"),
        ListColumn(name="parent", place="sub"),
        ListColumn(name="head", rank=2),
        ListColumn(name="company", rank=3),
    ),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("name", "parent", "head", "note", "is_archived")),
    ),
    empty=gettext_lazy("Departments group people, and can hold and own assets themselves."),
    facets=(Facet(name="company"),),
    related=("company", "parent", "head"),
    narrowed=("parent", "head"),
    enrich=_enrich_department,
)
COMPANIES = Records(
    entity="company",
    route="companies",
    prefix="companies",
    manage=P.MANAGE_COMPANIES,
    owned=False,
    create=operations.create_company,
    edit=operations.edit_company,
    may_edit=may_edit_company,
    columns=(
        name_column("company"),
        ListColumn(name="parent", place="sub"),
        ListColumn(name="currency", rank=2),
        ListColumn(name="time_zone", rank=2),
    ),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("name", "parent")),
        FormGroup(
            title=gettext_lazy("How it counts"),
            fields=("currency", "time_zone", "locale"),
            half=frozenset({"currency", "locale"}),
        ),
        FormGroup(title=gettext_lazy("More"), fields=("note", "is_archived"), folded=True),
    ),
    empty=gettext_lazy(
        "Companies are the legal entities that own assets; scope, tags and currencies are theirs."
    ),
    related=("parent",),
)
SUPPLIERS = Records(
    entity="supplier",
    route="suppliers",
    prefix="suppliers",
    manage=P.MANAGE_SHARED,
    owned=False,
    create=operations.create_supplier,
    edit=operations.edit_supplier,
    columns=(
        name_column("supplier"),
        ListColumn(name="email", place="sub"),
        ListColumn(name="website", rank=2),
        ListColumn(name="phone", rank=2),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("Who"), fields=("name", "website", "email", "phone", "note", "is_archived")
        ),
    ),
    empty=gettext_lazy("Suppliers sell, lease, repair and take back. All companies share them."),
)
COST_CENTERS = Records(
    entity="cost_center",
    route="cost_centers",
    prefix="cost-centers",
    manage=LedgerPermission.MANAGE,
    create=create_cost_center,
    edit=edit_cost_center,
    columns=(
        name_column("cost_center"),
        ListColumn(name="code", place="code"),
        ListColumn(name="owner", rank=2),
        ListColumn(name="company", place="sub", rank=2),
    ),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("code", "name", "owner", "note", "is_archived")),
    ),
    empty=gettext_lazy("Cost centers say where the cost of an asset belongs."),
    facets=(Facet(name="company"),),
    related=("company", "owner"),
    narrowed=("owner",),
)
