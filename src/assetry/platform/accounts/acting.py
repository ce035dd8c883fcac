"""Actors for accounts that are not at a door themselves: whom a job works for, whom something is told."""

from collections.abc import Iterable, Sequence

from django.db.models.functions import Lower

from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor, Door


def actor_of(user: User, door: Door = Door.JOB) -> Actor:
    """The account as an actor, with the rights that it has now."""
    return Actor(user_id=user.pk, name=user.name, person_id=user.person_id, door=door, language=user.language)


def active_users(ids: Iterable[int]) -> dict[int, User]:
    """The accounts with these keys that are open, by key."""
    return {user.pk: user for user in User.objects.filter(pk__in=set(ids), is_active=True)}


def accounts_by_address(addresses: Sequence[str]) -> dict[str, int]:
    """The keys of open accounts by their addresses in small letters, as far as these are accounts'."""
    wanted = [address.lower() for address in addresses]
    rows = User.objects.annotate(small=Lower("email")).filter(small__in=wanted, is_active=True)
    return dict(rows.values_list("small", "pk"))


def addresses_of(ids: Iterable[int]) -> dict[int, str]:
    """The addresses of accounts by key."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "email"))
