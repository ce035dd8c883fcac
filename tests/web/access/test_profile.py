"""One's own account: everybody has one; tokens are shown once, and end when one says so."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assetry.platform.accounts.models import ApiToken
from assetry.platform.accounts.operations import create_token
from assetry.platform.accounts.tokens import LONGEST
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def _client(cast: Cast, role: str = "employee") -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def _day(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).date().isoformat()


@pytest.mark.parametrize("role", ["administrator", "asset_manager", "technician", "auditor", "employee"])
def test_everybody_has_an_account_page(cast: Cast, role: str) -> None:
    page = _client(cast, role).get("/profile")
    assert page.status_code == 200
    assert f"{role}@example.com" in page.content.decode()


def test_a_token_is_shown_once_and_works(cast: Cast) -> None:
    client = _client(cast, "asset_manager")
    answer = client.post("/profile/tokens/new", {"name": "Reports", "expires_on": _day(30)})
    found = re.search(r'data-copy="([^"]+)"', answer.content.decode())
    assert found is not None
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    asked = Client().get("/api/v1/people", headers={"authorization": f"Bearer {found[1]}"})
    assert asked.status_code == 200
    assert found[1] not in client.get("/profile").content.decode()


def test_the_usual_end_is_suggested(cast: Cast) -> None:
    page = _client(cast).get("/profile/tokens/new").content.decode()
    assert re.search(r'name="expires_on" value="[^"]+"', page)


@pytest.mark.parametrize("days", [-1, LONGEST.days + 2])
def test_an_end_that_is_past_or_too_far_is_refused(cast: Cast, days: int) -> None:
    answer = _client(cast).post("/profile/tokens/new", {"name": "Reports", "expires_on": _day(days)})
    assert answer.status_code == 422
    assert "Reports" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked(cast: Cast) -> None:
    actor = cast.actor("employee")
    token, _text = create_token(actor=actor, name="Reports", expires_at=NOW + timedelta(days=9), at=NOW)
    client = _client(cast)
    answer = client.post(f"/profile/tokens/{token.public_id}/revoke", follow=True)
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "is revoked." in answer.content.decode()
    again = client.post(f"/profile/tokens/{token.public_id}/revoke", follow=True)
    assert "is revoked already" in again.content.decode()


def test_the_token_of_somebody_else_does_not_exist(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    token, _text = create_token(actor=actor, name="Reports", expires_at=NOW + timedelta(days=9), at=NOW)
    client = _client(cast)
    assert client.post(f"/profile/tokens/{token.public_id}/revoke").status_code == 404
    assert "Reports" not in client.get("/profile").content.decode()
