"""Reads of contracts."""

from assetry.domain.contracts.models import Contract
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

RELATED = ("company", "supplier", "manufacturer", "owner", "cost_center", "predecessor")


def get_contract_for(actor: Actor, public_id: str) -> Contract:
    """The contract of that public id; raises NotFound."""
    return row_of(Contract.objects.visible_to(actor).select_related(*RELATED), public_id)
