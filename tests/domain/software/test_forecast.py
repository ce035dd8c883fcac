"""What recurs in the next months: each term adds up to its value, to the last minor unit, in the reader's companies."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.domain.contracts.models import Contract
from assetry.domain.contracts.rules import months_of_term
from assetry.domain.ledger.models import CostCenter
from assetry.domain.software.forecast import GROUPINGS, ForecastRow, forecast_costs
from assetry.kernel.money import Money
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_contract, make_entitlement, make_license, make_supplier

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
YEARLY: dict[str, Any] = {"billing": "yearly", "value_currency": "EUR"}


def rows(cast: Cast, grouping: str = "contract", role: str = "auditor") -> list[ForecastRow]:
    return forecast_costs(cast.actor(role), grouping, TODAY)[1]


def test_a_term_that_starts_adds_up_to_its_value(cast: Cast) -> None:
    with signed("test"):
        made = make_contract(
            cast.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), value_amount=100, **YEARLY
        )
    (row,) = rows(cast)
    assert (row.public_id, row.total) == (made.public_id, Decimal(100))
    assert sorted(row.amounts) == list(range(2, 14))
    assert (row.amounts[2], row.amounts[13]) == (Decimal("8.33"), Decimal("8.37"))


def test_what_renews_itself_goes_on_dearer(cast: Cast) -> None:
    with signed("test"):
        make_contract(
            cast.company,
            starts_on=date(2026, 12, 1),
            ends_on=date(2027, 11, 30),
            value_amount=120,
            auto_renews=True,
            renewal_months=12,
            indexation="percent",
            index_percent=10,
            **YEARLY,
        )
    (row,) = rows(cast)
    years = [
        sum(row.amounts[month] for month in range(first, first + 12) if month in row.amounts)
        for first in (1, 13)
    ]
    assert years == [Decimal(120), Decimal(132)]
    assert row.amounts[35] == Decimal("12.10")


def test_what_ends_or_is_paid_once_or_has_no_price_does_not_recur(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.company, value_amount=100, value_currency="EUR", billing="once")
        make_contract(cast.company, billing="yearly")
        make_contract(cast.company, ends_on=date(2026, 10, 31), value_amount=100, **YEARLY)
        make_contract(
            cast.company,
            ends_on=None,
            terminated_on=date(2026, 12, 31),
            end_reason="canceled",
            value_amount=120,
            **YEARLY,
        )
    (row,) = rows(cast)
    assert row.amounts == {0: Decimal(10), 1: Decimal(10)}


def test_terms_of_licenses_count_once(cast: Cast) -> None:
    term: dict[str, Any] = {"starts_on": date(2026, 12, 1), "ends_on": date(2027, 11, 30)}
    with signed("test"):
        license_ = make_license(cast.company)
        priced: dict[str, Any] = {"unit_amount": Decimal("9.99"), "unit_currency": "EUR", **term}
        line = make_entitlement(license_, 13, **priced)
        make_entitlement(license_, 5, contract=make_contract(cast.company), **priced)
        make_entitlement(license_, 5, unit_amount=5, unit_currency="EUR")
    (row,) = rows(cast)
    assert (row.entity, row.public_id, row.total) == ("entitlement", line.public_id, Decimal("129.87"))


def test_by_cost_center_supplier_and_kind(cast: Cast) -> None:
    with signed("test"):
        center = CostCenter.objects.create(company=cast.company, code="4711", name="IT", name_sort="it")
        given: dict[str, Any] = {"ends_on": None, "value_amount": 120, **YEARLY}
        make_contract(cast.company, cost_center=center, supplier=make_supplier("Dustin"), **given)
        make_contract(cast.company, **given)
    assert [row.label for row in rows(cast, "cost_center")] == ["", "4711 IT"]
    assert {row.label for row in rows(cast, "supplier")} == {"", "Dustin"}
    assert [(row.label, row.total) for row in rows(cast, "kind")] == [("Support", Decimal(720))]


def test_nobody_sees_what_another_company_pays(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.other_company, ends_on=None, value_amount=120, **YEARLY)
    assert [len(rows(cast, grouping)) for grouping in GROUPINGS] == [0, 0, 0, 0]
    assert rows(cast, role="employee") == []
    assert len(rows(cast, role="stranger")) == 1


def slowly(contract: Contract) -> Mapping[int, Decimal]:
    """The oracle: term after term, month after month, in fractions: a tie is one to the last digit."""
    unit = Decimal(1).scaleb(-Money(Decimal(0), contract.value_currency).digits)
    value, length = Fraction(contract.value_amount or 0), months_of_term(contract.starts_on, contract.ends_on)
    again = 12 if contract.ends_on is None else contract.renewal_months if contract.auto_renews else None
    number, per_month = contract.starts_on.year * 12 + contract.starts_on.month, value / length
    first, found, raised = TODAY.year * 12 + TODAY.month, dict[int, Decimal](), Fraction(1)
    while number < first + 36:
        units = floor(per_month * length * raised / Fraction(unit) + Fraction(1, 2))
        parts = [units // length] * (length - 1) + [units - units // length * (length - 1)]
        found |= {
            number + i - first: part * unit for i, part in enumerate(parts) if 0 <= number + i - first < 36
        }
        number += length
        if again is None:
            break
        length, raised = again, raised * (100 + Fraction(contract.index_percent or 0)) / 100
    return found


@given(
    term=st.tuples(st.dates(date(2025, 1, 1), date(2029, 6, 30)), st.integers(0, 1200)),
    cents=st.integers(1, 10_000_000),
    renews=st.none() | st.integers(1, 24),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_the_oracle_says(
    cast: Cast, term: tuple[date, int], cents: int, renews: int | None, currency: str
) -> None:
    with signed("test"):
        Contract.objects.all().delete()
        made = make_contract(
            cast.company,
            starts_on=term[0],
            ends_on=term[0] + timedelta(days=term[1]),
            value_amount=Money(Decimal(cents) / 100, currency).rounded().amount,
            value_currency=currency,
            billing="monthly",
            auto_renews=renews is not None,
            renewal_months=renews,
        )
    found = rows(cast)
    amounts = found[0].amounts if found else {}
    assert {month: amount for month, amount in amounts.items() if amount} == {
        month: amount for month, amount in slowly(made).items() if amount
    }
