"""Reads of accounts: one's own tokens; for whoever manages access, everybody's."""

from collections.abc import Iterable

from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def list_own_tokens(actor: Actor) -> list[ApiToken]:
    """The actor's own tokens, newest first, revoked and expired ones too."""
    return list(ApiToken.objects.filter(user_id=actor.user_id).order_by("-pk"))


def get_own_token(actor: Actor, public_id: str) -> ApiToken:
    """One of the actor's own tokens; raises NotFound."""
    return row_of(ApiToken.objects.filter(user_id=actor.user_id), public_id)


def list_names(user_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Public id and name of accounts by their keys: who did something is told to whoever may see what they did."""
    rows = User.objects.filter(pk__in=set(user_ids)).values_list("pk", "public_id", "name")
    return {pk: (public_id, name) for pk, public_id, name in rows}


def get_own_account(actor: Actor) -> User:
    """The actor's account."""
    return User.objects.get(pk=actor.user_id)
