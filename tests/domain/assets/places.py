"""What tests of the register ask again and again."""

from datetime import timedelta

from assetry.domain.assets.models import Asset, Custody, StatusPeriod
from assetry.domain.catalog.models import AssetKind
from tests.cast import NOW

LATER, MUCH_LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def kind(code: str = "hardware") -> AssetKind:
    return AssetKind.objects.get(code=code)


def fresh(asset: Asset) -> Asset:
    """The asset as it is stored now."""
    return Asset.objects.get(pk=asset.pk)


def open_custody(asset: Asset) -> Custody:
    return Custody.objects.get(asset=asset, period__upper_inf=True)


def status_names(asset: Asset) -> list[str]:
    """The names of its statuses, oldest first."""
    periods = StatusPeriod.objects.filter(asset=asset).order_by("period")
    return [period.status.name for period in periods.select_related("status")]
