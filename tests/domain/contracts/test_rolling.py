"""Contracts that renewed themselves: the next term once, on the company's own day, by nobody's account."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from procrastinate.contrib.django import app

from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.contracts.rolling import INTENT, roll_over_contracts
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_contract, make_coverage

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 1, 2, 12, tzinfo=UTC)
RENEWING: dict[str, Any] = {
    "number": "C-1",
    "auto_renews": True,
    "renewal_months": 12,
    "notice_count": 1,
    "value_amount": Decimal(2400),
    "value_currency": "EUR",
    "index_percent": Decimal(5),
}


def roll(at: datetime = AFTER) -> int:
    made, stuck = roll_over_contracts(at=at, using=DEFAULT_DB_ALIAS)
    assert stuck == []
    return made


def contract(cast: Cast, **values: Any) -> Contract:
    with signed("test"):
        return make_contract(cast.company, **RENEWING | values)


def test_the_next_term_follows_at_its_price_and_covers_what_goes_on(cast: Cast) -> None:
    before = contract(cast)
    with signed("test"):
        kept, retired = make_asset(cast.company), make_asset(cast.company, status="Retired")
        for asset in (kept, retired):
            make_coverage(before, asset)
    assert roll() == 1
    made = Contract.objects.get(predecessor=before)
    assert (made.number, made.starts_on, made.ends_on) == ("C-1", date(2027, 1, 1), date(2027, 12, 31))
    assert (made.value_amount, made.decide_by) == (Decimal(2520), date(2027, 11, 30))
    assert list(Coverage.objects.filter(contract=made).values_list("asset_id", flat=True)) == [kept.pk]
    before.refresh_from_db()
    assert (before.is_renewed, before.decide_by, before.value_amount) == (True, None, Decimal(2400))


def test_nobody_is_named_in_the_trail(cast: Cast) -> None:
    contract(cast)
    roll()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT actor_id, door FROM audit_event WHERE intent = %s", [INTENT])
        assert cursor.fetchall() == [(None, "system")]


def test_a_second_run_finds_nothing(cast: Cast) -> None:
    contract(cast)
    assert [roll(), roll()] == [1, 0]


def test_a_price_that_grows_out_of_its_column_holds_up_no_other(cast: Cast) -> None:
    stuck = contract(cast, value_amount=Decimal(90_000_000_000), index_percent=Decimal(900))
    contract(cast, number="C-2")
    assert roll_over_contracts(at=AFTER, using=DEFAULT_DB_ALIAS) == (1, [stuck.public_id])
    stuck.refresh_from_db()
    assert not stuck.is_renewed


def test_terms_that_went_by_are_all_made(cast: Cast) -> None:
    contract(cast, renewal_months=1)
    assert roll(datetime(2027, 3, 15, tzinfo=UTC)) == 3
    ends = Contract.objects.order_by("starts_on").values_list("ends_on", flat=True)
    assert list(ends)[1:] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


@pytest.mark.parametrize(
    "values",
    [
        {"auto_renews": False},
        {"terminated_on": date(2026, 12, 31), "end_reason": "canceled"},
        {"ends_on": date(2027, 1, 2)},
    ],
)
def test_what_runs_out_was_ended_or_still_runs_is_left_alone(cast: Cast, values: dict[str, Any]) -> None:
    contract(cast, **values)
    assert roll() == 0


def test_the_day_is_the_company_s_own(cast: Cast) -> None:
    with signed("test"):
        cast.company.time_zone = "Asia/Tokyo"
        cast.company.save()
    contract(cast)
    assert [roll(datetime(2026, 12, 31, hour, tzinfo=UTC)) for hour in (14, 15)] == [0, 1]


def test_the_worker_knows_the_job() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    assert "assetry.jobs.contracts.roll_over" in app.tasks
