"""Where an account is signed in: listed for its owner, ended when what the sign-in stood on changes."""

from collections.abc import Iterable

from assetry.kernel.refusals import NotFound
from assetry.platform.accounts.models import Session
from assetry.platform.accounts.session_store import hash_key
from assetry.platform.permissions.actor import Actor


def list_own_sessions(actor: Actor) -> list[Session]:
    """The actor's sessions, the one that was used last first."""
    return list(Session.objects.filter(user_id=actor.user_id).defer("data").order_by("-seen_at", "key_hash"))


def is_of_key(session: Session, key: str | None) -> bool:
    """Whether it is the session of this key."""
    return key is not None and session.key_hash == hash_key(key)


def end_sessions(user_ids: Iterable[int], *, keep: str | None = None) -> int:
    """End all sessions of these accounts, but the one with the key `keep`; returns how many. The next request of
    each is a stranger's.
    """
    ended = Session.objects.filter(user_id__in=set(user_ids))
    return ended.exclude(key_hash=hash_key(keep)).delete()[0] if keep else ended.delete()[0]


def end_own_session(*, actor: Actor, public_id: str) -> None:
    """End one of the actor's own sessions. Raises NotFound."""
    if not Session.objects.filter(user_id=actor.user_id, public_id=public_id).delete()[0]:
        raise NotFound
