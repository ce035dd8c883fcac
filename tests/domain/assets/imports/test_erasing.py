"""Empty cells erase when that was asked for, and only what a cell can say."""

from decimal import Decimal
from typing import Any

import pytest

from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.assets.imports.importing import check, load, table
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db

CONTENT = table("Tag,Name,Serial,Notes,Cost,Owner,Processor,Username", "A-1,,,,,,,")


def test_empty_cells_empty_what_is_there(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana", username="ana")
        asset = make_asset(
            cast.company, asset_tag="A-1", name="old", serial_number="SN-77", note="a note",
            cost_amount=Decimal(12), cost_currency="EUR", owner_person=ana,
        )  # fmt: skip
    options: dict[str, Any] = {"company": cast.company.public_id}
    assert check(cast.actor("asset_manager"), CONTENT, **options).counts["unchanged"] == 1
    plan = load(cast.actor("asset_manager"), CONTENT, **options, erases=True)
    assert plan.counts["update"] == 1, plan.rows[0].reasons
    asset.refresh_from_db()
    assert (asset.name, asset.note, asset.owner_person, asset.cost_amount) == ("", "", None, None)
    assert (asset.asset_tag, asset.status_id is not None, asset.serial_key) == ("A-1", True, None)
    again = check(cast.actor("asset_manager"), CONTENT, **options, erases=True)
    assert again.counts["unchanged"] == 1
