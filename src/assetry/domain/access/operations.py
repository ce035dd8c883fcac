"""Every change of who may do what. Boxes are compiled in the same transaction, under one lock."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from assetry.domain.access import authority
from assetry.domain.access.accounts import clean_name, insert_user, naming_what_is_taken
from assetry.domain.access.compile import compile_grants, lock_access, users_of
from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.fields import GROUP_FIELDS, ROLE_FIELDS
from assetry.domain.access.models import Grant, GroupMember, Role, UserGroup
from assetry.domain.access.refusals import BuiltInRole, GrantExists, UnknownPermission
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.models import Company, Location, Person
from assetry.domain.organization.named import clean_named, insert_named, update_named
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound
from assetry.kernel.registry import permissions
from assetry.platform.accounts.models import User
from assetry.platform.accounts.sessions import end_sessions
from assetry.platform.accounts.tokens import end_tokens
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor


@operation(P.MANAGE)
def create_user(
    *, actor: Actor, email: str, name: str, password: str | None, person: Person | None, at: datetime
) -> User:
    """Make an account that can sign in. Raises AddressTaken, PersonTaken, InvalidInput, NotPermitted."""
    authority.require_person(actor, person)
    return insert_user(email=email, name=name, password=password, person=person, at=at)


@operation(P.MANAGE)
def edit_user(
    *,
    actor: Actor,
    user: User,
    name: str,
    person: Person | None,
    is_active: bool,
    version: int | None = None,
    at: datetime,
) -> User:
    """Change an account; a deactivated one is out at once, and its tokens end for good.

    Raises LastAdministrator, PersonTaken, StalePage, InvalidInput, NotPermitted.
    """
    lock_access()
    locked = lock_row(User.objects.all(), user.pk, version)
    authority.require_authority_over_user(actor, locked)
    if person is not None and person.pk != locked.person_id:
        authority.require_person(actor, person)
    changes = {"name": clean_name(name), "person_id": person.pk if person else None, "is_active": is_active}
    with naming_what_is_taken(locked, person):
        save_changes(locked, changes)
    compile_grants([locked.pk])
    if not is_active:
        end_sessions([locked.pk])
        end_tokens([locked.pk], at=at)
    authority.require_an_administrator(locked.name)
    return locked


@operation(P.MANAGE)
def create_role(*, actor: Actor, name: str, permission_codes: Sequence[str], at: datetime) -> Role:
    """Make a role of the organization's own. Raises NameTaken, UnknownPermission, InvalidInput."""
    cleaned = clean_named(ROLE_FIELDS, {"name": name}, new=True)
    return insert_named(Role(permissions=_known(permission_codes), **cleaned))


@operation(P.MANAGE)
def edit_role(
    *, actor: Actor, role: Role, name: str, permission_codes: Sequence[str], version: int | None, at: datetime
) -> Role:
    """Change a role; whoever holds it follows.

    Raises BuiltInRole, NameTaken, UnknownPermission, LastAdministrator, StalePage, InvalidInput, NotPermitted.
    """
    lock_access()
    locked: Role = lock_row(Role.objects.all(), role.pk, version)
    if locked.is_built_in:
        raise BuiltInRole(name=locked.name)
    grants = Grant.objects.filter(role=locked)
    authority.require_authority(actor, grants)
    cleaned = clean_named(ROLE_FIELDS, {"name": name}, new=False)
    changed = update_named(locked, {**cleaned, "permissions": _known(permission_codes)})
    compile_grants(users_of(grants))
    if "permissions" in changed:
        _sign_out(actor, users_of(grants))
    authority.require_an_administrator(locked.name)
    authority.require_authority(actor, grants)  # what it permits now may be more than the actor has
    return locked


@operation(P.MANAGE, intent="access.role.ask_for_factor")
def ask_for_factor(
    *, actor: Actor, role: Role, is_asked: bool, version: int | None = None, at: datetime
) -> Role:
    """Let whoever holds a role, also a built-in one, need a second factor: without one they may nothing but set it up.

    Raises NoAdministratorLeft, StalePage, NotPermitted.
    """
    lock_access()
    locked: Role = lock_row(Role.objects.all(), role.pk, version)
    grants = Grant.objects.filter(role=locked)
    authority.require_authority(actor, grants)
    save_changes(locked, {"requires_second_factor": is_asked})
    compile_grants(users_of(grants))
    authority.require_an_administrator_with_factor()
    return locked


@operation(P.MANAGE)
def create_group(*, actor: Actor, name: str, at: datetime) -> UserGroup:
    """Make a group of users. Raises NameTaken, InvalidInput."""
    return insert_named(UserGroup(**clean_named(GROUP_FIELDS, {"name": name}, new=True)))


@operation(P.MANAGE)
def rename_group(
    *, actor: Actor, group: UserGroup, name: str, version: int | None = None, at: datetime
) -> UserGroup:
    """Call a group otherwise; members and grants stay. Raises NameTaken, StalePage, InvalidInput, NotPermitted."""
    locked: UserGroup = lock_row(UserGroup.objects.all(), group.pk, version)
    authority.require_authority(actor, Grant.objects.filter(group=group))
    update_named(locked, clean_named(GROUP_FIELDS, {"name": name}, new=False))
    return locked


@operation(P.MANAGE)
def set_group_members(
    *, actor: Actor, group: UserGroup, users: Sequence[User], version: int | None = None, at: datetime
) -> UserGroup:
    """Make exactly these users the members of a group. Raises LastAdministrator, StalePage, NotPermitted."""
    lock_access()
    locked: UserGroup = lock_row(UserGroup.objects.all(), group.pk, version)
    authority.require_authority(actor, Grant.objects.filter(group=group))
    before = set(GroupMember.objects.filter(group=group).values_list("user_id", flat=True))
    after = {user.pk for user in users}
    GroupMember.objects.filter(group=group, user_id__in=before - after).delete()
    GroupMember.objects.bulk_create(GroupMember(group=group, user_id=pk) for pk in sorted(after - before))
    if before != after:
        UserGroup.objects.filter(pk=locked.pk).update(version=F("version") + 1)
        locked.refresh_from_db(fields=["version"])
    compile_grants(before | after)
    _sign_out(actor, before ^ after)
    authority.require_an_administrator(locked.name)
    return locked


@operation(P.MANAGE)
def grant_role(
    *,
    actor: Actor,
    role: Role,
    user: User | None = None,
    group: UserGroup | None = None,
    company: Company | None = None,
    location: Location | None = None,
    category: Category | None = None,
    kind: AssetKind | None = None,
    at: datetime,
) -> Grant:
    """Give a role to a user or a group, in a company subtree (None: everywhere) and limited further where asked.

    Raises GrantExists, OtherCompany, InvalidInput, NotPermitted.
    """
    grant = Grant(
        user=user, group=group, role=role, company=company, location=location, category=category, kind=kind
    )
    _check_grant(grant)
    lock_access()
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        raise GrantExists from error
    made = Grant.objects.filter(pk=grant.pk)
    authority.require_authority(actor, made)
    compile_grants(users_of(made))
    _sign_out(actor, users_of(made))
    if role.requires_second_factor:
        authority.require_an_administrator_with_factor()
    return grant


@operation(P.MANAGE)
def revoke_grant(*, actor: Actor, grant: Grant, at: datetime) -> None:
    """Take a grant back. Raises LastAdministrator, NotFound, NotPermitted."""
    lock_access()
    revoked = Grant.objects.filter(pk=grant.pk)
    authority.require_authority(actor, revoked)
    affected = users_of(revoked)
    if not revoked.delete()[0]:
        raise NotFound
    compile_grants(affected)
    _sign_out(actor, affected)
    authority.require_an_administrator(str(grant.user or grant.group))


def _sign_out(actor: Actor, user_ids: set[int]) -> None:
    """Who may more or less than before signs in again; not whoever just changed it."""
    end_sessions(user_ids - {actor.user_id})


def _check_grant(grant: Grant) -> None:
    if (grant.user is None) == (grant.group is None):
        raise InvalidInput({"user": _("Choose a user or a group.")})
    if grant.location and grant.company and grant.company.pk not in grant.location.company.path:
        raise OtherCompany(field="location", name=grant.location.name)
    if grant.category and grant.kind and grant.category.kind_id != grant.kind.pk:
        raise InvalidInput({"category": _("Choose a category of this kind.")})


def _known(codes: Sequence[str]) -> list[str]:
    known = {info.code for info in permissions()}
    unknown = sorted(set(codes) - known)
    if unknown:
        raise UnknownPermission(field="permissions", permission=unknown[0])
    return sorted(set(codes))
