"""How allauth writes: signed by an event, and nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators (`assetry user create`, Settings); sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password under an event of the user's own."""
        from assetry.platform.accounts.operations import set_own_password

        set_own_password(user=user, password=password)
