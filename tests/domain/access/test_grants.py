"""Giving and taking roles: what is refused, and whose boxes follow."""

from typing import Any

import pytest

from assetry.domain.access.compile import compile_everything
from assetry.domain.access.models import Grant, Role
from assetry.domain.access.operations import grant_role, revoke_grant
from assetry.domain.access.refusals import GrantExists, LastAdministrator
from assetry.domain.catalog.models import AssetKind
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.people import actor_of, granted, make_user
from tests.factories import make_category, make_company, make_location

pytestmark = pytest.mark.django_db
VIEW = "assets.asset.view"


def give(cast: Cast, role: str, by: str = "administrator", **to: Any) -> Grant:
    return grant_role(actor=cast.actor(by), role=Role.objects.get(code=role), at=NOW, **to)


def test_a_grant_opens_the_company_subtree(cast: Cast) -> None:
    with signed("test"):
        user, child = make_user("nina"), make_company(parent=cast.company)
        compile_everything()
    give(cast, "auditor", user=user, company=cast.company)
    assert actor_of(user).scope(VIEW).company_ids == (cast.company.pk, child.pk)


def test_a_grant_without_company_opens_every_company(cast: Cast) -> None:
    with signed("test"):
        user = make_user("nina")
    give(cast, "auditor", user=user)
    assert actor_of(user).scope(VIEW).company_ids == (cast.company.pk, cast.other_company.pk)


def test_a_location_grant_opens_the_location_subtree(cast: Cast) -> None:
    with signed("test"):
        user, site = make_user("nina"), make_location(cast.company)
        room = make_location(cast.company, parent=site)
    give(cast, "technician", user=user, company=cast.company, location=site)
    (box,) = actor_of(user).scope(VIEW).boxes
    assert box.location_ids == (site.pk, room.pk)


def test_a_kind_grant_opens_the_kind_s_categories(cast: Cast) -> None:
    with signed("test"):
        user, laptop = make_user("nina"), make_category("Laptop")
        make_category("Chat", kind="subscription")
    give(cast, "technician", user=user, company=cast.company, kind=AssetKind.objects.get(code="hardware"))
    (box,) = actor_of(user).scope(VIEW).boxes
    assert box.category_ids == (laptop.pk,)


def test_taken_back_it_is_gone(cast: Cast) -> None:
    with signed("test"):
        user = make_user("nina")
    grant = give(cast, "auditor", user=user, company=cast.company)
    revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)
    assert not actor_of(user).may(VIEW)


def test_taken_back_twice_is_not_found(cast: Cast) -> None:
    with signed("test"):
        user = make_user("nina")
    grant = give(cast, "auditor", user=user, company=cast.company)
    revoke_grant(actor=cast.actor("administrator"), grant=Grant.objects.get(pk=grant.pk), at=NOW)
    with pytest.raises(NotFound):
        revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)


def test_the_same_grant_twice_is_refused(cast: Cast) -> None:
    give(cast, "auditor", user=cast.user("employee"), company=cast.company)
    with pytest.raises(GrantExists):
        give(cast, "auditor", user=cast.user("employee"), company=cast.company)


@pytest.mark.parametrize("to_both", [True, False])
def test_it_is_for_a_user_or_a_group_not_both_or_none(cast: Cast, to_both: bool) -> None:
    from assetry.domain.access.operations import create_group

    group = create_group(actor=cast.actor("administrator"), name="Service desk", at=NOW)
    with pytest.raises(InvalidInput):
        give(
            cast, "auditor", user=cast.user("employee") if to_both else None, group=group if to_both else None
        )


def test_a_location_of_another_company_is_refused(cast: Cast) -> None:
    with signed("test"):
        elsewhere = make_location(cast.other_company)
    with pytest.raises(OtherCompany):
        give(cast, "technician", user=cast.user("employee"), company=cast.company, location=elsewhere)


def test_a_category_of_another_kind_is_refused(cast: Cast) -> None:
    with signed("test"):
        chat = make_category(kind="subscription")
    with pytest.raises(InvalidInput):
        give(
            cast,
            "technician",
            user=cast.user("employee"),
            category=chat,
            kind=AssetKind.objects.get(code="hardware"),
        )


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_only_who_manages_access_gives_roles(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        give(cast, "auditor", by=role, user=cast.user("employee"), company=cast.company)


def test_the_last_administrator_s_grant_cannot_be_taken_back(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.user("administrator"))
    with pytest.raises(LastAdministrator):
        revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)


def test_an_administrator_of_one_company_is_not_the_last_one(cast: Cast) -> None:
    granted("local", "administrator", company=cast.company)
    grant = Grant.objects.get(user=cast.user("administrator"))
    with pytest.raises(LastAdministrator):
        revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)


def test_with_another_administrator_it_can(cast: Cast) -> None:
    give(cast, "administrator", user=cast.user("asset_manager"))
    grant = Grant.objects.get(user=cast.user("administrator"))
    revoke_grant(actor=cast.actor("asset_manager"), grant=grant, at=NOW)
    assert cast.actor("administrator").permissions == frozenset()
