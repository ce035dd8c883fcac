"""Who gets into a register: `python -m bench.accounts` prints sessions and a token, made anew, as JSON."""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

SECRET_KEY = "for benchmarks only: sessions are signed with it"
ADMINISTRATOR = "bench@bench.example"
# What some of the users see: two rooms, half of the rows, 6 of 20 companies, their own, 19 of 20, one small company.
SCOPES = {"places": 1, "half": 2, "six": 3, "self": 4, "nineteen": 5, "small": 49}


def make_administrator(at: datetime) -> None:
    """An account that holds everything, under the caller's event."""
    from assetry.domain.access.bootstrap import create_account

    create_account(
        email=ADMINISTRATOR,
        name="Bench",
        password="a bench has no secrets",
        role_code="administrator",
        at=at,
    )


def let_in(at: datetime) -> dict[str, Any]:
    """A token and a session of the administrator, and a session of a user of each scope."""
    from assetry.cli.support.owner import signed_as_owner
    from assetry.platform.accounts.models import ApiToken, User
    from assetry.platform.accounts.tokens import hash_token, new_token_text

    text = new_token_text()
    with signed_as_owner("bench.let_in"):
        administrator = User.objects.get(email=ADMINISTRATOR)
        ApiToken.objects.filter(user=administrator).delete()
        ApiToken.objects.create(
            user=administrator,
            name="bench",
            token_hash=hash_token(text),
            created_at=at,
            expires_at=at + timedelta(days=30),
        )
    sessions = {
        name: _session(User.objects.get(email=f"user{n}@bench.example")) for name, n in SCOPES.items()
    }
    return {"token": text, "session": _session(administrator), "sessions": sessions}


def _session(user: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from assetry.platform.accounts.session_store import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    """Let in to the register that the environment names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    print(json.dumps(let_in(datetime.now(UTC))))


if __name__ == "__main__":
    main()
