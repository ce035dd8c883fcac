"""What people do to their own account: passwords and tokens."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidInput, InvalidValue, NotFound
from assetry.kernel.text import clean_text
from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.accounts.refusals import TokenLifetime, TokenNameTaken, TokenRevoked
from assetry.platform.accounts.tokens import LONGEST, hash_token, new_token_text
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor


@operation(None, intent="accounts.token.create")
def create_token(*, actor: Actor, name: str, expires_at: datetime, at: datetime) -> tuple[ApiToken, str]:
    """Make a token of the actor's own; returns it and its text, which nobody can read again.

    Raises TokenNameTaken, TokenLifetime, InvalidValue.
    """
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
            )
    except IntegrityError as error:
        raise TokenNameTaken(field="name", name=name) from error
    return token, text


@operation(None, intent="accounts.token.revoke")
def revoke_token(*, actor: Actor, token: ApiToken, at: datetime) -> None:
    """End a token of the actor's own at once. Raises TokenRevoked, NotFound."""
    locked = lock_row(ApiToken.objects.filter(user_id=actor.user_id), token.pk, None)
    if locked.revoked_at is not None:
        raise TokenRevoked(name=locked.name)
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])


@operation(None, intent="accounts.password.set")
def set_own_password(*, actor: Actor, user: User, password: str, at: datetime) -> None:
    """Store a new password of the actor's own. Raises InvalidInput, NotFound for another's account."""
    if user.pk != actor.user_id:
        raise NotFound
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput({"password": " ".join(error.messages)}) from error
    user.set_password(password)
    user.save(update_fields=["password"])


@operation(None, intent="accounts.password.rehash")
def rehash_own_password(*, actor: Actor, user: User, password: str, at: datetime) -> None:
    """Store the same password hashed anew, as today's settings ask. Raises NotFound for another's account."""
    if user.pk != actor.user_id:
        raise NotFound
    user.set_password(password)
    user.save(update_fields=["password"])
