"""What a contract costs each asset that it covers, to the last minor unit of its currency.

An asset has the percent that its coverage says (of several roles together); those without a percent have equal parts
of what these leave. More than 100 percent together count as parts of their sum. Where nobody is without a percent and
they are less than 100, the rest is nobody's. Minor units are split by what the assets up to each have together, in
the order in which they were registered: the parts of all add up to the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from assetry.domain.assets.states import State
from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.contracts.rules import value_until
from assetry.kernel.money import Money
from assetry.platform.permissions.actor import Actor

GONE = (State.RETIRED, State.DISPOSED)
_SHARES = """
    WITH value AS (SELECT * FROM unnest(%s::bigint[], %s::numeric[]) AS value(contract_id, units)),
    own AS (
        SELECT v.contract_id, v.asset_id, sum(v.share_percent) AS given
        FROM contracts_coverage v JOIN value USING (contract_id) GROUP BY v.contract_id, v.asset_id
    ),
    counted AS (
        SELECT own.*, coalesce(sum(given) OVER c, 0) AS given_away,
            greatest(1, count(*) FILTER (WHERE given IS NULL) OVER c) AS equals
        FROM own WINDOW c AS (PARTITION BY contract_id)
    ),
    weighed AS (
        SELECT contract_id, asset_id, greatest(100, given_away) * equals AS whole,
            CASE WHEN given IS NULL THEN greatest(0, 100 - given_away) ELSE given * equals END AS weight
        FROM counted
    ),
    summed AS (
        SELECT *, sum(weight) OVER (PARTITION BY contract_id ORDER BY asset_id) AS upto FROM weighed
    ),
    shares AS (
        SELECT contract_id, asset_id, 100 * weight / whole AS percent,
            div(units * upto, whole) - div(units * (upto - weight), whole) AS units
        FROM summed JOIN value USING (contract_id)
    )
"""
_OF_ASSETS = "SELECT contract_id, asset_id, percent, units FROM shares WHERE asset_id = ANY(%s)"
_OF_CHOSEN = """, chosen (contract_id, asset_id) AS ({chosen})
    SELECT contract_id, count(*), sum(units) FROM shares JOIN chosen USING (contract_id, asset_id) GROUP BY contract_id
"""


@dataclass(frozen=True, slots=True)
class Share:
    """What an asset has of a contract until today: so many percent, that is so much."""

    contract: Contract
    asset_id: int
    percent: Decimal
    cost: Money


@dataclass(frozen=True, slots=True)
class SpentOnGone:
    """A contract that runs, how many retired assets it still covers, and what they have of it."""

    contract: Contract
    count: int
    cost: Money


def list_shares(coverage: Iterable[Coverage], today: date) -> list[Share]:
    """What the assets of this coverage have of its contracts, which are read with it: of those begun, with a value.

    One statement; none where no contract costs anything.
    """
    rows = list(coverage)
    contracts = {row.contract_id: row.contract for row in rows if _counts(row.contract, today)}
    if not contracts:
        return []
    assets = sorted({row.asset_id for row in rows})
    found = _read(_SHARES + _OF_ASSETS, contracts.values(), today, (assets,))
    wanted = {(row.contract_id, row.asset_id) for row in rows}
    shares = [
        Share(contracts[contract], asset, Decimal(percent), _money(contracts[contract], units))
        for contract, asset, percent, units in found
        if (contract, asset) in wanted
    ]
    return sorted(shares, key=lambda share: (share.contract.starts_on, share.contract.pk), reverse=True)


def list_spent_on_gone(actor: Actor, today: date) -> list[SpentOnGone]:
    """Contracts that run and cover what is retired or disposed of, the dearest first within their currency."""
    covered = Coverage.objects.visible_to(actor).on(today).filter(asset__state__in=GONE)
    covered = covered.filter(contract__value_amount__isnull=False)
    keys = covered.order_by().values("contract_id")
    contracts = {row.pk: row for row in Contract.objects.filter(pk__in=keys).select_related("supplier")}
    if not contracts:
        return []
    chosen, params = (
        covered.order_by().values_list("contract_id", "asset_id").distinct().query.sql_with_params()
    )
    found = _read(_SHARES + _OF_CHOSEN.format(chosen=chosen), contracts.values(), today, params)
    spent = [SpentOnGone(contracts[key], count, _money(contracts[key], units)) for key, count, units in found]
    return sorted(spent, key=lambda each: (each.cost.currency, -each.cost.amount, each.contract.pk))


def _counts(contract: Contract, today: date) -> bool:
    return contract.value_amount is not None and contract.starts_on <= today


def _read(
    sql: str, contracts: Iterable[Contract], today: date, params: Sequence[Any]
) -> list[tuple[Any, ...]]:
    units = {contract.pk: _units(contract, today) for contract in contracts}
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(units), list(units.values()), *params])
        return list(cursor.fetchall())


def _units(contract: Contract, today: date) -> int:
    """What it comes to until today, in minor units."""
    until = min(today, contract.terminated_on or today)
    value = value_until(contract.value_amount or Decimal(0), contract.starts_on, contract.ends_on, until)
    money = Money(value, contract.value_currency).rounded()
    return int(money.amount.scaleb(money.digits))


def _money(contract: Contract, units: Decimal) -> Money:
    money = Money(Decimal(units), contract.value_currency)
    return Money(money.amount.scaleb(-money.digits), money.currency)


def sum_by_currency(amounts: Iterable[Money]) -> list[Money]:
    """What amounts come to, the largest sum first."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return sorted((Money(total, code) for code, total in sums.items()), key=lambda money: -money.amount)
