"""Reads of the ledger."""

from assetry.domain.ledger.models import CostCenter
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def get_cost_center_for(actor: Actor, public_id: str) -> CostCenter:
    """The cost center of that public id; raises NotFound."""
    return row_of(CostCenter.objects.visible_to(actor).select_related("company"), public_id)
