"""What recurs for the next months: by cost center, supplier, kind or contract."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision
from django.db import connection

from assetry.domain.contracts.events import ContractPermission
from assetry.domain.contracts.models import ContractType
from assetry.domain.software.events import SoftwarePermission
from assetry.domain.software.forecast_sql import CURRENCIES, FORECAST, KEYS
from assetry.kernel.periods import add_months
from assetry.kernel.registry import endings, entity_named
from assetry.platform.permissions.actor import Actor

MONTHS: Final = 36
GROUPINGS: Final = tuple(KEYS)
type Key = tuple[str, str]  # (entity or "kind", its key; "" for what has none)


@dataclass(kw_only=True)
class ForecastRow:
    """One group in one currency: what it costs in each of the months, by their number from 0."""

    entity: str
    key: str
    label: str
    public_id: str
    currency: str
    amounts: dict[int, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All months together."""
        return sum(self.amounts.values(), Decimal(0))


def forecast_costs(
    actor: Actor, grouping: str, today: date, months: int = MONTHS
) -> tuple[list[date], list[ForecastRow]]:
    """The months (their first days), and the groups that cost something, dearest first within their currency.

    What is paid once, or has no price, does not recur; purchases under a contract are the contract's cost.
    Raises KeyError for an unknown grouping.
    """
    first = today.replace(day=1)
    rows: dict[tuple[str, str], ForecastRow] = {}
    for key, currency, month, amount in _read(actor, KEYS[grouping], first, months):
        entity, own = _split(grouping, key or "")
        row = rows.setdefault(
            (key or "", currency),
            ForecastRow(entity=entity, key=own, label="", public_id="", currency=currency),
        )
        row.amounts[month] = amount
    found = list(rows.values())
    name_rows(actor, found)
    found.sort(key=lambda row: (row.currency, -row.total, row.label, row.key))
    return [add_months(first, number) for number in range(months)], found


def _read(actor: Actor, key: str, first: date, months: int) -> list[tuple[str | None, str, int, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(CURRENCIES)
        currencies = [row[0] for row in cursor.fetchall()]
        given: dict[str, Any] = {
            "contracts": list(actor.scope(ContractPermission.VIEW).company_ids),
            "licenses": [
                company
                for box in actor.scope(SoftwarePermission.VIEW).boxes
                if box.location_ids is None  # as LicenseQuerySet.visible_to
                for company in box.company_ids
            ],
            "currencies": currencies,
            "digits": [get_currency_precision(currency) for currency in currencies],
            "first": first.year * 12 + first.month,
            "months": months,
        }
        cursor.execute(FORECAST.format(key=key), given)
        return [(key, currency, month, Decimal(amount)) for key, currency, month, amount in cursor.fetchall()]


def _split(grouping: str, key: str) -> Key:
    if grouping == "contract":
        entity, _colon, own = key.partition(":")
        return entity, own
    return grouping, key


def name_rows(actor: Actor, rows: list[ForecastRow]) -> None:
    """Their names and public ids, one statement per entity."""
    kinds = {name: str(ending.label) for name, ending in endings().items()}
    kinds |= {str(choice.value): str(choice.label) for choice in ContractType}
    for entity in {row.entity for row in rows}:
        keyed = [row for row in rows if row.entity == entity and row.key]
        if entity == "kind":
            for row in keyed:
                row.label = kinds.get(row.key, row.key)
            continue
        named = entity_named(entity).named_for(actor).in_bulk([int(row.key) for row in keyed])
        for row in keyed:
            thing = named.get(int(row.key))
            if thing is not None:
                row.label, row.public_id = str(thing), thing.public_id
