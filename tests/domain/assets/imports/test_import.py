"""A small file, from its text to the register."""

from datetime import date
from decimal import Decimal

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
    assert Asset.objects.values_list(
        "model__name", "model__number", "manufacturer__name", "category__name", "location__path_name", "company",
        "state", "holder_person__username", "cost_amount", "cost_currency", "hardware__warranty_ends_on",
    ).get(asset_tag="LT-1") == (
        "Latitude 5450", "L5450", "Dell", "Laptop", "Berlin HQ", cast.company.pk,
        "in_use", "ana", Decimal("1249.00"), "EUR", date(2025, 2, 28),
    )  # fmt: skip
    assert Custody.objects.count() == StatusPeriod.objects.count() == 1
