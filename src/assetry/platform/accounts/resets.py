"""A new password by mail: asked for by anybody, for any address, with the same answer."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from assetry.kernel.refusals import InvalidInput, NotFound
from assetry.platform.accounts.letters import RESET, post_reset, reset_facts
from assetry.platform.accounts.links import is_sealed, public_id_in
from assetry.platform.accounts.models import ResetLink, User
from assetry.platform.accounts.operations import set_own_password
from assetry.platform.accounts.refusals import LinkInvalid
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

LIFETIME: Final = timedelta(minutes=30)


@operation(None, intent="accounts.password.ask")
def ask_for_link(*, actor: Actor, at: datetime) -> ResetLink:
    """Send the actor a link to a new password."""
    return make_link(User.objects.get(pk=actor.user_id), at)


def make_link(user: User, at: datetime) -> ResetLink:
    """A link of an account and the mail that brings it, under the caller's event."""
    link = ResetLink.objects.create(user=user, created_at=at, expires_at=at + LIFETIME)
    post_reset(link)
    return link


def find_link(text: str, at: datetime) -> ResetLink:
    """The link of that text, if it still opens something. Raises LinkInvalid."""
    link = ResetLink.objects.select_related("user").filter(public_id=public_id_in(text)).first()
    if link is None or not _is_open(link, text, at):
        raise LinkInvalid
    return link


@operation(None, intent="accounts.password.reset")
def use_link(*, actor: Actor, text: str, password: str, at: datetime) -> None:
    """Set the actor's password by their link: every session and token of theirs ends. It signs nobody in.

    Raises LinkInvalid, InvalidInput, NotFound for another's link.
    """
    link = find_link(text, at)
    if link.user_id != actor.user_id:
        raise NotFound
    locked = lock_row(ResetLink.objects.all(), link.pk, None)
    if locked.used_at is not None:
        raise LinkInvalid
    try:
        validate_password(password, link.user)
    except ValidationError as error:
        raise InvalidInput({"password": " ".join(error.messages)}) from error
    locked.used_at = at
    locked.save(update_fields=["used_at"])
    set_own_password(actor=actor, user=link.user, password=password, at=at)


def _is_open(link: ResetLink, text: str, at: datetime) -> bool:
    fits = is_sealed(text, RESET, link.public_id, *reset_facts(link.user))
    return fits and link.used_at is None and at < link.expires_at and link.user.is_active
