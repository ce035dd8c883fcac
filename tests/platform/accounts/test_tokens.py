"""Bearer tokens: whose they are, how long they last, what is kept of them."""

from datetime import timedelta

import pytest

from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.platform.accounts.models import ApiToken
from assetry.platform.accounts.operations import create_token, revoke_token
from assetry.platform.accounts.queries import get_own_token, list_own_tokens
from assetry.platform.accounts.refusals import TokenLifetime, TokenNameTaken, TokenRevoked
from assetry.platform.accounts.tokens import LONGEST, find_bearer
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def actor(cast: Cast) -> Actor:
    return cast.actor("technician")


def test_the_text_finds_its_owner_and_is_kept_nowhere(actor: Actor) -> None:
    token, text = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    bearer = find_bearer(text, NOW)
    assert bearer is not None
    assert (bearer.user.pk, bearer.token.pk) == (actor.user_id, token.pk)
    assert text.startswith("assetry_")
    assert len(text) > 50
    assert text not in str(ApiToken.objects.filter(pk=token.pk).values())


@pytest.mark.parametrize("text", ["", "assetry_", "assetry_nothing", "ASSETRY_X"])
def test_other_text_finds_nobody(actor: Actor, text: str) -> None:
    create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    assert find_bearer(text, NOW) is None


def test_an_expired_token_finds_nobody(actor: Actor) -> None:
    _, text = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    assert find_bearer(text, NOW + DAY) is None


def test_a_revoked_token_finds_nobody_and_stays_listed(actor: Actor) -> None:
    token, text = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    revoke_token(actor=actor, token=token, at=NOW)
    assert find_bearer(text, NOW) is None
    assert [row.revoked_at for row in list_own_tokens(actor)] == [NOW]
    with pytest.raises(TokenRevoked):
        revoke_token(actor=actor, token=token, at=NOW)


def test_the_token_of_an_inactive_account_finds_nobody(cast: Cast, actor: Actor) -> None:
    _, text = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    user = cast.user("technician")
    with signed("test"):
        user.is_active = False
        user.save(update_fields=["is_active"])
    assert find_bearer(text, NOW) is None


def test_its_use_is_remembered_once_a_minute(actor: Actor) -> None:
    token, text = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    for seconds, remembered in ((0, 0), (59, 0), (60, 60), (61, 60)):
        find_bearer(text, NOW + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == NOW + timedelta(seconds=remembered), seconds


def test_living_tokens_differ_in_name_revoked_ones_do_not_count(actor: Actor) -> None:
    token, _ = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    with pytest.raises(TokenNameTaken, match="scanner"):
        create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    revoke_token(actor=actor, token=token, at=NOW)
    create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)


@pytest.mark.parametrize("lifetime", [timedelta(0), -DAY, LONGEST + timedelta(seconds=1)])
def test_it_ends_in_the_future_and_not_too_late(actor: Actor, lifetime: timedelta) -> None:
    with pytest.raises(TokenLifetime):
        create_token(actor=actor, name="scanner", expires_at=NOW + lifetime, at=NOW)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines"])
def test_its_name_is_one_short_line(actor: Actor, name: str) -> None:
    with pytest.raises(InvalidValue):
        create_token(actor=actor, name=name, expires_at=NOW + DAY, at=NOW)


def test_nobody_sees_or_revokes_anothers(cast: Cast, actor: Actor) -> None:
    token, _ = create_token(actor=actor, name="scanner", expires_at=NOW + DAY, at=NOW)
    administrator = cast.actor("administrator")
    assert list_own_tokens(administrator) == []
    with pytest.raises(NotFound):
        get_own_token(administrator, token.public_id)
    with pytest.raises(NotFound):
        revoke_token(actor=administrator, token=token, at=NOW)
