"""Every change of the ledger."""

from datetime import datetime

from assetry.domain.ledger.events import LedgerPermission as P
from assetry.domain.ledger.fields import COST_CENTER_FIELDS
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company
from assetry.domain.organization.named import Custom, Values, clean_named, insert_named, update_named
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor


@operation(P.MANAGE)
def create_cost_center(*, actor: Actor, company: Company, values: Values, at: datetime) -> CostCenter:
    """Make a cost center in a company. Raises NameTaken (the code), InvalidInput."""
    actor.require_row(P.MANAGE, company_id=company.pk)
    return insert_named(
        CostCenter(
            company=company,
            **clean_named(COST_CENTER_FIELDS, values, new=True, custom=Custom("cost_center", company.pk)),
        )
    )


@operation(P.MANAGE)
def edit_cost_center(
    *, actor: Actor, cost_center: CostCenter, changes: Values, version: int | None, at: datetime
) -> CostCenter:
    """Change a cost center. Raises NameTaken, StalePage, InvalidInput."""
    locked = lock_row(CostCenter.objects.all(), cost_center.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    update_named(
        locked, clean_named(COST_CENTER_FIELDS, changes, new=False, custom=Custom.of("cost_center", locked))
    )
    return locked
