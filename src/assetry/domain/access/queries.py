"""Reads of access: for whoever manages it."""

from typing import Any

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Grant, Role, UserGroup
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import NotFound
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor


def _one(actor: Actor, queryset: Any, public_id: str) -> Any:
    row = (
        queryset.filter(public_id=normalize_public_id(public_id) or "").first()
        if actor.may(P.MANAGE)
        else None
    )
    if row is None:
        raise NotFound
    return row


def users_visible_to(actor: Actor) -> Any:
    """All users, for whoever manages access; nobody else sees any."""
    return User.objects.all() if actor.may(P.MANAGE) else User.objects.none()


def roles_visible_to(actor: Actor) -> Any:
    """All roles, for whoever manages access."""
    return Role.objects.all() if actor.may(P.MANAGE) else Role.objects.none()


def groups_visible_to(actor: Actor) -> Any:
    """All groups, for whoever manages access."""
    return UserGroup.objects.all() if actor.may(P.MANAGE) else UserGroup.objects.none()


def get_user_for(actor: Actor, public_id: str) -> User:
    """The user of that public id; raises NotFound."""
    found: User = _one(actor, User.objects.all(), public_id)
    return found


def get_role_for(actor: Actor, public_id: str) -> Role:
    """The role of that public id; raises NotFound."""
    found: Role = _one(actor, Role.objects.all(), public_id)
    return found


def get_group_for(actor: Actor, public_id: str) -> UserGroup:
    """The group of that public id; raises NotFound."""
    found: UserGroup = _one(actor, UserGroup.objects.all(), public_id)
    return found


def get_grant_for(actor: Actor, public_id: str) -> Grant:
    """The grant of that public id; raises NotFound."""
    found: Grant = _one(actor, Grant.objects.select_related("user", "group", "role"), public_id)
    return found
