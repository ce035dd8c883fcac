"""C4: passkeys; what another site, another challenge, another key or an unverified touch sends signs nobody in."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from assetry.platform.accounts.models import User
from tests.cast import Cast
from tests.support.passkey import PRESENT, Passkey
from tests.support.signing_in import confirm, factors_of, is_signed_in, letters, signed_in

pytestmark = pytest.mark.django_db
JUNK = ("", "x", "{}", "[]", '{"id": 1}', "null", '{"rawId": "AA", "id": "AA", "response": {}}')
ADD, LOGIN = "/accounts/security/passkeys/add/", "/accounts/sign-in/passkey/"


@pytest.fixture(autouse=True)
def at_localhost() -> Iterator[None]:
    """Where browsers offer passkeys without TLS."""
    kinds = ["totp", "webauthn", "recovery_codes"]
    with override_settings(
        BASE_URL="http://localhost:8000", MFA_SUPPORTED_TYPES=kinds, MFA_PASSKEY_LOGIN_ENABLED=True
    ):
        yield


def options_on(client: Client, where: str, kind: str) -> dict[str, Any]:
    page = client.get(where).content.decode()
    found = re.search(r'id="passkey-options" type="application/json">(.*?)</script>', page)
    assert found is not None
    given: dict[str, Any] = json.loads(found[1])[kind]
    return given


def add(client: Client, passkey: Passkey) -> int:
    credential = passkey.register(options_on(client, ADD, "creation_options"))
    return client.post(ADD, {"name": "Laptop", "credential": credential}).status_code


def handle_of(user: User) -> str:
    from allauth.account.utils import user_pk_to_url_str

    return str(user_pk_to_url_str(user))


@pytest.fixture
def passkey(cast: Cast) -> Passkey:
    """The employee's."""
    client, made = signed_in(cast.user("employee")), Passkey()
    confirm(client)
    assert add(client, made) == 302
    return made


def sign_in(cast: Cast, used: Passkey, **how: Any) -> Client:
    client = Client()
    options = client.get(LOGIN, headers={"Accept": "application/json"}).json()["request_options"]
    credential = used.sign(options, user=handle_of(cast.user("employee")), **how)
    client.post(LOGIN, {"credential": credential})
    return client


def test_c4_a_passkey_signs_in_and_is_told_of(cast: Cast, passkey: Passkey) -> None:
    assert is_signed_in(sign_in(cast, passkey))
    assert factors_of(cast.user("employee")) == 2  # recovery codes come with it
    assert User.objects.get(pk=cast.user("employee").pk).has_factor
    assert len(letters("account_notice")) == 1


def test_c4_it_is_the_second_step_after_a_password(cast: Cast, passkey: Passkey) -> None:
    client = signed_in(cast.user("employee"))
    assert not is_signed_in(client)
    options = options_on(client, "/accounts/sign-in/code/", "request_options")
    client.post("/accounts/sign-in/code/", {"credential": passkey.sign(options)})
    assert is_signed_in(client)


def test_c4_of_another_site_it_is_none(cast: Cast, passkey: Passkey) -> None:
    for name, value in (("origin", "https://evil.example"), ("host", "evil.example")):
        kept = getattr(passkey, name)
        setattr(passkey, name, value)
        assert not is_signed_in(sign_in(cast, passkey)), name
        setattr(passkey, name, kept)
    assert is_signed_in(sign_in(cast, passkey))


def test_c4_another_key_under_its_id_is_none(cast: Cast, passkey: Passkey) -> None:
    forged = Passkey()
    forged.id = passkey.id
    assert not is_signed_in(sign_in(cast, forged))


def test_c4_without_finger_or_pin_it_does_not_replace_the_password(cast: Cast, passkey: Passkey) -> None:
    assert not is_signed_in(sign_in(cast, passkey, flags=PRESENT))


def test_c4_an_answer_is_taken_once(cast: Cast, passkey: Passkey) -> None:
    client = Client()
    options = client.get(LOGIN, headers={"Accept": "application/json"}).json()["request_options"]
    credential = passkey.sign(options, user=handle_of(cast.user("employee")))
    client.post(LOGIN, {"credential": credential})
    client.post("/accounts/sign-out/")
    client.post(LOGIN, {"credential": credential})
    assert not is_signed_in(client)
    other = Client()
    other.get(LOGIN, headers={"Accept": "application/json"})
    other.post(LOGIN, {"credential": credential})
    assert not is_signed_in(other)


def test_c4_somebody_elses_key_is_not_ones_own(cast: Cast, passkey: Passkey) -> None:
    client = Client()
    options = client.get(LOGIN, headers={"Accept": "application/json"}).json()["request_options"]
    client.post(LOGIN, {"credential": passkey.sign(options, user=handle_of(cast.user("administrator")))})
    assert not is_signed_in(client)


@pytest.mark.parametrize("junk", JUNK)
def test_c4_junk_is_refused_without_a_fault(cast: Cast, passkey: Passkey, junk: str) -> None:
    client = Client()
    client.get(LOGIN, headers={"Accept": "application/json"})
    assert client.post(LOGIN, {"credential": junk}).status_code == 302
    assert not is_signed_in(client)


@pytest.mark.parametrize("junk", JUNK)
def test_c4_junk_is_no_new_passkey(cast: Cast, junk: str) -> None:
    client = signed_in(cast.user("employee"))
    confirm(client)
    client.get(ADD)
    assert client.post(ADD, {"name": "X", "credential": junk}).status_code == 200
    assert factors_of(cast.user("employee")) == 0


def test_c4_adding_and_removing_ask_for_the_password_again(cast: Cast, passkey: Passkey) -> None:
    client = sign_in(cast, passkey)
    for where in (ADD, "/accounts/security/passkeys/1/remove/"):
        assert client.post(where).headers["Location"].startswith("/accounts/confirm/")
    assert factors_of(cast.user("employee")) == 2


def test_a2_nobody_removes_or_renames_anothers(cast: Cast, passkey: Passkey) -> None:
    from allauth.mfa.models import Authenticator

    key = Authenticator.objects.get(type="webauthn")
    client = signed_in(cast.user("technician"))
    confirm(client)
    for verb in ("remove", "rename"):
        assert client.post(f"/accounts/security/passkeys/{key.pk}/{verb}/", {"name": "X"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
