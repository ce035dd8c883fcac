"""Companies, locations, departments, people, suppliers, cost centers."""

from typing import Any

from ninja import Router

from assetry.api.v1.guard import SIGNED_IN
from assetry.api.v1.resources import Resource, add_routes
from assetry.domain.ledger.events import LedgerPermission
from assetry.domain.ledger.operations import create_cost_center, edit_cost_center
from assetry.domain.organization import operations as do
from assetry.domain.organization.events import OrganizationPermission as P

router = Router()


def _edit_company(row: Any, **rest: Any) -> None:
    do.edit_company(company=row, **rest)


def _edit_location(row: Any, **rest: Any) -> None:
    do.edit_location(location=row, **rest)


def _edit_department(row: Any, **rest: Any) -> None:
    do.edit_department(department=row, **rest)


def _edit_person(row: Any, **rest: Any) -> None:
    do.edit_person(person=row, **rest)


def _edit_supplier(row: Any, **rest: Any) -> None:
    do.edit_supplier(supplier=row, **rest)


def _edit_cost_center(row: Any, **rest: Any) -> None:
    edit_cost_center(cost_center=row, **rest)


RESOURCES = (
    Resource(
        path="companies", entity="company", view=P.VIEW, manage=P.MANAGE_COMPANIES,
        create=do.create_company, edit=_edit_company,
    ),
    Resource(
        path="locations", entity="location", view=P.VIEW, manage=P.MANAGE, in_company=True,
        create=do.create_location, edit=_edit_location,
    ),
    Resource(
        path="departments", entity="department", view=P.VIEW, manage=P.MANAGE, in_company=True,
        create=do.create_department, edit=_edit_department,
    ),
    Resource(
        path="people", entity="person", view=SIGNED_IN, manage=P.MANAGE_PEOPLE, in_company=True,
        create=do.create_person, edit=_edit_person,
    ),
    Resource(
        path="suppliers", entity="supplier", view=P.VIEW_SHARED, manage=P.MANAGE_SHARED,
        create=do.create_supplier, edit=_edit_supplier,
    ),
    Resource(
        path="cost-centers", entity="cost_center", view=LedgerPermission.VIEW, manage=LedgerPermission.MANAGE,
        in_company=True, create=create_cost_center, edit=_edit_cost_center,
    ),
)  # fmt: skip

for resource in RESOURCES:
    add_routes(router, resource)
