"""Locations and departments: trees of one company."""

from typing import Any

import pytest

from assetry.domain.organization.models import Department, Location
from assetry.domain.organization.operations import (
    create_department,
    create_location,
    edit_department,
    edit_location,
)
from assetry.domain.organization.refusals import InsideItself, NameTaken, OtherCompany
from assetry.domain.organization.trees import MAX_DEPTH
from assetry.kernel.refusals import InvalidInput, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import granted
from tests.factories import make_category, make_department, make_location, make_person

pytestmark = pytest.mark.django_db


def make(actor: Actor, cast: Cast, name: str, parent: Location | None = None, **values: Any) -> Location:
    given = {"name": name, "parent": parent, **values}
    return create_location(actor=actor, company=cast.company, values=given, at=NOW)


def move(actor: Actor, location: Location, parent: Location | None, **changes: Any) -> Location:
    return edit_location(
        actor=actor, location=location, changes={"parent": parent, **changes}, version=None, at=NOW
    )


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


def test_a_location_knows_where_it_lies(cast: Cast, manager: Actor) -> None:
    site = make(manager, cast, "Berlin")
    floor = make(manager, cast, "Floor 2", site)
    assert (floor.path, floor.path_name) == ([site.pk, floor.pk], "Berlin / Floor 2")


def test_what_lies_below_moves_along(cast: Cast, manager: Actor) -> None:
    berlin, paris = make(manager, cast, "Berlin"), make(manager, cast, "Paris")
    floor = make(manager, cast, "Floor", berlin)
    room = make(manager, cast, "Room", floor)
    move(manager, floor, paris)
    room.refresh_from_db()
    assert (room.path, room.path_name) == ([paris.pk, floor.pk, room.pk], "Paris / Floor / Room")


def test_what_lies_below_follows_a_new_name(cast: Cast, manager: Actor) -> None:
    site = make(manager, cast, "Berlin")
    room = make(manager, cast, "Room", site)
    edit_location(actor=manager, location=site, changes={"name": "Hamburg"}, version=1, at=NOW)
    room.refresh_from_db()
    assert room.path_name == "Hamburg / Room"


def test_it_cannot_lie_inside_itself(cast: Cast, manager: Actor) -> None:
    site = make(manager, cast, "Berlin")
    room = make(manager, cast, "Room", site)
    with pytest.raises(InsideItself):
        move(manager, site, room)
    with pytest.raises(InsideItself):
        move(manager, site, site)


def test_a_tree_has_twelve_levels(cast: Cast, manager: Actor) -> None:
    deepest = None
    for level in range(MAX_DEPTH):
        deepest = make(manager, cast, f"Level {level}", deepest)
    with pytest.raises(InsideItself):
        make(manager, cast, "One more", deepest)


def test_a_tree_is_moved_with_its_height(cast: Cast, manager: Actor) -> None:
    deep, tall = None, make(manager, cast, "Tall")
    for level in range(MAX_DEPTH - 1):
        deep = make(manager, cast, f"Level {level}", deep)
    make(manager, cast, "Its room", tall)
    with pytest.raises(InsideItself):
        move(manager, tall, deep)


def test_long_names_of_many_levels_are_cut(cast: Cast, manager: Actor) -> None:
    deepest = None
    for level in range(8):
        deepest = make(manager, cast, f"{level}" * 200, deepest)
    assert deepest is not None
    assert len(deepest.path_name) == 1200


def test_a_name_is_taken_under_the_same_parent_only(cast: Cast, manager: Actor) -> None:
    site = make(manager, cast, "Berlin")
    make(manager, cast, "Berlin", site)
    with pytest.raises(NameTaken):
        make(manager, cast, "BERLIN")


def test_a2_a_parent_of_another_company_is_refused(cast: Cast) -> None:
    with signed("test"):
        elsewhere = make_location(cast.other_company)
    with pytest.raises(OtherCompany):
        make(cast.actor("administrator"), cast, "Room", elsewhere)


def test_a2_a_manager_of_another_company_is_refused(cast: Cast, manager: Actor) -> None:
    with pytest.raises(OtherCompany):
        make(manager, cast, "Room", manager=cast.person("stranger"))


def test_a_stale_page_is_refused(cast: Cast, manager: Actor) -> None:
    site = make(manager, cast, "Berlin")
    with pytest.raises(StalePage):
        edit_location(actor=manager, location=site, changes={"name": "X"}, version=9, at=NOW)


@pytest.mark.parametrize(
    "field", ["company", "path", "path_name", "public_id", "version", "id", "is_superuser"]
)
def test_a6_only_described_fields_are_taken(cast: Cast, manager: Actor, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_location(
            actor=manager, company=cast.company, values={"name": "Room", field: cast.other_company}, at=NOW
        )
    assert set(refused.value.errors) == {field}


@pytest.fixture
def berlin(cast: Cast) -> Location:
    with signed("test"):
        return make_location(cast.company, "Berlin")


@pytest.fixture
def of_berlin(cast: Cast, berlin: Location) -> Actor:
    """An asset manager limited to one site."""
    return granted("nina", "asset_manager", company=cast.company, location=berlin)


def test_who_is_limited_to_a_site_adds_below_it(cast: Cast, of_berlin: Actor, berlin: Location) -> None:
    room = make(of_berlin, cast, "Room", berlin)
    again = granted("again", "asset_manager", company=cast.company, location=berlin)
    assert room in Location.objects.visible_to(again)


def test_who_is_limited_to_a_site_adds_no_other(cast: Cast, of_berlin: Actor) -> None:
    with pytest.raises(NotPermitted):
        make(of_berlin, cast, "Paris")


def test_who_is_limited_to_a_site_changes_no_other(cast: Cast, of_berlin: Actor) -> None:
    with signed("test"):
        paris = make_location(cast.company, "Paris")
    with pytest.raises(NotPermitted):
        edit_location(actor=of_berlin, location=paris, changes={"name": "X"}, version=None, at=NOW)


def test_who_is_limited_to_a_site_moves_nothing_out_of_it(
    cast: Cast, of_berlin: Actor, berlin: Location
) -> None:
    with signed("test"):
        paris, room = make_location(cast.company, "Paris"), make_location(cast.company, "Room", parent=berlin)
    limited = granted("again", "asset_manager", company=cast.company, location=berlin)
    with pytest.raises(NotPermitted):
        move(limited, room, paris)


def test_who_is_limited_to_a_site_changes_no_department(cast: Cast, of_berlin: Actor) -> None:
    with signed("test"):
        sales = make_department(cast.company)
    with pytest.raises(NotPermitted):
        edit_department(actor=of_berlin, department=sales, changes={"name": "X"}, version=None, at=NOW)


def test_who_is_limited_to_a_category_changes_no_location(cast: Cast, berlin: Location) -> None:
    with signed("test"):
        laptop = make_category()
    limited = granted("nina", "asset_manager", company=cast.company, category=laptop)
    with pytest.raises(NotPermitted):
        edit_location(actor=limited, location=berlin, changes={"name": "X"}, version=None, at=NOW)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_others_make_and_change_none(cast: Cast, berlin: Location, role: str) -> None:
    with pytest.raises(NotPermitted):
        make(cast.actor(role), cast, "Room")
    with pytest.raises(NotPermitted):
        edit_location(actor=cast.actor(role), location=berlin, changes={"name": "X"}, version=None, at=NOW)


def test_a_department_moves_with_what_is_below(cast: Cast, manager: Actor) -> None:
    def department(name: str, parent: Department | None = None) -> Department:
        values = {"name": name, "parent": parent}
        return create_department(actor=manager, company=cast.company, values=values, at=NOW)

    it, sales = department("IT"), department("Sales")
    desk = department("Desk", it)
    edit_department(actor=manager, department=it, changes={"parent": sales}, version=1, at=NOW)
    desk.refresh_from_db()
    assert desk.path_name == "Sales / IT / Desk"
    with pytest.raises(InsideItself):
        edit_department(actor=manager, department=sales, changes={"parent": desk}, version=None, at=NOW)


def test_a_head_of_another_company_is_refused(cast: Cast, manager: Actor) -> None:
    with signed("test"):
        otto = make_person(cast.other_company)
    with pytest.raises(OtherCompany):
        create_department(actor=manager, company=cast.company, values={"name": "IT", "head": otto}, at=NOW)
