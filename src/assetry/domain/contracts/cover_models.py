"""Until when somebody repairs an asset: a mirror of what covers it, kept by triggers. A field of assets reads it."""

from django.db import models

from assetry.domain.assets.models import Asset
from assetry.platform.audit.tables import Technical


class AssetCover(models.Model):
    """A row per asset that a maker's warranty or a contract covers or covered: the latest of their last days.

    A contract without an end covers until `FOREVER`.
    """

    trail = Technical()

    asset = models.OneToOneField(
        Asset, models.CASCADE, primary_key=True, related_name="cover", db_constraint=False
    )
    covered_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["covered_until", "asset"], name="assetcover_by_day")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.covered_until}"
