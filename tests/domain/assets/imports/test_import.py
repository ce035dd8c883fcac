"""A small file, from its text to the register."""

import pytest

from assetry.domain.assets.models import Asset, Custody, StatusPeriod
from tests.cast import Cast
from tests.domain.assets.imports.importing import ALL, load, table

pytestmark = pytest.mark.django_db


def test_a_row_becomes_an_asset_with_everything_it_names(cast: Cast) -> None:
    content = table(
        "Asset Tag,Manufacturer,Model,Model Number,Category,Location,Purchase Date,Cost,Warranty,Status,Username",
        "LT-1,Dell,Latitude 5450,L5450,Laptop,Berlin HQ,2024-01-31,1249.00,13,Ready to Deploy,ana",
    )
    plan = load(cast.actor("asset_manager"), content, create=ALL)
    assert plan.counts == {"create": 1, "update": 0, "unchanged": 0, "refuse": 0}, plan.rows
    asset = Asset.objects.select_related("hardware").get(asset_tag="LT-1")
    assert (asset.model.name, asset.model.number, asset.manufacturer.name) == (
        "Latitude 5450",
        "L5450",
        "Dell",
    )
    assert (asset.category.name, asset.location.path_name, asset.company) == (
        "Laptop",
        "Berlin HQ",
        cast.company,
    )
    assert (asset.state, asset.holder_person.username) == ("in_use", "ana")
    assert (str(asset.cost_amount), asset.cost_currency) == ("1249.0000", "EUR")
    assert asset.hardware.warranty_ends_on.isoformat() == "2025-02-28"
    assert (
        Custody.objects.filter(asset=asset).count() == StatusPeriod.objects.filter(asset=asset).count() == 1
    )
