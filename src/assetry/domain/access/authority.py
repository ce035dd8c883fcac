"""How far somebody's right to manage access reaches: never further than they hold it themselves."""

from collections.abc import Collection

from django.db.models import QuerySet

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Grant
from assetry.domain.access.refusals import LastAdministrator
from assetry.domain.organization.models import Company, Person
from assetry.kernel.refusals import NotPermitted
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor
from assetry.platform.permissions.models import CompiledGrant


def require_authority(actor: Actor, grants: "QuerySet[Grant]") -> None:
    """Raise NotPermitted unless the actor manages access in every company that these grants reach."""
    reached = Company.objects.all()
    roots = set(grants.values_list("company_id", flat=True))
    if None not in roots:
        reached = reached.filter(path__overlap=sorted(filter(None, roots)))
    _require_companies(actor, set(reached.values_list("pk", flat=True)))


def require_authority_over_user(actor: Actor, user: User) -> None:
    """Raise NotPermitted unless the actor could have given everything that the user holds."""
    own = Grant.objects.filter(user=user)
    by_group = Grant.objects.filter(group__members__user=user)
    require_authority(actor, own)
    require_authority(actor, by_group)


def require_person(actor: Actor, person: Person | None) -> None:
    """Raise NotPermitted for a person of a company where the actor does not manage access."""
    if person is not None:
        _require_companies(actor, {person.company_id})


def require_an_administrator(name: str) -> None:
    """Raise LastAdministrator when no active user is left who manages access in every company.

    Asked after the change and under `lock_access`, whichever door it came through.
    """
    everywhere = CompiledGrant.objects.filter(
        permission=P.MANAGE,
        location_ids=None,
        category_ids=None,
        company_ids__contains=list(Company.objects.values_list("pk", flat=True)),
    )
    if not User.objects.filter(is_active=True, id__in=everywhere.values("user_id")).exists():
        raise LastAdministrator(name=name)


def _require_companies(actor: Actor, company_ids: Collection[int]) -> None:
    if not set(company_ids) <= set(actor.scope(P.MANAGE).whole_company_ids):
        raise NotPermitted(permission=P.MANAGE)
