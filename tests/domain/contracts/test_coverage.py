"""What contracts cover: many at once, until when, and what follows for assets."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.kinds.hardware import AssetHardware
from assetry.domain.assets.models import Asset
from assetry.domain.contracts import cover_sql
from assetry.domain.contracts.coverage_operations import (
    add_coverage,
    create_coverage,
    edit_coverage,
    end_coverage,
    remove_coverage,
)
from assetry.domain.contracts.models import FOREVER, AssetCover, Contract, Coverage
from assetry.domain.contracts.queries import get_coverage_for, list_coverage_of
from assetry.domain.contracts.refusals import CoveredAlready
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_contract, make_coverage

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        return make_contract(cast.company)


@pytest.fixture
def assets(cast: Cast) -> list[Asset]:
    with signed("test"):
        return [make_asset(cast.company) for _ in range(3)]


def until() -> list[date]:
    return list(AssetCover.objects.order_by("asset_id").values_list("covered_until", flat=True))


def cover(actor: Actor, contract: Contract, assets: list[Asset], **values: Any) -> int:
    return add_coverage(
        actor=actor, contract=contract, assets=assets, **{"role": "support", **values}, at=NOW
    )


def test_many_are_covered_at_once_and_nothing_twice(
    manager: Actor, contract: Contract, assets: list[Asset]
) -> None:
    assert cover(manager, contract, assets[:1]) == 1
    assert cover(manager, contract, assets) == 2
    assert until() == [date(2026, 12, 31)] * 3


def test_the_statements_do_not_grow_with_the_assets(
    cast: Cast, manager: Actor, contract: Contract, assets: list[Asset]
) -> None:
    with CaptureQueriesContext(connection) as few:
        cover(manager, contract, assets[:1])
    with signed("test"):
        more = [make_asset(cast.company) for _ in range(20)]
    with CaptureQueriesContext(connection) as many:
        cover(manager, contract, more)
    assert len(many) <= len(few)


def test_covered_until_is_the_later_of_warranty_and_contract(
    cast: Cast, manager: Actor, contract: Contract
) -> None:
    with signed("test"):
        asset = make_asset(cast.company, facet={"warranty_ends_on": date(2027, 6, 30)})
    cover(manager, contract, [asset])
    assert until() == [date(2027, 6, 30)]
    with signed("test"):
        AssetHardware.objects.filter(pk=asset.pk).update(warranty_ends_on=date(2026, 6, 30))
    assert until() == [date(2026, 12, 31)]


def test_covered_until_follows_the_contract(manager: Actor, contract: Contract, assets: list[Asset]) -> None:
    cover(manager, contract, assets[:1])
    with signed("test"):
        Contract.objects.filter(pk=contract.pk).update(ends_on=None)
    assert until() == [FOREVER]
    with signed("test"):
        Contract.objects.filter(pk=contract.pk).update(terminated_on=date(2026, 5, 31))
    assert until() == [date(2026, 5, 31)]


def test_a_lease_repairs_nothing(manager: Actor, contract: Contract, assets: list[Asset]) -> None:
    cover(manager, contract, assets, role="lease")
    assert until() == []


def test_ending_shortens_and_removing_takes_away(
    manager: Actor, contract: Contract, assets: list[Asset]
) -> None:
    cover(manager, contract, assets)
    ended = end_coverage(
        actor=manager, contract=contract, assets=assets[:1], ends_on=date(2026, 3, 31), at=NOW
    )
    gone = remove_coverage(actor=manager, contract=contract, assets=assets[1:2], role="support", at=NOW)
    assert (ended, gone, until()) == (1, 1, [date(2026, 3, 31), date(2026, 12, 31)])


def test_the_mirror_is_what_its_sources_say(
    cast: Cast, manager: Actor, contract: Contract, assets: list[Asset]
) -> None:
    with signed("test"):
        warranted = make_asset(cast.company, facet={"warranty_ends_on": date(2026, 1, 31)})
    cover(manager, contract, [*assets, warranted], ends_on=date(2026, 2, 28))
    with connection.cursor() as cursor:
        cursor.execute(cover_sql.DIFFERENCES)
        assert cursor.fetchall() == []


def test_an_asset_of_another_company_is_refused(cast: Cast, manager: Actor, contract: Contract) -> None:
    with signed("test"):
        other = make_asset(cast.other_company)
    with pytest.raises(OtherCompany):
        cover(manager, contract, [other])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": date(2025, 12, 31)}, "starts_on"),
        ({"starts_on": date(2027, 1, 1)}, "starts_on"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
    ],
)
def test_days_that_cannot_be_are_named(
    manager: Actor, contract: Contract, assets: list[Asset], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        cover(manager, contract, assets, **values)
    assert list(refused.value.errors) == [field]


def test_one_is_covered_by_its_own_form(
    cast: Cast, manager: Actor, contract: Contract, assets: list[Asset]
) -> None:
    values = {"contract": contract, "asset": assets[0], "role": "support", "share_percent": "12.5"}
    create_coverage(actor=manager, company=cast.company, values=values, at=NOW)
    with pytest.raises(CoveredAlready):
        create_coverage(actor=manager, company=cast.company, values=values, at=NOW)


def test_a_coverage_keeps_its_asset(manager: Actor, contract: Contract, assets: list[Asset]) -> None:
    cover(manager, contract, assets[:1])
    found = Coverage.objects.get()
    with pytest.raises(InvalidInput):
        edit_coverage(actor=manager, coverage=found, changes={"asset": assets[1]}, version=1, at=NOW)
    with pytest.raises(StalePage):
        edit_coverage(actor=manager, coverage=found, changes={"role": "lease"}, version=9, at=NOW)
    edit_coverage(actor=manager, coverage=found, changes={"role": "lease"}, version=1, at=NOW)
    assert until() == []


def test_the_database_refuses_coverage_across_companies(cast: Cast, contract: Contract) -> None:
    with signed("test"):
        other = make_asset(cast.other_company)
    with pytest.raises(IntegrityError), transaction.atomic(), signed("test"):
        _covered_and_checked(contract, other)


def _covered_and_checked(contract: Contract, asset: Asset) -> None:
    make_coverage(contract, asset)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_who_may_not_cover(cast: Cast, contract: Contract, assets: list[Asset], role: str) -> None:
    with pytest.raises(NotPermitted):
        cover(cast.actor(role), contract, assets)
    with pytest.raises(NotPermitted):
        end_coverage(
            actor=cast.actor(role), contract=contract, assets=assets, ends_on=date(2026, 3, 31), at=NOW
        )


def test_a1_coverage_is_seen_with_its_contract_and_its_asset(
    cast: Cast, manager: Actor, contract: Contract, assets: list[Asset]
) -> None:
    cover(manager, contract, assets[:1])
    found = Coverage.objects.get()
    assert list_coverage_of(cast.actor("technician"), assets[0]) == [found]
    assert list_coverage_of(cast.actor("employee"), assets[0]) == []
    with pytest.raises(NotFound):
        get_coverage_for(cast.actor("stranger"), found.public_id)
