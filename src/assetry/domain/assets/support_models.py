"""Which release an asset runs, as far as one is known for what the asset says."""

from django.db import models

from assetry.domain.assets.asset_models import Asset
from assetry.domain.catalog.models import Release
from assetry.domain.organization.models import Company
from assetry.platform.audit.tables import Technical


class AssetSupport(models.Model):
    """The release that the words of a facet mean, until when it is supported, and the newest one of the same product.

    A mirror: `support.settle_support` writes it from facets and releases.
    """

    trail = Technical()

    asset = models.OneToOneField(
        Asset, models.CASCADE, primary_key=True, related_name="support", db_constraint=False
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    ends_on = models.DateField(null=True)
    successor = models.ForeignKey(Release, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["ends_on"], name="assetsupport_by_end")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.release_id}"
