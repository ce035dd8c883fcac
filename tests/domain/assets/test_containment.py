"""Things inside things: custody held by an asset, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from assetry.domain.assets import refusals
from assetry.domain.assets.as_of import assets_as_of
from assetry.domain.assets.models import Asset, Custody, Status
from assetry.domain.assets.operations import (
    change_status,
    change_status_of_assets,
    check_in_asset,
    check_out_asset,
    check_out_assets,
    transfer_asset,
    transfer_assets,
)
from assetry.domain.assets.queries import get_as_of, list_contents
from assetry.domain.organization.models import Location
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.assets.places import LATER, MUCH_LATER, fresh
from tests.factories import make_asset, make_category, make_location

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(cast: Cast) -> Actor:
    return cast.actor("technician")


@pytest.fixture
def lab(cast: Cast) -> Location:
    with signed("test"):
        return make_location(cast.company, "Lab")


@pytest.fixture
def rack(cast: Cast, lab: Location) -> Asset:
    with signed("test"):
        return make_asset(cast.company, asset_tag="RACK", location=lab)


@pytest.fixture
def parts(cast: Cast) -> list[Asset]:
    with signed("test"):
        category = make_category()
        return [make_asset(cast.company, asset_tag=f"P-{n}", category=category) for n in range(9)]


@pytest.fixture
def nested(technician: Actor, rack: Asset, parts: list[Asset]) -> tuple[Asset, Asset, Asset]:
    """A disk in a server in a rack."""
    server, disk = parts[:2]
    put(technician, server, rack)
    put(technician, disk, server)
    return rack, server, disk


def put(actor: Actor, asset: Asset, into: Asset, **options: Any) -> None:
    check_out_asset(actor=actor, asset=asset, holder=fresh(into), at=options.pop("at", NOW), **options)


def where(asset: Asset) -> tuple[Any, Any, Any]:
    now = fresh(asset)
    return now.holder_asset, now.location, now.container_root


def test_it_is_where_its_container_is(nested: tuple[Asset, Asset, Asset], lab: Location) -> None:
    rack, server, disk = nested
    assert where(server) == (rack, lab, rack)
    assert where(disk) == (server, lab, rack)


def test_contents_are_what_the_reader_may_see(cast: Cast, nested: tuple[Asset, Asset, Asset]) -> None:
    rack, server, _disk = nested
    assert list_contents(cast.actor("auditor"), rack) == [server]
    assert list_contents(cast.actor("stranger"), rack) == []


def test_contents_move_along_and_keep_their_periods(
    cast: Cast, technician: Actor, nested: tuple[Asset, Asset, Asset]
) -> None:
    rack, server, disk = nested
    with signed("test"):
        cellar = make_location(cast.company)
    transfer_asset(actor=technician, asset=rack, location=cellar, at=LATER)
    assert (where(server)[1], where(disk)[1]) == (cellar, cellar)
    assert Custody.objects.filter(asset__in=[server, disk], period__startswith=LATER).count() == 0


def test_a_change_of_status_leaves_a_moved_part_where_its_container_is(
    cast: Cast, technician: Actor, nested: tuple[Asset, Asset, Asset]
) -> None:
    rack, server, disk = nested
    with signed("test"):
        cellar = make_location(cast.company)
    transfer_asset(actor=technician, asset=rack, location=cellar, at=LATER)
    repair = Status.objects.get(name="In repair")
    change_status(actor=technician, asset=server, status=repair, at=MUCH_LATER)
    assert (where(server), where(disk)) == ((rack, cellar, rack), (server, cellar, rack))


def test_taken_out_it_is_its_own_root_and_its_contents_follow(
    cast: Cast, technician: Actor, nested: tuple[Asset, Asset, Asset]
) -> None:
    _rack, server, disk = nested
    with signed("test"):
        shelf = make_location(cast.company)
    check_in_asset(actor=technician, asset=server, location=shelf, at=LATER)
    assert where(server) == (None, shelf, None)
    assert where(disk) == (server, shelf, server)


def test_many_parts_and_their_container_change_status_together(
    technician: Actor, nested: tuple[Asset, Asset, Asset], lab: Location
) -> None:
    _rack, server, disk = nested
    repair = Status.objects.get(name="In repair")
    change_status_of_assets(actor=technician, assets=[disk, server], status=repair, at=LATER)
    assert (where(server)[1], where(disk)[1]) == (lab, lab)


def test_a_part_does_not_move_by_itself(
    cast: Cast, technician: Actor, nested: tuple[Asset, Asset, Asset]
) -> None:
    _rack, server, _disk = nested
    with signed("test"):
        shelf = make_location(cast.company)
    with pytest.raises(refusals.LocationFollows, match="RACK"):
        transfer_asset(actor=technician, asset=server, location=shelf, at=LATER)


def test_a_place_that_is_not_the_container_s_is_refused(
    cast: Cast, technician: Actor, rack: Asset, parts: list[Asset], lab: Location
) -> None:
    with signed("test"):
        shelf = make_location(cast.company)
    with pytest.raises(refusals.LocationFollows):
        put(technician, parts[0], rack, location=shelf)
    put(technician, parts[0], rack, location=lab)


def test_nothing_goes_into_itself(technician: Actor, rack: Asset) -> None:
    with pytest.raises(refusals.ContainmentCycle):
        put(technician, rack, rack)


def test_nothing_goes_into_what_lies_in_it(technician: Actor, nested: tuple[Asset, Asset, Asset]) -> None:
    rack, _server, disk = nested
    with pytest.raises(refusals.ContainmentCycle):
        put(technician, rack, disk, at=LATER)


def test_many_do_not_go_into_one_of_them(technician: Actor, parts: list[Asset]) -> None:
    with pytest.raises(refusals.BulkRefused) as refused:
        check_out_assets(actor=technician, assets=parts[:3], holder=parts[0], at=NOW)
    assert {key: type(r) for key, r in refused.value.reasons.items()} == {
        parts[0].pk: refusals.ContainmentCycle
    }


def test_eight_lie_inside_each_other_and_not_nine(technician: Actor, parts: list[Asset]) -> None:
    for inner, outer in zip(parts[1:8], parts[:7], strict=True):
        put(technician, inner, outer)
    with pytest.raises(refusals.ContainedTooDeep):
        put(technician, parts[8], parts[7])
    put(technician, parts[8], parts[6])


def test_what_it_holds_counts(technician: Actor, parts: list[Asset]) -> None:
    for inner, outer in zip(parts[1:5], parts[:4], strict=True):
        put(technician, inner, outer)
    for inner, outer in zip(parts[6:9], parts[5:8], strict=True):
        put(technician, inner, outer)
    with pytest.raises(refusals.ContainedTooDeep):
        put(technician, parts[5], parts[4])
    put(technician, parts[5], parts[3], at=LATER)


def test_only_what_is_too_deep_is_named(technician: Actor, parts: list[Asset]) -> None:
    for inner, outer in zip(parts[1:7], parts[:6], strict=True):
        put(technician, inner, outer)
    put(technician, parts[8], parts[7])
    with signed("test"):
        single = make_asset(parts[0].company)
    with pytest.raises(refusals.BulkRefused) as refused:
        check_out_assets(actor=technician, assets=[parts[7], single], holder=fresh(parts[6]), at=LATER)
    assert set(refused.value.reasons) == {parts[7].pk}


def test_what_is_frozen_takes_nothing_in(cast: Cast, technician: Actor, parts: list[Asset]) -> None:
    with signed("test"):
        lost = make_asset(cast.company, status="Missing")
    with pytest.raises(refusals.HolderInactive):
        put(technician, parts[0], lost)


def test_as_of_it_was_where_its_container_was(
    cast: Cast, technician: Actor, nested: tuple[Asset, Asset, Asset], lab: Location
) -> None:
    rack, _server, disk = nested
    with signed("test"):
        cellar, attic = make_location(cast.company), make_location(cast.company)
    transfer_asset(actor=technician, asset=rack, location=cellar, at=LATER)
    transfer_asset(actor=technician, asset=rack, location=attic, at=MUCH_LATER)
    places = [get_as_of(disk, at).custody for at in (NOW, LATER, MUCH_LATER)]
    assert [custody.location for custody in places if custody] == [lab, cellar, attic]


def test_the_list_of_a_day_shows_and_finds_it_where_its_container_was(
    cast: Cast, technician: Actor, nested: tuple[Asset, Asset, Asset], lab: Location
) -> None:
    rack, _server, disk = nested
    with signed("test"):
        cellar = make_location(cast.company)
    transfer_asset(actor=technician, asset=rack, location=cellar, at=MUCH_LATER + timedelta(days=1))
    for days, place, other in ((0, lab, cellar), (1, cellar, lab)):
        day = MUCH_LATER.date() + timedelta(days=days)
        listed: Any = assets_as_of(technician, Asset.objects.visible_to(technician), day)
        shown = listed.select_related("then__location").get(pk=disk.pk)
        assert shown.then.location == place
        assert disk in listed.filter(then_place__in=[place.pk])
        assert disk not in listed.filter(then_place__in=[other.pk])


def test_the_places_of_all_parts_of_a_page_are_one_statement(
    technician: Actor, nested: tuple[Asset, Asset, Asset], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    inside = Asset.objects.visible_to(technician).filter(holder_asset__isnull=False)
    listed: Any = assets_as_of(technician, inside, MUCH_LATER.date())
    rows = listed.select_related("then__location")
    with django_assert_num_queries(2):  # the rows, their places
        assert {asset.then.location.name for asset in rows} == {"Lab"}


def test_as_of_before_it_was_there_is_nothing(parts: list[Asset]) -> None:
    then = get_as_of(parts[0], NOW - timedelta(days=9999))
    assert (then.custody, then.status) == (None, None)


def test_statements_do_not_grow_with_the_contents(cast: Cast, technician: Actor, lab: Location) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(number: int) -> int:
        with signed("test"):
            category, room = make_category(), make_location(cast.company)
            rack = make_asset(cast.company, category=category)
            contents = [make_asset(cast.company, category=category) for _ in range(number)]
        check_out_assets(actor=technician, assets=contents, holder=rack, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            transfer_assets(actor=technician, assets=[rack], location=room, at=LATER)
        return len(captured)

    assert statements(1) == statements(30)
