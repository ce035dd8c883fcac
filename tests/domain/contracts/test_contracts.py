"""Contracts: their deadlines, their chain, who may."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.contracts.models import Contract
from assetry.domain.contracts.operations import create_contract, edit_contract
from assetry.domain.contracts.queries import get_contract_for
from assetry.domain.contracts.refusals import PredecessorNotEarlier, PredecessorTaken
from assetry.domain.organization.refusals import NameTaken, OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.factories import make_contract, make_person, make_supplier

pytestmark = pytest.mark.django_db
NEEDED = {"name": "Firewall support", "type": "support", "starts_on": "2026-01-01"}
RENEWING = {"ends_on": "2026-12-31", "auto_renews": True, "renewal_months": 12, "notice_count": 3}


def make(actor: Actor, cast: Cast, **values: Any) -> Contract:
    return create_contract(actor=actor, company=cast.company, values={**NEEDED, **values}, at=NOW)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


def test_what_renews_itself_is_decided_by_the_last_day_of_notice(cast: Cast, manager: Actor) -> None:
    made = make(manager, cast, **RENEWING)
    assert (made.notice_on, made.decide_by) == (date(2026, 9, 30), date(2026, 9, 30))


def test_what_runs_out_is_decided_by_its_last_day(cast: Cast, manager: Actor) -> None:
    made = make(manager, cast, ends_on="2026-12-31", notice_count=3)
    assert (made.notice_on, made.decide_by) == (date(2026, 9, 30), date(2026, 12, 31))


def test_what_has_no_end_has_nothing_to_decide(cast: Cast, manager: Actor) -> None:
    assert make(manager, cast, notice_count=3).decide_by is None


def test_deadlines_follow_the_end(cast: Cast, manager: Actor) -> None:
    made = make(manager, cast, **RENEWING)
    edit_contract(actor=manager, contract=made, changes={"ends_on": "2027-02-28"}, version=1, at=NOW)
    made.refresh_from_db()
    assert (made.notice_on, made.version) == (date(2026, 11, 30), 2)


def test_what_was_ended_has_nothing_to_decide(cast: Cast, manager: Actor) -> None:
    made = make(manager, cast, **RENEWING)
    changes = {"terminated_on": "2026-12-31", "end_reason": "canceled"}
    edit_contract(actor=manager, contract=made, changes=changes, version=1, at=NOW)
    assert Contract.objects.get(pk=made.pk).decide_by is None


def test_a_value_is_in_the_companys_currency_unless_it_says_another(cast: Cast, manager: Actor) -> None:
    made = make(manager, cast, value_amount="1200.50")
    assert (made.value_amount, made.value_currency) == (Decimal("1200.50"), "EUR")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"auto_renews": True, "renewal_months": 12}, "ends_on"),
        ({"auto_renews": True, "ends_on": "2026-12-31"}, "renewal_months"),
        ({"terminated_on": "2026-06-30"}, "end_reason"),
        ({"terminated_on": "2025-06-30", "end_reason": "breach"}, "terminated_on"),
        ({"value_amount": "1", "value_currency": "XXQ"}, "value_currency"),
        ({"indexation": "percent"}, "index_percent"),
        ({"value_amount": "999999999999", "index_percent": "900"}, "value_amount"),
        ({"name": ""}, "name"),
        ({"ends_on": "2026-12-31", "notice_count": "9999", "notice_unit": "weeks"}, ""),
    ],
)
def test_values_that_cannot_be_are_named(
    cast: Cast, manager: Actor, values: dict[str, Any], field: str
) -> None:
    if not field:
        make(manager, cast, **values)
        return
    with pytest.raises(InvalidInput) as refused:
        make(manager, cast, **values)
    assert list(refused.value.errors) == [field]


def test_a_supplier_has_a_number_once(cast: Cast, manager: Actor) -> None:
    with signed("test"):
        supplier = make_supplier()
    make(manager, cast, supplier=supplier, number="C-1")
    with pytest.raises(NameTaken, match="c-1") as refused:
        make(manager, cast, supplier=supplier, number="c-1")
    assert refused.value.field == "number"


def test_a2_an_owner_of_another_company_is_refused(cast: Cast, manager: Actor) -> None:
    with signed("test"):
        other = make_person(cast.other_company)
    with pytest.raises(OtherCompany):
        make(manager, cast, owner=other)


def test_a_contract_that_another_follows_is_renewed(cast: Cast, manager: Actor) -> None:
    first = make(manager, cast, **RENEWING)
    second = make(
        manager, cast, **{**RENEWING, "starts_on": "2027-01-01", "ends_on": "2027-12-31"}, predecessor=first
    )
    first.refresh_from_db()
    assert (first.is_renewed, first.decide_by) == (True, None)
    edit_contract(actor=manager, contract=second, changes={"predecessor": None}, version=1, at=NOW)
    first.refresh_from_db()
    assert (first.is_renewed, first.decide_by) == (False, date(2026, 9, 30))


def test_one_contract_follows_one(cast: Cast, manager: Actor) -> None:
    first = make(manager, cast)
    make(manager, cast, starts_on="2027-01-01", predecessor=first)
    with pytest.raises(PredecessorTaken):
        make(manager, cast, starts_on="2027-01-01", predecessor=first)


def test_a_chain_goes_forward(cast: Cast, manager: Actor) -> None:
    first = make(manager, cast)
    second = make(manager, cast, starts_on="2027-01-01", predecessor=first)
    for contract, changes in ((second, {"starts_on": "2026-01-01"}), (first, {"starts_on": "2027-01-01"})):
        with pytest.raises(PredecessorNotEarlier):
            edit_contract(actor=manager, contract=contract, changes=changes, version=None, at=NOW)


def test_a_stale_page_is_refused(cast: Cast, manager: Actor) -> None:
    made = make(manager, cast)
    with pytest.raises(StalePage):
        edit_contract(actor=manager, contract=made, changes={"name": "Other"}, version=9, at=NOW)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_who_may_not_change_contracts(cast: Cast, role: str) -> None:
    with signed("test"):
        contract = make_contract(cast.company)
    with pytest.raises(NotPermitted):
        make(cast.actor(role), cast)
    with pytest.raises(NotPermitted):
        edit_contract(actor=cast.actor(role), contract=contract, changes={"name": "X"}, version=1, at=NOW)


@pytest.mark.parametrize("role", ["employee", "stranger"])
def test_a1_who_does_not_see_contracts(cast: Cast, role: str) -> None:
    with signed("test"):
        contract = make_contract(cast.company)
    with pytest.raises(NotFound):
        get_contract_for(cast.actor(role), contract.public_id)
