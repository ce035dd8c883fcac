"""C2: a new password by mail (Snipe CVE-2022-23064; iTop CVE-2022-39216, CVE-2024-51739; GLPI CVE-2024-47761)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from assetry.jobs.accounts import send_reset_link
from assetry.kernel.refusals import NotFound
from assetry.platform.accounts import resets
from assetry.platform.accounts.links import public_id_in
from assetry.platform.accounts.models import ResetLink, User
from assetry.platform.accounts.refusals import LinkInvalid
from assetry.platform.audit.signed import signed
from tests.cast import PASSWORD, Cast
from tests.domain.people import actor_of
from tests.support.signing_in import enrol, is_signed_in, letters, link_in, signed_in, try_password

pytestmark = pytest.mark.django_db
NEW = "staple battery horse"
ASK = "/accounts/reset/"


def link_for(user: User) -> str:
    send_reset_link(email=user.email)
    return link_in(letters("password_reset")[-1])


def choose(path: str, password: str = NEW) -> int:
    return Client().post(path, {"password": password, "again": password}).status_code


def text_of(path: str) -> str:
    return path.split("/")[-2]


def test_c2_the_link_is_of_the_configured_address_whatever_the_request_says(
    cast: Cast, settings: object
) -> None:
    headers = {"Host": "127.0.0.1", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    Client().post(ASK, {"email": "employee@example.com"}, headers=headers)
    send_reset_link(email="employee@example.com")
    (letter,) = letters("password_reset")
    assert "evil" not in letter.text + letter.html
    assert "http://127.0.0.1:8000/accounts/link/" in letter.text


def test_c2_a_foreign_host_gets_no_page(cast: Cast) -> None:
    answer = Client().post(ASK, {"email": "employee@example.com"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize("email", ["employee@example.com", "EMPLOYEE@example.com", "nobody@example.com"])
def test_c2_known_or_not_the_answer_and_the_work_are_the_same(cast: Cast, email: str) -> None:
    with CaptureQueriesContext(connection) as ran:
        answer = Client().post(ASK, {"email": email})
    statements = [one["sql"] for one in ran.captured_queries]
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/reset/asked/")
    assert not [sql for sql in statements if "accounts_user" in sql or "resetlink" in sql]
    assert ProcrastinateJob.objects.filter(task_name="assetry.jobs.accounts.send_reset_link").count() == 1


def test_c2_nobody_unknown_or_closed_gets_a_mail(cast: Cast) -> None:
    user = cast.user("employee")
    with signed("test"):
        User.objects.filter(pk=user.pk).update(is_active=False)
    for email in (user.email, "nobody@example.com", "' OR 1=1 --"):
        send_reset_link(email=email)
    assert letters("password_reset") == []


def test_c2_it_works_once(cast: Cast) -> None:
    path = link_for(cast.user("employee"))
    assert Client().get(path).status_code == 200
    assert [choose(path), choose(path, "another battery horse")] == [302, 410]
    assert signed_in_with(cast, NEW)


def signed_in_with(cast: Cast, password: str) -> bool:
    client = Client()
    try_password(client, cast.user("employee"), password)
    return is_signed_in(client)


def test_c2_it_is_kept_nowhere_and_cannot_be_made_from_what_is(cast: Cast) -> None:
    path = link_for(cast.user("employee"))
    seal = text_of(path).partition("-")[2]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT json_agg(r)::text FROM accounts_resetlink r) || (SELECT json_agg(m)::text"
            " FROM notifications_outgoingmail m) || (SELECT json_agg(j)::text FROM procrastinate_jobs j)"
        )
        kept = cursor.fetchone()[0]
    assert len(seal) >= 40
    assert seal not in kept


def test_c2_it_lasts_thirty_minutes(cast: Cast) -> None:
    text = text_of(link_for(cast.user("employee")))
    link = ResetLink.objects.get()
    assert link.expires_at - link.created_at == timedelta(minutes=30)
    assert resets.find_link(text, link.expires_at - timedelta(seconds=1)) == link
    with pytest.raises(LinkInvalid):
        resets.find_link(text, link.expires_at)


@pytest.mark.parametrize("change", [{"email": "other@example.com"}, {"password": "x"}, {"is_active": False}])
def test_c2_it_dies_with_the_address_the_password_and_the_account(
    cast: Cast, change: dict[str, object]
) -> None:
    path = link_for(cast.user("employee"))
    with signed("test"):
        User.objects.filter(pk=cast.user("employee").pk).update(**change)
    assert choose(path) == 410


@pytest.mark.parametrize("tail", ["", "-", "-x", "-" + "0" * 43])
def test_c2_another_seal_opens_nothing(cast: Cast, tail: str) -> None:
    text = text_of(link_for(cast.user("employee")))
    assert choose(f"/accounts/link/{public_id_in(text)}{tail}/") == 410


def test_c2_anothers_link_is_no_link_of_mine(cast: Cast) -> None:
    text = text_of(link_for(cast.user("employee")))
    with pytest.raises(NotFound):
        resets.use_link(
            actor=actor_of(cast.user("technician")), text=text, password=NEW, at=datetime.now(UTC)
        )


def test_c2_it_never_goes_past_the_second_factor(cast: Cast) -> None:
    user = cast.user("employee")
    enrol(user)
    client = Client()
    assert (
        client.post(link_for(user), {"password": NEW, "again": NEW}).headers["Location"]
        == "/accounts/sign-in/"
    )
    assert not is_signed_in(client)
    assert try_password(client, user, NEW).headers["Location"] == "/accounts/sign-in/code/"
    assert not is_signed_in(client)


def test_c2_it_ends_every_session_and_tells_the_owner(cast: Cast) -> None:
    client = signed_in(cast.user("employee"))
    assert choose(link_for(cast.user("employee"))) == 302
    assert not is_signed_in(client)
    assert [letter.subject for letter in letters("account_notice")] == ["Your password was changed"]


@pytest.mark.parametrize("weak", ["short", "password1234", "employee@example.com", "qwerty123456"])
def test_c5_the_same_rules_for_passwords_as_anywhere(cast: Cast, weak: str) -> None:
    path = link_for(cast.user("employee"))
    assert choose(path, weak) == 422
    assert signed_in_with(cast, PASSWORD)
