"""C5b: invitations (Fleet CVE-2026-34389: accepted for another address; Shelf 46888b40, 5d643c00: gave more)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assetry.domain.access.account_operations import (
    accept_invitation,
    invite,
    revoke_invitation,
    send_invitation_again,
)
from assetry.domain.access.compile import compile_grants
from assetry.domain.access.invitation_queries import get_invitation_for, list_invitations
from assetry.domain.access.models import Grant, Invitation, Role
from assetry.domain.access.operations import create_user, edit_user, revoke_grant
from assetry.domain.access.refusals import AddressTaken, InvitationInvalid, InvitationPending
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import PASSWORD, Cast
from tests.domain.people import actor_of, granted, make_role
from tests.support.signing_in import is_signed_in, letters, link_in, try_password

pytestmark = pytest.mark.django_db
NEW = "staple battery horse"


def role(code: str) -> Role:
    return Role.objects.get(code=code)


def send(actor: Actor, **values: Any) -> str:
    """The path of the link that the mail brings."""
    given = {"email": "new@example.com", "name": "New", "role": role("auditor"), "company": None, **values}
    invite(actor=actor, **given, at=datetime.now(UTC))
    return link_in(letters("invitation")[-1])


def accept(path: str, **also: str) -> int:
    return Client().post(path, {"password": NEW, "again": NEW, **also}).status_code


def test_a3_invitations_to_other_companies_are_not_there(cast: Cast) -> None:
    """No list names a company that the reader does not manage; its invitations are neither sent again nor revoked."""
    nina = granted("nina", "administrator", company=cast.other_company)
    send(cast.actor("administrator"), company=cast.company)
    (invitation,) = Invitation.objects.all()
    assert [list_invitations(who) for who in (nina, cast.actor("administrator"))] == [[], [invitation]]
    with pytest.raises(NotFound):
        get_invitation_for(nina, invitation.public_id)


def made() -> User | None:
    return User.objects.filter(email="new@example.com").first()


def test_c5b_it_makes_the_account_of_its_address_and_role_once(cast: Cast) -> None:
    path = send(cast.actor("administrator"), company=cast.company)
    assert "new@example.com" in Client().get(path).content.decode()
    forged = {
        "email": "evil@example.com",
        "role": role("administrator").public_id,
        "company": "",
        "name": "Evil",
    }
    assert [accept(path, **forged), accept(path)] == [302, 410]
    user = made()
    assert user is not None
    assert (user.name, actor_of(user).may("access.manage")) == ("New", False)
    assert actor_of(user).scope("assets.asset.view").company_ids == (cast.company.pk,)
    assert not User.objects.filter(email="evil@example.com").exists()
    client = Client()
    try_password(client, user, NEW)
    assert is_signed_in(client)


def test_c5b_nobody_is_signed_in_by_it(cast: Cast) -> None:
    client = Client()
    path = send(cast.actor("administrator"))
    assert client.post(path, {"password": NEW, "again": NEW}).headers["Location"] == "/accounts/sign-in/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("who", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_c5b_only_who_manages_access_invites(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        send(cast.actor(who))


def test_c5b_nobody_invites_beyond_their_companies(cast: Cast) -> None:
    local = granted("local", "administrator", company=cast.company)
    for company in (None, cast.other_company):
        with pytest.raises(NotPermitted):
            send(local, company=company)


def test_c5b_nobody_invites_to_more_than_they_may(cast: Cast) -> None:
    with signed("test"):
        make_role("Doorkeeper", "access.manage").refresh_from_db()
        Role.objects.filter(name="Doorkeeper").update(code="doorkeeper")
    keeper = granted("keeper", "doorkeeper")
    with pytest.raises(NotPermitted):
        send(keeper, role=role("auditor"))
    assert send(keeper, role=Role.objects.get(name="Doorkeeper"))


def lose_the_right(cast: Cast, boss: User) -> None:
    revoke_grant(actor=cast.actor("administrator"), grant=Grant.objects.get(user=boss), at=datetime.now(UTC))


def be_deactivated(cast: Cast, boss: User) -> None:
    edit_user(
        actor=cast.actor("administrator"),
        user=boss,
        name=boss.name,
        person=None,
        is_active=False,
        at=datetime.now(UTC),
    )


def keep_one_company(cast: Cast, boss: User) -> None:
    with signed("test"):
        Grant.objects.filter(user=boss).update(company=cast.company)
        compile_grants([boss.pk])


def keep_only_the_door(_cast: Cast, boss: User) -> None:
    with signed("test"):
        Grant.objects.filter(user=boss).update(role=make_role("Doorkeeper", "access.manage"))
        compile_grants([boss.pk])


CHANGES = [lose_the_right, be_deactivated, keep_one_company, keep_only_the_door]


@pytest.mark.parametrize("change", CHANGES)
def test_c5b_what_the_inviter_may_is_asked_again_at_acceptance(cast: Cast, change: Any) -> None:
    boss = granted("boss", "administrator")
    path = send(boss)
    change(cast, User.objects.get(pk=boss.user_id))
    assert accept(path) == 410
    assert made() is None


def test_c5b_another_role_since_makes_it_void(cast: Cast) -> None:
    path = send(cast.actor("administrator"))
    with signed("test"):
        Invitation.objects.update(role=role("administrator"))
    assert accept(path) == 410


def test_c5b_another_address_since_makes_it_void(cast: Cast) -> None:
    path = send(cast.actor("administrator"))
    with signed("test"):
        Invitation.objects.update(email="evil@example.com")
    assert accept(path) == 410


def test_c5b_revoked_it_holds_no_more(cast: Cast) -> None:
    path, boss = send(cast.actor("administrator")), cast.actor("administrator")
    invitation = Invitation.objects.get()
    revoke_invitation(actor=boss, invitation=invitation, at=datetime.now(UTC))
    assert accept(path) == 410
    for act in (revoke_invitation, send_invitation_again):
        with pytest.raises(InvitationInvalid):
            act(actor=boss, invitation=invitation, at=datetime.now(UTC))


def test_c5b_sent_again_only_the_new_link_holds(cast: Cast) -> None:
    old, boss = send(cast.actor("administrator")), cast.actor("administrator")
    send_invitation_again(actor=boss, invitation=Invitation.objects.get(), at=datetime.now(UTC))
    new = link_in(letters("invitation")[-1])
    assert [accept(old), accept(new)] == [410, 302]


@pytest.mark.parametrize(("days", "status"), [(6, 302), (7, 410)])
def test_c5b_it_holds_for_seven_days(cast: Cast, days: int, status: int) -> None:
    invite(
        actor=cast.actor("administrator"),
        email="new@example.com",
        name="New",
        role=None,
        company=None,
        at=datetime.now(UTC) - timedelta(days=days, minutes=1),
    )
    assert accept(link_in(letters("invitation")[-1])) == status


def test_c5b_who_has_an_account_by_now_gets_no_second(cast: Cast) -> None:
    path = send(cast.actor("administrator"))
    create_user(
        actor=cast.actor("administrator"),
        email="new@example.com",
        name="X",
        password=PASSWORD,
        person=None,
        at=datetime.now(UTC),
    )
    assert accept(path) == 409
    assert User.objects.filter(email__iexact="new@example.com").count() == 1


@pytest.mark.parametrize(
    ("email", "refusal"),
    [
        ("EMPLOYEE@example.com", AddressTaken),
        ("no address", InvalidInput),
        ("New@example.com", InvitationPending),
    ],
)
def test_c5b_one_invitation_per_address_and_none_for_an_account(cast: Cast, email: str, refusal: Any) -> None:
    send(cast.actor("administrator"))
    with pytest.raises(refusal):
        send(cast.actor("administrator"), email=email)


def test_c5b_somebody_else_does_not_accept_in_the_inviter_s_name(cast: Cast) -> None:
    path = send(granted("boss", "administrator"))
    with pytest.raises(InvitationInvalid):
        accept_invitation(
            actor=cast.actor("administrator"), text=path.split("/")[-2], password=NEW, at=datetime.now(UTC)
        )


@pytest.mark.parametrize("weak", ["short", "password1234", "new@example.com"])
def test_c5_the_same_rules_for_passwords_as_anywhere(cast: Cast, weak: str) -> None:
    path = send(cast.actor("administrator"))
    assert Client().post(path, {"password": weak, "again": weak}).status_code == 422
    assert made() is None


def test_c5b_it_is_in_the_trail_under_who_invited(cast: Cast) -> None:
    assert accept(send(cast.actor("administrator"))) == 302
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT intent, actor_id FROM audit_event WHERE intent LIKE 'access.invitation%%' ORDER BY id"
        )
        found = cursor.fetchall()
    boss = cast.user("administrator").pk
    assert found == [("access.invitation.send", boss), ("access.invitation.accept", boss)]


def test_pages_list_send_again_and_revoke(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("administrator"))
    form = {"email": "new@example.com", "name": "New", "role": role("auditor").public_id, "company": ""}
    assert client.post("/settings/invitations/new", form).status_code == 302
    page = client.get("/settings/invitations").content.decode()
    public_id = Invitation.objects.get().public_id
    assert [text in page for text in ("new@example.com", "Auditor", public_id)] == [True] * 3
    assert client.post(f"/settings/invitations/{public_id}/again").status_code == 302
    assert client.post(f"/settings/invitations/{public_id}/revoke").status_code == 302
    assert "new@example.com" not in client.get("/settings/invitations").content.decode().split("page-post")[
        0
    ].split("<main")[1].replace("The invitation of new@example.com is revoked.", "")
