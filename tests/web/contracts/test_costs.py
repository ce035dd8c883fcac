"""What assets cost, on the pages: an asset's panel, the contract's, and what is paid for retired ones."""

from decimal import Decimal

import pytest

from assetry.domain.contracts.models import Contract
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_contract, make_coverage
from tests.web.assets.support import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        made = make_contract(
            cast.company, "Canary", ends_on=None, value_amount=Decimal(100), value_currency="EUR"
        )
        for status in ("In use", "Retired", "Disposed"):
            make_coverage(
                made, make_asset(cast.company, status=status, cost_amount=Decimal(1), cost_currency="EUR")
            )
    return made


def test_an_assets_page_says_what_it_costs_and_opens_the_rows(cast: Cast, contract: Contract) -> None:
    asset = contract.coverages.earliest("pk").asset
    page = client_of(cast, "auditor").get(f"/assets/{asset.public_id}").content.decode()
    assert f"/coverage?contract={contract.public_id}&amp;asset={asset.public_id}" in page
    assert "€34.33" in page


def test_a_contracts_page_says_what_each_has(cast: Cast, contract: Contract) -> None:
    page = client_of(cast, "auditor").get(f"/contracts/{contract.public_id}").content.decode()
    assert "€33.33" in page
    assert "€33.34" in page


def test_what_is_paid_for_retired_assets_opens_its_rows(cast: Cast, contract: Contract) -> None:
    client = client_of(cast, "auditor")
    page = client.get("/costs/retired").content.decode()
    rows = f"/coverage?contract={contract.public_id}&amp;asset_state=retired&amp;asset_state=disposed"
    assert "€66.67" in page
    assert rows in page
    listed = client.get(rows.replace("&amp;", "&")).content.decode()
    assert [str(row.asset) in listed for row in contract.coverages.order_by("pk")] == [False, True, True]
    assert "€66.67" not in client_of(cast, "stranger").get("/costs/retired").content.decode()


def test_price_steps_are_written_line_by_line(cast: Cast) -> None:
    with signed("test"):
        made = make_contract(cast.company, value_amount=Decimal(9), value_currency="EUR")
    client, address = client_of(cast, "asset_manager"), f"/contracts/{made.public_id}/price-steps"
    refused = client.post(address, {"steps": "2026-01-01 100\nsoon 200"})
    assert (refused.status_code, "Line 2" in refused.content.decode()) == (422, True)
    assert client.post(address, {"steps": "2026-01-01 100\n2026-07-01 200.50"}).status_code in {200, 302}
    page = client.get(f"/contracts/{made.public_id}").content.decode()
    assert ("€200.50" in page, "€300.50" in page) == (True, True)
    assert "2026-07-01 200.50" in client.get(address).content.decode()
    late = client.post(address, {"steps": "2026-01-01 7", "version": str(made.version)})
    assert (late.status_code, made.steps.count()) == (412, 2)
    assert client_of(cast, "stranger").get(address).status_code == 404
