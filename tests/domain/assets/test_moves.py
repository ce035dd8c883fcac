"""Check-out, check-in and transfer beyond the first handful: who can take it, where it goes, when, and what it says."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Asset, Custody
from assetry.domain.assets.operations import (
    check_in_asset,
    check_in_assets,
    check_out_asset,
    check_out_assets,
    transfer_asset,
    transfer_assets,
)
from assetry.domain.organization.models import Supplier
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.assets.places import LATER, MUCH_LATER, fresh, open_custody
from tests.domain.people import granted
from tests.factories import (
    LONG_AGO,
    make_asset,
    make_category,
    make_department,
    make_location,
    make_person,
    make_supplier,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, asset_tag="LT-1")


def hand_out(cast: Cast, asset: Asset, holder: Any, role: str = "technician", /, **options: Any) -> None:
    check_out_asset(actor=cast.actor(role), asset=asset, holder=holder, **({"at": NOW} | options))


def test_a_department_a_supplier_and_an_asset_can_hold_it(cast: Cast) -> None:
    with signed("test"):
        holders = {
            "holder_department": make_department(cast.company),
            "holder_supplier": make_supplier(),
            "holder_asset": make_asset(cast.company),
        }
        assets = {column: make_asset(cast.company) for column in holders}
    for column, holder in holders.items():
        hand_out(cast, assets[column], holder)
        assert getattr(fresh(assets[column]), column) == holder
        assert getattr(open_custody(assets[column]), column) == holder


def test_without_a_place_of_the_holder_it_stays_where_it_is(cast: Cast) -> None:
    with signed("test"):
        shelf = make_location(cast.company)
        asset, nomad = make_asset(cast.company, location=shelf), make_person(cast.company)
    hand_out(cast, asset, nomad)
    assert fresh(asset).location == shelf


def test_a_chosen_place_goes_before_the_holder_s(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        desk, lab = make_location(cast.company), make_location(cast.company)
        ana = make_person(cast.company, location=desk)
    hand_out(cast, asset, ana, location=lab)
    assert fresh(asset).location == lab


@pytest.mark.parametrize("holder", ["person", "department", "supplier", "asset"])
def test_what_left_or_is_archived_takes_nothing(cast: Cast, asset: Asset, holder: str) -> None:
    with signed("test"):
        gone = {
            "person": make_person(cast.company, is_active=False),
            "department": make_department(cast.company, is_archived=True),
            "supplier": make_supplier(),
            "asset": make_asset(cast.company, status="Retired"),
        }
        Supplier.objects.update(is_archived=True)
    with pytest.raises(refusals.HolderInactive):
        hand_out(cast, asset, gone[holder])


def test_who_left_since_the_page_was_opened_takes_nothing(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana = make_person(cast.company)
        type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    with pytest.raises(refusals.HolderInactive):
        hand_out(cast, asset, ana)


def test_a_kind_without_custody_is_not_handed_out(cast: Cast) -> None:
    with signed("test"):
        asset, ana = (
            make_asset(cast.company, category=make_category(kind="information"), status="Active"),
            make_person(cast.company),
        )
    with pytest.raises(refusals.KindWithoutCustody):
        hand_out(cast, asset, ana)


def test_a2_a_place_of_another_company_is_refused(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, elsewhere = make_person(cast.company), make_location(cast.other_company)
    with pytest.raises(OtherCompany):
        hand_out(cast, asset, ana, "administrator", location=elsewhere)
    with pytest.raises(OtherCompany):
        transfer_asset(actor=cast.actor("administrator"), asset=asset, location=elsewhere, at=NOW)
    hand_out(cast, asset, ana)
    with pytest.raises(OtherCompany):
        check_in_asset(actor=cast.actor("administrator"), asset=asset, location=elsewhere, at=LATER)


@pytest.mark.parametrize("holder", ["department", "asset"])
def test_a2_a_holder_of_another_company_is_refused(cast: Cast, asset: Asset, holder: str) -> None:
    with signed("test"):
        others = {"department": make_department(cast.other_company), "asset": make_asset(cast.other_company)}
    with pytest.raises(OtherCompany):
        hand_out(cast, asset, others[holder], "administrator")


def test_it_is_told_what_was_agreed(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    hand_out(cast, asset, ana, expected_return_on=date(2026, 12, 24), condition="worn", note="with bag\x00")
    custody = open_custody(asset)
    assert (custody.expected_return_on, custody.condition, custody.note) == (
        date(2026, 12, 24),
        "worn",
        "with bag",
    )
    assert fresh(asset).expected_return_on == date(2026, 12, 24)


@pytest.mark.parametrize("options", [{"condition": "eaten"}, {"condition": "x" * 40}, {"note": "x" * 2001}])
def test_what_no_period_can_hold_is_refused(cast: Cast, asset: Asset, options: dict[str, str]) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    with pytest.raises(InvalidInput) as refused:
        hand_out(cast, asset, ana, **options)
    assert set(refused.value.errors) == set(options)


def test_it_is_expected_back_after_it_is_handed_over(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    with pytest.raises(refusals.ReturnBeforeHandOver):
        hand_out(cast, asset, ana, expected_return_on=date(2026, 11, 23))
    hand_out(cast, asset, ana, expected_return_on=date(2026, 11, 24))


def test_r11_the_day_is_the_company_s(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana = make_person(cast.company)
        type(cast.company).objects.filter(pk=cast.company.pk).update(time_zone="Pacific/Kiritimati")
    with pytest.raises(
        refusals.ReturnBeforeHandOver
    ):  # there it is the 25th when it is 14:00 on the 24th in UTC
        hand_out(cast, asset, ana, at=NOW + timedelta(hours=5), expected_return_on=date(2026, 11, 24))


def test_what_changes_place_is_still_expected_back(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, lab = make_person(cast.company), make_location(cast.company)
    hand_out(cast, asset, ana, expected_return_on=date(2026, 12, 24))
    transfer_asset(actor=cast.actor("technician"), asset=asset, location=lab, at=LATER)
    assert (fresh(asset).expected_return_on, fresh(asset).holder_person) == (date(2026, 12, 24), ana)


def test_what_changes_hands_is_expected_back_as_agreed_anew(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, ben = make_person(cast.company), make_person(cast.company)
    hand_out(cast, asset, ana, expected_return_on=date(2026, 12, 24))
    transfer_asset(actor=cast.actor("technician"), asset=asset, holder=ben, at=LATER)
    assert (fresh(asset).expected_return_on, fresh(asset).holder_person) == (None, ben)


def test_a_transfer_keeps_the_status(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, ben = make_person(cast.company), make_person(cast.company)
    hand_out(cast, asset, ana)
    transfer_asset(actor=cast.actor("technician"), asset=asset, holder=ben, at=LATER)
    assert (fresh(asset).state, Custody.objects.filter(asset=asset).count()) == ("in_use", 3)


def test_what_is_in_stock_changes_place_but_not_hands(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, lab = make_person(cast.company), make_location(cast.company)
    transfer_asset(actor=cast.actor("technician"), asset=asset, location=lab, at=NOW)
    with pytest.raises(refusals.AssetNotOut):
        transfer_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=LATER)


def test_a_screen_in_use_without_a_holder_can_be_given_one(cast: Cast) -> None:
    with signed("test"):
        screen, ana = make_asset(cast.company, status="In use"), make_person(cast.company)
    transfer_asset(actor=cast.actor("technician"), asset=screen, holder=ana, at=NOW)
    assert fresh(screen).holder_person == ana


@pytest.mark.parametrize("what", ["holder", "location", "both", "nothing"])
def test_a_transfer_moves_something(cast: Cast, what: str) -> None:
    with signed("test"):
        desk = make_location(cast.company)
        ana = make_person(cast.company, location=desk)
        asset = make_asset(cast.company, status="In use", holder_person=ana, location=desk)
    options: dict[str, dict[str, Any]] = {
        "holder": {"holder": ana},
        "location": {"location": desk},
        "nothing": {},
        "both": {"holder": ana, "location": desk},
    }
    with pytest.raises(refusals.AlreadySo):
        transfer_asset(actor=cast.actor("technician"), asset=asset, at=NOW, **options[what])


@pytest.mark.parametrize("names_holder", [True, False])
def test_a_transfer_moves_the_day_of_return(cast: Cast, asset: Asset, names_holder: bool) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    hand_out(cast, asset, ana)
    day = LATER.date() + timedelta(days=30)
    again: dict[str, Any] = {"actor": cast.actor("technician"), "asset": asset, "expected_return_on": day}
    holder: dict[str, Any] = {"holder": ana} if names_holder else {}
    transfer_asset(**again, **holder, at=LATER)
    moved = fresh(asset)
    assert (moved.holder_person, moved.expected_return_on, moved.state) == (ana, day, "in_use")
    with pytest.raises(refusals.AlreadySo):
        transfer_asset(**again, **holder, at=LATER + timedelta(hours=1))


def test_what_nobody_has_is_not_expected_back(cast: Cast, asset: Asset) -> None:
    with pytest.raises(refusals.AlreadySo):
        transfer_asset(actor=cast.actor("technician"), asset=asset, expected_return_on=LATER.date(), at=NOW)


@pytest.mark.parametrize(
    ("status", "refusal"), [("Missing", refusals.AssetFrozen), ("Retired", refusals.AssetRetired)]
)
def test_what_is_frozen_or_retired_stays(cast: Cast, status: str, refusal: type[Exception]) -> None:
    with signed("test"):
        asset, lab = make_asset(cast.company, status=status), make_location(cast.company)
    with pytest.raises(refusal):
        transfer_asset(actor=cast.actor("technician"), asset=asset, location=lab, at=NOW)
    with pytest.raises(refusal):
        check_in_asset(actor=cast.actor("technician"), asset=asset, at=NOW)


def test_what_is_not_out_cannot_come_back(cast: Cast, asset: Asset) -> None:
    with pytest.raises(refusals.AssetNotOut):
        check_in_asset(actor=cast.actor("technician"), asset=asset, at=NOW)


def test_it_comes_back_to_a_place_in_a_condition(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, shelf = make_person(cast.company), make_location(cast.company)
    hand_out(cast, asset, ana)
    check_in_asset(actor=cast.actor("technician"), asset=asset, location=shelf, condition="damaged", at=LATER)
    assert (fresh(asset).location, open_custody(asset).condition) == (shelf, "damaged")


def test_a_screen_without_holder_comes_back_without_an_empty_period(cast: Cast) -> None:
    with signed("test"):
        screen = make_asset(cast.company, status="In use")
    check_in_asset(actor=cast.actor("technician"), asset=screen, at=NOW)
    assert (fresh(screen).state, Custody.objects.filter(asset=screen).count()) == ("in_stock", 1)


def test_nobody_gave_a_date_and_somebody_was_quicker(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, lab = make_person(cast.company), make_location(cast.company)
    hand_out(cast, asset, ana, at=LATER)
    with pytest.raises(StalePage):
        transfer_asset(actor=cast.actor("technician"), asset=asset, location=lab, at=NOW)


@pytest.mark.parametrize(
    ("effective_at", "allowed"),
    [
        (LONG_AGO, False),
        (LONG_AGO + timedelta(microseconds=1), True),
        (NOW - timedelta(days=30), True),
        (NOW, True),
        (NOW + timedelta(microseconds=1), False),
    ],
)
def test_back_dating_stays_inside_the_open_period(
    cast: Cast, asset: Asset, effective_at: datetime, allowed: bool
) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    expected = pytest.raises(refusals.DateOutsidePeriod) if not allowed else _nothing()
    with expected:
        hand_out(cast, asset, ana, effective_at=effective_at)
        assert open_custody(asset).period.lower == effective_at


def _nothing() -> Any:
    from contextlib import nullcontext

    return nullcontext()


@pytest.mark.parametrize(("days", "allowed"), [(90, True), (91, False)])
def test_back_dating_ends_after_ninety_days(cast: Cast, days: int, allowed: bool) -> None:
    with signed("test"):
        asset, ana = make_asset(cast.company, since=NOW - timedelta(days=400)), make_person(cast.company)
    with pytest.raises(refusals.DateOutsidePeriod) if not allowed else _nothing():
        hand_out(cast, asset, ana, effective_at=NOW - timedelta(days=days))


def test_two_back_dated_moves_keep_their_order(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    hand_out(cast, asset, ana, effective_at=NOW - timedelta(days=10))
    with pytest.raises(refusals.DateOutsidePeriod):
        check_in_asset(
            actor=cast.actor("technician"), asset=asset, effective_at=NOW - timedelta(days=11), at=NOW
        )
    check_in_asset(actor=cast.actor("technician"), asset=asset, effective_at=NOW - timedelta(days=9), at=NOW)


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_a5_others_move_nothing(cast: Cast, role: str) -> None:
    with signed("test"):
        ana, lab = make_person(cast.company), make_location(cast.company)
        asset = make_asset(cast.company, status="In use", holder_person=ana)
    with pytest.raises(NotPermitted):
        check_in_asset(actor=cast.actor(role), asset=asset, at=NOW)
    with pytest.raises(NotPermitted):
        transfer_asset(actor=cast.actor(role), asset=asset, location=lab, at=NOW)


@pytest.mark.parametrize("missing", ["check_out", "check_in", "transfer", "change_status"])
def test_a5_each_move_asks_its_own_permission(cast: Cast, asset: Asset, missing: str) -> None:
    from assetry.domain.access.compile import compile_grants
    from assetry.domain.access.models import Grant
    from assetry.domain.assets.models import Status
    from assetry.domain.assets.operations import change_status
    from tests.domain.people import actor_of, make_role, make_user

    names = ("check_out", "check_in", "transfer", "change_status")
    with signed("test"):
        role = make_role("Most", *(f"assets.asset.{name}" for name in names if name != missing))
        user, ana, lab = make_user("nina"), make_person(cast.company), make_location(cast.company)
        Grant.objects.create(user=user, role=role, company=cast.company)
        compile_grants([user.pk])
    actor = actor_of(user)
    acts = {
        "check_out": lambda: check_out_asset(actor=actor, asset=asset, holder=ana, at=NOW),
        "check_in": lambda: check_in_asset(actor=actor, asset=asset, at=NOW),
        "transfer": lambda: transfer_asset(actor=actor, asset=asset, location=lab, at=NOW),
        "change_status": lambda: change_status(
            actor=actor, asset=asset, status=Status.objects.get(name="Reserved"), at=NOW
        ),
    }
    with pytest.raises(NotPermitted, match=missing):
        acts[missing]()


def test_who_is_limited_to_a_site_moves_what_is_there(cast: Cast) -> None:
    with signed("test"):
        berlin, ana = make_location(cast.company), make_person(cast.company)
        here, nowhere = make_asset(cast.company, location=berlin), make_asset(cast.company)
    nina = granted("nina", "technician", company=cast.company, location=berlin)
    check_out_asset(actor=nina, asset=here, holder=ana, at=NOW)
    with pytest.raises(NotPermitted):
        check_out_asset(actor=nina, asset=nowhere, holder=ana, at=NOW)


# Many at once ------------------------------------------------------------------------------------------------


def test_many_are_handed_out_or_none(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company)
        free, held = make_asset(cast.company), make_asset(cast.company, status="In use", holder_person=ana)
        retired, foreign = make_asset(cast.company, status="Retired"), make_asset(cast.other_company)
    with pytest.raises(refusals.BulkRefused, match="3") as refused:
        check_out_assets(
            actor=cast.actor("technician"), assets=[free, held, retired, foreign], holder=ana, at=NOW
        )
    assert {key: type(reason) for key, reason in refused.value.reasons.items()} == {
        held.pk: refusals.AssetHeld,
        retired.pk: refusals.AssetRetired,
        foreign.pk: NotPermitted,
    }
    assert fresh(free).holder_person is None


def test_what_is_gone_is_not_found(cast: Cast, asset: Asset) -> None:
    ghost = Asset(pk=2_000_000_000)
    with pytest.raises(NotFound):
        check_in_assets(actor=cast.actor("technician"), assets=[ghost], at=NOW)


def test_none_at_all_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        check_in_assets(actor=cast.actor("technician"), assets=[], at=NOW)


def test_one_named_twice_is_one(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana = make_person(cast.company)
    check_out_assets(actor=cast.actor("technician"), assets=[asset, asset], holder=ana, at=NOW)
    assert Custody.objects.filter(asset=asset).count() == 2


def test_each_keeps_its_version(cast: Cast) -> None:
    with signed("test"):
        assets, lab = [make_asset(cast.company) for _ in range(3)], make_location(cast.company)
    with pytest.raises(refusals.BulkRefused) as refused:
        transfer_assets(
            actor=cast.actor("technician"), assets=assets, location=lab, versions={assets[1].pk: 9}, at=NOW
        )
    assert {key: type(reason) for key, reason in refused.value.reasons.items()} == {assets[1].pk: StalePage}


@pytest.fixture
def statements_for(cast: Cast, django_assert_max_num_queries: Any) -> Any:
    """How many statements it takes to hand out, transfer and take back that many."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(number: int) -> int:
        with signed("test"):
            category = make_category()
            assets = [make_asset(cast.company, category=category) for _ in range(number)]
            ana, lab = make_person(cast.company), make_location(cast.company)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            check_out_assets(actor=cast.actor("technician"), assets=assets, holder=ana, at=NOW)
            transfer_assets(actor=cast.actor("technician"), assets=assets, location=lab, at=LATER)
            check_in_assets(actor=cast.actor("technician"), assets=assets, at=MUCH_LATER)
        return len(captured)

    return count


def test_statements_do_not_grow_with_the_assets(statements_for: Any) -> None:
    assert statements_for(1) == statements_for(10) == statements_for(100)
