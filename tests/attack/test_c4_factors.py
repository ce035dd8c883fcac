"""C4: second factors (Snipe GHSA-mr8g-2mj4-pcq2: opted out without a code; CVE-2026-50550: reset by a lower role)."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.domain.access.account_operations import reset_factors
from assetry.domain.access.models import Role
from assetry.domain.access.operations import ask_for_factor, grant_role
from assetry.domain.access.refusals import NoAdministratorLeft
from assetry.kernel.refusals import NotPermitted
from assetry.platform.accounts.models import User
from assetry.platform.accounts.operations import create_token
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.models import CompiledGrant
from assetry.web.accounts.enrolment import REACHABLE
from tests.attack.test_a5_web_matrix import NOBODY, OURS, routes
from tests.cast import NOW, Cast
from tests.domain.people import granted
from tests.support.signing_in import (
    CODE,
    SECRET,
    app_code,
    confirm,
    enrol,
    factors_of,
    forget_tries,
    is_signed_in,
    letters,
    signed_in,
    try_password,
    wrong_code,
)

pytestmark = pytest.mark.django_db


def ask(cast: Cast, role: str) -> None:
    """Let a built-in role need a second factor; the administrator has one."""
    ask_for_factor(actor=cast.actor("administrator"), role=Role.objects.get(code=role), is_asked=True, at=NOW)


def address(pattern: str) -> str:
    """The pattern, its gaps filled with something."""
    return "/" + re.sub(r"<\w+:(\w+)>", NOBODY, pattern.replace("<int:number>", "1"))


def half_way(cast: Cast) -> tuple[Client, list[str]]:
    """A browser between the password and the code; the recovery codes."""
    codes = enrol(cast.user("employee"))
    return signed_in(cast.user("employee")), codes


def send(client: Client, code: str) -> bool:
    client.post(CODE, {"code": code})
    return is_signed_in(client)


# Between the password and the code --------------------------------------------------------------------------


def test_c4_no_page_opens_between_password_and_code(cast: Cast) -> None:
    client, _codes = half_way(cast)
    for pattern, view in OURS.items():
        for method in view.route_methods:
            answer = client.generic(method, address(pattern))
            assert answer.headers.get("Location", "").startswith("/accounts/sign-in/"), (method, pattern)


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "account_change_password"],
)
def test_c4_no_page_of_factors_opens_between_either(cast: Cast, name: str) -> None:
    client, _codes = half_way(cast)
    for method in ("GET", "POST"):
        answer = client.generic(method, reverse(name))
        assert answer.headers.get("Location", "").startswith("/accounts/sign-in/")
    assert factors_of(cast.user("employee")) == 2


def test_c4_the_api_takes_no_password_and_no_session(cast: Cast) -> None:
    client, _codes = half_way(cast)
    basic = {"Authorization": "Basic ZW1wbG95ZWVAZXhhbXBsZS5jb206Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"}
    assert [client.get("/api/v1/me").status_code, client.get("/api/v1/me", headers=basic).status_code] == [
        401,
        401,
    ]


STEPS = ("password", "wrong code", "right code", "same code", "recovery code", "page", "sign out", "reset")


@given(st.lists(st.sampled_from(STEPS), max_size=7))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_c4_whatever_the_order_only_both_factors_sign_in(cast: Cast, steps: list[str]) -> None:
    """A model of two booleans beside the application."""
    user, client, taken = cast.user("employee"), Client(), False
    with signed("test"):
        Authenticator.objects.filter(user=user).delete()
    codes, code = enrol(user), app_code()
    forget_tries()
    knows_password = signed_in_now = False
    for step in steps:
        if step == "password":
            try_password(client, user)
            knows_password = True
        elif step == "sign out":
            client.post("/accounts/sign-out/")
            knows_password = signed_in_now = False
        elif step == "page":
            client.get("/assets")
        elif step == "reset":
            client.post("/accounts/reset/", {"email": user.email})
        else:
            fits = {"wrong code": False, "recovery code": bool(codes)}.get(step, not taken)
            sent = {"wrong code": wrong_code(), "recovery code": codes[0]}.get(step, code)
            send(client, sent)
            if knows_password and not signed_in_now and fits:
                signed_in_now, taken = True, taken or sent == code
                codes = codes[1:] if sent == codes[0] else codes
        assert is_signed_in(client) is signed_in_now, steps


# Codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_c4_a_code_fits_half_a_minute_around(cast: Cast, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    client, _codes = half_way(cast)
    now = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now)
    assert send(client, app_code(steps))


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_c4_and_no_longer(cast: Cast, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    client, _codes = half_way(cast)
    now = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now)
    assert not send(client, app_code(steps))


def test_c4_a_code_of_the_app_works_once(cast: Cast) -> None:
    first, _codes = half_way(cast)
    second = signed_in(cast.user("employee"))
    code = app_code()
    assert [send(first, code), send(second, code), send(second, f"{code[:3]} {code[3:]}")] == [
        True,
        False,
        False,
    ]


def test_c4_a_recovery_code_works_once_and_is_signed(cast: Cast) -> None:
    first, codes = half_way(cast)
    second = signed_in(cast.user("employee"))
    assert [send(first, codes[0]), send(second, codes[0]), send(second, codes[1])] == [True, False, True]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE intent = 'accounts.factor.use_code'")
        assert cursor.fetchone()[0] == 2


def test_c4_five_tries_then_not_even_the_right_one(cast: Cast) -> None:
    client, codes = half_way(cast)
    assert [send(client, wrong_code()) for _ in range(5)] == [False] * 5
    elsewhere = signed_in(cast.user("employee"))
    assert [send(elsewhere, app_code()), send(elsewhere, codes[0])] == [False, False]


def test_c4_one_try_less_leaves_the_right_one(cast: Cast) -> None:
    client, _codes = half_way(cast)
    assert [send(client, wrong_code()) for _ in range(4)] == [False] * 4
    assert send(client, app_code())


# What is kept -----------------------------------------------------------------------------------------------


def test_c4_secrets_are_encrypted_and_no_secret_stands_in_the_trail(cast: Cast) -> None:
    codes = enrol(cast.user("employee"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(m)::text FROM mfa_authenticator m")
        kept = cursor.fetchone()[0]
        cursor.execute(
            "SELECT coalesce(string_agg(concat(before, after), ''), '') FROM audit_change"
            " WHERE table_name = 'mfa_authenticator'"
        )
        trail = cursor.fetchone()[0]
    assert not [secret for secret in (SECRET, *codes) if secret in kept + trail]
    assert '{"secret": true}' in trail
    assert "gAAAA" not in trail


def test_c4_another_secret_key_lets_nobody_in(cast: Cast, settings: Any) -> None:
    enrol(cast.user("employee"))
    settings.SECRET_KEY = "another key than that which it was encrypted by, and long enough"
    client = signed_in(cast.user("employee"))
    answer = client.post(CODE, {"code": "000000"})
    assert "cannot be read" in answer.content.decode()


# Changing them ----------------------------------------------------------------------------------------------

CHANGES = (
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_c4_every_change_asks_for_the_password_again(cast: Cast, name: str, method: str) -> None:
    client, _codes = half_way(cast)
    send(client, app_code())
    kept = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    answer = client.generic(method, reverse(name))
    assert answer.headers.get("Location", "").startswith(("/accounts/confirm/", "/accounts/security/"))
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == kept


def test_c4_enrolling_takes_a_code_of_the_new_app(cast: Cast) -> None:
    client = signed_in(cast.user("employee"))
    confirm(client)
    client.get("/accounts/security/app/")
    assert client.post("/accounts/security/app/", {"code": wrong_code()}).status_code == 200
    assert factors_of(cast.user("employee")) == 0


def test_c4_who_removes_the_last_one_keeps_no_recovery_codes_and_is_told(cast: Cast) -> None:
    client, _codes = half_way(cast)
    send(client, app_code())
    confirm(client)
    assert client.post("/accounts/security/app/remove/").status_code == 302
    assert factors_of(cast.user("employee")) == 0
    assert [letter.subject for letter in letters("account_notice")] == ["Your second factors were changed"]


# Asked for by a role ----------------------------------------------------------------------------------------


@pytest.fixture
def owing(cast: Cast) -> User:
    """A technician whose role asks for a factor that is not set up."""
    enrol(cast.user("administrator"))
    ask(cast, "technician")
    return cast.user("technician")


def test_c4_who_owes_one_reaches_only_its_pages(owing: User) -> None:
    client = signed_in(owing)
    everything = dict(routes_of_pages())
    for pattern, view in everything.items():
        for method in getattr(view, "route_methods", ("GET", "POST")):
            answer = client.generic(method, address(pattern))
            assert answer.headers.get("Location", "") == "/accounts/security/", (method, pattern)
    assert client.get("/accounts/security/").status_code == 200


def routes_of_pages() -> list[tuple[str, Any]]:
    """Every route but those of enrolment; the catalogue of components shows nothing."""
    from django.urls import get_resolver

    open_ones = {reverse(name).removeprefix("/") for name in REACHABLE if name != "mfa_add_webauthn"}
    open_ones.add("accounts/security/passkeys/add/")
    return [
        (pattern, view)
        for pattern, view in routes(get_resolver())
        if pattern not in open_ones and "<int:" not in pattern
    ]


def test_c4_who_owes_one_holds_nothing_at_any_door(cast: Cast, owing: User) -> None:
    assert cast.actor("technician").permissions == frozenset()
    assert not CompiledGrant.objects.filter(user_id=owing.pk).exists()


def test_c4_the_tokens_of_who_owes_one_are_refused(cast: Cast) -> None:
    _, text = create_token(
        actor=cast.actor("technician"),
        name="x",
        expires_at=timezone.now() + timedelta(days=1),
        at=timezone.now(),
    )
    bearer = {"Authorization": f"Bearer {text}"}
    before = Client().get("/api/v1/me", headers=bearer)
    enrol(cast.user("administrator"))
    ask(cast, "technician")
    after = Client().get("/api/v1/me", headers=bearer)
    assert (before.status_code, after.status_code) == (200, 403)
    assert after.json()["code"] == "second_factor_required"
    enrol(cast.user("technician"))
    assert Client().get("/api/v1/me", headers=bearer).status_code == 200


def test_c4_setting_one_up_opens_everything_again(cast: Cast, owing: User) -> None:
    client = signed_in(owing)
    confirm(client)
    secret = client.get("/accounts/security/app/").content.decode().split('class="tag">')[1].split("<")[0]
    client.post("/accounts/security/app/", {"code": app_code(secret=secret)})
    assert client.get("/assets").status_code == 200
    assert cast.actor("technician").may("assets.asset.view")


def test_c4_the_last_one_that_a_role_asks_for_is_not_removed(cast: Cast) -> None:
    for who in ("administrator", "technician"):
        enrol(cast.user(who))
    ask(cast, "technician")
    client = signed_in(cast.user("technician"))
    send(client, app_code())
    confirm(client)
    page = client.post("/accounts/security/app/remove/", follow=True).content.decode()
    assert ("this is the only one" in page, "is removed" in page) == (True, False)
    assert factors_of(cast.user("technician")) == 2


def test_c4_a_group_s_role_asks_too(cast: Cast) -> None:
    enrol(cast.user("administrator"))
    ask(cast, "auditor")
    role = Role.objects.get(code="auditor")
    grant_role(actor=cast.actor("administrator"), role=role, user=cast.user("employee"), at=NOW)
    assert User.objects.get(pk=cast.user("employee").pk).owes_factor


def test_c5b_asking_never_locks_the_last_administrator_out(cast: Cast) -> None:
    with pytest.raises(NoAdministratorLeft):
        ask(cast, "administrator")
    enrol(cast.user("administrator"))
    ask(cast, "administrator")
    with pytest.raises(NoAdministratorLeft):
        reset_factors(actor=cast.actor("administrator"), user=cast.user("administrator"), at=NOW)


def test_c5b_a_role_that_asks_is_not_given_to_the_last_administrator_without(cast: Cast) -> None:
    local = granted("other", "administrator", company=cast.company)
    enrol(User.objects.get(pk=local.user_id))
    with signed("test"):
        Role.objects.filter(code="auditor").update(requires_second_factor=True)
    with pytest.raises(NoAdministratorLeft):
        grant_role(
            actor=cast.actor("administrator"),
            role=Role.objects.get(code="auditor"),
            user=cast.user("administrator"),
            at=NOW,
        )


# Reset by others --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_c4_nobody_without_the_permission_resets_factors(cast: Cast, role: str) -> None:
    enrol(cast.user("administrator"))
    with pytest.raises(NotPermitted):
        reset_factors(actor=cast.actor(role), user=cast.user("administrator"), at=NOW)
    client = signed_in(cast.user(role))
    where = f"/settings/users/{cast.user('administrator').public_id}/remove-factors"
    assert client.post(where).status_code == 403
    assert factors_of(cast.user("administrator")) == 2


def test_c4_a_lower_role_does_not_reset_a_higher_one_s(cast: Cast) -> None:
    local = granted("local", "administrator", company=cast.company)
    enrol(cast.user("administrator"))
    with pytest.raises(NotPermitted):
        reset_factors(actor=local, user=cast.user("administrator"), at=NOW)
    assert factors_of(cast.user("administrator")) == 2


def test_c4_whose_factors_are_reset_is_told_and_it_is_in_the_trail(cast: Cast) -> None:
    enrol(cast.user("technician"))
    assert reset_factors(actor=cast.actor("administrator"), user=cast.user("technician"), at=NOW) == 2
    assert [letter.to for letter in letters("account_notice")] == ["technician@example.com"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_change c JOIN audit_event e ON e.id = c.event_id"
            " WHERE e.intent = 'access.user.reset_factors' AND c.table_name = 'mfa_authenticator'"
        )
        assert cursor.fetchone()[0] == 2
