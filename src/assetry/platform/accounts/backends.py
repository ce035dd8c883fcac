"""The account of a session comes with the row of the session: a statement less on every page."""

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from assetry.platform.accounts.models import User

_beside: ContextVar[User | None] = ContextVar("user_read_with_session", default=None)


def keep_for_session(user: User | None) -> None:
    """Say whose session was just read; the next question for an account takes it, and it only once."""
    _beside.set(user)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, which otherwise would ask for the account by itself."""

    def get_user(self, user_id: Any) -> User | None:
        """The account, where it may sign in."""
        kept = _beside.get()
        _beside.set(None)
        if kept is not None and kept.pk == int(user_id):
            return kept if self.user_can_authenticate(kept) else None
        found: User | None = super().get_user(user_id)
        return found
