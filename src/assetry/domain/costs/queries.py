"""Reads of bills: what a resource costs, and resources that nobody registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import CharField, Func, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Lower

from assetry.domain.assets.kinds.cloud_resource import CODE as CLOUD_RESOURCE
from assetry.domain.assets.models import Asset
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.costs.cloud_sql import UNKNOWN
from assetry.domain.costs.models import CloudBill, CloudCharge
from assetry.domain.organization.models import Company
from assetry.kernel.money import Money
from assetry.platform.permissions.actor import Actor

DAYS = 30


@dataclass(frozen=True, slots=True)
class CloudCost:
    """What a resource cost in the 30 days up to `until`, a day, and in all days billed since `since`."""

    lately: Money
    together: Money
    since: date
    until: date

    @property
    def a_day(self) -> Money:
        """On average, of the days billed among the 30."""
        days = min(DAYS, (self.until - self.since).days + 1)
        return Money(self.lately.amount / days, self.lately.currency).rounded()


@dataclass(frozen=True, slots=True)
class UnknownResource:
    """A resource that is billed and is no asset; without an id, what a bill says of no resource."""

    company: Company
    provider: str
    account: str
    resource_id: str
    name: str
    resource_type: str
    region: str
    service: str
    tags: str
    cost: Money
    first: date
    last: date


def list_days_of(actor: Actor, asset: Asset, limit: int) -> list[CloudCharge]:
    """What it was billed, the last day first."""
    rows = _charges_of(actor, asset)
    return [] if rows is None else list(rows.order_by("-day", "service", "id")[:limit])


def _charges_of(actor: Actor, asset: Asset) -> "QuerySet[CloudCharge] | None":
    """The charges of a cloud resource; None for anything else."""
    facet = getattr(asset, CLOUD_RESOURCE, None) if asset.facet == CLOUD_RESOURCE else None
    if facet is None or not facet.resource_id:
        return None
    rows = CloudCharge.objects.visible_to(actor).filter(
        company_id=asset.company_id, resource_key=Lower(Value(facet.resource_id))
    )
    if facet.provider:
        key = Func(Value(facet.provider), function="public.costs_provider_key", output_field=CharField())
        rows = rows.filter(provider_key=key)
    return rows


def cloud_costs_of(actor: Actor, asset: Asset) -> list[CloudCost]:
    """By currency, the dearest first; nothing for what is no cloud resource."""
    rows = _charges_of(actor, asset)
    if rows is None:
        return []
    until = rows.aggregate(until=Max("day"))["until"]
    if until is None:
        return []
    lately = Sum("cost", filter=Q(day__gt=until - timedelta(days=DAYS)))
    found = rows.order_by().values("currency").annotate(lately=lately, all=Sum("cost"), since=Min("day"))
    costs = [
        CloudCost(
            Money(line["lately"] or Decimal(0), line["currency"]).rounded(),
            Money(line["all"], line["currency"]).rounded(),
            line["since"],
            until,
        )
        for line in found
    ]
    return sorted(costs, key=lambda cost: -cost.lately.amount)


def list_unknown_resources(actor: Actor, limit: int) -> list[UnknownResource]:
    """What was billed in the last 30 billed days of each company and is no asset, the dearest first."""
    companies = actor.scope(P.VIEW).company_ids
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [list(companies), limit])
        names = [column.name for column in cursor.description or ()]
        lines = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    known = Company.objects.in_bulk({line["company_id"] for line in lines})
    plain = ("provider", "account", "resource_id", "name", "resource_type", "region", "service", "tags")
    return [
        UnknownResource(
            company=known[line["company_id"]],
            cost=Money(line["cost"], line["currency"]).rounded(),
            first=line["first"],
            last=line["last"],
            **{name: line[name] for name in plain},
        )
        for line in lines
    ]


def list_bills(actor: Actor, limit: int) -> Sequence[CloudBill]:
    """What was read in, the newest first."""
    return list(CloudBill.objects.visible_to(actor).select_related("company").order_by("-pk")[:limit])
