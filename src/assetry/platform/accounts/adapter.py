"""How allauth signs in and writes: tries are counted, changes signed by an event, and nobody signs up by themselves."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assetry.platform.accounts import throttles
from assetry.platform.accounts.operations import set_own_password
from assetry.platform.accounts.peers import group_of, peer_of
from assetry.platform.accounts.refusals import TooManyAttempts
from assetry.platform.accounts.session_store import ADDRESS, AGENT
from assetry.platform.permissions.actor import Actor


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators (`assetry user create`, Settings, invitations); sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The peer, or whom a trusted proxy names."""
        return peer_of(request)

    def is_safe_url(self, url: str) -> bool:
        """Whether to lead on to it: `#…` names the page itself, which would lead on to itself without end."""
        return url.startswith(("/", "http:", "https:")) and bool(super().is_safe_url(url))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, whether the account exists or not. Raises ValidationError."""
        counted = _counted(request, str(credentials.get("email") or credentials.get("username") or ""))
        try:
            for limit, what in counted:
                throttles.count_attempt(limit, *what, at=datetime.now(UTC))
        except TooManyAttempts as refusal:
            raise ValidationError(str(refusal)) from refusal
        self._counted = counted

    def _rollback_login_failed_rl_usage(self) -> None:
        for limit, what in self._counted:
            throttles.forgive_attempt(limit, *what)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether it is the password; counted like a sign-in."""
        return bool(self.authenticate(self.request, email=user.email, password=password) == user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to say again who one is, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in under a new session key, and remember from where."""
        super().login(request, user)
        request.session[ADDRESS] = peer_of(request)
        request.session[AGENT] = request.headers.get("User-Agent", "")

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password under an event of the user's own; only this very session stays."""
        actor = Actor(user_id=user.pk, name=user.name, person_id=user.person_id, language=user.language)
        keep = self.request.session.session_key if self.request is not None else None
        set_own_password(actor=actor, user=user, password=password, keep=keep, at=datetime.now(UTC))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: what changed is told by a mail of the operation that changed it."""


def _counted(request: HttpRequest, email: str) -> list[tuple[throttles.Limit, tuple[str, ...]]]:
    account, peer = email.strip().casefold(), group_of(peer_of(request))
    return [
        (throttles.SIGN_IN_PEER, (peer,)),
        (throttles.SIGN_IN_ACCOUNT, (account,)),
        (throttles.SIGN_IN_HERE, (account, peer)),
    ]
