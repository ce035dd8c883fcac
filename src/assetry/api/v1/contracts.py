"""Contracts, and what they cover."""

from typing import Any

from ninja import Router

from assetry.api.v1.resources import Resource, add_routes
from assetry.domain.contracts.coverage_operations import create_coverage, edit_coverage
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.operations import create_contract, edit_contract

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
