"""Covering assets: pasted codes on a contract's page, a selection in their list, and what both show after."""

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.covering import CoverAssets
from assetry.domain.contracts.models import Contract, Coverage
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.runs import apply_run, begin_run, begin_undo, preview_run, start_run
from assetry.platform.bulk.works import Task
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_contract, make_coverage

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        return make_contract(cast.company, "Canary support")


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, asset_tag="LT-0042", serial_number="SN-77", name="Laptop of Ana")


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def test_pasted_tags_and_serials_are_covered(cast: Cast, contract: Contract, asset: Asset) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="LT-0043")
    client = client_of(cast, "asset_manager")
    sent = {"codes": "lt-0043\nsn-77\n", "role": "support"}
    assert client.post(f"/contracts/{contract.public_id}/cover", sent).status_code == 302
    shown = client.get(f"/contracts/{contract.public_id}").content.decode()
    assert "Laptop of Ana" in shown
    assert Coverage.objects.filter(contract=contract).count() == 2


def test_a_code_that_names_nothing_is_said_and_nothing_is_covered(
    cast: Cast, contract: Contract, asset: Asset
) -> None:
    sent = {"codes": "LT-0042, LT-9999", "role": "support"}
    answer = client_of(cast, "asset_manager").post(f"/contracts/{contract.public_id}/cover", sent)
    assert (answer.status_code, "LT-9999" in answer.content.decode()) == (422, True)
    assert not Coverage.objects.exists()


def test_an_asset_says_what_covers_it(cast: Cast, contract: Contract, asset: Asset) -> None:
    with signed("test"):
        make_coverage(contract, asset)
    shown = client_of(cast, "technician").get(f"/assets/{asset.public_id}").content.decode()
    assert "Canary support" in shown
    assert "31 Dec 2026" in shown


def test_which_assets_nothing_covers_is_a_filter(cast: Cast, contract: Contract, asset: Asset) -> None:
    with signed("test"):
        make_coverage(contract, asset)
        make_asset(cast.company, name="Bare laptop")
    client = client_of(cast, "technician")
    bare = client.get("/assets", {"filter": "covered_until empty"}).content.decode()
    covered = client.get("/assets", {"filter": 'covered_until ge "2026-12-31"'}).content.decode()
    assert ("Bare laptop" in bare, "Laptop of Ana" in bare) == (True, False)
    assert ("Bare laptop" in covered, "Laptop of Ana" in covered) == (False, True)


def test_what_is_paid_for_retired_assets_is_a_filter(cast: Cast, contract: Contract) -> None:
    with signed("test"):
        make_coverage(contract, make_asset(cast.company, asset_tag="LT-OLD", status="Retired"))
        make_coverage(contract, make_asset(cast.company, asset_tag="LT-NEW"))
    text = 'asset_state in "retired" "disposed" and contract_ends_on ge "2026-12-01"'
    shown = client_of(cast, "technician").get("/coverage", {"filter": text}).content.decode()
    assert ("LT-OLD" in shown, "LT-NEW" in shown) == (True, False)


def test_a_selection_is_covered_and_uncovered(cast: Cast, contract: Contract, asset: Asset) -> None:
    actor = cast.actor("asset_manager")
    run = begin_run(
        actor=actor, entity="asset", work="cover", rows=Asset.objects.all(), scope={}, return_url="", at=NOW
    )
    preview_run(actor=actor, run=run, arguments={"contract": contract, "role": "support"}, at=NOW)
    start_run(actor=actor, run=run, at=NOW)
    done = apply_run(actor=actor, run_id=run.pk, at=NOW)
    assert Coverage.objects.filter(contract=contract, asset=asset).exists()
    undo = begin_undo(actor=actor, run=done, at=NOW)
    start_run(actor=actor, run=undo, at=NOW)
    apply_run(actor=actor, run_id=undo.pk, at=NOW)
    assert not Coverage.objects.exists()


def test_what_cannot_be_covered_is_said_before(cast: Cast, contract: Contract, asset: Asset) -> None:
    with signed("test"):
        make_coverage(contract, asset)
        other = make_asset(cast.other_company)
        free = make_asset(cast.company)
    task = Task(
        actor=cast.actor("asset_manager"),
        ids=[asset.pk, other.pk, free.pk],
        arguments={"contract": contract, "role": "support"},
        at=NOW,
        versions={},
    )
    found = CoverAssets().decide(task)
    assert (found.same, list(found.reasons)) == (frozenset({asset.pk}), [other.pk])


def test_who_may_not_manage_contracts_is_not_offered_it(cast: Cast, asset: Asset) -> None:
    assert "/bulk/asset/cover" in client_of(cast, "asset_manager").get("/assets").content.decode()
    assert "/bulk/asset/cover" not in client_of(cast, "technician").get("/assets").content.decode()
