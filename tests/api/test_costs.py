"""What assets cost, over the API: shares of contracts, and what is paid for retired ones."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.api.test_files import send
from tests.cast import Cast
from tests.domain.costs.test_bills import ARN, bill, line
from tests.factories import make_asset, make_contract, make_coverage

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
TERM: dict[str, Any] = {"starts_on": TODAY - timedelta(days=40), "ends_on": TODAY + timedelta(days=40)}
PAID: dict[str, Any] = {"value_amount": Decimal(100), "value_currency": "EUR"}


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def test_an_asset_costs_its_purchase_and_its_share(caller: Callable[[str], Caller], cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, cost_amount=Decimal(900), cost_currency="EUR")
        contract = make_contract(cast.company, "Canary", **TERM, **PAID)
        for one in (asset, make_asset(cast.company), make_asset(cast.company)):
            make_coverage(contract, one)
    told = caller("auditor").get(f"/assets/{asset.public_id}/cost").data
    assert told["purchase"] == euros("900.00")
    assert [(part["percent"], part["cost"]) for part in told["contracts"]] == [("33.3333", euros("33.33"))]
    assert told["total"] == [euros("933.33")]
    assert caller("stranger").get(f"/assets/{asset.public_id}/cost").status == 404


def test_whoever_sees_no_contracts_is_told_the_purchase(caller: Callable[[str], Caller], cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, owner_person=cast.person("employee"))
        make_coverage(make_contract(cast.company, **TERM, **PAID), asset)
    told = caller("employee").get(f"/assets/{asset.public_id}/cost").data
    assert told == {"purchase": None, "contracts": [], "bills": [], "total": []}


def test_what_is_paid_for_retired_assets(caller: Callable[[str], Caller], cast: Cast) -> None:
    with signed("test"):
        for company, name in ((cast.company, "Canary"), (cast.other_company, "Foreign")):
            contract = make_contract(company, name, **TERM, **PAID)
            for status in ("In use", "Retired", "Disposed"):
                make_coverage(contract, make_asset(company, status=status))
    told = caller("auditor").get("/costs/retired").data
    assert [(each["contract"]["name"], each["assets"]) for each in told["items"]] == [("Canary", 2)]
    assert told["total"] == [euros("66.67")]


def test_a_bill_is_read_in_for_its_company(caller: Callable[[str], Caller], cast: Cast) -> None:
    address = f"/companies/{cast.company.public_id}/cloud-bills"
    assert send(caller("asset_manager"), address, bill(line("2", 1), line("3", 2))).json() == {
        "charges": 2, "new": 2, "changed": 0, "gone": 0
    }  # fmt: skip
    (unknown,) = caller("auditor").get("/costs/unknown-resources").data["items"]
    assert (unknown["resource_id"], unknown["cost"]) == (ARN, {"amount": "5.00", "currency": "USD"})
    assert caller("stranger").get("/costs/unknown-resources").data["items"] == []
    assert send(caller("stranger"), address, bill(line("2", 1))).status_code == 404
    assert send(caller("auditor"), address, bill(line("2", 1))).status_code == 403
    assert send(caller("asset_manager"), address, b"a,b\n1,2").status_code == 422


def test_price_steps_are_put_all_at_once(caller: Callable[[str], Caller], cast: Cast) -> None:
    with signed("test"):
        made = make_contract(cast.company, **PAID)
    address = f"/contracts/{made.public_id}/price-steps"
    steps = [{"starts_on": "2026-01-01", "amount": "10"}, {"starts_on": "2026-03-01", "amount": "20.5"}]
    told = caller("asset_manager")("PUT", address, {"items": steps}, If_Match='"1"')
    assert (told.status, told.data["items"][1]) == (200, {"starts_on": "2026-03-01", "amount": "20.50"})
    assert caller("auditor").get(address).data["items"] == told.data["items"]
    assert caller("stranger").get(address).status == 404
