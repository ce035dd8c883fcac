"""Reads of the ledger."""

from assetry.domain.ledger.models import CostCenter
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import NotFound
from assetry.platform.permissions.actor import Actor


def get_cost_center_for(actor: Actor, public_id: str) -> CostCenter:
    """The cost center of that public id; raises NotFound."""
    wanted = normalize_public_id(public_id) or ""
    row = CostCenter.objects.visible_to(actor).select_related("company").filter(public_id=wanted).first()
    if row is None:
        raise NotFound
    return row
