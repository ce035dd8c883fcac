"""What each asset has of its contracts: parts that add up to the whole, and nobody else's."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import trunc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.contracts.queries import list_coverage_of
from assetry.domain.contracts.rules import value_until
from assetry.domain.contracts.shares import list_shares, list_spent_on_gone, sum_by_currency
from assetry.kernel.money import Money
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_contract, make_coverage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
EUR = {"value_currency": "EUR"}


@pytest.fixture
def assets(cast: Cast) -> list[Asset]:
    with signed("test"):
        return [make_asset(cast.company) for _ in range(5)]


def costs(contract: Contract, today: date = TODAY) -> list[Decimal]:
    rows = Coverage.objects.filter(contract=contract).select_related("contract")
    shares = list_shares(rows, today)
    return [share.cost.amount for share in sorted(shares, key=lambda share: share.asset_id)]


def test_equal_parts_of_what_the_percents_leave(cast: Cast, assets: list[Asset]) -> None:
    with signed("test"):
        contract = make_contract(cast.company, value_amount=100, **EUR)
        make_coverage(contract, assets[0], share_percent=40)
        for asset in assets[1:4]:
            make_coverage(contract, asset)
    assert costs(contract) == [Decimal(40), Decimal(20), Decimal(20), Decimal(20)]


def test_two_roles_are_one_asset(cast: Cast, assets: list[Asset]) -> None:
    with signed("test"):
        contract = make_contract(cast.company, value_amount=100, **EUR)
        for role in ("support", "warranty"):
            make_coverage(contract, assets[0], role=role)
        make_coverage(contract, assets[1])
    assert costs(contract) == [Decimal(50), Decimal(50)]


def test_what_nobody_has_stays_with_the_contract(cast: Cast, assets: list[Asset]) -> None:
    with signed("test"):
        contract = make_contract(cast.company, value_amount=100, **EUR)
        make_coverage(contract, assets[0], share_percent=30)
    assert costs(contract) == [Decimal(30)]


def test_without_an_end_each_year_begun_counts() -> None:
    assert value_until(Decimal(12), date(2025, 1, 1), None, date(2025, 12, 31)) == 12
    assert value_until(Decimal(12), date(2025, 1, 1), None, date(2026, 1, 1)) == 24
    assert value_until(Decimal(12), date(2025, 1, 1), date(2029, 1, 1), date(2026, 1, 1)) == 12


def test_what_has_not_begun_or_has_no_price_costs_nothing_and_asks_nothing(
    cast: Cast, assets: list[Asset]
) -> None:
    with signed("test"):
        later = make_contract(
            cast.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), value_amount=9, **EUR
        )
        for contract in (later, make_contract(cast.company)):
            make_coverage(contract, assets[0])
    rows = list_coverage_of(cast.actor("auditor"), assets[0])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert list_shares(rows, TODAY) == []
    assert len(asked) == 0


def test_retired_assets_and_what_is_paid_for_them(cast: Cast, assets: list[Asset]) -> None:
    with signed("test"):
        retired = [make_asset(cast.company, status="Retired") for _ in range(2)]
        contract = make_contract(cast.company, value_amount=100, **EUR)
        over = make_contract(cast.company, ends_on=date(2026, 10, 31), value_amount=100, **EUR)
        for asset in (assets[0], *retired):
            make_coverage(contract, asset)
            make_coverage(over, asset)
    (spent,) = list_spent_on_gone(cast.actor("auditor"), TODAY)
    assert (spent.contract, spent.count, spent.cost) == (contract, 2, Money(Decimal("66.67"), "EUR"))


def test_nobody_is_told_what_another_company_pays(cast: Cast) -> None:
    with signed("test"):
        gone = make_asset(cast.other_company, status="Retired")
        make_coverage(make_contract(cast.other_company, value_amount=100, **EUR), gone)
    for role in ("auditor", "employee"):
        assert list_spent_on_gone(cast.actor(role), TODAY) == []
        assert list_coverage_of(cast.actor(role), gone) == []
    assert [spent.count for spent in list_spent_on_gone(cast.actor("stranger"), TODAY)] == [1]


def test_sums_by_currency() -> None:
    amounts = [Money(Decimal(1), "EUR"), Money(Decimal(9), "USD"), Money(Decimal(2), "EUR")]
    assert sum_by_currency(amounts) == [Money(Decimal(9), "USD"), Money(Decimal(3), "EUR")]


def slowly(units: int, given_: Sequence[Fraction | None]) -> list[int]:
    """The oracle, in fractions: each its part of the whole, minor units by what the first ones have together."""
    together = sum((part for part in given_ if part is not None), Fraction(0))
    equals = sum(part is None for part in given_)
    left = max(Fraction(0), 100 - together) / max(1, equals)
    parts = [(left if part is None else part) / max(Fraction(100), together) for part in given_]
    ends = [trunc(units * sum(parts[:n], Fraction(0))) for n in range(len(parts) + 1)]
    return [after - before for before, after in pairwise(ends)]


@given(
    cents=st.integers(0, 10**13),
    parts=st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=5),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_the_oracle_says(
    cast: Cast, assets: list[Asset], cents: int, parts: list[int | None], currency: str
) -> None:
    percents = [None if part is None else Decimal(part) / 10_000 for part in parts]
    value = Money(Decimal(cents) / 1000, currency).rounded()
    with signed("test"):
        Coverage.objects.all().delete()
        Contract.objects.all().delete()
        contract = make_contract(cast.company, value_amount=value.amount, value_currency=currency)
        for asset, percent in zip(assets, percents, strict=False):
            make_coverage(contract, asset, share_percent=percent)
    units = int(value.amount.scaleb(value.digits))
    expected = slowly(units, [None if percent is None else Fraction(percent) for percent in percents])
    found = costs(contract)
    assert [int(amount.scaleb(value.digits)) for amount in found] == expected
    if None in percents or sum(percent or 0 for percent in percents) >= 100:
        assert sum(found) == value.amount
