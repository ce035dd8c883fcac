"""Every change of who may do what. Boxes are compiled in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Grant, GroupMember, Role, UserGroup
from assetry.domain.access.refusals import AddressTaken, BuiltInRole, GrantExists, LastAdministrator, UnknownPermission
from assetry.domain.organization.models import Person
from assetry.domain.organization.named import insert_named, update_named
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import permissions
from assetry.kernel.text import clean_text, name_sort
from assetry.platform.accounts.models import User
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor
from assetry.platform.permissions.models import CompiledGrant


def new_user(*, email: str, name: str, password: str | None, person: Person | None, at: datetime) -> User:
    """Insert an account; the caller has opened the event. Raises AddressTaken, InvalidInput."""
    user = User(email=email.strip().lower(), name=clean_text(name)[:150], person_id=person.pk if person else None, created_at=at)
    if "@" not in user.email or not user.name:
        raise InvalidInput({"email": _("Give an e-mail address and a name.")})
    if password is None:
        user.set_unusable_password()
    else:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise InvalidInput({"password": " ".join(error.messages)}) from error
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken(field="email", email=user.email) from error
    return user


@operation(P.MANAGE)
def create_user(
    *, actor: Actor, email: str, name: str, password: str | None, person: Person | None, at: datetime
) -> User:
    """Make an account that can sign in. Raises AddressTaken, InvalidInput."""
    user = new_user(email=email, name=name, password=password, person=person, at=at)
    compile_grants([user.pk])
    return user


@operation(P.MANAGE)
def edit_user(*, actor: Actor, user: User, name: str, person: Person | None, is_active: bool, at: datetime) -> User:
    """Change an account; a deactivated one is out at once, its tokens too. Raises LastAdministrator."""
    locked = lock_row(User.objects.all(), user.pk, None)
    if not is_active and locked.is_active:
        _require_another_administrator(locked)
    locked.name, locked.person_id, locked.is_active = clean_text(name)[:150], person.pk if person else None, is_active
    locked.save(update_fields=["name", "person_id", "is_active"])
    compile_grants([locked.pk])
    return locked


@operation(P.MANAGE)
def create_role(*, actor: Actor, name: str, permission_codes: Sequence[str], at: datetime) -> Role:
    """Make a role of the organization's own. Raises NameTaken, UnknownPermission."""
    return insert_named(Role(name=clean_text(name), name_sort=name_sort(name), permissions=_known(permission_codes)))


@operation(P.MANAGE)
def edit_role(
    *, actor: Actor, role: Role, name: str, permission_codes: Sequence[str], version: int | None, at: datetime
) -> Role:
    """Change a role; whoever holds it follows. Raises BuiltInRole, NameTaken, UnknownPermission, LastAdministrator."""
    locked: Role = lock_row(Role.objects.all(), role.pk, version)
    if locked.is_built_in:
        raise BuiltInRole(name=locked.name)
    update_named(locked, {"name": clean_text(name), "name_sort": name_sort(name), "permissions": _known(permission_codes)})
    compile_grants(_users_of(Grant.objects.filter(role=locked)))
    _require_an_administrator(locked.name)
    return locked


@operation(P.MANAGE)
def create_group(*, actor: Actor, name: str, at: datetime) -> UserGroup:
    """Make a group of users. Raises NameTaken."""
    return insert_named(UserGroup(name=clean_text(name), name_sort=name_sort(name)))


@operation(P.MANAGE)
def set_group_members(*, actor: Actor, group: UserGroup, users: Sequence[User], at: datetime) -> None:
    """Make exactly these users the members of a group. Raises LastAdministrator."""
    before = set(GroupMember.objects.filter(group=group).values_list("user_id", flat=True))
    after = {user.pk for user in users}
    GroupMember.objects.filter(group=group, user_id__in=before - after).delete()
    GroupMember.objects.bulk_create(GroupMember(group=group, user_id=pk) for pk in sorted(after - before))
    compile_grants(before | after)
    _require_an_administrator(group.name)


@operation(P.MANAGE)
def grant_role(
    *, actor: Actor, role: Role, at: datetime, user: User | None = None, group: UserGroup | None = None, **limits: Any
) -> Grant:
    """Give a role to a user or group, limited by `company`, `location`, `category`, `kind` where given.

    Raises GrantExists.
    """
    try:
        with transaction.atomic():
            grant = Grant.objects.create(user=user, group=group, role=role, **limits)
    except IntegrityError as error:
        raise GrantExists from error
    compile_grants(_users_of(Grant.objects.filter(pk=grant.pk)))
    return grant


@operation(P.MANAGE)
def revoke_grant(*, actor: Actor, grant: Grant, at: datetime) -> None:
    """Take a grant back. Raises LastAdministrator."""
    affected = _users_of(Grant.objects.filter(pk=grant.pk))
    name = str(grant.user or grant.group)
    Grant.objects.filter(pk=grant.pk).delete()
    compile_grants(affected)
    _require_an_administrator(name)


def _known(codes: Sequence[str]) -> list[str]:
    known = {info.code for info in permissions()}
    unknown = sorted(set(codes) - known)
    if unknown:
        raise UnknownPermission(field="permissions", permission=unknown[0])
    return sorted(set(codes))


def _users_of(grants: Any) -> set[int]:
    pairs = grants.values_list("user_id", "group__members__user_id")
    return {user_id for pair in pairs for user_id in pair if user_id is not None}


def _administrators() -> set[int]:
    """Active users that manage access everywhere."""
    holders = CompiledGrant.objects.filter(permission=P.MANAGE, location_ids=None, category_ids=None).values_list("user_id", flat=True)
    return set(User.objects.filter(is_active=True, id__in=list(holders)).values_list("id", flat=True))


def _require_another_administrator(user: User) -> None:
    if _administrators() == {user.pk}:
        raise LastAdministrator(name=user.name)


def _require_an_administrator(name: str) -> None:
    if not _administrators():
        raise LastAdministrator(name=name)
