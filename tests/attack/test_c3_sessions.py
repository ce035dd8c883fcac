"""C3: sessions (Snipe CVE-2022-2997, not ended by a new password; GLPI CVE-2024-50339, readable ids)."""

import runpy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone

import assetry.config
from assetry.cli.support.acting import actor_named
from assetry.domain.access.account_operations import reset_factors
from assetry.domain.access.models import Grant, Role
from assetry.domain.access.operations import (
    create_group,
    create_role,
    edit_role,
    edit_user,
    grant_role,
    revoke_grant,
    set_group_members,
)
from assetry.platform.accounts.models import Session
from assetry.platform.accounts.session_store import SessionStore, hash_key
from tests.cast import NOW, PASSWORD, Cast
from tests.support.signing_in import app_code, confirm, enrol, is_signed_in, signed_in, try_password

pytestmark = pytest.mark.django_db
NEW = "staple battery horse"
COOKIE = django_settings.SESSION_COOKIE_NAME


def test_c3_the_key_is_a_new_one_after_signing_in(cast: Cast) -> None:
    client = Client()
    planted = SessionStore()
    planted["planted"] = True
    planted.create()
    client.cookies[COOKIE] = str(planted.session_key)
    try_password(client, cast.user("employee"))
    assert client.cookies[COOKIE].value != planted.session_key
    assert is_signed_in(client)
    victim = Client()
    victim.cookies[COOKIE] = str(planted.session_key)
    assert not is_signed_in(victim)


def test_c3_a_key_that_was_never_given_out_is_not_taken(cast: Cast) -> None:
    client = Client()
    client.cookies[COOKIE] = "mine0123456789mine0123456789abcd"
    try_password(client, cast.user("employee"))
    assert client.cookies[COOKIE].value != "mine0123456789mine0123456789abcd"


def test_c3_who_reads_the_table_cannot_sign_in(cast: Cast) -> None:
    key = signed_in(cast.user("employee")).cookies[COOKIE].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(s)::text FROM accounts_session s")
        kept = cursor.fetchone()[0]
    assert key not in kept
    thief = Client()
    thief.cookies[COOKIE] = hash_key(key)
    assert not is_signed_in(thief)


def new_password(client: Client, _cast: Cast) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/", form).status_code == 302


def new_factor(client: Client, _cast: Cast) -> None:
    confirm(client)
    secret = client.get("/accounts/security/app/").content.decode().split('class="tag">')[1].split("<")[0]
    assert client.post("/accounts/security/app/", {"code": app_code(secret=secret)}).status_code == 302


@pytest.mark.parametrize("change", [new_password, new_factor])
def test_c3_ones_own_change_ends_the_others_and_keeps_this_one(
    cast: Cast, change: Callable[[Client, Cast], None]
) -> None:
    mine, elsewhere = signed_in(cast.user("employee")), signed_in(cast.user("employee"))
    change(mine, cast)
    assert [is_signed_in(mine), is_signed_in(elsewhere)] == [True, False]


def give_role(cast: Cast) -> None:
    role = Role.objects.get(code="auditor")
    grant_role(actor=cast.actor("administrator"), role=role, user=cast.user("employee"), at=NOW)


def take_role(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.user("employee"))
    revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)


def join_group(cast: Cast) -> None:
    boss = cast.actor("administrator")
    group = create_group(actor=boss, name="Desk", at=NOW)
    set_group_members(actor=boss, group=group, users=[cast.user("employee")], at=NOW)


def other_role(cast: Cast) -> None:
    boss = cast.actor("administrator")
    role = create_role(actor=boss, name="Own", permission_codes=[], at=NOW)
    grant_role(actor=boss, role=role, user=cast.user("employee"), at=NOW)


def edit_own_role(cast: Cast) -> None:
    edit_role(
        actor=cast.actor("administrator"),
        role=Role.objects.get(name="Own"),
        name="Own",
        permission_codes=["assets.asset.view"],
        version=None,
        at=NOW,
    )


def deactivate(cast: Cast) -> None:
    user = cast.user("employee")
    edit_user(
        actor=cast.actor("administrator"),
        user=user,
        name=user.name,
        person=cast.person("employee"),
        is_active=False,
        at=NOW,
    )


def lose_factors(cast: Cast) -> None:
    reset_factors(actor=cast.actor("administrator"), user=cast.user("employee"), at=NOW)


@pytest.mark.parametrize("change", [give_role, take_role, join_group, deactivate, lose_factors])
def test_c3_what_others_change_ends_every_session(cast: Cast, change: Callable[[Cast], None]) -> None:
    client = signed_in(cast.user("employee"))
    change(cast)
    assert not Session.objects.filter(user=cast.user("employee")).exists()
    assert not is_signed_in(client)


def test_c3_a_role_that_permits_something_else_signs_its_holders_out(cast: Cast) -> None:
    other_role(cast)
    client = signed_in(cast.user("employee"))
    edit_own_role(cast)
    assert not is_signed_in(client)


def test_c3_who_changes_a_role_stays_signed_in(cast: Cast) -> None:
    client = signed_in(cast.user("administrator"))
    role = Role.objects.get(code="auditor")
    grant_role(actor=cast.actor("administrator"), role=role, user=cast.user("administrator"), at=NOW)
    assert is_signed_in(client)


def test_c3_one_ends_ones_own_sessions_and_nobody_elses(cast: Cast) -> None:
    mine, elsewhere, other = (signed_in(cast.user(who)) for who in ("employee", "employee", "technician"))
    page = mine.get("/accounts/security/").content.decode()
    foreign = Session.objects.get(user=cast.user("technician"))
    ids = (
        Session.objects.filter(user=cast.user("employee"))
        .order_by("created_at")
        .values_list("public_id", flat=True)
    )
    assert [ids[0] in page, ids[1] in page, foreign.public_id in page] == [False, True, False]
    assert mine.post(f"/accounts/security/sessions/{ids[1]}/end").status_code == 302
    assert mine.post(f"/accounts/security/sessions/{foreign.public_id}/end").status_code == 404
    assert [is_signed_in(mine), is_signed_in(elsewhere), is_signed_in(other)] == [True, False, True]


@pytest.mark.parametrize(
    ("column", "age", "lives"),
    [
        ("seen_at", timedelta(hours=23), True),
        ("seen_at", timedelta(hours=24), False),
        ("created_at", timedelta(days=13), True),
        ("created_at", timedelta(days=14), False),
    ],
)
def test_c3_it_ends_by_itself_unused_or_old(cast: Cast, column: str, age: timedelta, lives: bool) -> None:
    client = signed_in(cast.user("employee"))
    Session.objects.update(**{column: timezone.now() - age})
    assert is_signed_in(client) is lives


def test_c3_cookies_are_bound_to_the_host_over_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETRY_BASE_URL", "https://assets.example")
    secure = runpy.run_path(str(Path(assetry.config.__file__).parent / "settings.py"))
    assert secure["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert secure["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert (secure["SESSION_COOKIE_SECURE"], secure["CSRF_COOKIE_SECURE"]) == (True, True)


def test_c3_the_cookie_as_it_is_sent(cast: Cast) -> None:
    cookie = signed_in(cast.user("employee")).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True,
        "Lax",
        "/",
        "",
    )


def test_c3_signing_out_ends_it_for_a_copy_too(cast: Cast) -> None:
    client = signed_in(cast.user("employee"))
    copy = Client()
    copy.cookies[COOKIE] = client.cookies[COOKIE].value
    client.post("/accounts/sign-out/")
    assert not is_signed_in(copy)


def test_c3_a_closed_account_acts_at_no_command(cast: Cast) -> None:
    enrol(cast.user("employee"))
    deactivate(cast)
    with pytest.raises(Exception, match="no active account"):
        actor_named("employee@example.com")
