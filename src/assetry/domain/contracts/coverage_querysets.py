"""Who sees what is covered: whoever sees the contract and the asset."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.models import Asset
from assetry.domain.contracts.events import ContractPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.contracts.coverage_models import Coverage  # noqa: F401


class CoverageQuerySet(models.QuerySet["Coverage"]):
    """Coverage."""

    def visible_to(self, actor: Actor) -> Self:
        """Of contracts in scope, on assets that are seen too."""
        contracts = self.filter(company_id__in=list(actor.scope(ContractPermission.VIEW).company_ids))
        seen = actor.scope(AssetPermission.VIEW)
        if set(seen.company_ids) <= set(seen.whole_company_ids):
            return contracts.filter(company_id__in=list(seen.whole_company_ids))
        return contracts.filter(Exists(Asset.objects.visible_to(actor).filter(pk=OuterRef("asset_id"))))

    def on(self, day: date) -> Self:
        """What covers on that day."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(contract__ends_on__isnull=True) | Q(contract__ends_on__gte=day),
            Q(contract__terminated_on__isnull=True) | Q(contract__terminated_on__gte=day),
            starts_on__lte=day,
        )
