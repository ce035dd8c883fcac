"""Accounts: made, changed, deactivated."""

import pytest

from assetry.domain.access.bootstrap import create_account
from assetry.domain.access.operations import create_user, edit_user
from assetry.domain.access.queries import get_user_for, users_visible_to
from assetry.domain.access.refusals import AddressTaken, LastAdministrator, PersonTaken
from assetry.domain.organization.operations import create_supplier
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted
from assetry.platform.accounts.models import User
from assetry.platform.audit.refusals import ActorRefused
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, PASSWORD, Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def make(actor: Actor, **values: object) -> User:
    given = {"email": "nina@example.com", "name": "Nina", "password": PASSWORD, "person": None} | values
    return create_user(actor=actor, at=NOW, **given)  # type: ignore[arg-type]


def test_an_account_can_sign_in_with_its_password(cast: Cast) -> None:
    user = make(cast.actor("administrator"), email=" Nina@Example.com ")
    assert (user.email, user.check_password(PASSWORD), user.is_active) == ("nina@example.com", True, True)


def test_without_a_password_nothing_is_its_password(cast: Cast) -> None:
    assert not make(cast.actor("administrator"), password=None).has_usable_password()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nina"),
        ("email", ""),
        ("email", f"{'x' * 250}@example.com"),
        ("name", " "),
        ("name", "x" * 151),
        ("password", "short"),
        ("password", "nina@example.com"),
    ],
)
def test_what_cannot_be_used_is_named(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make(cast.actor("administrator"), **{field: value})
    assert set(refused.value.errors) == {field}


def test_an_address_is_taken_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(AddressTaken):
        make(cast.actor("administrator"), email="EMPLOYEE@example.com")


def test_a_person_has_one_account(cast: Cast) -> None:
    with pytest.raises(PersonTaken):
        make(cast.actor("administrator"), person=cast.person("employee"))


def test_a_person_is_not_given_to_a_second_account_later(cast: Cast) -> None:
    with pytest.raises(PersonTaken):
        edit_user(
            actor=cast.actor("administrator"),
            user=cast.user("auditor"),
            name="Olga",
            person=cast.person("employee"),
            is_active=True,
            at=NOW,
        )


def test_a7_deactivated_they_see_and_change_nothing(cast: Cast) -> None:
    manager = cast.user("asset_manager")
    before = cast.actor("asset_manager")
    assert before.may("catalog.manage")
    edit_user(
        actor=cast.actor("administrator"),
        user=manager,
        name="P",
        person=cast.person("asset_manager"),
        is_active=False,
        at=NOW,
    )
    assert cast.actor("asset_manager").permissions == frozenset()
    with pytest.raises(ActorRefused):  # also by a request that is under way
        create_supplier(actor=before, values={"name": "Dell"}, at=NOW)


def test_activated_again_they_hold_what_they_held(cast: Cast) -> None:
    before = cast.actor("technician").permissions
    for is_active in (False, True):
        edit_user(
            actor=cast.actor("administrator"),
            user=cast.user("technician"),
            name="Sam",
            person=cast.person("technician"),
            is_active=is_active,
            at=NOW,
        )
    assert cast.actor("technician").permissions == before


def test_c5b_the_last_administrator_cannot_be_deactivated(cast: Cast) -> None:
    with pytest.raises(LastAdministrator, match="Ada"):
        edit_user(
            actor=cast.actor("administrator"),
            user=cast.user("administrator"),
            name="Ada",
            person=None,
            is_active=False,
            at=NOW,
        )


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_only_who_manages_access_makes_accounts(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        make(cast.actor(role))


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_nobody_else_sees_any(cast: Cast, role: str) -> None:
    assert list(users_visible_to(cast.actor(role))) == []
    with pytest.raises(NotFound):
        get_user_for(cast.actor(role), cast.user(role).public_id)


def test_the_first_account_manages_everything() -> None:
    with signed("test"):
        user = create_account(
            email="a@example.com", name="A", password=PASSWORD, role_code="administrator", at=NOW
        )
    assert Actor(user_id=user.pk, name="A").may("access.manage")


def test_a_new_account_of_a_person_knows_its_company(cast: Cast) -> None:
    with signed("test"):
        person = make_person(cast.company)
    user = make(cast.actor("administrator"), person=person)
    assert Actor(user_id=user.pk, name="Nina").own_company_ids == (cast.company.pk,)
