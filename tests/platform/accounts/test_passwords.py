"""Passwords: changed by their owner, signed; hashed anew when the settings grow."""

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from assetry.kernel.refusals import InvalidInput, NotFound
from assetry.platform.accounts.operations import set_own_password
from assetry.platform.audit.signed import signed
from tests.cast import NOW, PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW = "staple battery horse"


def intents() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT intent FROM audit_event WHERE intent LIKE 'accounts.%' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_the_page_changes_it_signed_as_the_user(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("employee"))
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    user = cast.user("employee")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert intents() == ["accounts.password.set"]


def test_the_adapter_leaves_sign_up_closed(cast: Cast) -> None:
    assert not get_adapter().is_open_for_signup(None)


def test_a_weak_one_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        set_own_password(actor=cast.actor("employee"), user=cast.user("employee"), password="short", at=NOW)


def test_anothers_is_out_of_reach(cast: Cast) -> None:
    with pytest.raises(NotFound):
        set_own_password(actor=cast.actor("administrator"), user=cast.user("employee"), password=NEW, at=NOW)


def test_sign_in_hashes_it_anew_when_the_settings_grew_and_signs_that(cast: Cast) -> None:
    user = cast.user("employee")
    with (
        override_settings(
            PASSWORD_HASHERS=[
                "django.contrib.auth.hashers.MD5PasswordHasher",
                "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            ]
        ),
    ):
        with signed("test"):
            user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
            user.save(update_fields=["password"])
        response = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("md5$")
    assert intents() == ["accounts.password.rehash"]


def test_sign_in_writes_last_login_and_nothing_else(cast: Cast) -> None:
    user = cast.user("employee")
    Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    user.refresh_from_db()
    assert user.last_login is not None
    assert intents() == []
