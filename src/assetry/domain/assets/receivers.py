"""What the register does when the catalog changes, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from assetry.domain.assets.asset_models import Asset
from assetry.domain.catalog.models import AssetModel
from assetry.domain.catalog.signals import model_renamed


@receiver(model_renamed, dispatch_uid="assets.model_renamed")
def sort_by_the_model_s_new_name(*, model: AssetModel, **_event: Any) -> None:
    """Assets without a name of their own sort by their model's."""
    Asset.objects.filter(model=model, name="").update(name_sort=model.name_sort)
