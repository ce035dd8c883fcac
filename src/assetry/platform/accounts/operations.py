"""What people do to their own account: passwords and tokens."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidInput, InvalidValue, NotFound
from assetry.kernel.text import clean_text
from assetry.platform.accounts.letters import post_notice
from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.accounts.peers import parse_network
from assetry.platform.accounts.refusals import (
    NetworkUnreadable,
    TokenLifetime,
    TokenMakesNoTokens,
    TokenNameTaken,
    TokenRevoked,
    TokenTooWide,
)
from assetry.platform.accounts.sessions import end_sessions
from assetry.platform.accounts.tokens import LONGEST, end_tokens, hash_token, new_token_text
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor


@operation(None, intent="accounts.token.create")
def create_token(
    *,
    actor: Actor,
    name: str,
    expires_at: datetime,
    permission_codes: Sequence[str] | None = None,
    networks: Sequence[str] = (),
    read_only: bool = False,
    dry_run: bool = False,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Make a token of the actor's own; returns it and its text, which nobody can read again.

    `permission_codes`: what it may of what its owner may, asked again at each use (None: all of it).
    Raises TokenNameTaken, TokenLifetime, TokenTooWide, TokenMakesNoTokens, NetworkUnreadable, InvalidValue.
    """
    if actor.is_limited:
        raise TokenMakesNoTokens
    name = clean_text(name)
    if not 0 < len(name) <= 100 or "\n" in name:
        raise InvalidValue(field="name", reason=_("Give a name of at most 100 characters, on one line."))
    if not at < expires_at <= at + LONGEST:
        raise TokenLifetime(field="expires_at", days=LONGEST.days)
    text = new_token_text()
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                user_id=actor.user_id,
                name=name,
                token_hash=hash_token(text),
                created_at=at,
                expires_at=expires_at,
                permissions=_held(actor, permission_codes),
                networks=_networks(networks),
                read_only=read_only,
                dry_run=dry_run,
            )
    except IntegrityError as error:
        raise TokenNameTaken(field="name", name=name) from error
    return token, text


@operation(None, intent="accounts.token.revoke")
def revoke_token(*, actor: Actor, token: ApiToken, at: datetime) -> None:
    """End a token of the actor's own at once. Raises TokenMakesNoTokens, TokenRevoked, NotFound."""
    if actor.is_limited:
        raise TokenMakesNoTokens
    locked = lock_row(ApiToken.objects.filter(user_id=actor.user_id), token.pk, None)
    if locked.revoked_at is not None:
        raise TokenRevoked(name=locked.name)
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])


@operation(None, intent="accounts.password.set")
def set_own_password(
    *, actor: Actor, user: User, password: str, keep: str | None = None, at: datetime
) -> None:
    """Store a new password of the actor's own: all sessions but the one with the key `keep` end, all tokens too.

    Raises InvalidInput, NotFound for another's account.
    """
    if user.pk != actor.user_id:
        raise NotFound
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput({"password": " ".join(error.messages)}) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions([user.pk], keep=keep)
    end_tokens([user.pk], at=at)
    post_notice(user, "password_changed")


@operation(None, intent="accounts.password.rehash")
def rehash_own_password(*, actor: Actor, user: User, password: str, at: datetime) -> None:
    """Store the same password hashed anew, as today's settings ask. Raises NotFound for another's account."""
    if user.pk != actor.user_id:
        raise NotFound
    user.set_password(password)
    user.save(update_fields=["password"])


def _held(actor: Actor, codes: Sequence[str] | None) -> list[str] | None:
    """The codes once each, sorted. Raises TokenTooWide for one that the owner does not hold."""
    if codes is None:
        return None
    foreign = sorted(set(codes) - actor.permissions)
    if foreign:
        raise TokenTooWide(field="permissions", permission=foreign[0])
    return sorted(set(codes))


def _networks(texts: Sequence[str]) -> list[str]:
    found = []
    for text in texts:
        try:
            found.append(parse_network(text))
        except ValueError as error:
            raise NetworkUnreadable(field="networks", network=text[:50]) from error
    return sorted(set(found))
