"""Reads of the organization: one object, always through `visible_to`."""

from django.db.models import Exists, OuterRef

from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def get_company_for(actor: Actor, public_id: str) -> Company:
    """The company of that public id; raises NotFound, also when the actor may not see it."""
    found: Company = row_of(Company.objects.visible_to(actor).select_related("parent"), public_id)
    return found


def may_edit_company(actor: Actor, company: Company) -> bool:
    """Whether the actor may change a company's own row."""
    itself = actor.scope(P.MANAGE_COMPANIES).covers(company_id=company.pk)
    return itself and may_hold_company(actor, company.parent_id)


def may_hold_company(actor: Actor, parent_id: int | None) -> bool:
    """A company's row belongs to its parent; a root's to all, so that it takes the right to change what is shared."""
    if parent_id is None:
        return actor.may(P.MANAGE_SHARED)
    return actor.scope(P.MANAGE_COMPANIES).covers(company_id=parent_id)


def may_erase_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may erase this very person."""
    place = {"company_id": person.company_id, "location_id": person.location_id}
    return actor.scope(P.ERASE_PEOPLE).covers(**place)


def companies_of(actor: Actor) -> list[Company]:
    """The companies in which the actor may do something, and their person's own, by name; read once for an actor."""
    return actor.once(_companies_of)


def _companies_of(actor: Actor) -> list[Company]:
    ids = {*actor.own_company_ids}
    for permission in actor.permissions:
        ids.update(actor.scope(permission).company_ids)
    named = Company.objects.filter(id__in=ids).only("public_id", "name", "parent", "time_zone")
    return list(named.order_by("name_sort", "id"))


def get_location_for(actor: Actor, public_id: str) -> Location:
    """The location of that public id; raises NotFound."""
    found: Location = row_of(
        Location.objects.visible_to(actor).select_related("company", "parent", "manager"), public_id
    )
    return found


def get_department_for(actor: Actor, public_id: str) -> Department:
    """The department of that public id; raises NotFound."""
    found: Department = row_of(
        Department.objects.visible_to(actor).select_related("company", "parent", "head"), public_id
    )
    return found


def get_person_for(actor: Actor, public_id: str) -> Person:
    """The person of that public id; raises NotFound."""
    found: Person = row_of(
        Person.objects.visible_to(actor).select_related("company", "department", "location"), public_id
    )
    return found


def get_supplier_for(actor: Actor, public_id: str) -> Supplier:
    """The supplier of that public id; raises NotFound."""
    found: Supplier = row_of(Supplier.objects.visible_to(actor), public_id)
    return found


def list_companies(actor: Actor, permission: str) -> list[Company]:
    """The companies in which the actor holds a permission: the actor's own first, the others by name."""
    ids = actor.scope(permission).company_ids
    is_own = Exists(Person.objects.filter(pk=actor.person_id or 0, company_id=OuterRef("pk")))
    companies = Company.objects.filter(id__in=ids, is_archived=False)
    return list(companies.order_by(is_own.desc(), "name_sort", "id"))
