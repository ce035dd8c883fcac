"""The class of an asset is the highest of what it stores; less is answered for, with a reason and until a day."""

from datetime import date, timedelta
from typing import Any

import pytest

from assetry.domain.assets import refusals
from assetry.domain.assets.classes import settle_classes
from assetry.domain.assets.models import Asset, AssetRelation, StoredClass
from assetry.domain.assets.operations import edit_asset, end_relation, override_class, relate_assets
from assetry.domain.organization.refusals import ReasonMissing
from assetry.kernel.refusals import InvalidInput, NotPermitted, Refusal
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def shop(cast: Cast, manager: Actor) -> tuple[Asset, Asset, Asset]:
    """A system that stores an internal and a restricted record."""
    with signed("test"):
        system = make_asset(cast.company, category=make_category("Shop", kind="system"), status="Active")
        category = make_category("Records", kind="information")
        plain, secret = (
            make_asset(cast.company, category=category, status="Active", classification=word)
            for word in ("internal", "restricted")
        )
    for stored in (plain, secret):
        relate_assets(actor=manager, values={"source": system, "type": "stores", "target": stored}, at=NOW)
    return system, plain, secret


def class_of(asset: Asset) -> str | None:
    return StoredClass.objects.filter(asset=asset).values_list("classification", flat=True).first()


def test_it_is_the_highest_of_what_is_stored(manager: Actor, shop: tuple[Asset, Asset, Asset]) -> None:
    system, plain, secret = shop
    assert class_of(system) == "restricted"
    end_relation(actor=manager, relation=AssetRelation.objects.get(target=secret), at=LATER)
    assert class_of(system) == "internal"
    edit_asset(actor=manager, asset=plain, changes={"classification": "confidential"}, version=None, at=LATER)
    assert class_of(system) == "confidential"
    end_relation(actor=manager, relation=AssetRelation.objects.get(target=plain), at=LATER)
    assert class_of(system) is None


def test_an_override_holds_until_its_day(manager: Actor, shop: tuple[Asset, Asset, Asset]) -> None:
    system = shop[0]
    override_class(
        actor=manager,
        asset=system,
        classification="internal",
        reason="Only hashes lie there.",
        expires_on=TODAY + timedelta(days=30),
        at=NOW,
    )
    assert class_of(system) == "internal"
    settle_classes(None, today=TODAY + timedelta(days=30))
    assert class_of(system) == "internal"
    settle_classes(None, today=TODAY + timedelta(days=31))
    assert class_of(system) == "restricted"


def test_an_override_needs_a_reason_and_ends(manager: Actor, shop: tuple[Asset, Asset, Asset]) -> None:
    said: dict[str, Any] = {
        "asset": shop[0],
        "classification": "internal",
        "reason": "Hashes",
        "expires_on": TODAY,
    }
    wrongs: tuple[tuple[dict[str, Any], type[Refusal]], ...] = (
        ({"reason": " "}, ReasonMissing),
        ({"expires_on": TODAY - timedelta(days=1)}, refusals.OverrideOutsideYear),
        ({"expires_on": TODAY + timedelta(days=367)}, refusals.OverrideOutsideYear),
        ({"classification": "cosmic"}, InvalidInput),
    )
    for wrong, refusal in wrongs:
        with pytest.raises(refusal):
            override_class(actor=manager, **{**said, **wrong}, at=NOW)


def test_a2_who_may_not_change_the_asset_overrides_nothing(
    cast: Cast, shop: tuple[Asset, Asset, Asset]
) -> None:
    with pytest.raises(NotPermitted):
        override_class(
            actor=cast.actor("auditor"),
            asset=shop[0],
            classification="public",
            reason="Why not",
            expires_on=TODAY,
            at=NOW,
        )
