"""A6, C5b: who manages access in one company gives nothing beyond it, and touches nobody above."""

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.access.operations import (
    create_group,
    create_user,
    edit_role,
    edit_user,
    grant_role,
    revoke_grant,
    set_group_members,
)
from assetry.kernel.refusals import NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import actor_of, granted, make_role, make_user
from tests.factories import make_company, make_location

pytestmark = pytest.mark.django_db


@pytest.fixture
def local(cast: Cast) -> Actor:
    """The administrator of one company."""
    return granted("local", "administrator", company=cast.company)


def administrator() -> Role:
    return Role.objects.get(code="administrator")


def test_a6_they_cannot_make_themselves_administrator_everywhere(cast: Cast, local: Actor) -> None:
    with pytest.raises(NotPermitted):
        grant_role(actor=local, role=administrator(), user=cast.user("employee"), at=NOW)


def test_a6_they_cannot_grant_in_another_company(cast: Cast, local: Actor) -> None:
    with pytest.raises(NotPermitted):
        grant_role(
            actor=local, role=administrator(), user=cast.user("employee"), company=cast.other_company, at=NOW
        )


def test_they_grant_in_their_company_and_below(cast: Cast) -> None:
    with signed("test"):
        child = make_company(parent=cast.company)
    local = granted("local", "administrator", company=cast.company)
    grant_role(actor=local, role=administrator(), user=cast.user("employee"), company=child, at=NOW)
    assert cast.actor("employee").may("access.manage", company_id=child.pk)


def test_a6_one_limited_to_a_location_grants_nothing(cast: Cast) -> None:
    with signed("test"):
        site = make_location(cast.company)
    limited = granted("limited", "administrator", company=cast.company, location=site)
    with pytest.raises(NotPermitted):
        grant_role(
            actor=limited,
            role=administrator(),
            user=cast.user("employee"),
            company=cast.company,
            location=site,
            at=NOW,
        )


def test_a6_they_cannot_take_a_grant_of_another_company_back(cast: Cast, local: Actor) -> None:
    with pytest.raises(NotPermitted):
        revoke_grant(actor=local, grant=Grant.objects.get(user=cast.user("stranger")), at=NOW)


def test_a6_they_cannot_deactivate_who_holds_more(cast: Cast, local: Actor) -> None:
    with pytest.raises(NotPermitted):
        edit_user(
            actor=local, user=cast.user("administrator"), name="X", person=None, is_active=False, at=NOW
        )


def test_they_deactivate_who_holds_less(cast: Cast, local: Actor) -> None:
    sam = cast.user("technician")
    edit_user(actor=local, user=sam, name="Sam", person=cast.person("technician"), is_active=False, at=NOW)
    assert cast.actor("technician").permissions == frozenset()


def test_a6_they_cannot_take_on_a_person_of_another_company(cast: Cast, local: Actor) -> None:
    with signed("test"):
        user = make_user("nina")
    with pytest.raises(NotPermitted):
        edit_user(actor=local, user=user, name="N", person=cast.person("stranger"), is_active=True, at=NOW)


def test_a6_they_cannot_make_an_account_for_a_person_of_another_company(cast: Cast, local: Actor) -> None:
    with pytest.raises(NotPermitted):
        create_user(
            actor=local,
            email="n@example.com",
            name="N",
            password=None,
            person=cast.person("stranger"),
            at=NOW,
        )


def test_a6_they_cannot_join_a_group_that_holds_more(cast: Cast, local: Actor) -> None:
    boss = cast.actor("administrator")
    group = create_group(actor=boss, name="Everything", at=NOW)
    grant_role(actor=boss, role=administrator(), group=group, at=NOW)
    with pytest.raises(NotPermitted):
        set_group_members(actor=local, group=group, users=[cast.user("employee")], at=NOW)


def test_a6_they_cannot_widen_a_role_that_others_hold_elsewhere(cast: Cast, local: Actor) -> None:
    with signed("test"):
        role, user = make_role("Clerk", "assets.asset.view"), make_user("nina")
        Grant.objects.create(user=user, role=role, company=cast.other_company)
        compile_grants([user.pk])
    with pytest.raises(NotPermitted):
        edit_role(
            actor=local, role=role, name="Clerk", permission_codes=["access.manage"], version=None, at=NOW
        )
    assert not actor_of(user).may("access.manage")
