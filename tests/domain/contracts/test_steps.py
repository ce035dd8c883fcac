"""Price steps: lines whose sum is the value, that the next term goes on from, of one company."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.contracts.models import Contract, Ending, PriceStep
from assetry.domain.contracts.operations import edit_contract
from assetry.domain.contracts.renewing import renew_contract
from assetry.domain.contracts.stepping import set_price_steps
from assetry.domain.contracts.terms import next_value
from assetry.domain.software.forecast import forecast_costs
from assetry.kernel.refusals import InvalidInput, InvalidValue, NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.factories import make_contract

pytestmark = pytest.mark.django_db
TERM: dict[str, Any] = {
    "starts_on": date(2026, 12, 1), "ends_on": date(2028, 11, 30), "billing": "yearly", "value_currency": "EUR"
}  # fmt: skip
STEPS = [(date(2027, 12, 1), Decimal(200)), (date(2026, 12, 1), Decimal(100))]


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        return make_contract(cast.company, **TERM, auto_renews=True, renewal_months=12, index_percent=10)


def step(actor: Actor, contract: Contract, steps: Any = STEPS) -> Contract:
    return set_price_steps(actor=actor, contract=contract, steps=steps, at=NOW)


def test_their_sum_is_the_value_and_the_next_term_goes_on_from_the_last(
    manager: Actor, contract: Contract
) -> None:
    step(manager, contract)
    contract.refresh_from_db()
    assert contract.value_amount == Decimal(300)
    assert [(row.months, row.amount) for row in PriceStep.objects.order_by("starts_on")] == [
        (12, Decimal(100)),
        (12, Decimal(200)),
    ]
    assert next_value(contract) == Decimal(220)
    assert Ending.objects.get().cost_amount == Decimal(220)
    assert renew_contract(actor=manager, contract=contract, at=NOW).value_amount == Decimal(220)


def test_the_forecast_takes_each_step_over_its_months(cast: Cast, manager: Actor, contract: Contract) -> None:
    step(manager, contract)
    (row,) = forecast_costs(cast.actor("auditor"), "contract", NOW.date())[1]
    years = [sum(row.amounts[n] for n in range(first, min(first + 12, 36))) for first in (1, 13, 25)]
    assert years[:2] == [Decimal(100), Decimal(200)]
    assert row.amounts[25] == Decimal("18.33")


def test_the_end_follows_a_last_step_of_the_same_sum(manager: Actor, contract: Contract) -> None:
    step(manager, contract)
    step(manager, contract, [(date(2026, 12, 1), Decimal(180)), (date(2027, 12, 1), Decimal(120))])
    assert Ending.objects.get().cost_amount == Decimal(132)


def test_without_steps_the_value_stays_and_can_be_changed_again(manager: Actor, contract: Contract) -> None:
    made = step(manager, contract)
    change: dict[str, Any] = {"contract": made, "changes": {"value_amount": Decimal(5)}, "version": None}
    with pytest.raises(InvalidInput):
        edit_contract(actor=manager, **change, at=NOW)
    step(manager, contract, [])
    assert Contract.objects.get().value_amount == Decimal(300)
    edit_contract(actor=manager, **change, at=NOW)
    assert Contract.objects.get().value_amount == Decimal(5)


@pytest.mark.parametrize(
    "steps",
    [
        [(date(2027, 1, 1), Decimal(1))],
        [(date(2026, 12, 1), Decimal(1)), (date(2026, 12, 1), Decimal(2))],
        [(date(2026, 12, 1), Decimal(1)), (date(2028, 12, 1), Decimal(2))],
        [(date(2026, 12, 1), Decimal(-1))],
        [(date(2026, 12, 1), Decimal(9 * 10**11)), (date(2027, 12, 1), Decimal(10**11))],
    ],
)
def test_steps_that_cannot_be_are_refused(manager: Actor, contract: Contract, steps: Any) -> None:
    with pytest.raises(InvalidValue):
        step(manager, contract, steps)
    assert not PriceStep.objects.exists()


def test_without_an_end_only_the_last_is_the_value_and_none_lasts_for_ever(
    cast: Cast, manager: Actor
) -> None:
    with signed("test"):
        endless = make_contract(cast.company, **TERM | {"ends_on": None})
    with pytest.raises(InvalidValue):
        step(manager, endless, [(date(2026, 12, 1), Decimal(1)), (date(9999, 12, 31), Decimal(2))])
    much = [(date(2026, 12, 1), Decimal(9 * 10**11)), (date(2027, 12, 1), Decimal(10**11))]
    assert step(manager, endless, much).value_amount == Decimal(10**11)


@pytest.mark.parametrize("role", ["auditor", "stranger", "employee"])
def test_a2_nobody_else_sets_them(cast: Cast, contract: Contract, role: str) -> None:
    with pytest.raises(NotPermitted):
        step(cast.actor(role), contract)
