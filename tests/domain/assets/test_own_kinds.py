"""Kinds of the organization's own, made without a developer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assetry.domain.assets.models import DefaultStatus, StateTransition, Status
from assetry.domain.assets.operations import check_in_asset, check_out_asset, create_asset, create_kind
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db
AT, HOUR = datetime(2026, 11, 25, 12, tzinfo=UTC), timedelta(hours=1)


def make(cast: Cast, role: str = "administrator", **values: Any) -> AssetKind:
    given = {
        "name": "Measuring device",
        "name_plural": "Measuring devices",
        "icon": "gauge",
        "is_custodied": True,
    }
    return create_kind(actor=cast.actor(role), values=given | values, at=AT)


def states(kind: AssetKind) -> set[str]:
    return set(Status.objects.filter(kinds__kind=kind).values_list("state", flat=True))


def test_what_is_handed_out_starts_like_hardware(cast: Cast) -> None:
    kind = make(cast)
    assert (kind.code, kind.facet, kind.is_built_in) == ("measuring-device", "none", False)
    assert {"in_stock", "in_use", "retired", "disposed"} <= states(kind)
    defaults = dict(DefaultStatus.objects.filter(kind=kind).values_list("operation", "status__state"))
    assert defaults == {"create": "in_stock", "check_out": "in_use", "check_in": "in_stock"}
    assert StateTransition.objects.filter(kind=kind, source="in_stock", target="in_use").exists()
    assert [category.name for category in Category.objects.filter(kind=kind)] == ["Measuring device"]


def test_what_nobody_holds_is_never_handed_out(cast: Cast) -> None:
    kind = make(cast, is_custodied=False)
    assert "in_stock" not in states(kind)
    assert dict(DefaultStatus.objects.filter(kind=kind).values_list("operation", "status__state")) == {
        "create": "in_use"
    }


def test_its_assets_are_like_any(cast: Cast) -> None:
    kind, actor = make(cast, is_located=True), cast.actor("asset_manager")
    with signed("test"):
        ana = make_person(cast.company, "Ana")
    values = {"category": Category.objects.get(kind=kind), "name": "Caliper"}
    asset = create_asset(actor=actor, company=cast.company, kind=kind, values=values, at=AT)
    check_out_asset(actor=actor, asset=asset, holder=ana, at=AT + HOUR)
    asset.refresh_from_db()
    check_in_asset(actor=actor, asset=asset, at=AT + 2 * HOUR)
    asset.refresh_from_db()
    assert asset.state == "in_stock"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Messgerät Nr. 2", "messgerat-nr-2"),
        ("测量", "kind"),
        ("Software & SaaS", "software-saas-2"),
        ("x" * 90, "x" * 36),
    ],
)
def test_its_code_is_a_free_word_for_addresses(cast: Cast, name: str, code: str) -> None:
    assert make(cast, name=name).code == code


def test_a_name_that_is_there_is_refused(cast: Cast) -> None:
    make(cast)
    with pytest.raises(NameTaken):
        make(cast, name="measuring DEVICE")
    with pytest.raises(NameTaken):
        make(cast, name="Hardware")


def test_a_name_is_needed(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        make(cast, name="")


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_only_who_manages_the_catalog_makes_kinds(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        make(cast, role)
