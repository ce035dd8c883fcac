"""What decisions plan: apart from what is agreed, in its months, in the reader's companies."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assetry.domain.contracts.deciding import decide_renewal
from assetry.domain.contracts.models import Contract, Ending
from assetry.domain.software.forecast import GROUPINGS, forecast_costs
from assetry.domain.software.planned import forecast_planned
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_contract

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
EUR: dict[str, Any] = {"value_currency": "EUR", "billing": "yearly", "value_amount": Decimal(120)}


def decide(cast: Cast, what: str, choice: str, amount: int, role: str = "asset_manager") -> None:
    decide_renewal(
        actor=cast.actor(role),
        ending=Ending.objects.get(what=what),
        choice=choice,
        reason="We need it.",
        quantity=3,
        amount=Decimal(amount),
        at=NOW,
    )


def test_what_is_renegotiated_is_planned_over_its_next_term(cast: Cast) -> None:
    with signed("test"):
        made = make_contract(cast.company, **EUR)
    decide(cast, "contract", "renegotiate", 100)
    (row,) = forecast_planned(cast.actor("auditor"), "contract", TODAY)
    assert (row.public_id, row.total, row.currency) == (made.public_id, Decimal(100), "EUR")
    assert (row.amounts[2], row.amounts[13]) == (Decimal("8.33"), Decimal("8.37"))
    assert forecast_costs(cast.actor("auditor"), "contract", TODAY)[1][0].total == Decimal(20)


def test_what_has_its_next_term_is_agreed_and_not_planned(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.company, **EUR)
    decide(cast, "contract", "reduce", 60)
    assert forecast_planned(cast.actor("auditor"), "contract", TODAY) == []
    (before, after) = forecast_costs(cast.actor("auditor"), "contract", TODAY)[1]
    assert {before.total, after.total} == {Decimal(20), Decimal(60)}


def test_the_last_word_about_an_end_counts_alone(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.company, **EUR)
    decide(cast, "contract", "renegotiate", 100)
    decide(cast, "contract", "renegotiate", 90)
    assert [row.total for row in forecast_planned(cast.actor("auditor"), "contract", TODAY)] == [Decimal(90)]
    decide(cast, "contract", "cancel", 0)
    assert forecast_planned(cast.actor("auditor"), "contract", TODAY) == []


def test_what_renews_itself_is_counted_once(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.company, auto_renews=True, renewal_months=12, **EUR)
    decide(cast, "contract", "renegotiate", 100)
    assert forecast_planned(cast.actor("auditor"), "contract", TODAY) == []


def test_a_replacement_is_planned_in_the_month_after_it(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, replace_on=date(2027, 1, 31), cost_amount=9, cost_currency="EUR")
    decide(cast, "replacement", "renew", 1200)
    (row,) = forecast_planned(cast.actor("auditor"), "kind", TODAY)
    client = Client()
    client.force_login(cast.user("auditor"))
    assert "Planned by decisions" in client.get("/costs").content.decode()
    assert (row.label, row.amounts) == ("Planned replacement", {3: Decimal(1200)})
    with signed("test"):
        type(asset).objects.filter(pk=asset.pk).update(replace_on=date(2028, 1, 31))
    assert forecast_planned(cast.actor("auditor"), "kind", TODAY) == []


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_a1_nobody_sees_what_another_company_plans(cast: Cast, grouping: str) -> None:
    with signed("test"):
        make_contract(cast.other_company, **EUR)
    decide(cast, "contract", "renegotiate", 100, role="stranger")
    assert Contract.objects.count() == 1
    assert forecast_planned(cast.actor("auditor"), grouping, TODAY) == []
    assert len(forecast_planned(cast.actor("stranger"), grouping, TODAY)) == 1
