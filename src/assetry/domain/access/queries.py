"""Reads of access: for whoever manages it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Grant, GroupMember, Invitation, Role, UserGroup
from assetry.domain.organization.models import Person
from assetry.platform.accounts.models import User
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.roles import RoleName


def _one(actor: Actor, queryset: Any, public_id: str) -> Any:
    return row_of(queryset if actor.may(P.MANAGE) else queryset.none(), public_id)


def users_visible_to(actor: Actor) -> Any:
    """All users, for whoever manages access; nobody else sees any."""
    return User.objects.all() if actor.may(P.MANAGE) else User.objects.none()


def roles_visible_to(actor: Actor) -> Any:
    """All roles, for whoever manages access."""
    return Role.objects.all() if actor.may(P.MANAGE) else Role.objects.none()


def groups_visible_to(actor: Actor) -> Any:
    """All groups, for whoever manages access."""
    return UserGroup.objects.all() if actor.may(P.MANAGE) else UserGroup.objects.none()


def grants_visible_to(actor: Actor) -> Any:
    """The grants within what the actor manages access of, those of every company, and the actor's own."""
    if not actor.may(P.MANAGE):
        return Grant.objects.none()
    within = actor.scope(P.MANAGE).predicate(location="location_id", category="category_id")
    return Grant.objects.filter(within | Q(company=None, location=None) | Q(user_id=actor.user_id))


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
    found: Grant = _one(actor, grants_visible_to(actor).select_related("user", "group", "role"), public_id)
    return found


def get_person_of(user: User) -> Person | None:
    """The person behind an account, whoever may see them: to leave the link as it is."""
    return None if user.person_id is None else Person.objects.get(pk=user.person_id)


def has_account_or_invitation(person: Person) -> bool:
    """Whether a person has an account, or was invited at their address."""
    invited = (
        Invitation.objects.filter(email__iexact=person.email) if person.email else Invitation.objects.none()
    )
    return User.objects.filter(person_id=person.pk).exists() or invited.exists()


def list_grants(actor: Actor, **held_by: Any) -> list[Grant]:
    """The grants that match (`user=`, `group=`, `role=`), the oldest first; for whoever manages access."""
    shown = ("user", "group", "role", "company", "location", "category", "kind")
    return list(grants_visible_to(actor).filter(**held_by).select_related(*shown).order_by("pk"))


def list_groups_of(actor: Actor, user: User) -> list[UserGroup]:
    """The groups of a user, by name."""
    return list(groups_visible_to(actor).filter(members__user=user).order_by("name_sort", "pk"))


def list_members(actor: Actor, groups: Sequence[UserGroup]) -> dict[int, list[User]]:
    """The members of each group by its key, in the order of their names; for whoever manages access."""
    members: dict[int, list[User]] = {group.pk: [] for group in groups}
    if actor.may(P.MANAGE):
        rows = GroupMember.objects.filter(group__in=groups).select_related("user")
        for row in rows.order_by("user__name", "pk"):
            members[row.group_id].append(row.user)
    return members


def held_role_ids(actor: Actor) -> Any:
    """The ids of the roles that the actor holds, directly or by a group, as a subquery."""
    mine = Q(user_id=actor.user_id) | Q(group__members__user_id=actor.user_id)
    return Grant.objects.filter(mine).values("role_id")


def role_holder_ids(role_id: int) -> set[int]:
    """The keys of the accounts that hold a role, directly or by a group."""
    grants = Grant.objects.filter(role_id=role_id).values_list("user_id", "group__members__user_id")
    return {pk for pair in grants for pk in pair if pk is not None}


def role_names() -> list[RoleName]:
    """Every role, by name: a word to share something with, and no more."""
    return [RoleName(*row) for row in Role.objects.order_by("name").values_list("id", "public_id", "name")]
