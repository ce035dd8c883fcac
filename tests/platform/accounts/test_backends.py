"""The account of a session, read beside it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assetry.platform.accounts.backends import AccountBackend, keep_for_session
from assetry.platform.accounts.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_what_was_read_beside_the_session_is_taken_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = cast.user("auditor")
    keep_for_session(user)
    with django_assert_num_queries(0):
        assert AccountBackend().get_user(user.pk) is user
    with django_assert_num_queries(1):
        assert AccountBackend().get_user(user.pk) == user


def test_another_accounts_session_gives_nobody_away(cast: Cast) -> None:
    keep_for_session(cast.user("administrator"))
    found = AccountBackend().get_user(cast.user("auditor").pk)
    assert found == cast.user("auditor")


def test_an_account_that_may_not_sign_in_is_nobody(cast: Cast) -> None:
    user = cast.user("auditor")
    user.is_active = False
    keep_for_session(user)
    assert AccountBackend().get_user(user.pk) is None


def test_who_signs_out_is_nobody_in_the_next_request(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("auditor"))
    assert client.get("/assets").status_code == 200
    client.logout()
    assert client.get("/assets").status_code == 302
    assert User.objects.filter(pk=cast.user("auditor").pk).exists()
