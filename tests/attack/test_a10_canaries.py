"""A10, C11: one canary for each secret, and a look wherever nobody looks: logs, every row of every table (sessions,
jobs, kept answers, mails, the trail), backups, error pages, what commands say.

Snipe-IT CVE-2026-86758, Fleet CVE-2026-48786, GLPI CVE-2024-50339 (readable session ids), NetBox 4.7.0 (a token in
job results), Shelf 329af3aa (credentials inside addresses).
"""

import io
import logging
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import DataError, connection
from django.test import Client
from django.utils import timezone

from assetry.jobs.accounts import send_reset_link
from assetry.platform.accounts.models import Session, User
from assetry.platform.audit.signed import signed
from assetry.platform.redactor.logs import JsonLines
from tests.api.conftest import Caller
from tests.attack.test_c5b_invitations import send as invited
from tests.cast import Cast
from tests.support.backups import register
from tests.support.running import run
from tests.support.signing_in import app_code, confirm, enrol, letters, link_in, signed_in

pytestmark = pytest.mark.django_db
PASSWORD, NEW, TYPED = "c4nary-password-once", "c4nary-password-then", "c4nary-typed-elsewhere"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Whatever is logged, at every level, as it is written for machines."""
    said, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.setLevel(level)
    root.removeHandler(handler)


def every_row() -> str:
    """All rows of all tables as text, sessions decoded beside it; as the transaction of the test sees them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM {table} AS t")
            texts.append(str(cursor.fetchone()[0]))
    decoded = [str(SessionBase().decode(session.data)) for session in Session.objects.all()]
    return "\n".join([*texts, *decoded])


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    """The names of the secrets that stand in a text: plain, or as bytes are shown (hex, base64)."""
    ways: list[Callable[[str], str]] = [
        str,
        lambda secret: secret.encode().hex(),
        lambda secret: b64encode(secret.encode()).decode().rstrip("=")[:-2],
    ]
    return [name for name, secret in secrets.items() if any(way(secret) in text for way in ways)]


def keys_of(*clients: Client) -> dict[str, str]:
    return {
        f"session {number}": client.cookies[settings.SESSION_COOKIE_NAME].value
        for number, client in enumerate(clients)
    }


def used(cast: Cast) -> dict[str, str]:
    """Every secret of accounts, sent through its door; by what it is."""
    user = cast.user("technician")
    with signed("test"):
        user.set_password(PASSWORD)
        user.save()
    browser = Client()
    browser.post("/accounts/sign-in/", {"login": user.email, "password": PASSWORD})
    for login, password in ((TYPED, "x"), (user.email, TYPED), (f"{TYPED}@example.com", TYPED)):
        Client().post("/accounts/sign-in/", {"login": login, "password": password})
    Client().get(f"/nothing?password={TYPED}", headers={"User-Agent": f"x password={TYPED}"})
    send_reset_link(email=user.email)
    reset = link_in(letters("password_reset")[-1])
    Client().post(reset, {"password": NEW, "again": NEW})
    invitation = invited(cast.actor("administrator"))
    Client().get(invitation)
    keys, seed = added_app(cast.user("employee"))
    codes = enrol(cast.user("auditor"))
    texts = {f"recovery code {code}": code for code in codes}
    links = {"reset link": reset.split("/")[-2], "invitation": invitation.split("/")[-2]}
    tokens = api_used(cast)
    return {
        "password": PASSWORD, "new password": NEW, "typed": TYPED, "app": seed, **keys_of(browser), **keys, **texts,
        **links, **tokens,
    }  # fmt: skip


def added_app(user: User) -> tuple[dict[str, str], str]:
    """Somebody is adding an authenticator app: the form with its seed was shown, a wrong code was sent."""
    client = signed_in(user)
    confirm(client)
    page = client.get("/accounts/security/app/").content.decode()
    seed = re.findall(r"\b[A-Z2-7]{32}\b", page)[0]
    client.post("/accounts/security/app/", {"code": "000000"})
    begun = {"the key of who adds an app": client.cookies[settings.SESSION_COOKIE_NAME].value}
    other = signed_in(user)
    confirm(other)
    other.get("/accounts/security/app/")
    other.post("/accounts/security/app/", {"code": app_code(secret=seed)})
    return begun, seed


def api_used(cast: Cast) -> dict[str, str]:
    """Tokens: one that made another by a request that may be repeated, both used well and badly."""
    from assetry.platform.accounts.operations import create_token

    at = timezone.now()
    _token, text = create_token(
        actor=cast.actor("administrator"), name="x", expires_at=at + timedelta(days=1), at=at
    )
    ask = Caller(text)
    body = {"name": "y", "expires_at": (at + timedelta(days=1)).isoformat()}
    made = ask.post("/tokens", body, Idempotency_Key="once")
    assert made.status == 201, made.data
    ask.post("/assets", {"name": text, "password": TYPED}, Idempotency_Key="twice")
    Caller(made.data["token"]).get("/nothing?token=" + made.data["token"])
    return {"token": text, "made token": made.data["token"]}


def test_a10_no_secret_stands_in_a_log_or_a_row(cast: Cast, log: io.StringIO) -> None:
    secrets = used(cast)
    assert len(secrets) > 15
    assert found_in(log.getvalue(), secrets) == []
    assert found_in(every_row(), secrets) == []


def test_a10_what_is_looked_for_would_be_seen(cast: Cast, log: io.StringIO) -> None:
    with signed("test"):
        User.objects.filter(pk=cast.user("auditor").pk).update(name=PASSWORD)
    logging.getLogger("assetry.test").info("It says %s.", PASSWORD)
    secrets = {"password": PASSWORD}
    assert [found_in(text, secrets) for text in (log.getvalue(), every_row())] == [["password"]] * 2


def fails_telling(secret: str) -> Callable[..., Any]:
    def fail(_execute: Any, sql: str, params: Any, *_rest: Any) -> Any:
        raise DataError(f"broken by password={secret} in {sql}")

    return fail


@pytest.mark.parametrize("where", ["/accounts/sign-in/", "/api/v1/tokens"])
def test_a10_no_error_page_tells_what_was_sent(cast: Cast, log: io.StringIO, where: str) -> None:
    client = Client(raise_request_exception=False)
    sent = {"login": "employee@example.com", "password": PASSWORD}
    with connection.execute_wrapper(fails_telling(TYPED)):
        answer = client.post(where, sent, headers={"Authorization": f"Bearer assetry_{PASSWORD}"})
    secrets = {"sent": PASSWORD, "raised": TYPED}
    assert answer.status_code >= 500
    assert [found_in(text, secrets) for text in (answer.content.decode(), log.getvalue())] == [[], []]


CONFIGURED = {
    "database password": "c4nary-database",
    "mail password": "c4nary-mail",
    "key": "c4nary-q8ZtPfXw2LrVbN5yKdGhJm3sTuAe7Rc1",
}


def configured(place: Any) -> dict[str, str]:
    """The environment of an installation whose every secret is a canary; the test server takes any password."""
    password = f"password={CONFIGURED['database password']}"
    return {
        "DATABASE_URL": f"{place.application}&{password}",
        "ASSETRY_OWNER_DATABASE_URL": f"{place.owner}&{password}",
        "ASSETRY_SMTP_URL": f"smtp://me:{CONFIGURED['mail password']}@127.0.0.1:9/",
        "ASSETRY_SECRET_KEY": CONFIGURED["key"],
        "ASSETRY_LOG_LEVEL": "DEBUG",
    }


def test_a10_commands_and_backups_tell_no_configured_secret(django_db_setup: None, tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    with register(tmp_path) as place:
        environment = configured(place)
        with psycopg.connect(place.owner) as owner:
            owner.execute("DELETE FROM django_migrations WHERE app = 'trailtest'")  # a table of our own tests
        made = run("backup", "--to", str(archive), data_dir=tmp_path, extra=environment)
        looked = run("doctor", data_dir=tmp_path, extra=environment)
        broken = environment | {"DATABASE_URL": environment["DATABASE_URL"].replace("host=", "host=/nowhere")}
        down = run("doctor", "--json", data_dir=tmp_path, extra=broken)
    assert (made.returncode, "checks" in looked.stdout, down.returncode == 0) == (0, True, False)
    said = "".join(each.stdout + each.stderr for each in (made, looked, down))
    beside = [path.read_text(errors="replace") for path in tmp_path.glob("*.json*")]
    with zipfile.ZipFile(archive) as opened:
        members = [opened.read(name).decode(errors="replace") for name in opened.namelist()]
    assert [
        found_in(text, CONFIGURED) for text in (said, *beside, *members) if found_in(text, CONFIGURED)
    ] == []
