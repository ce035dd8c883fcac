"""Contracts: list, page, forms."""

from django.utils.translation import gettext_lazy

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.operations import create_contract, edit_contract
from assetry.web.contracts.panels import enrich
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.records import Records, name_column

CONTRACTS = Records(
    entity="contract",
    route="contracts",
    prefix="contracts",
    manage=P.MANAGE,
    create=create_contract,
    edit=edit_contract,
    columns=(
        name_column("contract"),
        ListColumn(name="number", place="code", rank=3),
        ListColumn(name="type", place="sub", rank=2),
        ListColumn(name="supplier", cut=True, rank=2),
        ListColumn(name="value_amount", rank=3),
        ListColumn(name="ends_on", rank=2),
        ListColumn(name="decide_by", rank=1),
        ListColumn(name="owner", cut=True, rank=4),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("What it is"),
            fields=("name", "type", "number", "supplier", "manufacturer", "owner", "predecessor"),
            half=frozenset({"type", "number", "supplier", "manufacturer", "owner", "predecessor"}),
        ),
        FormGroup(
            title=gettext_lazy("Term and notice"),
            fields=(
                "starts_on",
                "ends_on",
                "auto_renews",
                "renewal_months",
                "notice_count",
                "notice_unit",
                "supplier_notice_count",
                "supplier_notice_unit",
            ),
            half=frozenset(
                {
                    "starts_on",
                    "ends_on",
                    "auto_renews",
                    "renewal_months",
                    "notice_count",
                    "notice_unit",
                    "supplier_notice_count",
                    "supplier_notice_unit",
                }
            ),
        ),
        FormGroup(
            title=gettext_lazy("Money"),
            fields=(
                "value_amount",
                "value_currency",
                "billing",
                "cost_center",
                "indexation",
                "index_percent",
                "index_name",
            ),
            half=frozenset(
                {"value_amount", "value_currency", "billing", "cost_center", "indexation", "index_percent"}
            ),
        ),
        FormGroup(
            title=gettext_lazy("Its end"),
            fields=("terminated_on", "end_reason", "end_note"),
            half=frozenset({"terminated_on", "end_reason"}),
            folded=True,
        ),
        FormGroup(title=gettext_lazy("More"), fields=("contacts", "governing_law", "note"), folded=True),
    ),
    empty=gettext_lazy(
        "Contracts say what is paid for, what it covers, and by when notice has to be given. Make the first one,"
        " or import a file."
    ),
    facets=(
        Facet(name="type"),
        Facet(name="supplier", remote=True),
        Facet(name="company"),
        Facet(name="auto_renews"),
    ),
    related=("company", "supplier", "manufacturer", "owner", "cost_center", "predecessor"),
    facts=("number", "supplier", "owner"),
    enrich=enrich,
    narrowed=("owner", "cost_center", "predecessor"),
)
