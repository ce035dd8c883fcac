"""Handing out one asset."""

import pytest

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Custody, StatusPeriod
from assetry.domain.assets.operations import check_in_asset, check_out_asset
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_location, make_person

pytestmark = pytest.mark.django_db


def test_the_holder_gets_it_and_the_status_follows(cast: Cast) -> None:
    with signed("test"):
        desk = make_location(cast.company)
        asset = make_asset(cast.company)
        ana = make_person(cast.company, "Ana", location=desk)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    asset.refresh_from_db()
    assert (asset.holder_person, asset.location, asset.state, asset.version) == (ana, desk, "in_use", 2)
    open_period = Custody.objects.get(asset=asset, period__upper_inf=True)
    assert (open_period.holder_person, open_period.period.lower) == (ana, NOW)
    assert StatusPeriod.objects.get(asset=asset, period__upper_inf=True).status.name == "In use"


def test_what_somebody_holds_is_refused_with_the_name(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana")
        asset = make_asset(cast.company, status="In use", holder_person=ana)
    with pytest.raises(refusals.AssetHeld, match="Ana"):
        check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        ("On order", refusals.AssetNotAssignable),
        ("In repair", refusals.AssetNotAssignable),
        ("In use", refusals.AssetNotAssignable),
        ("Missing", refusals.AssetFrozen),
        ("Retired", refusals.AssetRetired),
        ("Disposed", refusals.AssetRetired),
    ],
)
def test_a_status_that_does_not_allow_it_is_refused(
    cast: Cast, status: str, refusal: type[Exception]
) -> None:
    with signed("test"):
        asset, ana = make_asset(cast.company, status=status), make_person(cast.company)
    with pytest.raises(refusal):
        check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)


def test_a_holder_of_another_company_is_refused(cast: Cast) -> None:
    with signed("test"):
        asset, otto = make_asset(cast.company), make_person(cast.other_company)
    with pytest.raises(OtherCompany):
        check_out_asset(actor=cast.actor("administrator"), asset=asset, holder=otto, at=NOW)


def test_a_stale_page_is_refused(cast: Cast) -> None:
    with signed("test"):
        asset, ana = make_asset(cast.company), make_person(cast.company)
    with pytest.raises(StalePage):
        check_out_asset(actor=cast.actor("technician"), asset=asset, version=7, holder=ana, at=NOW)


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_who_lacks_the_permission_here_is_refused(cast: Cast, role: str) -> None:
    with signed("test"):
        asset, ana = make_asset(cast.company), make_person(cast.company)
    with pytest.raises(NotPermitted):
        check_out_asset(actor=cast.actor(role), asset=asset, holder=ana, at=NOW)


def test_taken_back_it_is_in_stock_and_nobody_holds_it(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana")
        asset = make_asset(cast.company, status="In use", holder_person=ana)
    check_in_asset(actor=cast.actor("technician"), asset=asset, at=NOW)
    asset.refresh_from_db()
    assert (asset.holder_person, asset.state) == (None, "in_stock")
