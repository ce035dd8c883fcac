"""Roles of the organization's own, groups, and the last administrator by each of their doors."""

import pytest

from assetry.domain.access.models import Grant, Role, UserGroup
from assetry.domain.access.operations import (
    create_group,
    create_role,
    edit_role,
    grant_role,
    rename_group,
    revoke_grant,
    set_group_members,
)
from assetry.domain.access.refusals import BuiltInRole, LastAdministrator, UnknownPermission
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.refusals import InvalidInput, NotPermitted, StalePage
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
VIEW = "assets.asset.view"


@pytest.fixture
def boss(cast: Cast) -> Actor:
    return cast.actor("administrator")


@pytest.fixture
def clerk(boss: Actor) -> Role:
    return create_role(actor=boss, name="Clerk", permission_codes=[VIEW], at=NOW)


def test_whoever_holds_a_role_follows_its_change(cast: Cast, boss: Actor, clerk: Role) -> None:
    grant_role(actor=boss, role=clerk, user=cast.user("employee"), company=cast.company, at=NOW)
    edit_role(actor=boss, role=clerk, name="Clerk", permission_codes=["assets.asset.edit"], version=1, at=NOW)
    assert cast.actor("employee").permissions == {"assets.asset.edit"}


def test_a_role_out_of_the_box_stays_as_it_is(boss: Actor) -> None:
    role = Role.objects.get(code="technician")
    with pytest.raises(BuiltInRole, match="Technician"):
        edit_role(actor=boss, role=role, name="T", permission_codes=[], version=None, at=NOW)


@pytest.mark.parametrize("name", ["", " \N{ZERO WIDTH SPACE} ", "\x00", "x" * 201])
def test_a_name_has_to_be_readable(boss: Actor, name: str) -> None:
    with pytest.raises(InvalidInput):
        create_role(actor=boss, name=name, permission_codes=[], at=NOW)


def test_a_role_s_name_is_taken_whatever_its_case(boss: Actor, clerk: Role) -> None:
    with pytest.raises(NameTaken):
        create_role(actor=boss, name="CLERK", permission_codes=[], at=NOW)


def test_a_permission_that_does_not_exist_is_refused(boss: Actor) -> None:
    with pytest.raises(UnknownPermission, match=r"assets\.asset\.fly"):
        create_role(actor=boss, name="Pilot", permission_codes=["assets.asset.fly"], at=NOW)


def test_a_stale_page_is_refused(boss: Actor, clerk: Role) -> None:
    with pytest.raises(StalePage):
        edit_role(actor=boss, role=clerk, name="C", permission_codes=[], version=9, at=NOW)


def test_members_of_a_group_hold_its_grants_while_they_are_members(cast: Cast, boss: Actor) -> None:
    group = create_group(actor=boss, name="Desk", at=NOW)
    grant_role(
        actor=boss, role=Role.objects.get(code="technician"), group=group, company=cast.company, at=NOW
    )
    set_group_members(actor=boss, group=group, users=[cast.user("employee")], at=NOW)
    assert cast.actor("employee").may("assets.asset.check_out", company_id=cast.company.pk)
    set_group_members(actor=boss, group=group, users=[], at=NOW)
    assert not cast.actor("employee").may("assets.asset.check_out")


def test_a_grant_to_a_group_reaches_who_is_in_it(cast: Cast, boss: Actor) -> None:
    group = create_group(actor=boss, name="Desk", at=NOW)
    set_group_members(actor=boss, group=group, users=[cast.user("employee")], at=NOW)
    grant_role(
        actor=boss, role=Role.objects.get(code="technician"), group=group, company=cast.company, at=NOW
    )
    assert cast.actor("employee").may("assets.asset.check_out")


def test_a_group_s_name_is_taken(boss: Actor) -> None:
    create_group(actor=boss, name="Desk", at=NOW)
    with pytest.raises(NameTaken):
        create_group(actor=boss, name="desk", at=NOW)


@pytest.fixture
def only_by_group(cast: Cast, boss: Actor) -> UserGroup:
    """The administrator is one only as a member of a group, with a role of the organization's own."""
    role = create_role(actor=boss, name="Owner", permission_codes=["access.manage"], at=NOW)
    group = create_group(actor=boss, name="Owners", at=NOW)
    grant_role(actor=boss, role=role, group=group, at=NOW)
    set_group_members(actor=boss, group=group, users=[cast.user("administrator")], at=NOW)
    grant = Grant.objects.get(user=cast.user("administrator"))
    revoke_grant(actor=boss, grant=grant, at=NOW)
    return group


def test_c5b_the_last_administrator_cannot_leave_the_group(cast: Cast, only_by_group: UserGroup) -> None:
    with pytest.raises(LastAdministrator):
        set_group_members(actor=cast.actor("administrator"), group=only_by_group, users=[], at=NOW)


def test_c5b_the_last_administrator_s_role_keeps_the_right(cast: Cast, only_by_group: UserGroup) -> None:
    role = Role.objects.get(name="Owner")
    with pytest.raises(LastAdministrator):
        edit_role(
            actor=cast.actor("administrator"),
            role=role,
            name="Owner",
            permission_codes=[VIEW],
            version=None,
            at=NOW,
        )


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee"])
def test_only_who_manages_access_makes_roles(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        create_role(actor=cast.actor(role), name="Mine", permission_codes=["access.manage"], at=NOW)


def test_a_group_is_called_otherwise_and_keeps_its_members(cast: Cast, boss: Actor) -> None:
    group = create_group(actor=boss, name="Desk", at=NOW)
    set_group_members(actor=boss, group=group, users=[cast.user("technician")], at=NOW)
    renamed = rename_group(actor=boss, group=group, name="Service desk", version=2, at=NOW)
    assert (renamed.name, renamed.version, renamed.members.count()) == ("Service desk", 3, 1)


def test_a_group_s_new_name_may_be_taken_or_the_page_stale(boss: Actor) -> None:
    group = create_group(actor=boss, name="Desk", at=NOW)
    create_group(actor=boss, name="Field", at=NOW)
    with pytest.raises(NameTaken):
        rename_group(actor=boss, group=group, name="FIELD", at=NOW)
    with pytest.raises(StalePage):
        rename_group(actor=boss, group=group, name="X", version=9, at=NOW)


def test_a_group_that_reaches_further_than_oneself_keeps_its_name(cast: Cast, boss: Actor) -> None:
    group = create_group(actor=boss, name="Everywhere", at=NOW)
    grant_role(actor=boss, role=Role.objects.get(code="auditor"), group=group, at=NOW)
    keeper = create_role(actor=boss, name="Keeper", permission_codes=["access.manage"], at=NOW)
    grant_role(actor=boss, role=keeper, user=cast.user("technician"), company=cast.company, at=NOW)
    with pytest.raises(NotPermitted):
        rename_group(actor=cast.actor("technician"), group=group, name="Mine", at=NOW)
