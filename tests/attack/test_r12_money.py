"""R12: an amount has no more decimals than its currency (Snipe-IT #8547, #9789, #8896; Homebox #1342)."""

from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.assets.operations import edit_asset
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import Money
from assetry.kernel.refusals import InvalidInput, InvalidValue
from assetry.kernel.values import clean_value
from tests.cast import NOW, Cast
from tests.domain.assets.imports.importing import ALL, check, table
from tests.platform.custom_fields.fields import make

FIELD = Field(name="price", label="Price", type=FieldType.AMOUNT, edited_by="edit")
FITS = ["12.34 EUR", "12.30 EUR", "12.3400 EUR", "12 JPY", "12.000 JPY", "1.234 KWD", "0.001 BHD"]
TOO_FINE = ["12.345 EUR", "0.001 USD", "12.5 JPY", "1.2345 KWD", "0.0001 EUR", "1.1 KRW"]


@pytest.mark.parametrize("written", FITS)
def test_r12_what_fits_the_currency_is_kept(written: str) -> None:
    amount, currency = written.split()
    assert clean_value(FIELD, written) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("written", TOO_FINE)
def test_r12_a_part_of_the_smallest_coin_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue):
        clean_value(FIELD, written)


COSTS = [("12.3456", "EUR"), ("12.5", "JPY"), ("1.2345", "KWD")]


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "currency"), COSTS)
def test_r12_a_cost_at_every_door(cast: Cast, amount: str, currency: str) -> None:
    asset = make(cast, asset_tag="A-1")
    cost: dict[str, Any] = {"cost_amount": amount, "cost_currency": currency}
    with pytest.raises(InvalidInput):
        make(cast, **cost)
    with pytest.raises(InvalidInput):
        edit_asset(actor=cast.actor("asset_manager"), asset=asset, changes=cost, version=None, at=NOW)
    line = f"{amount},{currency}"
    plan = check(
        cast.actor("asset_manager"),
        table("Tag,Purchase Cost,Currency", f"A-1,{line}", f"A-2,{line}"),
        create=ALL,
    )
    reasons = [" ".join(row.reasons) for row in plan.rows]
    assert all(f"{currency} has" in reason for reason in reasons), reasons


@pytest.mark.django_db
def test_r12_another_currency_needs_a_cost_that_fits(cast: Cast) -> None:
    asset = make(cast, cost_amount="12.34", cost_currency="EUR")
    with pytest.raises(InvalidInput):
        edit_asset(
            actor=cast.actor("asset_manager"),
            asset=asset,
            changes={"cost_currency": "JPY"},
            version=None,
            at=NOW,
        )
