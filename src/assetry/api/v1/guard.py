"""Who may use a route: a bearer token, and the permission that the route declares. There is no other sign-in here."""

from datetime import UTC, datetime
from typing import Final, cast

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from assetry.api.v1.requests import ApiRequest
from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.peers import peer_of
from assetry.platform.accounts.refusals import SecondFactorRequired, TokenReadsOnly
from assetry.platform.accounts.tokens import find_bearer
from assetry.platform.permissions.actor import Actor, Door

# For routes that show what the actor's scope holds, also when that is little.
SIGNED_IN: Final = "signed in"
_READING: Final = frozenset({"GET", "HEAD"})
LARGEST_BODY: Final = 2 * 1024 * 1024


class BodyTooLarge(Refusal):
    """More than the API reads."""

    code = "body_too_large"
    status = 413
    message = _("Send at most %(megabytes)s MB at once.")


class Bearer(HttpBearer):
    """The guard of one route, asked before the body is read. The matrix test walks `permission`.

    `largest` is what the route reads, in bytes.
    """

    def __init__(self, permission: str, *, largest: int = LARGEST_BODY) -> None:
        self.permission = str(permission)
        self.largest = largest
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor behind the token, None (401) where there is none.

        Raises NotPermitted without the permission anywhere, SecondFactorRequired, TokenReadsOnly, BodyTooLarge.
        """
        known = cast("ApiRequest", request)
        known.received_at = datetime.now(UTC)
        bearer = find_bearer(token.strip(), known.received_at, address=peer_of(request))
        if bearer is None:
            return None
        user, limits = bearer.user, bearer.token
        if user.owes_factor:
            raise SecondFactorRequired
        if limits.read_only and request.method not in _READING:
            raise TokenReadsOnly
        known.is_dry_run = limits.dry_run
        actor = Actor(
            user_id=user.pk,
            name=user.name,
            person_id=user.person_id,
            door=Door.API,
            request_id=known.request_id,
            language=translation.get_language() or user.language,
            permission_limit=None if limits.permissions is None else frozenset(limits.permissions),
            is_limited=limits.is_limited,
        )
        if self.permission != SIGNED_IN:
            actor.require(self.permission)
        if int(request.headers.get("Content-Length") or 0) > self.largest:
            raise BodyTooLarge(megabytes=self.largest // 1_000_000)
        return actor
