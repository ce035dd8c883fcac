"""Grants and roles become boxes: one row per grant and permission, with the ids of the whole subtree."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db import connection
from django.db.models import Q, QuerySet

from assetry.domain.access.models import Grant, GroupMember
from assetry.domain.catalog.models import Category
from assetry.domain.organization.models import Company, Location, Person
from assetry.domain.organization.trees import ids_under
from assetry.kernel.registry import permissions
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import OWN
from assetry.platform.permissions.models import CompiledGrant

# One advisory lock for everything that boxes are compiled from.
_LOCK = (7042, 0)


def lock_access() -> None:
    """Wait until nobody else changes who may do what, and keep the others waiting until the end of the transaction.

    A statement of its own, before what is compiled or counted is read: under READ COMMITTED the next statement
    sees what the others committed, so that no grant is compiled from a role, a tree or a membership of before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)


def compile_grants(user_ids: Iterable[int]) -> None:
    """Recompute the boxes of these users, inside the transaction that changed what they come from."""
    wanted = sorted(set(user_ids))
    lock_access()
    _mirror_required_factors(wanted)
    rows = _Boxes(wanted).rows()
    CompiledGrant.objects.filter(user_id__in=wanted).delete()
    CompiledGrant.objects.bulk_create(rows)


def compile_everything() -> None:
    """Recompute the boxes of every user: after a change of the company, location or category trees."""
    compile_grants(User.objects.values_list("id", flat=True))


def users_of(grants: "QuerySet[Grant]") -> set[int]:
    """The ids of the users who hold these grants, themselves or by a group."""
    pairs = grants.values_list("user_id", "group__members__user_id")
    return {user_id for pair in pairs for user_id in pair if user_id is not None}


def _mirror_required_factors(user_ids: Sequence[int]) -> None:
    """Note at the accounts whether one of their roles asks for a second factor."""
    asking = users_of(Grant.objects.filter(role__requires_second_factor=True))
    users = User.objects.filter(pk__in=user_ids)
    users.filter(pk__in=asking, factor_required=False).update(factor_required=True)
    users.exclude(pk__in=asking).filter(factor_required=True).update(factor_required=False)


class _Boxes:
    """The boxes of some users; each grant is looked at once, however many hold it.

    Deactivated users have none, nor do those who owe a second factor: so they may nothing at any door.
    """

    def __init__(self, user_ids: Sequence[int]) -> None:
        users = User.objects.filter(pk__in=user_ids, is_active=True)
        owing = Q(factor_required=True, has_factor=False)
        self.users = dict(users.exclude(owing).values_list("pk", "person_id"))
        self.writes = {info.code: info.writes for info in permissions()}

    def rows(self) -> list[CompiledGrant]:
        """Every row of these users."""
        return [*self._own(), *(row for grant in self._grants for row in self._granted(grant))]

    def _own(self) -> list[CompiledGrant]:
        people = [person for person in self.users.values() if person is not None]
        companies = dict(Person.objects.filter(pk__in=people).values_list("pk", "company_id"))
        return [
            CompiledGrant(user_id=user_id, permission=OWN, company_ids=[companies[person_id]], writes=False)
            for user_id, person_id in self.users.items()
            if person_id in companies
        ]

    def _granted(self, grant: Grant) -> list[CompiledGrant]:
        companies, locations, categories = (
            self._company_ids(grant),
            _location_ids(grant),
            _category_ids(grant),
        )
        return [
            CompiledGrant(
                user_id=user_id,
                permission=permission,
                company_ids=companies,
                location_ids=locations,
                category_ids=categories,
                writes=self.writes[permission],
            )
            for user_id in self._holders(grant)
            for permission in grant.role.permissions
            if permission in self.writes
        ]

    def _holders(self, grant: Grant) -> list[int]:
        return [grant.user_id] if grant.user_id is not None else self._members.get(grant.group_id, [])

    @cached_property
    def _grants(self) -> list[Grant]:
        held = Q(user_id__in=self.users) | Q(group_id__in=self._members)
        return list(Grant.objects.filter(held).select_related("role").order_by("pk"))

    @cached_property
    def _members(self) -> dict[int | None, list[int]]:
        members: dict[int | None, list[int]] = {}
        for group_id, user_id in GroupMember.objects.filter(user_id__in=self.users).values_list(
            "group_id", "user_id"
        ):
            members.setdefault(group_id, []).append(user_id)
        return members

    @cached_property
    def _paths(self) -> dict[int, list[int]]:
        return dict(Company.objects.order_by("pk").values_list("pk", "path"))

    def _company_ids(self, grant: Grant) -> list[int]:
        return [
            pk for pk, path in self._paths.items() if grant.company_id is None or grant.company_id in path
        ]


def _location_ids(grant: Grant) -> list[int] | None:
    return None if grant.location_id is None else sorted(ids_under(Location, [grant.location_id]))


def _category_ids(grant: Grant) -> list[int] | None:
    if grant.category_id is not None:
        return [grant.category_id]
    if grant.kind_id is not None:
        return sorted(Category.objects.filter(kind_id=grant.kind_id).values_list("id", flat=True))
    return None
