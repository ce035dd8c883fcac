"""A1, A3: which assets somebody sees. Boxes of companies, places and categories, and one's own beside them."""

from dataclasses import replace
from typing import Any

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import transfer_asset
from assetry.domain.assets.queries import find_by_code, get_asset_for, list_assets_for
from assetry.kernel.refusals import NotFound
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.assets.places import kind
from tests.domain.people import actor_of, granted
from tests.factories import make_asset, make_category, make_company, make_location, make_person

pytestmark = pytest.mark.django_db


def seen(actor: Actor) -> set[str | None]:
    return set(Asset.objects.visible_to(actor).values_list("asset_tag", flat=True))


@pytest.fixture
def register(cast: Cast) -> dict[str, Any]:
    """One asset in each corner: own, other, child and archived company; in a place, in none; another category."""
    with signed("test"):
        child = make_company("Child", parent=cast.company)
        archived = make_company("Archived", parent=cast.company, is_archived=True)
        berlin = make_location(cast.company, "Berlin")
        room = make_location(cast.company, "Room", parent=berlin)
        laptop, phone = make_category("Laptop"), make_category("Phone")
        chat = make_category("Chat", kind="subscription")
        make_asset(cast.company, asset_tag="BERLIN", location=berlin, category=laptop)
        make_asset(cast.company, asset_tag="ROOM", location=room, category=phone)
        make_asset(cast.company, asset_tag="NOWHERE", category=laptop)
        make_asset(cast.company, asset_tag="CHAT", category=chat, status="Active")
        make_asset(child, asset_tag="CHILD", category=laptop)
        make_asset(archived, asset_tag="ARCHIVED", category=laptop)
        make_asset(cast.other_company, asset_tag="OTHER", category=laptop)
    return {"child": child, "berlin": berlin, "room": room, "laptop": laptop, "phone": phone, "chat": chat}


OWN = {"BERLIN", "ROOM", "NOWHERE", "CHAT"}
SUBTREE = OWN | {"CHILD", "ARCHIVED"}


def test_a_company_is_seen_with_its_subtree(cast: Cast, register: dict[str, Any]) -> None:
    assert seen(granted("nina", "auditor", company=cast.company)) == SUBTREE


def test_a_child_alone_is_seen_alone(register: dict[str, Any]) -> None:
    assert seen(granted("nina", "auditor", company=register["child"])) == {"CHILD"}


def test_everything_is_everything(register: dict[str, Any]) -> None:
    assert seen(granted("nina", "auditor")) == SUBTREE | {"OTHER"}


def test_a_place_is_seen_with_what_lies_below_and_nothing_without_a_place(
    cast: Cast, register: dict[str, Any]
) -> None:
    nina = granted("nina", "auditor", company=cast.company, location=register["berlin"])
    assert seen(nina) == {"BERLIN", "ROOM"}


def test_a_category_is_seen_wherever_it_is(cast: Cast, register: dict[str, Any]) -> None:
    nina = granted("nina", "auditor", company=cast.company, category=register["laptop"])
    assert seen(nina) == {"BERLIN", "NOWHERE", "CHILD", "ARCHIVED"}


def test_a_kind_is_all_its_categories(cast: Cast, register: dict[str, Any]) -> None:
    nina = granted("nina", "auditor", company=cast.company, kind=kind("subscription"))
    assert seen(nina) == {"CHAT"}


def test_limits_of_one_grant_narrow_each_other(cast: Cast, register: dict[str, Any]) -> None:
    nina = granted(
        "nina", "auditor", company=cast.company, location=register["berlin"], category=register["laptop"]
    )
    assert seen(nina) == {"BERLIN"}


def test_grants_of_one_user_add_up(cast: Cast, register: dict[str, Any]) -> None:
    nina = granted("nina", "auditor", company=cast.company, location=register["room"])
    with signed("test"):
        auditor, user = Role.objects.get(code="auditor"), User.objects.get(pk=nina.user_id)
        Grant.objects.create(user=user, role=auditor, company=cast.company, category=register["chat"])
        Grant.objects.create(user=user, role=auditor, company=register["child"])
        compile_grants([user.pk])
    assert seen(actor_of(user)) == {"ROOM", "CHAT", "CHILD"}


def test_somebody_without_any_grant_sees_nothing(cast: Cast, register: dict[str, Any]) -> None:
    assert seen(cast.actor("employee")) == set()


@pytest.mark.parametrize("column", ["holder_person", "owner_person"])
def test_an_employee_sees_what_they_hold_or_own(cast: Cast, register: dict[str, Any], column: str) -> None:
    with signed("test"):
        values: dict[str, Any] = {"asset_tag": "MINE", column: cast.person("employee")}
        mine = make_asset(cast.company, **values)
    assert seen(cast.actor("employee")) == {"MINE"}
    assert find_by_code(cast.actor("employee"), "mine") == [mine]
    assert find_by_code(cast.actor("employee"), "room") == []


def test_what_somebody_holds_gives_no_other_permission(cast: Cast) -> None:
    with signed("test"):
        mine = make_asset(cast.company, holder_person=cast.person("employee"))
    employee = cast.actor("employee")
    assert not Asset.objects.visible_to(employee, "assets.asset.edit").exists()
    with pytest.raises(NotFound):
        get_asset_for(employee, mine.public_id, "assets.asset.edit")


def test_an_account_without_a_person_holds_nothing(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
    user = cast.user("employee")
    assert seen(Actor(user_id=user.pk, name=user.name, person_id=None)) == set()


def test_a_token_sees_no_more_than_it_was_made_for(cast: Cast, register: dict[str, Any]) -> None:
    auditor = cast.actor("auditor")
    assert seen(replace(auditor, permission_limit=frozenset({"organization.view"}))) == set()
    assert seen(replace(auditor, permission_limit=frozenset({"assets.asset.view"}))) == seen(auditor)


def test_a1_absent_and_forbidden_look_the_same(cast: Cast, register: dict[str, Any]) -> None:
    other = Asset.objects.get(asset_tag="OTHER")
    refused = []
    for public_id in (other.public_id, "0" * 12):
        with pytest.raises(NotFound) as error:
            get_asset_for(cast.actor("auditor"), public_id)
        refused.append(str(error.value))
    assert refused[0] == refused[1]
    assert list_assets_for(cast.actor("auditor"), [other.public_id]) == []


def test_it_is_seen_where_it_is_now(cast: Cast, register: dict[str, Any]) -> None:
    nina = granted("nina", "technician", company=cast.company, location=register["berlin"])
    with signed("test"):
        paris = make_location(cast.company, "Paris")
    moved = Asset.objects.get(asset_tag="BERLIN")
    transfer_asset(actor=cast.actor("technician"), asset=moved, location=paris, at=NOW)
    assert seen(nina) == {"ROOM"}


def test_what_lies_in_a_container_is_seen_where_that_is(cast: Cast, register: dict[str, Any]) -> None:
    from assetry.domain.assets.operations import check_out_asset

    nina = granted("nina", "technician", company=cast.company, location=register["berlin"])
    with signed("test"):
        disk = make_asset(cast.company, asset_tag="DISK")
    room = Asset.objects.get(asset_tag="ROOM")
    check_out_asset(actor=cast.actor("technician"), asset=disk, holder=room, at=NOW)
    assert "DISK" in seen(nina)


def test_scope_is_asked_in_two_statements_at_most(
    cast: Cast, register: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    nina = granted("nina", "auditor", company=cast.company, location=register["berlin"])
    with django_assert_max_num_queries(2):
        seen(nina)


def test_a_person_who_left_sees_no_one_else_s(cast: Cast) -> None:
    with signed("test"):
        other = make_person(cast.company)
        make_asset(cast.company, holder_person=other)
    assert seen(cast.actor("employee")) == set()
