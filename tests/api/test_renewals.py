"""What ends, over the API, and decisions about it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assetry.domain.contracts.models import Contract
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_contract, make_person, make_supplier

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
ENDS: dict[str, Any] = {"starts_on": TODAY - timedelta(days=324), "ends_on": TODAY + timedelta(days=40)}
PAID: dict[str, Any] = {"value_amount": Decimal(4320), "value_currency": "EUR"}
RENEW = {"choice": "renew", "reason": "We need it."}


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        rest = {"owner": make_person(cast.company), "supplier": make_supplier()}
        return make_contract(cast.company, "Canary support", **ENDS, **PAID, **rest)


def names(caller: Caller, query: str = "") -> list[str]:
    return [item["about"]["name"] for item in caller.get(f"/renewals?{query}").data["items"]]


def test_what_ends_is_listed_with_its_cost_and_its_day(
    caller: Callable[[str], Caller], contract: Contract
) -> None:
    assert contract.ends_on
    assert contract.owner
    assert contract.supplier
    shown = caller("auditor").get("/renewals?count=true").data
    assert shown["total"] == 1
    assert shown["items"][0] == {
        "what": "contract",
        "about": {"entity": "contract", "id": contract.public_id, "name": "Canary support"},
        "ends_on": contract.ends_on.isoformat(),
        "decide_by": contract.ends_on.isoformat(),
        "cost": {"amount": "4320.00", "currency": "EUR"},
        "owner": {"id": contract.owner.public_id, "name": str(contract.owner)},
        "supplier": {"id": contract.supplier.public_id, "name": str(contract.supplier)},
        "decision": None,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("days=40", 1),
        ("days=39", 0),
        ("what=contract", 1),
        ("what=loan", 0),
        ("owner={owner}", 1),
        ("owner={other}", 0),
        ("supplier={supplier}", 1),
    ],
)
def test_filters_narrow_it(
    cast: Cast, caller: Callable[[str], Caller], contract: Contract, query: str, found: int
) -> None:
    assert contract.owner
    assert contract.supplier
    with signed("test"):
        other = make_person(cast.company)
    ids = {"owner": contract.owner.public_id, "supplier": contract.supplier.public_id}
    assert len(names(caller("auditor"), query.format(**ids, other=other.public_id))) == found


def test_pages_follow_each_other(cast: Cast, caller: Callable[[str], Caller], contract: Contract) -> None:
    with signed("test"):
        make_contract(cast.company, "Later", **ENDS | {"ends_on": TODAY + timedelta(days=60)})
    first = caller("auditor").get("/renewals?limit=1").data
    assert [item["about"]["name"] for item in first["items"]] == ["Canary support"]
    assert names(caller("auditor"), f"limit=1&cursor={first['next']}") == ["Later"]


def test_a_decision_makes_the_next_term_and_stands_on_record(
    caller: Callable[[str], Caller], contract: Contract
) -> None:
    manager, path = caller("asset_manager"), f"/renewals/{contract.public_id}/decisions"
    made = manager.post(path, RENEW | {"amount": "4500.00"}, Idempotency_Key="k")
    assert (made.status, made.data["planned"]) == (201, {"amount": "4500.00", "currency": "EUR"})
    assert manager.post(path, RENEW | {"amount": "4500.00"}, Idempotency_Key="k").data == made.data
    assert Contract.objects.get(predecessor=contract).value_amount == Decimal(4500)
    assert names(manager) == []
    assert [item["reason"] for item in manager.get(path).data["items"]] == ["We need it."]


def test_what_was_decided_is_listed_and_not_decided_twice(
    caller: Callable[[str], Caller], contract: Contract
) -> None:
    manager, path = caller("asset_manager"), f"/renewals/{contract.public_id}/decisions"
    manager.post(path, {"choice": "cancel", "reason": "Nobody uses it."})
    assert [item["choice"] for item in manager.get(path).data["items"]] == ["cancel"]
    again = manager.post(path, RENEW)
    assert (again.status, again.data["code"]) == (409, "already_decided")


def test_who_only_reads_decides_nothing_and_a_stranger_sees_nothing(
    caller: Callable[[str], Caller], contract: Contract
) -> None:
    path = f"/renewals/{contract.public_id}/decisions"
    assert caller("auditor").post(path, RENEW).status == 403
    assert caller("stranger").post(path, RENEW).status in {403, 404}
    assert names(caller("stranger")) == []


def test_a_misspelt_filter_is_refused(caller: Callable[[str], Caller]) -> None:
    assert caller("auditor").get("/renewals?day=3").status == 422
