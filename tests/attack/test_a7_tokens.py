"""A7: tokens (InvenTree CVE-2026-35478: for any user; Snipe CVE-2026-86762: outlive their owner; CVE-2026-86754)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from assetry.domain.access.models import Grant
from assetry.domain.access.operations import edit_user, revoke_grant
from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Location
from assetry.platform.accounts.models import ApiToken
from assetry.platform.accounts.operations import create_token, set_own_password
from assetry.platform.accounts.refusals import NetworkUnreadable, TokenMakesNoTokens, TokenTooWide
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.api.conftest import Caller
from tests.cast import NOW, Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SEE, EDIT = "assets.asset.view", "assets.asset.edit"


def token_of(actor: Actor, **limits: Any) -> Caller:
    _token, text = create_token(
        actor=actor, name="x", expires_at=timezone.now() + DAY, **limits, at=timezone.now()
    )
    return Caller(text)


def rows() -> dict[str, int]:
    """How many rows each table has that somebody could have written to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM audit_event), (SELECT count(*) FROM audit_change)")
        events, changes = cursor.fetchone()
    return {"events": events, "changes": changes, "locations": Location.objects.count()}


# No longer than its owner -----------------------------------------------------------------------------------


def deactivate(cast: Cast, *, is_active: bool = False) -> None:
    user = cast.user("technician")
    edit_user(
        actor=cast.actor("administrator"), user=user, name=user.name,
        person=cast.person("technician"), is_active=is_active, at=NOW,
    )  # fmt: skip


def change_password(cast: Cast) -> None:
    user = cast.user("technician")
    set_own_password(actor=cast.actor("technician"), user=user, password="staple battery horse", at=NOW)


@pytest.mark.parametrize("change", [deactivate, change_password])
def test_a7_the_next_request_is_a_stranger_s(cast: Cast, change: Callable[[Cast], None]) -> None:
    call = token_of(cast.actor("technician"))
    assert call.get("/me").status == 200
    change(cast)
    assert call.get("/me").status == 401


def test_a7_an_account_that_comes_back_brings_no_token_back(cast: Cast) -> None:
    call = token_of(cast.actor("technician"))
    deactivate(cast)
    deactivate(cast, is_active=True)
    assert call.get("/me").status == 401


def test_a7_a_role_that_is_taken_back_is_missed_at_once(cast: Cast) -> None:
    call = token_of(cast.actor("technician"))
    assert SEE in call.get("/me").data["permissions"]
    grant = Grant.objects.get(user=cast.user("technician"))
    revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)
    assert call.get("/me").data["permissions"] == []


def test_a7_nobody_makes_a_token_for_somebody_else(cast: Cast) -> None:
    call = token_of(cast.actor("administrator"))
    body = {"name": "y", "expires_at": (timezone.now() + DAY).isoformat()}
    for field in ("user", "user_id", "owner", "account"):
        assert call("POST", "/tokens", {**body, field: cast.user("technician").public_id}).status == 422
    assert not ApiToken.objects.exclude(user=cast.user("administrator")).exists()


# No more than its owner, and less where asked ---------------------------------------------------------------


def test_a7_it_permits_what_was_chosen_alone(cast: Cast) -> None:
    call = token_of(cast.actor("administrator"), permission_codes=[SEE])
    assert call.get("/me").data["permissions"] == [SEE]
    assert [call.get("/assets").status, call.get("/users").status] == [200, 403]


def test_a7_what_its_owner_lost_it_lost(cast: Cast) -> None:
    call = token_of(cast.actor("technician"), permission_codes=[SEE, EDIT])
    grant = Grant.objects.get(user=cast.user("technician"))
    with signed("test"):
        role = grant.role
        role.permissions = [EDIT]
        role.save(update_fields=["permissions"])
    from assetry.domain.access.compile import compile_grants

    compile_grants([cast.user("technician").pk])
    assert call.get("/me").data["permissions"] == [EDIT]


def test_a7_nobody_chooses_what_they_do_not_hold(cast: Cast) -> None:
    with pytest.raises(TokenTooWide, match=r"access\.manage"):
        token_of(cast.actor("technician"), permission_codes=[SEE, "access.manage"])


@pytest.mark.parametrize(
    "limits", [{"permission_codes": [SEE]}, {"networks": ["127.0.0.1/32"]}, {"dry_run": True}]
)
def test_a7_a_limited_token_makes_no_wider_one(cast: Cast, limits: dict[str, Any]) -> None:
    call = token_of(cast.actor("technician"), **limits)
    answer = call("POST", "/tokens", {"name": "y", "expires_at": (timezone.now() + DAY).isoformat()})
    assert (answer.status, answer.data["code"]) == (403, TokenMakesNoTokens.code)
    assert ApiToken.objects.count() == 1


def test_a7_a_limited_token_ends_no_other(cast: Cast) -> None:
    other = token_of(cast.actor("technician"))
    public_id = ApiToken.objects.get().public_id
    _token, text = create_token(
        actor=cast.actor("technician"), name="y", expires_at=timezone.now() + DAY, permission_codes=[SEE],
        at=timezone.now(),
    )  # fmt: skip
    answer = Caller(text)("DELETE", f"/tokens/{public_id}", If_Match="*")
    assert (answer.status, answer.data["code"]) == (403, TokenMakesNoTokens.code)
    assert other.get("/me").status == 200


# Networks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("networks", "status"), [(["127.0.0.0/8"], 200), (["192.0.2.0/24", "::1"], 401), ([], 200)]
)
def test_a7_from_another_network_it_is_no_token(cast: Cast, networks: list[str], status: int) -> None:
    assert token_of(cast.actor("technician"), networks=networks).get("/me").status == status


def test_a7_a_forged_address_does_not_help_it(cast: Cast) -> None:
    call = token_of(cast.actor("technician"), networks=["192.0.2.0/24"])
    assert call.get("/me", X_Forwarded_For="192.0.2.7").status == 401
    with override_settings(TRUSTED_PROXIES=("127.0.0.1/32",)):
        assert call.get("/me", X_Forwarded_For="192.0.2.7").status == 200
        assert call.get("/me", X_Forwarded_For="192.0.2.7, 203.0.113.1").status == 401


@pytest.mark.parametrize("network", ["", "everywhere", "192.0.2.0/33", "192.0.2"])
def test_a7_networks_are_networks(cast: Cast, network: str) -> None:
    with pytest.raises(NetworkUnreadable):
        token_of(cast.actor("technician"), networks=[network])


def test_a7_where_it_was_used_last_is_remembered(cast: Cast) -> None:
    token_of(cast.actor("technician")).get("/me")
    assert ApiToken.objects.get().last_used_from == "127.0.0.1"


# Reading only, and dry runs ---------------------------------------------------------------------------------


def test_a7_a_reading_token_changes_nothing_whatever_its_owner_may(cast: Cast) -> None:
    call, before = token_of(cast.actor("administrator"), read_only=True), rows()
    assert call.get("/assets").status == 200
    asked = [
        ("POST", "/locations"),
        ("PATCH", "/assets/x"),
        ("PUT", "/groups/x/members"),
        ("DELETE", "/grants/x"),
    ]
    answers = [call(method, path, {}, If_Match="*") for method, path in asked]
    assert [(answer.status, answer.data["code"]) for answer in answers] == [(403, "token_reads_only")] * 4
    assert rows() == before


def test_a7_a_dry_run_answers_as_if_and_keeps_nothing(cast: Cast) -> None:
    call, before = token_of(cast.actor("administrator"), dry_run=True), rows()
    body = {"name": "Room", "company": cast.company.public_id}
    answer = call("POST", "/locations", body, Idempotency_Key="k")
    assert (answer.status, answer.headers["X-Assetry-Dry-Run"]) == (201, "nothing was kept")
    assert answer.data["name"] == "Room"
    assert rows() == before
    assert call("POST", "/locations", body, Idempotency_Key="k").headers.get("Idempotency-Replayed") is None


def test_a7_a_dry_run_is_refused_as_the_real_one_is(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    call = token_of(cast.actor("technician"), dry_run=True)
    answer = call("PATCH", f"/assets/{asset.public_id}", {"name": "X"}, If_Match='"99"')
    assert answer.status == 412
    assert call("POST", "/locations", {"name": "Room", "company": cast.company.public_id}).status == 403
    assert call("PATCH", f"/assets/{asset.public_id}", {"name": "X"}, If_Match="*").status == 200
    assert Asset.objects.get(pk=asset.pk).name != "X"


def test_a7_an_ordinary_token_says_nothing_of_dry_runs(cast: Cast) -> None:
    assert "X-Assetry-Dry-Run" not in token_of(cast.actor("administrator")).get("/assets").headers


# The page ---------------------------------------------------------------------------------------------------


def test_the_page_makes_a_limited_one(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("technician"))
    form = {
        "name": "Scanner",
        "expires_on": (timezone.now() + DAY).date().isoformat(),
        "networks": "192.0.2.0/24, 2001:db8::/32",
        "read_only": "on",
        SEE: "on",
    }
    assert client.post("/profile/tokens/new", form).status_code == 200
    token = ApiToken.objects.get()
    assert token.networks == ["192.0.2.0/24", "2001:db8::/32"]
    assert (token.permissions, token.read_only, token.dry_run) == ([SEE], True, False)
    assert "reads only" in client.get("/profile").content.decode()
