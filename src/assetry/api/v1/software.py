"""Products, licenses, what was bought, who has it."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.reading import get_one, reload
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.resources import Resource, add_routes, answer_one
from assetry.api.v1.schemas import output_model
from assetry.domain.software import allocation_operations, operations
from assetry.domain.software.events import SoftwarePermission as P
from assetry.kernel.registry import entity_named

router = Router()
_ALLOCATION = entity_named("allocation")


def _edit_product(row: Any, **rest: Any) -> None:
    operations.edit_product(software_product=row, **rest)


def _edit_license(row: Any, **rest: Any) -> None:
    operations.edit_license(license=row, **rest)


def _edit_entitlement(row: Any, **rest: Any) -> None:
    operations.edit_entitlement(entitlement=row, **rest)


def _edit_allocation(row: Any, **rest: Any) -> None:
    allocation_operations.edit_allocation(allocation=row, **rest)


RESOURCES = (
    Resource(
        path="software-products",
        entity="software_product",
        view=P.VIEW_SHARED,
        manage=P.MANAGE_SHARED,
        create=operations.create_product,
        edit=_edit_product,
    ),
    Resource(
        path="licenses",
        entity="license",
        view=P.VIEW,
        manage=P.MANAGE,
        in_company=True,
        create=operations.create_license,
        edit=_edit_license,
    ),
    Resource(
        path="license-purchases",
        entity="entitlement",
        view=P.VIEW,
        manage=P.MANAGE,
        in_company=True,
        create=operations.add_entitlement,
        edit=_edit_entitlement,
    ),
    Resource(
        path="license-allocations",
        entity="allocation",
        view=P.VIEW,
        manage=P.ALLOCATE,
        in_company=True,
        create=allocation_operations.create_allocation,
        edit=_edit_allocation,
    ),
)

for resource in RESOURCES:
    add_routes(router, resource)


@router.post(
    "/license-allocations/{public_id}/release",
    response=output_model(_ALLOCATION, also={"version": (int, ...)}),
    operation_id="release_allocation",
    summary="Take seats back",
    tags=[str(_ALLOCATION.label_plural)],
    auth=Bearer(P.ALLOCATE),
)
def release(request: ApiRequest, public_id: str) -> HttpResponse:
    """End an allocation; its seats are free again."""
    row = get_one(request.auth, "allocation", public_id)

    def effect() -> HttpResponse:
        allocation_operations.release_seats(actor=request.auth, allocations=[row], at=request.received_at)
        return answer_one(request.auth, _ALLOCATION, reload(_ALLOCATION, row), path="license-allocations")

    return once(request, effect)
