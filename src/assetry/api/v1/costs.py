"""What an asset costs, and what is still paid for those that are retired."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, money_text
from assetry.api.v1.assets.schemas import ASSET
from assetry.api.v1.attachments.sent import AROUND, SENT, sent_file
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.reading import get_bare, get_one
from assetry.api.v1.representing import reference
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.schemas import Amount, Reference
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.queries import list_coverage_of
from assetry.domain.contracts.shares import list_shares, list_spent_on_gone, sum_by_currency
from assetry.domain.costs.operations import LARGEST, import_bill
from assetry.domain.costs.queries import cloud_costs_of, list_unknown_resources
from assetry.kernel.money import Money

router = Router(tags=["Costs"])


class ContractShare(BaseModel):
    """What an asset has of a contract that has begun; the shares of all it covers add up to its value."""

    contract: Reference
    starts_on: date
    ends_on: date | None
    percent: str = Field(description="Of the contract, as text, rounded to four decimals.")
    cost: Amount


class Billed(BaseModel):
    """What bills of its provider say of a cloud resource: in all, and in the 30 days up to the last billed one."""

    since: date
    until: date
    a_day: Amount
    thirty_days: Amount
    cost: Amount


class AssetCost(BaseModel):
    """Its purchase, its share of contracts and its bills that you may see, and all together in each currency."""

    purchase: Amount | None
    contracts: list[ContractShare]
    bills: list[Billed]
    total: list[Amount]


class BillRead(BaseModel):
    """How many charges (of a resource on a day) a bill has, and how many of them are new, changed or gone."""

    charges: int
    new: int
    changed: int
    gone: int


class UnknownResource(BaseModel):
    """A resource that is billed and is no asset; without an id, what a bill says of no resource."""

    company: Reference
    provider: str
    account: str
    resource_id: str
    name: str
    resource_type: str
    region: str
    service: str
    first: date
    last: date
    cost: Amount


class UnknownResources(BaseModel):
    """All of them, the dearest first."""

    items: list[UnknownResource]


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
    bills = cloud_costs_of(request.auth, asset)
    shares = list_shares(list_coverage_of(request.auth, asset), request.received_at.date())
    purchase = None if asset.cost_amount is None else Money(asset.cost_amount, asset.cost_currency)
    parts = [*(share.cost for share in shares), *(bill.together for bill in bills)]
    parts += [purchase] if purchase else []
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
            "bills": [
                {
                    "since": bill.since,
                    "until": bill.until,
                    "a_day": _amount(bill.a_day),
                    "thirty_days": _amount(bill.lately),
                    "cost": _amount(bill.together),
                }
                for bill in bills
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


@router.post(
    "/companies/{public_id}/cloud-bills", auth=Bearer(P.MANAGE, largest=LARGEST + AROUND), response=BillRead,
    operation_id="read_cloud_bill", summary="Read a bill of a cloud provider in", openapi_extra=SENT,
)  # fmt: skip
def read_bill(request: ApiRequest, public_id: str) -> HttpResponse:
    """A CSV file in FOCUS 1.0 to 1.4. Of each account in it, it replaces the days from its first to its last."""
    company = get_one(request.auth, "company", public_id)
    request.auth.require_row(P.MANAGE, company_id=company.pk)  # before its file is looked at

    def effect() -> HttpResponse:
        file = sent_file(request)
        done = import_bill(
            actor=request.auth,
            company=company,
            content=file.read(),
            file_name=file.name or "",
            at=request.received_at,
        )
        return answer(asdict(done))

    return once(request, effect)


@router.get(
    "/costs/unknown-resources", auth=Bearer(P.VIEW), response=UnknownResources,
    operation_id="list_unknown_resources", summary="List what is billed and not registered",
)  # fmt: skip
def unknown_resources(request: ApiRequest) -> HttpResponse:
    """At most 500, the dearest first, in the 30 days up to the last billed one of each company."""
    plain = (
        "provider",
        "account",
        "resource_id",
        "name",
        "resource_type",
        "region",
        "service",
        "first",
        "last",
    )
    items = [
        {name: getattr(row, name) for name in plain}
        | {"company": reference(row.company), "cost": _amount(row.cost)}
        for row in list_unknown_resources(request.auth, 500)
    ]
    return answer({"items": items})


def _amount(money: Money) -> dict[str, Any]:
    return {"amount": money_text(money.amount), "currency": money.currency}
