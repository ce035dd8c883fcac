"""What an asset costs, and what is still paid for those that are retired."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, money_text
from assetry.api.v1.assets.schemas import ASSET
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.reading import get_bare
from assetry.api.v1.representing import reference
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.schemas import Amount, Reference
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.queries import list_coverage_of
from assetry.domain.contracts.shares import list_shares, list_spent_on_gone, sum_by_currency
from assetry.kernel.money import Money

router = Router(tags=["Costs"])


class ContractShare(BaseModel):
    """What an asset has of a contract that has begun; the shares of all it covers add up to its value."""

    contract: Reference
    starts_on: date
    ends_on: date | None
    percent: str = Field(description="Of the contract, as text, rounded to four decimals.")
    cost: Amount


class AssetCost(BaseModel):
    """Its purchase, its share of contracts that you may see, and both together in each currency."""

    purchase: Amount | None
    contracts: list[ContractShare]
    total: list[Amount]


class RetiredCost(BaseModel):
    """A contract that runs and covers what is retired: how many of these, and what they have of it."""

    contract: Reference
    assets: int
    cost: Amount


class RetiredCosts(BaseModel):
    """All of them, the dearest first within their currency."""

    items: list[RetiredCost]
    total: list[Amount]


@router.get(
    "/assets/{public_id}/cost", auth=Bearer(SIGNED_IN), response=AssetCost, operation_id="get_asset_cost",
    summary="Read what an asset costs",
)  # fmt: skip
def asset_cost(request: ApiRequest, public_id: str) -> HttpResponse:
    """Until today: contracts count with their whole term, those without an end with each year begun."""
    asset = get_bare(request.auth, ASSET, public_id)
    shares = list_shares(list_coverage_of(request.auth, asset), request.received_at.date())
    purchase = None if asset.cost_amount is None else Money(asset.cost_amount, asset.cost_currency)
    parts = [share.cost for share in shares] + ([purchase] if purchase else [])
    return answer(
        {
            "purchase": _amount(purchase) if purchase else None,
            "contracts": [
                {
                    "contract": reference(share.contract),
                    "starts_on": share.contract.starts_on,
                    "ends_on": share.contract.ends_on,
                    "percent": f"{share.percent.quantize(Decimal('0.0001')):f}",
                    "cost": _amount(share.cost),
                }
                for share in shares
            ],
            "total": [_amount(money) for money in sum_by_currency(parts)],
        }
    )


@router.get(
    "/costs/retired", auth=Bearer(P.VIEW), response=RetiredCosts, operation_id="list_retired_costs",
    summary="List what is paid for retired assets",
)  # fmt: skip
def retired(request: ApiRequest) -> HttpResponse:
    """Contracts that run today and cover assets that are retired or disposed of, with what these have of them."""
    spent = list_spent_on_gone(request.auth, request.received_at.date())
    items = [
        {"contract": reference(each.contract), "assets": each.count, "cost": _amount(each.cost)}
        for each in spent
    ]
    return answer(
        {"items": items, "total": [_amount(m) for m in sum_by_currency(each.cost for each in spent)]}
    )


def _amount(money: Money) -> dict[str, Any]:
    return {"amount": money_text(money.amount), "currency": money.currency}
