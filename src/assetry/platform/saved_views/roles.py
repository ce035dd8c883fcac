"""Roles as saved views see them: `domain.access` says who holds which, since nothing here looks up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role that a view can be shared with."""

    id: int
    public_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RoleSource:
    """`held` gives the ids of an actor's roles as a subquery, `known` all roles by name, `holders` accounts."""

    held: Callable[[Actor], Any]
    known: Callable[[], Sequence[RoleName]]
    holders: Callable[[int], Iterable[int]]


_source = RoleSource(held=lambda _actor: [], known=lambda: (), holders=lambda _role: ())


def read_roles_from(source: RoleSource) -> None:
    """Say where roles come from; called once, from `AppConfig.ready`."""
    global _source  # noqa: PLW0603 - the registry is one for the process
    _source = source


def held_roles(actor: Actor) -> Any:
    """The ids of the roles that the actor holds, directly or by a group: to be used with `__in`."""
    return _source.held(actor)


def known_roles() -> Sequence[RoleName]:
    """Every role, by name."""
    return _source.known()


def role_holders(role_id: int) -> Iterable[int]:
    """The keys of the accounts that hold a role, directly or by a group."""
    return _source.holders(role_id)
