"""What every facet shares: one row per asset, of the asset's company, and never another facet's."""

from django.db import models

from assetry.domain.assets.asset_models import Asset
from assetry.domain.organization.models import Company
from assetry.platform.audit.tables import Trailed


class FacetRow(models.Model):
    """One-to-one with an asset. Composite foreign keys make a wrong facet or company impossible."""

    trail = Trailed(subject="asset_id", subject_table="assets_asset", mirrors=("facet",))

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    facet = models.CharField(max_length=20, editable=False)

    class Meta:
        abstract = True


def facet_key(related_name: str) -> "models.OneToOneField[Asset, Asset]":
    """The key of a facet row: the asset itself."""
    return models.OneToOneField(
        Asset, models.PROTECT, primary_key=True, related_name=related_name, db_constraint=False
    )
