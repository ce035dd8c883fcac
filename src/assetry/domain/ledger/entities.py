"""What the ledger registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.ledger.events import LedgerPermission as P
from assetry.domain.ledger.fields import COST_CENTER_FIELDS
from assetry.domain.ledger.models import CostCenter
from assetry.domain.ledger.operations import create_cost_center, edit_cost_center
from assetry.domain.ledger.queries import get_cost_center_for
from assetry.kernel.registry import Entity, Removal, register_entity


def register() -> None:
    """Register the area's entities."""
    register_entity(
        Entity(
            name="cost_center",
            label=_("Cost center"),
            label_plural=_("Cost centers"),
            icon="wallet",
            table="ledger_costcenter",
            takes_custom_fields=True,
            fields=COST_CENTER_FIELDS,
            visible_to=CostCenter.objects.all().visible_to,
            get_for=get_cost_center_for,
            view_permission=P.VIEW,
            operations={"create": create_cost_center, "edit": edit_cost_center},
            keys=(("code",), ("name",)),
            removal=Removal(instead=_("Archive it instead.")),
            edit_permission=P.MANAGE,
            edit_place=lambda center: {"company_id": center.company_id},
            title=str,
            label_columns=("code", "name"),
            searched=True,
            codes=("code",),
            list_url_name="cost_centers",
            url_name="cost_center",
        )
    )
