"""Facet codes with their table and their fields: the only list of kinds in the code."""

from typing import Any

from assetry.domain.assets.kinds import hardware, information, subscription
from assetry.domain.catalog.models import Facet
from assetry.kernel.fields import Field

FACETS: dict[str, type[Any]] = {
    Facet.HARDWARE: hardware.AssetHardware,
    Facet.SUBSCRIPTION: subscription.AssetSubscription,
    Facet.INFORMATION: information.AssetInformation,
}
FACET_FIELDS: dict[str, tuple[Field, ...]] = {
    Facet.NONE: (),
    Facet.HARDWARE: hardware.FIELDS,
    Facet.SUBSCRIPTION: subscription.FIELDS,
    Facet.INFORMATION: information.FIELDS,
}
