"""C5b: the last administrator stays, whichever door is tried (Snipe CVE-2026-48507; Shelf abba11ba)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assetry.domain.access.models import Grant, Role
from assetry.domain.access.operations import (
    create_group,
    create_role,
    grant_role,
    revoke_grant,
    set_group_members,
)
from assetry.platform.accounts.operations import create_token
from tests.api.conftest import Caller
from tests.cast import NOW, Cast
from tests.support.signing_in import enrol

pytestmark = pytest.mark.django_db
CODES = ("access.manage", "organization.view", "access.reset_factors")


@pytest.fixture
def by_group(cast: Cast) -> Cast:
    """The administrator is one by a group that holds a role of the organization's own, and by nothing else."""
    boss = cast.actor("administrator")
    group = create_group(actor=boss, name="Owners", at=NOW)
    codes = sorted(boss.permissions)
    role = create_role(actor=boss, name="Owner", permission_codes=codes, at=NOW)
    grant_role(actor=boss, role=role, group=group, at=NOW)
    set_group_members(actor=boss, group=group, users=[cast.user("administrator")], at=NOW)
    revoke_grant(actor=boss, grant=Grant.objects.get(user=cast.user("administrator")), at=NOW)
    return cast


def page(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.user("administrator"))
    return client


def caller(cast: Cast) -> Caller:
    now = timezone.now()
    actor = cast.actor("administrator")
    return Caller(create_token(actor=actor, name="x", expires_at=now + timedelta(days=1), at=now)[1])


def user_form(cast: Cast) -> int:
    user = cast.user("administrator")
    where = f"/settings/users/{user.public_id}/edit"
    html = page(cast).get(where).content.decode()
    before = html.split('name="before" value="')[1].split('"')[0].replace("&quot;", '"')
    form = {"name": user.name, "version": user.version, "before": before}
    return page(cast).post(where, form).status_code


def user_api(cast: Cast) -> int:
    path = f"/users/{cast.user('administrator').public_id}"
    return caller(cast)("PATCH", path, {"is_active": False}, If_Match="*").status


def grant_button(cast: Cast) -> int:
    grant = Grant.objects.get(role__permissions__contains=["access.manage"])
    page(cast).post(f"/settings/grants/{grant.public_id}/revoke")
    return 409 if Grant.objects.filter(pk=grant.pk).exists() else 200


def grant_api(cast: Cast) -> int:
    grant = Grant.objects.get(role__permissions__contains=["access.manage"])
    return caller(cast)("DELETE", f"/grants/{grant.public_id}", If_Match="*").status


def group_api(cast: Cast) -> int:
    public_id = Grant.objects.get(role__name="Owner").group.public_id  # type: ignore[union-attr]
    return caller(cast)("PUT", f"/groups/{public_id}/members", {"users": []}, If_Match="*").status


def group_button(cast: Cast) -> int:
    group = Grant.objects.get(role__name="Owner").group
    assert group is not None
    page(cast).post(
        f"/settings/groups/{group.public_id}/members/{cast.user('administrator').public_id}/remove"
    )
    return 409 if group.members.exists() else 200


def role_api(cast: Cast) -> int:
    role = Role.objects.get(name="Owner")
    return caller(cast)("PATCH", f"/roles/{role.public_id}", {"permissions": []}, If_Match="*").status


def factor_api(cast: Cast) -> int:
    role = Role.objects.get(permissions__contains=["access.manage"], grants__isnull=False)
    asked = {"requires_second_factor": True}
    return caller(cast)("PATCH", f"/roles/{role.public_id}", asked, If_Match="*").status


def factor_button(cast: Cast) -> int:
    role = Role.objects.get(permissions__contains=["access.manage"], grants__isnull=False)
    page(cast).post(f"/settings/roles/{role.public_id}/ask-for-factor?asked=1")
    return 200 if Role.objects.get(pk=role.pk).requires_second_factor else 409


def factors_button(cast: Cast) -> int:
    enrol(cast.user("administrator"))
    role = Role.objects.get(permissions__contains=["access.manage"], grants__isnull=False)
    page(cast).post(f"/settings/roles/{role.public_id}/ask-for-factor?asked=1")
    page(cast).post(f"/settings/users/{cast.user('administrator').public_id}/remove-factors")
    return 409 if cast.actor("administrator").may("access.manage") else 200


DOORS = [user_form, user_api, grant_button, grant_api, factor_api, factor_button, factors_button]


@pytest.mark.parametrize("door", DOORS)
def test_c5b_the_last_administrator_stays(cast: Cast, door: Callable[[Cast], int]) -> None:
    assert door(cast) == 409
    assert cast.actor("administrator").may("access.manage")


@pytest.mark.parametrize("door", [*DOORS, group_api, group_button, role_api])
def test_c5b_who_is_one_by_a_group_stays(by_group: Cast, door: Callable[[Cast], int]) -> None:
    assert door(by_group) == 409
    assert by_group.actor("administrator").may("access.manage")
