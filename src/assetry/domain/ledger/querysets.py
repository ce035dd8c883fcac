"""Who sees which cost centers."""

from typing import TYPE_CHECKING, Self

from django.db import models

from assetry.domain.ledger.events import LedgerPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.ledger.models import CostCenter  # noqa: F401


class CostCenterQuerySet(models.QuerySet["CostCenter"]):
    """Cost centers."""

    def visible_to(self, actor: Actor) -> Self:
        """Cost centers of the companies in scope."""
        return self.filter(company_id__in=actor.scope(LedgerPermission.VIEW).company_ids)
