"""How far somebody's right to manage access reaches: never further than they hold it themselves."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Grant, Role
from assetry.domain.access.refusals import LastAdministrator, NoAdministratorLeft
from assetry.domain.organization.models import Company, Person
from assetry.kernel.refusals import NotPermitted, Refusal
from assetry.kernel.registry import permissions
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor
from assetry.platform.permissions.models import CompiledGrant


def require_authority(actor: Actor, grants: "QuerySet[Grant]") -> None:
    """Raise NotPermitted unless the actor manages access in every company that these grants reach, and may there
    whatever they permit: nobody gives, or takes hold of, more than they have.
    """
    for company_id, role in _reaching(grants):
        require_role(actor, role, company_id)


def require_role(actor: Actor, role: Role | None, company_id: int | None) -> None:
    """Raise NotPermitted unless the actor could give this role in that company and what is below (None: everywhere)."""
    reached = (
        Company.objects.all() if company_id is None else Company.objects.filter(path__contains=[company_id])
    )
    ids = set(reached.values_list("pk", flat=True))
    _require_companies(actor, ids)
    known = {info.code for info in permissions()}
    for code in sorted(known.intersection(role.permissions if role else ())):
        if not ids <= set(actor.scope(code).whole_company_ids):
            raise NotPermitted(permission=code)


def _reaching(grants: "QuerySet[Grant]") -> Iterator[tuple[int | None, Role]]:
    """Each company and role of the grants, once."""
    seen = {(grant.company_id, grant.role_id): grant.role for grant in grants.select_related("role")}
    return ((company_id, role) for (company_id, _role_id), role in sorted(seen.items(), key=str))


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
    """Raise LastAdministrator when no active user is left who manages access in every company. Asked as below."""
    _require_one_left(LastAdministrator(name=name))


def require_an_administrator_with_factor() -> None:
    """Raise NoAdministratorLeft when those who manage access everywhere all owe the second factor that is asked for.

    Asked after the change and under `lock_access`, whichever door it came through.
    """
    _require_one_left(NoAdministratorLeft())


def _require_one_left(refusal: Refusal) -> None:
    everywhere = CompiledGrant.objects.filter(
        permission=P.MANAGE,
        location_ids=None,
        category_ids=None,
        company_ids__contains=list(Company.objects.values_list("pk", flat=True)),
    )
    if not User.objects.filter(is_active=True, id__in=everywhere.values("user_id")).exists():
        raise refusal


def _require_companies(actor: Actor, company_ids: Collection[int]) -> None:
    if not set(company_ids) <= set(actor.scope(P.MANAGE).whole_company_ids):
        raise NotPermitted(permission=P.MANAGE)
