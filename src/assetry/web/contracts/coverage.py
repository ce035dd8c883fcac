"""Coverage: which contract covers which asset."""

from typing import Any

from django.utils.translation import gettext_lazy

from assetry.domain.contracts.coverage_operations import create_coverage, edit_coverage
from assetry.domain.contracts.events import ContractPermission as P
from assetry.web.components import cells
from assetry.web.components.parts import Words
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, url_for_named
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records


def _asset(row: Any, _reader: Reader) -> Words:
    """The covered thing; its name opens the coverage."""
    return cells.name_html(str(row.asset), entity_url("coverage", row.public_id))


def _contract(row: Any, reader: Reader) -> Words:
    return cells.entity_html(row.contract.name, url=url_for_named("contract", row.contract, reader.actor))


COVERAGES = Records(
    entity="coverage",
    route="coverages",
    prefix="coverage",
    manage=P.MANAGE,
    create=create_coverage,
    edit=edit_coverage,
    columns=(
        ListColumn(name="asset", place="name", html=_asset),
        ListColumn(name="role", place="sub", rank=1),
        ListColumn(name="contract", cut=True, html=_contract),
        ListColumn(name="starts_on", rank=3),
        ListColumn(name="ends_on", rank=2),
        ListColumn(name="contract_ends_on", rank=2),
        ListColumn(name="asset_state", rank=3),
    ),
    groups=(
        FormGroup(title=gettext_lazy("What covers what"), fields=("contract", "asset", "role")),
        FormGroup(
            title=gettext_lazy("From when to when"),
            fields=("starts_on", "ends_on", "share_percent"),
            half=frozenset({"starts_on", "ends_on", "share_percent"}),
        ),
    ),
    empty=gettext_lazy(
        "Coverage says which contract repairs, leases or insures which asset. Open a contract and add assets to it."
    ),
    facets=(Facet(name="role"), Facet(name="contract", remote=True), Facet(name="asset_state")),
    related=("company", "contract", "asset"),
    sort="-starts_on",
    narrowed=("contract", "asset"),
)
