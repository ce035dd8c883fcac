"""Status: every move out of the box, what it takes with it, and what each kind refuses."""

from itertools import product
from typing import Any

import pytest

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Asset, Custody, DefaultStatus, StateTransition, Status
from assetry.domain.assets.operations import (
    change_status,
    change_status_of_assets,
    check_in_asset,
    check_out_asset,
    create_status,
    edit_status,
    set_default_status,
    set_transition,
)
from assetry.domain.assets.rules import HELD_STATES
from assetry.domain.assets.starter import KINDS, MOVES, STATUSES
from assetry.kernel.refusals import InvalidInput, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.assets.places import fresh, kind, status_names
from tests.domain.people import actor_of, granted, make_role, make_user
from tests.factories import make_asset, make_category, make_location, make_person

pytestmark = pytest.mark.django_db

STATE_OF = {status.name: status.state for status in STATUSES}
PAIRS = [
    (starter.code, source, target)
    for starter in KINDS
    for source, target in product(starter.statuses, repeat=2)
    if source != target
]
ALLOWED = [
    (k, s, t) for k, s, t in PAIRS if STATE_OF[s] == STATE_OF[t] or (STATE_OF[s], STATE_OF[t]) in MOVES
]
FORBIDDEN = [pair for pair in PAIRS if pair not in ALLOWED]


def status(name: str) -> Status:
    return Status.objects.get(name=name)


def change(cast: Cast, asset: Asset, name: str, role: str = "technician", **options: Any) -> None:
    change_status(actor=cast.actor(role), asset=asset, status=status(name), at=NOW, **options)


@pytest.mark.parametrize(("code", "source", "target"), ALLOWED)
def test_a_move_out_of_the_box_is_allowed(cast: Cast, code: str, source: str, target: str) -> None:
    with signed("test"):
        asset = make_asset(cast.company, category=make_category(kind=code), status=source)
    change(cast, asset, target)
    assert status_names(asset) == [source, target]
    assert fresh(asset).state == STATE_OF[target]


@pytest.mark.parametrize(("code", "source", "target"), FORBIDDEN)
def test_every_other_move_is_refused(cast: Cast, code: str, source: str, target: str) -> None:
    with signed("test"):
        asset = make_asset(cast.company, category=make_category(kind=code), status=source)
    with pytest.raises(refusals.TransitionNotAllowed, match=target):
        change(cast, asset, target)


@pytest.mark.parametrize("target", ["In stock", "Reserved", "In repair", "In transit", "Missing", "Retired"])
def test_leaving_use_takes_it_back_from_its_holder(cast: Cast, target: str) -> None:
    with signed("test"):
        ana, desk = make_person(cast.company), make_location(cast.company)
        asset = make_asset(cast.company, status="In use", holder_person=ana, location=desk)
    change(cast, asset, target)
    kept = ana if STATE_OF[target] in HELD_STATES else None
    assert (fresh(asset).holder_person, fresh(asset).location) == (kept, desk)


def test_a_status_alone_leaves_custody_as_it_is(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    change(cast, asset, "Reserved", note="for Ana")
    assert Custody.objects.filter(asset=asset).count() == 1


def test_frozen_never_refuses_a_change_of_status(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, status="Missing")
    change(cast, asset, "In stock")
    assert fresh(asset).state == "in_stock"


def test_the_same_status_is_refused(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    with pytest.raises(refusals.AlreadySo):
        change(cast, asset, "In stock")


def test_a_status_of_another_kind_is_refused(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    with pytest.raises(refusals.StatusOfAnotherKind, match="Under review"):
        change(cast, asset, "Under review")


def test_a_stale_page_is_refused(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    with pytest.raises(StalePage):
        change(cast, asset, "Reserved", version=7)


def require(cast: Cast, *fields: str, permission: str = "assets.asset.change_status") -> None:
    set_transition(
        actor=cast.actor("asset_manager"),
        kind=kind(),
        source="in_stock",
        target="retired",
        is_allowed=True,
        required_fields=fields,
        permission=permission,
        at=NOW,
    )


def test_a_move_can_need_fields_of_the_asset_and_of_its_facet(cast: Cast) -> None:
    require(cast, "purchased_on", "warranty_ends_on")
    with signed("test"):
        asset = make_asset(cast.company, purchased_on="2026-01-31")
        whole = make_asset(cast.company, purchased_on="2026-01-31", facet={"warranty_ends_on": "2027-01-31"})
    with pytest.raises(refusals.FieldsMissing, match="Warranty to") as refused:
        change(cast, asset, "Retired")
    assert "Bought" not in str(refused.value)
    change(cast, whole, "Retired")


def test_many_that_need_fields_are_asked_at_once(cast: Cast, django_assert_num_queries: Any) -> None:
    require(cast, "purchased_on")
    with signed("test"):
        assets = [make_asset(cast.company) for _ in range(5)]
    with pytest.raises(refusals.BulkRefused) as refused:
        change_status_of_assets(
            actor=cast.actor("technician"), assets=assets, status=status("Retired"), at=NOW
        )
    assert {type(reason) for reason in refused.value.reasons.values()} == {refusals.FieldsMissing}


def test_a5_a_move_can_take_a_permission_of_its_own(cast: Cast) -> None:
    require(cast, permission="catalog.manage")
    with signed("test"):
        asset = make_asset(cast.company)
    with pytest.raises(NotPermitted, match=r"catalog\.manage"):
        change(cast, asset, "Retired")
    change(cast, asset, "Retired", "asset_manager")


def test_a5_checking_in_is_no_way_around_that_permission(cast: Cast) -> None:
    with signed("test"):
        role, user = make_role("Desk", "assets.asset.view", "assets.asset.check_in"), make_user("nina")
        from assetry.domain.access.compile import compile_grants
        from assetry.domain.access.models import Grant

        Grant.objects.create(user=user, role=role, company=cast.company)
        compile_grants([user.pk])
        asset = make_asset(cast.company, status="In use", holder_person=make_person(cast.company))
    with pytest.raises(NotPermitted, match="change_status"):
        check_in_asset(actor=actor_of(user), asset=asset, status=status("Retired"), at=NOW)
    check_in_asset(actor=actor_of(user), asset=asset, at=NOW)


def test_a_move_that_was_forbidden_is_refused(cast: Cast) -> None:
    set_transition(
        actor=cast.actor("asset_manager"),
        kind=kind(),
        source="in_stock",
        target="in_use",
        is_allowed=False,
        at=NOW,
    )
    with signed("test"):
        asset, ana = make_asset(cast.company), make_person(cast.company)
    with pytest.raises(refusals.TransitionNotAllowed):
        check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "in_stock", "target": "in_stock"},
        {"source": "in_stock", "target": "eaten"},
        {"required_fields": ["plan"]},
        {"required_fields": ["password"]},
        {"permission": "assets.asset.fly"},
    ],
)
def test_a_move_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"source": "in_stock", "target": "retired", "is_allowed": True, **wrong}
    with pytest.raises(InvalidInput):
        set_transition(actor=cast.actor("asset_manager"), kind=kind(), at=NOW, **given)


@pytest.mark.parametrize(
    ("operation", "name"),
    [("check_out", "In stock"), ("check_in", "In use"), ("create", "Under review"), ("explode", "In stock")],
)
def test_a_default_fits_what_happens(cast: Cast, operation: str, name: str) -> None:
    with pytest.raises(InvalidInput):
        set_default_status(
            actor=cast.actor("asset_manager"),
            kind=kind(),
            operation_name=operation,
            status=status(name),
            at=NOW,
        )


def make_status(cast: Cast, name: str, state: str) -> Status:
    values = {"name": name, "state": state, "hue": "120", "position": "1"}
    return create_status(actor=cast.actor("asset_manager"), values=values, kinds=[kind()], at=NOW)


def test_the_default_that_was_chosen_is_set(cast: Cast) -> None:
    made = make_status(cast, "Deployed", "in_use")
    set_default_status(
        actor=cast.actor("asset_manager"), kind=kind(), operation_name="check_out", status=made, at=NOW
    )
    with signed("test"):
        asset, ana = make_asset(cast.company), make_person(cast.company)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    assert fresh(asset).status == made


def test_a_default_that_was_archived_gives_way(cast: Cast) -> None:
    manager = cast.actor("asset_manager")
    edit_status(
        actor=manager,
        status=status("In use"),
        changes={"is_archived": True},
        kinds=None,
        version=None,
        at=NOW,
    )
    made = make_status(cast, "Deployed", "in_use")
    with signed("test"):
        asset, ana = make_asset(cast.company), make_person(cast.company)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    assert fresh(asset).status == made


def test_without_any_status_in_use_nothing_can_be_handed_out(cast: Cast) -> None:
    with signed("test"):
        DefaultStatus.objects.filter(operation="check_out").delete()
        status("In use").kinds.all().delete()
        asset, ana = make_asset(cast.company), make_person(cast.company)
    with pytest.raises(refusals.StatusOfAnotherKind):
        check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)


@pytest.mark.parametrize("value", ["360", "-1", "40000", "1.5"])
def test_a_hue_is_a_degree(cast: Cast, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        edit_status(
            actor=cast.actor("asset_manager"),
            status=status("In use"),
            changes={"hue": value},
            kinds=None,
            version=None,
            at=NOW,
        )
    assert set(refused.value.errors) == {"hue"}


def test_a_status_keeps_its_state(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        edit_status(
            actor=cast.actor("asset_manager"),
            status=status("In use"),
            changes={"state": "retired"},
            kinds=None,
            version=None,
            at=NOW,
        )


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_only_who_keeps_the_catalog_changes_statuses(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        create_status(actor=cast.actor(role), values={"name": "X", "state": "in_use"}, kinds=[], at=NOW)
    with pytest.raises(NotPermitted):
        set_transition(
            actor=cast.actor(role), kind=kind(), source="in_stock", target="retired", is_allowed=False, at=NOW
        )


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_others_change_no_status(cast: Cast, role: str) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    with pytest.raises(NotPermitted):
        change(cast, asset, "Reserved", role)


def test_who_is_limited_to_a_site_changes_no_status_elsewhere(cast: Cast) -> None:
    with signed("test"):
        berlin = make_location(cast.company)
        here, nowhere = make_asset(cast.company, location=berlin), make_asset(cast.company)
    nina = granted("nina", "technician", company=cast.company, location=berlin)
    change_status(actor=nina, asset=here, status=status("Reserved"), at=NOW)
    with pytest.raises(NotPermitted):
        change_status(actor=nina, asset=nowhere, status=status("Reserved"), at=NOW)


def test_out_of_the_box_nothing_else_is_stored() -> None:
    first = [starter.code for starter in KINDS]
    rows = StateTransition.objects.filter(kind__code__in=first).select_related("kind")
    stored = {(row.kind.code, row.source, row.target) for row in rows}
    assert {(k, STATE_OF[s], STATE_OF[t]) for k, s, t in ALLOWED if STATE_OF[s] != STATE_OF[t]} == stored
