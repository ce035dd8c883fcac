"""Actors for accounts that are not at a door themselves: whom a job works for, whom something is told."""

from collections.abc import Iterable

from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor, Door


def actor_of(user: User, door: Door = Door.JOB) -> Actor:
    """The account as an actor, with the rights that it has now."""
    return Actor(user_id=user.pk, name=user.name, person_id=user.person_id, door=door, language=user.language)


def active_users(ids: Iterable[int]) -> dict[int, User]:
    """The accounts with these keys that are open, by key."""
    return {user.pk: user for user in User.objects.filter(pk__in=set(ids), is_active=True)}
