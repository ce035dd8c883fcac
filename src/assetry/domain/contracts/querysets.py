"""Who sees which contracts."""

from typing import TYPE_CHECKING, Self

from django.db import models

from assetry.domain.contracts.events import ContractPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.contracts.models import Contract  # noqa: F401


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts."""

    def visible_to(self, actor: Actor) -> Self:
        """Contracts of the companies in scope."""
        return self.filter(company_id__in=list(actor.scope(ContractPermission.VIEW).company_ids))
