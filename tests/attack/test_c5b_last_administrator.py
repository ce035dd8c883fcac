"""C5b, C10: somebody is left who manages access, also when two go at the same moment; no revoked right comes back."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from assetry.domain.access.models import Grant, Role
from assetry.domain.access.operations import (
    create_group,
    edit_user,
    grant_role,
    revoke_grant,
    set_group_members,
)
from assetry.domain.access.refusals import LastAdministrator
from assetry.domain.organization.operations import create_company, create_location
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast, make_cast
from tests.domain.people import actor_of, make_user
from tests.factories import make_location
from tests.support.races import Rival

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = make_cast()
    grant_role(
        actor=made.actor("administrator"), role=administrator(), user=made.user("asset_manager"), at=NOW
    )
    return made


def administrator() -> Role:
    return Role.objects.get(code="administrator")


def deactivate(cast: Cast, role: str, by: str) -> Callable[[], Any]:
    user = cast.user(role)
    return partial(
        edit_user,
        actor=cast.actor(by),
        user=user,
        name=user.name,
        person=cast.person(role),
        is_active=False,
        at=NOW,
    )


def revoke(cast: Cast, role: str, by: str) -> Callable[[], Any]:
    grant = Grant.objects.get(user=cast.user(role), role=administrator())
    return partial(revoke_grant, actor=cast.actor(by), grant=grant, at=NOW)


@pytest.mark.parametrize("first", [deactivate, revoke])
@pytest.mark.parametrize("second", [deactivate, revoke])
def test_c5b_two_administrators_do_not_remove_each_other(
    cast: Cast, first: Callable[..., Any], second: Callable[..., Any]
) -> None:
    mine, theirs = (
        first(cast, "asset_manager", "administrator"),
        second(cast, "administrator", "asset_manager"),
    )
    with transaction.atomic():
        mine()
        rival = Rival(theirs)
        assert rival.let_run_until_blocked()
    outcome = rival.finish()
    assert outcome is not None
    assert actor_of(cast.user("administrator")).may("access.manage")


def test_c5b_the_second_of_two_is_refused_by_name(cast: Cast) -> None:
    with signed("test"):
        boss = make_user("boss")
        Grant.objects.create(user=boss, role=administrator(), company=cast.company)
    revoke(cast, "asset_manager", "administrator")()
    with pytest.raises(LastAdministrator):
        revoke(cast, "administrator", "administrator")()


def test_a7_a_right_that_is_taken_back_does_not_come_back(cast: Cast) -> None:
    """A company is made, and so everybody's boxes are compiled, while a grant is being revoked."""
    company = {"name": "New GmbH", "currency": "EUR", "time_zone": "UTC"}
    with transaction.atomic():
        revoke(cast, "asset_manager", "administrator")()
        rival = Rival(partial(create_company, actor=cast.actor("administrator"), values=company, at=NOW))
        assert rival.let_run_until_blocked()
    assert str(rival.finish()) == "New GmbH"
    assert not cast.actor("asset_manager").may("access.manage")
    assert len(cast.actor("administrator").scope("access.manage").company_ids) == 3


def test_a7_who_joins_a_group_that_loses_its_grant_has_nothing(cast: Cast) -> None:
    boss = cast.actor("administrator")
    group = create_group(actor=boss, name="Desk", at=NOW)
    grant = grant_role(actor=boss, role=Role.objects.get(code="technician"), group=group, at=NOW)
    with transaction.atomic():
        revoke_grant(actor=boss, grant=grant, at=NOW)
        rival = Rival(
            partial(
                set_group_members,
                actor=cast.actor("administrator"),
                group=group,
                users=[cast.user("employee")],
                at=NOW,
            )
        )
        assert rival.let_run_until_blocked()
    rival.finish()
    assert cast.actor("employee").permissions == frozenset()


def test_a_new_room_is_in_a_grant_that_is_given_at_the_same_moment(cast: Cast) -> None:
    with signed("test"):
        site, nina = make_location(cast.company), make_user("nina")
    values = {"name": "Room", "parent": site}
    with transaction.atomic():
        room = create_location(actor=cast.actor("asset_manager"), company=cast.company, values=values, at=NOW)
        rival = Rival(
            partial(
                grant_role,
                actor=cast.actor("administrator"),
                role=Role.objects.get(code="technician"),
                user=nina,
                company=cast.company,
                location=site,
                at=NOW,
            )
        )
        assert rival.let_run_until_blocked()
    rival.finish()
    (box,) = actor_of(nina).scope("assets.asset.view").boxes
    assert box.location_ids == (site.pk, room.pk)
