"""Every change of the ledger."""

from datetime import datetime

from assetry.domain.ledger.events import LedgerPermission as P
from assetry.domain.ledger.fields import COST_CENTER_FIELDS
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company
from assetry.domain.organization.named import (
    Custom,
    Values,
    clean_named,
    insert_named,
    require_same_company,
    update_named,
)
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor


@operation(P.MANAGE)
def create_cost_center(*, actor: Actor, company: Company, values: Values, at: datetime) -> CostCenter:
    """Make a cost center in a company. Raises NameTaken (the code), OtherCompany, InvalidInput."""
    actor.require_row(P.MANAGE, company_id=company.pk)
    cleaned = clean_named(COST_CENTER_FIELDS, values, new=True, custom=Custom("cost_center", company.pk))
    require_same_company(company.pk, cleaned, "owner")
    return insert_named(CostCenter(company=company, **cleaned))


@operation(P.MANAGE)
def edit_cost_center(
    *, actor: Actor, cost_center: CostCenter, changes: Values, version: int | None, at: datetime
) -> CostCenter:
    """Change a cost center. Raises NameTaken, OtherCompany, StalePage, InvalidInput."""
    locked = lock_row(CostCenter.objects.all(), cost_center.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_named(COST_CENTER_FIELDS, changes, new=False, custom=Custom.of("cost_center", locked))
    require_same_company(locked.company_id, cleaned, "owner")
    update_named(locked, cleaned)
    return locked
