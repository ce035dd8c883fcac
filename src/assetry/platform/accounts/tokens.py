"""Bearer tokens: 256 random bits, shown once, kept as a hash; who presents one acts as its owner."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.accounts.peers import is_within

# Says whose secret it is, to people and to scanners for leaked secrets.
PREFIX: Final = "assetry_"
LONGEST: Final = timedelta(days=731)
# How exact "last used" is: a statement per token and minute, not per request.
_USE_RESOLUTION: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """The account behind a token that was presented, and the token."""

    user: User
    token: ApiToken


def new_token_text() -> str:
    """The text that is shown once."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_token(text: str) -> str:
    """What is kept of it; a fast hash is enough for 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def end_tokens(user_ids: Iterable[int], *, at: datetime) -> None:
    """End every token of these accounts, for good."""
    ApiToken.objects.filter(user_id__in=set(user_ids), revoked_at=None).update(revoked_at=at)


def find_bearer(text: str, at: datetime, *, address: str = "") -> Bearer | None:
    """Who presents this token, from that address.

    None when it is unknown, expired, revoked, bound to other networks, or its owner's account is not active. Asked
    of the database at each request: nothing is kept that could outlive a deactivation.
    """
    if not text.startswith(PREFIX):
        return None
    token = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=hash_token(text), expires_at__gt=at, revoked_at=None, user__is_active=True)
        .first()
    )
    if token is None or (token.networks and not is_within(address, token.networks)):
        return None
    _note_use(token, at, address)
    return Bearer(token.user, token)


def _note_use(token: ApiToken, at: datetime, address: str) -> None:
    """Remember the use (a mirror: no event), at most once a minute, whoever of many requests comes first."""
    before = at - _USE_RESOLUTION
    if token.last_used_at is None or token.last_used_at <= before:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=before)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at, last_used_from=address or None)
