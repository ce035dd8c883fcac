"""Grants and roles become boxes: one row per grant and permission, with the ids of the whole subtree."""

from collections.abc import Iterable

from django.db.models import Q

from assetry.domain.access.models import Grant
from assetry.domain.catalog.models import Category
from assetry.domain.organization.models import Company, Location, Person
from assetry.domain.organization.trees import ids_under
from assetry.kernel.registry import permissions
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import OWN
from assetry.platform.permissions.models import CompiledGrant


def compile_grants(user_ids: Iterable[int]) -> None:
    """Recompute the boxes of these users, inside the transaction that changed what they come from."""
    wanted = sorted(set(user_ids))
    rows = [row for user_id in wanted for row in _rows_of(user_id)]
    CompiledGrant.objects.filter(user_id__in=wanted).delete()
    CompiledGrant.objects.bulk_create(rows)


def compile_everything() -> None:
    """Recompute the boxes of every user: after a change of the company, location or category trees."""
    compile_grants(User.objects.values_list("id", flat=True))


def _rows_of(user_id: int) -> list[CompiledGrant]:
    return [*_own_company(user_id), *_granted(user_id)]


def _own_company(user_id: int) -> list[CompiledGrant]:
    person_id = User.objects.filter(pk=user_id).values("person_id")
    companies = list(Person.objects.filter(pk__in=person_id).values_list("company_id", flat=True))
    return [CompiledGrant(user_id=user_id, permission=OWN, company_ids=companies, writes=False)] if companies else []


def _granted(user_id: int) -> list[CompiledGrant]:
    grants = Grant.objects.filter(Q(user_id=user_id) | Q(group__members__user_id=user_id)).select_related("role").distinct()
    writes = {info.code: info.writes for info in permissions()}
    return [
        CompiledGrant(
            user_id=user_id, permission=permission, company_ids=companies, location_ids=_location_ids(grant),
            category_ids=_category_ids(grant), writes=writes.get(permission, True),
        )
        for grant in grants
        for companies in [_company_ids(grant)]
        for permission in grant.role.permissions
        if permission in writes
    ]


def _company_ids(grant: Grant) -> list[int]:
    companies = Company.objects.all() if grant.company_id is None else Company.objects.filter(path__contains=[grant.company_id])
    return sorted(companies.values_list("id", flat=True))


def _location_ids(grant: Grant) -> list[int] | None:
    return None if grant.location_id is None else sorted(ids_under(Location, [grant.location_id]))


def _category_ids(grant: Grant) -> list[int] | None:
    if grant.category_id is not None:
        return [grant.category_id]
    if grant.kind_id is not None:
        return sorted(Category.objects.filter(kind_id=grant.kind_id).values_list("id", flat=True))
    return None
