"""What access does when the organization or the catalog changes: boxes follow in the same transaction."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from assetry.domain.access.compile import compile_grants, lock_access, users_of
from assetry.domain.access.models import Grant
from assetry.domain.catalog.signals import category_created
from assetry.domain.organization.signals import company_created, location_placed
from assetry.platform.accounts.signals import factors_changed


@receiver(company_created, dispatch_uid="access.company_created")
def compile_companies(**_event: Any) -> None:
    """Whoever holds a company subtree, or all companies, holds a new company in it."""
    _compile(Q())


@receiver(location_placed, dispatch_uid="access.location_placed")
def compile_locations(**_event: Any) -> None:
    """Whoever holds a location subtree holds what was added to it or moved there."""
    _compile(Q(location__isnull=False))


@receiver(category_created, dispatch_uid="access.category_created")
def compile_categories(**_event: Any) -> None:
    """Whoever holds a kind holds its new category."""
    _compile(Q(kind__isnull=False))


@receiver(factors_changed, dispatch_uid="access.factors_changed")
def compile_users(*, user_ids: list[int], **_event: Any) -> None:
    """Whoever owes a second factor holds nothing until they set one up."""
    lock_access()
    compile_grants(user_ids)


def _compile(affected: Q) -> None:
    lock_access()
    compile_grants(users_of(Grant.objects.filter(affected)))
