"""How allauth writes: signed by an event, and nobody signs up by themselves."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from assetry.platform.accounts.operations import set_own_password
from assetry.platform.permissions.actor import Actor


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators (`assetry user create`, Settings); sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password under an event of the user's own."""
        actor = Actor(user_id=user.pk, name=user.name, person_id=user.person_id, language=user.language)
        set_own_password(actor=actor, user=user, password=password, at=datetime.now(UTC))
