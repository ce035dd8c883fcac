"""C5: tries are counted by account and trusted peer (Homebox CVE-2026-27981; Fleet CVE-2026-24000, CVE-2026-46356)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings

from assetry.platform.accounts import throttles
from assetry.platform.accounts.models import Attempts
from assetry.platform.accounts.refusals import TooManyAttempts
from assetry.platform.accounts.throttles import Limit, claim_once, count_attempt
from tests.cast import NOW, PASSWORD, Cast
from tests.support.races import Rival
from tests.support.signing_in import is_signed_in, signed_in, try_password

pytestmark = pytest.mark.django_db
HERE = throttles.SIGN_IN_HERE.most


def guesses(cast: Cast, n: int, **headers: str) -> None:
    for _ in range(n):
        try_password(Client(), cast.user("employee"), "wrong horse battery", **headers)


def opens(cast: Cast, **headers: str) -> bool:
    client = Client()
    try_password(client, cast.user("employee"), **headers)
    return is_signed_in(client)


def test_c5_ten_guesses_then_not_even_the_right_one(cast: Cast) -> None:
    guesses(cast, HERE)
    assert not opens(cast)
    assert is_signed_in(signed_in(cast.user("technician")))


def test_c5_one_guess_less_leaves_the_right_one_and_right_ones_count_nothing(cast: Cast) -> None:
    guesses(cast, HERE - 1)
    assert [opens(cast) for _ in range(3)] == [True] * 3


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"]
)
def test_c5_a_forged_address_is_no_new_visitor(cast: Cast, header: str) -> None:
    for n in range(HERE):
        guesses(cast, 1, **{header: f"203.0.113.{n}"})
    assert not opens(cast, **{header: "203.0.113.200"})


def test_c5_behind_a_trusted_proxy_visitors_are_counted_apart(cast: Cast) -> None:
    with override_settings(TRUSTED_PROXIES=("127.0.0.1/32",)):
        guesses(cast, HERE, **{"X-Forwarded-For": "203.0.113.1"})
        assert not opens(cast, **{"X-Forwarded-For": "9.9.9.9, 203.0.113.1"})
        assert opens(cast, **{"X-Forwarded-For": "203.0.113.2"})


def test_c5_many_visitors_share_what_one_account_stands(cast: Cast) -> None:
    with override_settings(TRUSTED_PROXIES=("127.0.0.1/32",)):
        for n in range(throttles.SIGN_IN_ACCOUNT.most):
            guesses(cast, 1, **{"X-Forwarded-For": f"203.0.113.{n}"})
        assert not opens(cast, **{"X-Forwarded-For": "203.0.113.200"})


def test_c5_an_unknown_account_is_counted_and_answered_alike(cast: Cast) -> None:
    def answers(login: str) -> list[str]:
        sent = {"login": login, "password": "wrong horse battery"}
        pages = [Client().post("/accounts/sign-in/", sent).content.decode() for _ in range(HERE + 1)]
        return ["tried too often" if "tried too often" in page else "wrong" for page in pages]

    assert answers("employee@example.com") == answers("nobody@example.com")
    assert answers("EMPLOYEE@example.com ")[0] == "tried too often"


def test_c5_saying_again_who_one_is_is_counted_too(cast: Cast) -> None:
    client = signed_in(cast.user("employee"))
    for _ in range(HERE):
        client.post("/accounts/confirm/", {"password": "wrong horse battery"})
    assert client.post("/accounts/confirm/", {"password": PASSWORD}).status_code == 200


def test_c5_so_is_the_old_password_beside_a_new_one(cast: Cast) -> None:
    client = signed_in(cast.user("employee"))
    form = {
        "oldpassword": "wrong horse battery",
        "password1": "staple battery horse",
        "password2": "staple battery horse",
    }
    for _ in range(throttles.SIGN_IN_ACCOUNT.most):
        client.post("/accounts/password/", form)
    assert client.post("/accounts/password/", form | {"oldpassword": PASSWORD}).status_code == 200


def test_c5_links_to_one_address_are_three_in_a_quarter_of_an_hour(cast: Cast) -> None:
    answers = [Client().post("/accounts/reset/", {"email": "x@example.com"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_c5_seals_are_not_guessed(cast: Cast) -> None:
    answers = {
        Client().get(f"/accounts/link/{n:012}-x/").status_code for n in range(throttles.LINK_PEER.most)
    }
    assert answers == {410}
    assert Client().get("/accounts/link/000000000000-x/").status_code == 429


@pytest.mark.parametrize("path", ["/accounts/link/x/", "/accounts/invitation/x/", "/accounts/reset/"])
def test_c12_links_take_no_forged_form(cast: Cast, path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, {"password": "x", "email": "x@example.com"})
    assert answer.status_code == 403


# The counting -----------------------------------------------------------------------------------------------

TWO = Limit("two", 2)


def test_c5_the_window_ends_and_begins_anew(db: None) -> None:
    for minutes in (0, 1):
        count_attempt(TWO, "x", at=NOW + timedelta(minutes=minutes))
    with pytest.raises(TooManyAttempts):
        count_attempt(TWO, "x", at=NOW + timedelta(minutes=14))
    count_attempt(TWO, "y", at=NOW)
    count_attempt(TWO, "x", at=NOW + timedelta(minutes=15))


def test_c5_what_counts_no_more_is_swept(db: None) -> None:
    count_attempt(TWO, "x", at=NOW)
    throttles.drop_old_attempts(NOW + timedelta(minutes=14))
    assert Attempts.objects.count() == 1
    throttles.drop_old_attempts(NOW + timedelta(minutes=15))
    assert Attempts.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_c5_of_many_at_once_one_takes_a_code() -> None:
    now = datetime.now(UTC)
    rivals = [
        Rival(lambda: claim_once("code", "1", at=now, until=now + timedelta(minutes=3))) for _ in range(8)
    ]
    assert sorted(rival.finish() for rival in rivals) == [False] * 7 + [True]
