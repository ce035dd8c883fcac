"""What ends by the register itself: contracts, and the dates of assets. SQL of migrations, and the words for it."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.ending_sql import Source
from assetry.kernel.registry import Ending

# How many months a term has, as `rules.months_of_term` counts them.
_TERM = """CROSS JOIN LATERAL (
    SELECT 12 * (extract(year FROM r.ends_on + 1) - extract(year FROM r.starts_on))::integer
        + (extract(month FROM r.ends_on + 1) - extract(month FROM r.starts_on))::integer AS months
) whole CROSS JOIN LATERAL (
    SELECT greatest(1, whole.months + CASE
        WHEN r.starts_on + make_interval(months => whole.months) > r.ends_on THEN 0 ELSE 1 END) AS months
) term"""
CONTRACT = Source(
    what="contract",
    entity="contract",
    table="contracts_contract",
    watched=(
        "starts_on",
        "ends_on",
        "renewal_months",
        "terminated_on",
        "decide_by",
        "is_renewed",
        "value_amount",
        "value_currency",
        "index_percent",
        "owner_id",
        "supplier_id",
    ),
    ends="least(r.ends_on, r.terminated_on)",
    decide_by="r.decide_by",
    cost="r.value_amount * coalesce(r.renewal_months, term.months) / term.months"
    " * (100 + coalesce(r.index_percent, 0)) / 100",
    currency="r.value_currency",
    owner="r.owner_id",
    supplier="r.supplier_id",
    alive="NOT r.is_renewed",
    join=_TERM,
)
# The next term goes on from the last price step, where there are some.
CONTRACT_BY_STEPS = replace(
    CONTRACT,
    watched=(*CONTRACT.watched, "version"),
    cost="coalesce("
    "(SELECT s.amount / s.months FROM public.contracts_pricestep s WHERE s.contract_id = r.id"
    " ORDER BY s.starts_on DESC LIMIT 1), r.value_amount / term.months"
    ") * coalesce(r.renewal_months, term.months) * (100 + coalesce(r.index_percent, 0)) / 100",
)
_ALIVE = "NOT IN ('retired', 'disposed')"
_MODEL = "LEFT JOIN public.catalog_assetmodel m ON m.id = r.model_id"
_WORN_OUT = (
    """(coalesce(r.in_service_on, r.purchased_on) + make_interval(months => m.useful_life_months))::date"""
)


def _of_asset(what: str, column: str, **cost: str) -> Source:
    """A date of every asset; `cost` where going on costs what it did."""
    return Source(
        what=what,
        entity="asset",
        table="assets_asset",
        watched=(column, "owner_person_id", "supplier_id", "state", *(name[2:] for name in cost.values())),
        ends=f"r.{column}",
        decide_by=f"r.{column}",
        owner="r.owner_person_id",
        supplier="r.supplier_id",
        alive=f"r.state {_ALIVE}",
        **cost,
    )


def _of_facet(what: str, table: str, column: str) -> Source:
    """A date of the assets of a kind."""
    return Source(
        what=what,
        entity="asset",
        table=table,
        key="asset_id",
        watched=(column,),
        join="JOIN public.assets_asset a ON a.id = r.asset_id",
        ends=f"r.{column}",
        decide_by=f"r.{column}",
        owner="a.owner_person_id",
        supplier="a.supplier_id",
        public_id="a.public_id",
        alive=f"a.state {_ALIVE}",
    )


OF_ASSETS = (
    _of_asset("asset", "ends_on", cost="r.cost_amount", currency="r.cost_currency"),
    _of_asset("loan", "expected_return_on"),
)
OF_FACETS = (
    _of_facet("warranty", "assets_assethardware", "warranty_ends_on"),
    _of_facet("validity", "assets_assetcertificate", "not_after"),
    _of_facet("registration", "assets_assetdomain", "expires_on"),
)
_PRICE = {"cost": "r.cost_amount", "currency": "r.cost_currency"}
PLANNED = _of_asset("replacement", "replace_on", **_PRICE)
# What the model of an asset says: when it is worn out, where nobody planned otherwise, and when its maker leaves it.
LIFE = replace(
    _of_asset("life", "replace_on", **_PRICE),
    watched=(
        *("replace_on", "in_service_on", "purchased_on", "model_id", "owner_person_id", "supplier_id"),
        *("state", "cost_amount", "cost_currency"),
    ),
    join=_MODEL,
    ends=_WORN_OUT,
    decide_by=_WORN_OUT,
    alive=f"r.replace_on IS NULL AND r.state {_ALIVE}",
)
MODEL = replace(
    _of_asset("model", "model_id"), join=_MODEL, ends="m.end_of_support_on", decide_by="m.end_of_support_on"
)
OF_MODELS = (LIFE, MODEL)
OF_RELEASES = _of_facet("release", "assets_assetsupport", "ends_on")
ENDINGS = (
    Ending(name="contract", label=_("Contract"), entity="contract", icon="file-text"),
    Ending(name="asset", label=_("Term"), entity="asset", icon="calendar-x"),
    Ending(name="loan", label=_("Loan"), entity="asset", icon="undo-2", apart=True),
    Ending(name="warranty", label=_("Maker's warranty"), entity="asset", icon="shield", apart=True),
    Ending(name="validity", label=_("Certificate"), entity="asset", icon="shield-check"),
    Ending(name="release", label=_("Support of a release"), entity="asset", icon="life-buoy"),
    Ending(name="replacement", label=_("Planned replacement"), entity="asset", icon="refresh-cw"),
    Ending(name="life", label=_("Useful life"), entity="asset", icon="hourglass", apart=True),
    Ending(name="model", label=_("Support of a model"), entity="asset", icon="badge-check", apart=True),
    Ending(name="registration", label=_("Domain registration"), entity="asset", icon="globe"),
)
