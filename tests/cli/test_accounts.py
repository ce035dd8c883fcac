"""`assetry user` and `assetry token`."""

import argparse
import io
from typing import Any

import pytest

from assetry.cli import token, user
from assetry.cli.main import refusal_words
from assetry.cli.support.acting import UnknownUser
from assetry.domain.access.models import Role
from assetry.domain.access.operations import ask_for_factor
from assetry.domain.access.refusals import AddressTaken
from assetry.kernel.refusals import InvalidInput
from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.accounts.refusals import TokenLifetime, TokenTooWide
from assetry.platform.accounts.tokens import find_bearer
from assetry.platform.faults import ConfigurationError
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, PASSWORD, Cast, make_cast
from tests.support.signing_in import enrol, factors_of, is_signed_in, letters, signed_in


def run(module: Any, *words: str) -> int:
    parser = argparse.ArgumentParser()
    module.register(parser.add_subparsers())
    return int(module.run(parser.parse_args(words)))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password comes over the input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


@pytest.mark.django_db
def test_token_prints_the_token_alone(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(token, "token", "create", "--user", "Technician@example.com", "--name", "scanner", "--days", "7")
        == 0
    )
    printed = capsys.readouterr().out
    kept = ApiToken.objects.get()
    bearer = find_bearer(printed.strip(), kept.created_at)
    assert bearer is not None
    assert bearer.user == cast.user("technician")
    assert (kept.expires_at - kept.created_at).days == 7
    assert len(printed.split()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("days", ["0", "-1", "732", "99999999999"])
def test_token_refuses_a_strange_end(cast: Cast, days: str) -> None:
    with pytest.raises(TokenLifetime):
        run(token, "token", "create", "--user", "technician@example.com", "--name", "x", "--days", days)


@pytest.mark.django_db
def test_token_refuses_who_has_no_account(cast: Cast) -> None:
    with pytest.raises(UnknownUser):
        run(token, "token", "create", "--user", "nobody@example.com", "--name", "x")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_user_makes_an_administrator_as_the_owner(typed: None, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--email", "Ada@example.com", "--name", "Ada", "--role", "administrator", "--password-stdin")
    assert run(user, "user", "create", *words) == 0
    made = User.objects.get(email="ada@example.com")
    assert made.check_password(PASSWORD)
    assert Actor(user_id=made.pk, name=made.name).may("access.manage")
    assert "ada@example.com" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_user_without_a_role_may_see_nothing(typed: None) -> None:
    run(user, "user", "create", "--email", "eve@example.com", "--name", "Eve", "--password-stdin")
    made = User.objects.get(email="eve@example.com")
    assert Actor(user_id=made.pk, name=made.name).permissions == frozenset()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_user_refuses_a_taken_address_and_a_weak_password(
    typed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("user", "create", "--email", "eve@example.com", "--name", "Eve", "--password-stdin")
    run(user, *words)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    with pytest.raises(AddressTaken):
        run(user, *words)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(InvalidInput):
        run(user, *words[:3], "other@example.com", *words[4:])
    assert User.objects.filter(created_at__gt=NOW.replace(year=2000)).count() == 1


def test_user_says_how_to_give_a_password_where_nobody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(ConfigurationError, match="--password-stdin"):
        run(user, "user", "create", "--email", "eve@example.com", "--name", "Eve")


def test_what_is_wrong_about_an_input_is_named() -> None:
    refusal = InvalidInput({"password": "Give at least 12 characters."})
    assert refusal_words(refusal) == "Some values need a correction. password: Give at least 12 characters."


@pytest.mark.django_db
def test_token_is_as_narrow_as_asked(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    limits = ["--permission", "assets.asset.view", "--network", "192.0.2.7/24", "--read-only", "--dry-run"]
    run(token, "token", "create", "--user", "technician@example.com", "--name", "x", *limits)
    kept = ApiToken.objects.get()
    assert (kept.permissions, kept.networks) == (["assets.asset.view"], ["192.0.2.0/24"])
    assert (kept.read_only, kept.dry_run) == (True, True)
    assert find_bearer(capsys.readouterr().out.strip(), kept.created_at, address="192.0.2.9") is not None


@pytest.mark.django_db
def test_token_permits_nothing_that_its_owner_may_not(cast: Cast) -> None:
    words = ["--user", "employee@example.com", "--name", "x", "--permission", "access.manage"]
    with pytest.raises(TokenTooWide):
        run(token, "token", "create", *words)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_c4_who_runs_the_server_lets_the_last_administrator_in_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cast = make_cast()
    boss = cast.user("administrator")
    enrol(boss)
    role = Role.objects.get(code="administrator")
    ask_for_factor(actor=cast.actor("administrator"), role=role, is_asked=True, at=NOW)
    client = signed_in(boss)
    assert run(user, "user", "reset-factors", "--email", "administrator@example.com") == 0
    assert "Removed 2 second factors" in capsys.readouterr().out
    assert (factors_of(boss), User.objects.get(pk=boss.pk).owes_factor) == (0, True)
    assert not is_signed_in(client)
    assert [letter.to for letter in letters("account_notice")] == ["administrator@example.com"]
