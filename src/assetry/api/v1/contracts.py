"""Contracts, and what they cover."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from assetry.api.v1.answers import answer, money_text
from assetry.api.v1.guard import Bearer
from assetry.api.v1.reading import get_one
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.resources import Resource, add_routes
from assetry.api.v1.schemas import AMOUNT_PATTERN, Input
from assetry.domain.contracts.coverage_operations import create_coverage, edit_coverage
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.operations import create_contract, edit_contract
from assetry.domain.contracts.stepping import set_price_steps

router = Router()


def _edit_contract(row: Any, **rest: Any) -> None:
    edit_contract(contract=row, **rest)


def _edit_coverage(row: Any, **rest: Any) -> None:
    edit_coverage(coverage=row, **rest)


RESOURCES = (
    Resource(
        path="contracts",
        entity="contract",
        view=P.VIEW,
        manage=P.MANAGE,
        in_company=True,
        create=create_contract,
        edit=_edit_contract,
    ),
    Resource(
        path="coverage",
        entity="coverage",
        view=P.VIEW,
        manage=P.MANAGE,
        in_company=True,
        create=create_coverage,
        edit=_edit_coverage,
    ),
)

for resource in RESOURCES:
    add_routes(router, resource)


class PriceStep(Input):
    """What the contract costs from a day on, until the next step or its end (without one: for twelve months)."""

    starts_on: date
    amount: Annotated[str, Field(pattern=AMOUNT_PATTERN, description="An amount as text: 1249.00.")]


class PriceSteps(Input):
    """All of them, by their day."""

    items: list[PriceStep] = Field(max_length=120)


@router.get(
    "/contracts/{public_id}/price-steps", auth=Bearer(P.VIEW), response=PriceSteps,
    operation_id="list_price_steps", summary="List the price steps of a contract", tags=["Contracts"],
)  # fmt: skip
def list_price_steps(request: ApiRequest, public_id: str) -> HttpResponse:
    """In the contract's currency; together they are its value."""
    row = get_one(request.auth, "contract", public_id)
    return answer({"items": _steps(row)}, version=row.version)


@router.put(
    "/contracts/{public_id}/price-steps", auth=Bearer(P.MANAGE), response=PriceSteps,
    operation_id="set_price_steps", summary="Say what a contract costs from which day on", tags=["Contracts"],
)  # fmt: skip
def put_price_steps(request: ApiRequest, public_id: str, payload: PriceSteps) -> HttpResponse:
    """Make exactly these its steps: the first begins with the contract, the value becomes what they come to."""
    row = get_one(request.auth, "contract", public_id)
    steps = [(one.starts_on, Decimal(one.amount)) for one in payload.items]
    made = set_price_steps(
        actor=request.auth, contract=row, steps=steps, version=version_seen(request), at=request.received_at
    )
    return answer({"items": _steps(made)}, version=made.version)


def _steps(contract: Any) -> list[dict[str, Any]]:
    rows = contract.steps.order_by("starts_on")
    return [{"starts_on": row.starts_on, "amount": money_text(row.amount)} for row in rows]
