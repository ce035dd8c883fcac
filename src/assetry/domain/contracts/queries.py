"""Reads of contracts."""

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.models import FOREVER, Contract, Coverage
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

RELATED = ("company", "supplier", "manufacturer", "owner", "cost_center", "predecessor")


def get_contract_for(actor: Actor, public_id: str) -> Contract:
    """The contract of that public id; raises NotFound."""
    return row_of(Contract.objects.visible_to(actor).select_related(*RELATED), public_id)


def get_coverage_for(actor: Actor, public_id: str) -> Coverage:
    """The coverage of that public id; raises NotFound."""
    return row_of(
        Coverage.objects.visible_to(actor).select_related("company", "contract__supplier", "asset"), public_id
    )


def list_coverage_of(actor: Actor, asset: Asset) -> list[Coverage]:
    """What covers, covered or will cover an asset, the latest first."""
    rows = Coverage.objects.visible_to(actor).filter(asset=asset).select_related("contract__supplier")
    return sorted(rows, key=lambda row: (row.last_day or FOREVER, row.starts_on, row.pk), reverse=True)
