"""What access does when the organization or the catalog changes: boxes follow in the same transaction."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from assetry.domain.access.account_operations import erase_account
from assetry.domain.access.compile import compile_grants, lock_access, users_of
from assetry.domain.access.models import Grant
from assetry.domain.access.queries import has_account_or_invitation
from assetry.domain.catalog.signals import category_created
from assetry.domain.organization.models import Person
from assetry.domain.organization.signals import company_created, location_placed, person_erasing
from assetry.platform.accounts.signals import factors_changed
from assetry.platform.permissions.actor import Actor


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


@receiver(person_erasing, dispatch_uid="access.person_erasing")
def erase_the_account(*, person: Person, actor: Actor, at: datetime, **_event: Any) -> None:
    """The account of somebody who is erased goes the same way. Raises AccountStillActive, NotPermitted."""
    if has_account_or_invitation(person):
        erase_account(actor=actor, person=person, at=at)


def _compile(affected: Q) -> None:
    lock_access()
    compile_grants(users_of(Grant.objects.filter(affected)))
