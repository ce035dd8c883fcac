"""The board of renewals, its calendar, and one decision."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assetry.domain.contracts.models import Contract, RenewalDecision
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_contract

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
PAID: dict[str, Any] = {"value_amount": Decimal(4320), "value_currency": "EUR"}
ENDS: dict[str, Any] = {"starts_on": TODAY - timedelta(days=324), "ends_on": TODAY + timedelta(days=40)}
RENEWING: dict[str, Any] = {"auto_renews": True, "renewal_months": 12, "notice_count": 3, **PAID}


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        return make_contract(cast.company, "Canary support", **ENDS, **RENEWING)


def page(cast: Cast, role: str, address: str) -> str:
    client = Client()
    client.force_login(cast.user(role))
    return client.get(address).content.decode()


def test_a_missed_notice_says_what_it_costs(cast: Cast, contract: Contract) -> None:
    shown = page(cast, "asset_manager", "/renewals")
    assert "Notice missed: another 12 months cost €4,320.00" in shown
    assert f"/renewals/{contract.public_id}/decide" in shown


def test_who_may_not_decide_sees_the_board_without_its_verb(cast: Cast, contract: Contract) -> None:
    shown = page(cast, "auditor", "/renewals")
    assert "Canary support" in shown
    assert "/decide" not in shown


@pytest.mark.parametrize("address", ["/renewals", "/renewals/calendar"])
def test_a1_nobody_else_sees_it(cast: Cast, contract: Contract, address: str) -> None:
    assert "Canary" not in page(cast, "stranger", address)


def test_the_calendar_has_the_end_in_its_month(cast: Cast, contract: Contract) -> None:
    shown = page(cast, "auditor", "/renewals/calendar")
    assert shown.count("Canary support</a>") == 1
    assert shown.count("<section aria-labelledby") == 12


def test_warranties_stand_apart(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, name="Canary laptop", facet={"warranty_ends_on": TODAY + timedelta(days=9)})
    assert "Canary laptop" not in page(cast, "auditor", "/renewals")
    assert "Canary laptop" in page(cast, "auditor", "/renewals?what=warranty")


def test_the_figures_lead_to_the_board_of_so_many_days(cast: Cast, contract: Contract) -> None:
    with signed("test"):
        make_asset(cast.company)
        make_contract(cast.company, "Canary lease", ends_on=TODAY + timedelta(days=120), **PAID)
    assert 'href="/renewals?days=180">' in page(cast, "auditor", "/")
    near, far = (page(cast, "auditor", f"/renewals?days={days}") for days in (90, 180))
    assert ("Canary support" in near, "Canary lease" in near) == (True, False)
    assert ("Canary support" in far, "Canary lease" in far) == (True, True)
    assert "Canary lease" in page(cast, "auditor", "/renewals?days=2")


def test_a_decision_is_made_in_its_form(cast: Cast, contract: Contract) -> None:
    client = Client()
    client.force_login(cast.user("asset_manager"))
    address = f"/renewals/{contract.public_id}/decide"
    assert client.post(address, {"choice": "renew", "reason": ""}).status_code == 422
    sent = {"choice": "reduce", "reason": "Fewer people.", "quantity": "9", "amount": "1200"}
    assert client.post(address, sent).headers["Location"] == "/renewals"
    assert RenewalDecision.objects.get().planned_amount == Decimal(1200)
    assert "Fewer people." in page(cast, "auditor", "/renewals")


def test_what_is_decided_stands_on_the_board_of_its_own_way_of_ending(cast: Cast, contract: Contract) -> None:
    client = Client()
    client.force_login(cast.user("asset_manager"))
    sent = {"choice": "cancel", "reason": "Nobody needs it."}
    assert client.post(f"/renewals/{contract.public_id}/decide", sent).status_code == 302
    boards = [
        page(cast, "auditor", f"/renewals{query}") for query in ("", "?what=contract", "?what=warranty")
    ]
    assert ["Nobody needs it." in board for board in boards] == [True, True, False]


def test_the_board_takes_as_many_statements_for_many(cast: Cast, contract: Contract) -> None:
    page(cast, "auditor", "/renewals")
    with CaptureQueriesContext(connection) as few:
        page(cast, "auditor", "/renewals")
    with signed("test"):
        for _ in range(5):
            make_contract(cast.company, ends_on=TODAY + timedelta(days=40), **RENEWING)
    with CaptureQueriesContext(connection) as many:
        page(cast, "auditor", "/renewals")
    assert len(many) == len(few)


def test_a_contract_that_renewed_itself_waits_until_somebody_decides(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.company, "Forgotten", ends_on=TODAY - timedelta(days=9), **RENEWING)
    assert "Renewed itself after" in page(cast, "auditor", "/renewals")


def test_home_says_what_to_decide_and_what_it_costs(cast: Cast, contract: Contract) -> None:
    with signed("test"):
        make_asset(cast.company)
    shown = page(cast, "asset_manager", "/")
    assert f"/renewals/{contract.public_id}/decide" in shown
    assert "€4,320.00" in shown


def test_the_file_has_what_the_board_shows_and_nothing_of_others(cast: Cast, contract: Contract) -> None:
    with signed("test"):
        make_asset(
            cast.company, replace_on=TODAY + timedelta(days=20), cost_amount=Decimal(900), cost_currency="EUR"
        )
        make_asset(cast.other_company, replace_on=TODAY + timedelta(days=20))
    client = Client()
    client.force_login(cast.user("auditor"))
    lines = b"".join(client.get("/renewals.csv")).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Contract", "Planned replacement"]
