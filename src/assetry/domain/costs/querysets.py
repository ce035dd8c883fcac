"""Who sees bills: whoever sees the contracts of their company."""

from typing import TYPE_CHECKING, Self

from django.db import models

from assetry.domain.contracts.events import ContractPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.costs.models import CloudBill, CloudCharge  # noqa: F401


class BillQuerySet(models.QuerySet["CloudBill"]):
    """Bills that were read in."""

    def visible_to(self, actor: Actor) -> Self:
        """Of companies in scope."""
        return self.filter(company_id__in=list(actor.scope(ContractPermission.VIEW).company_ids))


class ChargeQuerySet(models.QuerySet["CloudCharge"]):
    """What resources cost, day by day."""

    def visible_to(self, actor: Actor) -> Self:
        """Of companies in scope."""
        return self.filter(company_id__in=list(actor.scope(ContractPermission.VIEW).company_ids))
