"""R1, C10: what is scarce is decided once, however many ask at the same moment (`make soak` asks 200 times)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from assetry.domain.assets import refusals
from assetry.domain.assets.checks import wrong_mirrors
from assetry.domain.assets.models import Asset, Custody
from assetry.domain.assets.operations import check_out_asset, check_out_assets, transfer_asset
from assetry.domain.organization.models import Company, Location
from assetry.domain.organization.operations import edit_location
from assetry.domain.organization.refusals import InsideItself
from assetry.kernel.refusals import Refusal, StalePage
from assetry.platform.audit.operation import operation
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast, make_cast
from tests.domain.assets.places import fresh
from tests.factories import make_asset, make_category, make_location, make_person
from tests.support.races import Rival, at_once

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 64
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def one_round(cast: Cast, clients: int = CLIENTS) -> None:
    with signed("test"):
        asset, people = make_asset(cast.company), [make_person(cast.company) for _ in range(clients)]
    asks = [
        partial(check_out_asset, actor=cast.actor("technician"), asset=asset, holder=person, at=NOW)
        for person in people
    ]
    outcomes = at_once(asks)
    won = [person for person, outcome in zip(people, outcomes, strict=True) if outcome is None]
    lost = [outcome for outcome in outcomes if outcome is not None]
    assert len(won) == 1
    assert {type(refusal) for refusal in lost} == {refusals.AssetHeld}
    assert all(won[0].name in str(refusal) for refusal in lost)
    assert fresh(asset).holder_person == won[0]
    assert Custody.objects.filter(asset=asset).count() == 2


@pytest.mark.parametrize("attempt", range(3))
def test_r1_64_clients_one_winner(cast: Cast, attempt: int) -> None:
    one_round(cast)


@pytest.mark.soak
def test_r1_64_clients_one_winner_200_rounds(cast: Cast) -> None:
    for _round in range(200):
        one_round(cast)


def test_r1_the_loser_waits_and_gets_the_reason(cast: Cast) -> None:
    with signed("test"):
        asset, ana, ben = (
            make_asset(cast.company),
            make_person(cast.company, "Ana"),
            make_person(cast.company),
        )
    technician = cast.actor("technician")
    with transaction.atomic():
        check_out_asset(actor=technician, asset=asset, holder=ana, at=NOW)
        rival = Rival(
            partial(check_out_asset, actor=cast.actor("technician"), asset=asset, holder=ben, at=LATER)
        )
        assert rival.let_run_until_blocked()
    assert isinstance(rival.finish(), refusals.AssetHeld)


def test_r1_two_transfers_without_a_date_do_not_blame_the_date(cast: Cast) -> None:
    with signed("test"):
        asset, here, there = (
            make_asset(cast.company),
            make_location(cast.company),
            make_location(cast.company),
        )
    with transaction.atomic():
        transfer_asset(actor=cast.actor("technician"), asset=asset, location=here, at=LATER)
        rival = Rival(
            partial(transfer_asset, actor=cast.actor("technician"), asset=asset, location=there, at=NOW)
        )
        assert rival.let_run_until_blocked()
    assert isinstance(rival.finish(), StalePage)


def crossing_sets(cast: Cast) -> list[Callable[[], Any]]:
    with signed("test"):
        category = make_category()
        assets = [make_asset(cast.company, category=category) for _ in range(8)]
        people = [make_person(cast.company) for _ in range(8)]
    orders = [assets if turn % 2 else list(reversed(assets)) for turn in range(len(people))]
    return [
        partial(check_out_assets, actor=cast.actor("technician"), assets=order, holder=person, at=NOW)
        for order, person in zip(orders, people, strict=True)
    ]


def test_r1_sets_that_cross_do_not_lock_each_other_up(cast: Cast) -> None:
    outcomes = at_once(crossing_sets(cast))
    assert sum(outcome is None for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes if outcome} == {refusals.BulkRefused}


# Containers ---------------------------------------------------------------------------------------------------


def put(cast: Cast, asset: Asset, into: Asset) -> Callable[[], Any]:
    return partial(check_out_asset, actor=cast.actor("technician"), asset=asset, holder=into, at=NOW)


@pytest.mark.parametrize("attempt", range(5))
def test_r1_parallel_rings_do_not_close(cast: Cast, attempt: int) -> None:
    with signed("test"):
        category = make_category()
        ring = [make_asset(cast.company, category=category) for _ in range(8)]
    outcomes = at_once([put(cast, asset, ring[index - 1]) for index, asset in enumerate(ring)])
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [refusals.ContainmentCycle]
    assert wrong_mirrors() == []


def test_r1_two_that_go_into_each_other(cast: Cast) -> None:
    with signed("test"):
        one, other = make_asset(cast.company), make_asset(cast.company)
    with transaction.atomic():
        put(cast, one, other)()
        rival = Rival(put(cast, other, one))
        assert rival.let_run_until_blocked()
    assert isinstance(rival.finish(), refusals.ContainmentCycle)


def test_r1_what_goes_into_a_container_on_the_move_arrives_with_it(cast: Cast) -> None:
    with signed("test"):
        cellar, rack, disk = make_location(cast.company), make_asset(cast.company), make_asset(cast.company)
    with transaction.atomic():
        transfer_asset(actor=cast.actor("technician"), asset=rack, location=cellar, at=NOW)
        rival = Rival(put(cast, disk, rack))
        assert rival.let_run_until_blocked()
    assert rival.finish() is None
    assert fresh(disk).location == cellar


def test_r1_a_container_moves_with_what_has_just_gone_in(cast: Cast) -> None:
    with signed("test"):
        cellar, rack, disk = make_location(cast.company), make_asset(cast.company), make_asset(cast.company)
    move = partial(transfer_asset, actor=cast.actor("technician"), asset=rack, location=cellar, at=LATER)
    with transaction.atomic():
        put(cast, disk, rack)()
        rival = Rival(move)
        assert rival.let_run_until_blocked()
    assert rival.finish() is None
    assert fresh(disk).location == cellar


def test_r1_the_outermost_container_moves_with_what_goes_into_an_inner_one(cast: Cast) -> None:
    with signed("test"):
        cellar, rack, server, disk = (
            make_location(cast.company),
            make_asset(cast.company),
            make_asset(cast.company),
            make_asset(cast.company),
        )
    put(cast, server, rack)()
    with transaction.atomic():
        put(cast, disk, server)()
        rival = Rival(
            partial(transfer_asset, actor=cast.actor("technician"), asset=rack, location=cellar, at=LATER)
        )
        assert rival.let_run_until_blocked()
    assert rival.finish() is None
    assert (fresh(disk).location, wrong_mirrors()) == (cellar, [])


# Places -------------------------------------------------------------------------------------------------------


def move_place(cast: Cast, place: Location, parent: Location) -> Callable[[], Any]:
    return partial(
        edit_location,
        actor=cast.actor("asset_manager"),
        location=place,
        changes={"parent": parent},
        version=None,
        at=NOW,
    )


def test_r1_two_places_do_not_lie_in_each_other(cast: Cast) -> None:
    with signed("test"):
        one, other = make_location(cast.company), make_location(cast.company)
    with transaction.atomic():
        move_place(cast, one, other)()
        rival = Rival(move_place(cast, other, one))
        assert rival.let_run_until_blocked()
    assert isinstance(rival.finish(), InsideItself)


def test_the_database_gives_up_a_deadlock_and_it_is_tried_again(cast: Cast) -> None:
    with signed("test"):
        one, other = make_company_rows(cast)

    def both(first: int, second: int, meet: Any) -> Callable[[], Any]:
        @operation("organization.company.manage")
        def touch(*, actor: Actor, at: Any) -> str:
            list(Company.objects.select_for_update().filter(pk=first))
            meet()
            list(Company.objects.select_for_update().filter(pk=second))
            return "through"

        return partial(touch, actor=cast.actor("administrator"), at=NOW)

    import threading

    barrier = threading.Barrier(2)

    def meet() -> None:
        try:
            barrier.wait(3)
        except threading.BrokenBarrierError:
            return  # the second attempt: the other one is through

    assert at_once([both(one, other, meet), both(other, one, meet)]) == ["through", "through"]


def make_company_rows(cast: Cast) -> tuple[int, int]:
    return cast.company.pk, cast.other_company.pk


def test_every_loser_has_a_refusal_and_not_an_error(cast: Cast) -> None:
    assert all(outcome is None or isinstance(outcome, Refusal) for outcome in at_once(crossing_sets(cast)))
