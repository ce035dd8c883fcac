"""Decisions about what ends: once, with a reason, carried out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.contracts.coverage_operations import add_coverage
from assetry.domain.contracts.deciding import decide_renewal
from assetry.domain.contracts.decision_tasks import tasks_of
from assetry.domain.contracts.models import Contract, Coverage, Ending, RenewalDecision
from assetry.domain.contracts.refusals import (
    AlreadyDecided,
    AlreadyEnded,
    AlreadyRenewed,
    NoEnd,
    RenewsItself,
)
from assetry.domain.contracts.renewing import renew_contract
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.refusals import NobodyOfThatName
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_contract, make_person

pytestmark = pytest.mark.django_db
RENEWING: dict[str, Any] = {
    "auto_renews": True,
    "renewal_months": 12,
    "notice_count": 1,
    "value_amount": Decimal(2400),
    "value_currency": "EUR",
    "indexation": "percent",
    "index_percent": Decimal(5),
}


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with signed("test"):
        return make_contract(cast.company, number="C-1", **RENEWING)


def decide(actor: Actor, contract: Contract, choice: str, **more: Any) -> RenewalDecision:
    ending = Ending.objects.get(what="contract", object_id=contract.pk)
    return decide_renewal(
        actor=actor, ending=ending, choice=choice, **{"reason": "We need it.", **more}, at=NOW
    )


def test_renewing_makes_the_next_term(cast: Cast, manager: Actor, contract: Contract) -> None:
    with signed("test"):
        kept, retired = make_asset(cast.company), make_asset(cast.company, status="Retired")
    add_coverage(actor=manager, contract=contract, assets=[kept, retired], role="support", at=NOW)
    decide(manager, contract, "renew")
    made = Contract.objects.get(predecessor=contract)
    assert (made.number, made.starts_on, made.ends_on) == ("C-1", date(2027, 1, 1), date(2027, 12, 31))
    assert (made.value_amount, made.decide_by) == (Decimal(2520), date(2027, 11, 30))
    assert list(Coverage.objects.filter(contract=made).values_list("asset_id", flat=True)) == [kept.pk]


def test_reducing_says_how_much_goes_on_and_what_it_costs(manager: Actor, contract: Contract) -> None:
    made = decide(manager, contract, "reduce", quantity=12, amount=Decimal(1200))
    assert (made.quantity, made.planned_amount) == (12, Decimal(1200))
    assert Contract.objects.get(predecessor=contract).value_amount == Decimal(1200)


def test_canceling_in_time_ends_with_the_term(manager: Actor, contract: Contract) -> None:
    made = decide(manager, contract, "cancel")
    contract.refresh_from_db()
    assert (contract.terminated_on, contract.end_reason) == (date(2026, 12, 31), "canceled")
    assert (contract.decide_by, made.planned_amount) == (None, Decimal(0))


def test_canceling_too_late_ends_with_the_next_term(cast: Cast, manager: Actor) -> None:
    with signed("test"):
        late = make_contract(cast.company, **{**RENEWING, "notice_count": 3})
    decide(manager, late, "cancel")
    late.refresh_from_db()
    assert (late.notice_on, late.terminated_on) == (None, date(2027, 12, 31))


def test_what_renews_itself_does_not_lapse(manager: Actor, contract: Contract) -> None:
    with pytest.raises(RenewsItself):
        decide(manager, contract, "lapse")


def test_renegotiating_leaves_it_open(manager: Actor, contract: Contract) -> None:
    decide(manager, contract, "renegotiate")
    assert [ending.decision for ending in Ending.objects.undecided()] == ["renegotiate"]
    decide(manager, contract, "renew")
    assert RenewalDecision.objects.count() == 2


def test_an_end_is_settled_once_and_a_new_end_is_open(cast: Cast, manager: Actor) -> None:
    with signed("test"):
        asset = make_asset(cast.company, ends_on=date(2027, 1, 31))
    ending = Ending.objects.get(what="asset")
    values: dict[str, Any] = {
        "actor": manager,
        "ending": ending,
        "choice": "lapse",
        "reason": "Not used.",
        "at": NOW,
    }
    decide_renewal(**values)
    with pytest.raises(AlreadyDecided):
        decide_renewal(**values)
    assert not Ending.objects.undecided().exists()
    with signed("test"):
        type(asset).objects.filter(pk=asset.pk).update(ends_on=date(2028, 1, 31))
    assert Ending.objects.undecided().exists()


@pytest.mark.parametrize(
    ("choice", "more", "field"),
    [("renew", {"reason": " "}, "reason"), ("reduce", {}, "quantity"), ("dance", {}, "choice")],
)
def test_a_decision_says_what_and_why(
    manager: Actor, contract: Contract, choice: str, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        decide(manager, contract, choice, **more)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_who_may_not_decide(cast: Cast, contract: Contract, role: str) -> None:
    with pytest.raises(NotPermitted):
        decide(cast.actor(role), contract, "renew")


def test_what_cannot_be_renewed(cast: Cast, manager: Actor, contract: Contract) -> None:
    renew_contract(actor=manager, contract=contract, at=NOW)
    with pytest.raises(AlreadyRenewed):
        renew_contract(actor=manager, contract=contract, at=NOW)
    with signed("test"):
        endless = make_contract(cast.company, ends_on=None)
        ended = make_contract(cast.company, terminated_on=date(2026, 6, 30), end_reason="breach")
    with pytest.raises(NoEnd):
        renew_contract(actor=manager, contract=endless, at=NOW)
    with pytest.raises(AlreadyEnded):
        renew_contract(actor=manager, contract=ended, at=NOW)


def test_a1_decisions_are_seen_with_what_they_are_about(
    cast: Cast, manager: Actor, contract: Contract
) -> None:
    decide(manager, contract, "renegotiate")
    seen = {
        role: RenewalDecision.objects.visible_to(cast.actor(role)).count() for role in ("auditor", "stranger")
    }
    assert seen == {"auditor": 1, "stranger": 0}


@pytest.mark.parametrize(
    ("choice", "title", "due"),
    [
        ("renegotiate", "Renegotiate: Canary", date(2026, 11, 30)),
        ("cancel", "Give notice: Canary", date(2026, 11, 30)),
        ("renew", "Order the next term: Canary", date(2026, 11, 30)),
    ],
)
def test_a_decision_is_a_task_of_its_owner(
    cast: Cast, manager: Actor, choice: str, title: str, due: date
) -> None:
    with signed("test"):
        owned = make_contract(cast.company, "Canary", owner=cast.person("auditor"), **RENEWING)
    made = decide(manager, owned, choice)
    item = InboxItem.objects.get(pk=made.task_id or 0)
    assert (item.user_id, item.title, item.due_on) == (cast.user("auditor").pk, title, due)
    assert (item.entity, item.object_id) == ("contract", owned.pk)
    (task,) = tasks_of([made]).values()
    assert (task.whose, task.is_done) == ("Olga Auditor", False)


def test_the_task_is_whose_is_named_and_due_when_it_is_said(
    cast: Cast, manager: Actor, contract: Contract
) -> None:
    made = decide(manager, contract, "renegotiate", assignee="Olga Auditor", due_on=date(2026, 12, 24))
    item = InboxItem.objects.get(pk=made.task_id or 0)
    assert (item.user_id, item.due_on) == (cast.user("auditor").pk, date(2026, 12, 24))


def test_an_owner_without_an_account_leaves_it_to_who_decided(cast: Cast, manager: Actor) -> None:
    with signed("test"):
        owned = make_contract(cast.company, owner=make_person(cast.company), **RENEWING)
    made = decide(manager, owned, "renegotiate")
    assert InboxItem.objects.get(pk=made.task_id or 0).user_id == manager.user_id


def test_a2_a_task_goes_to_nobody_who_does_not_see_it(cast: Cast, manager: Actor, contract: Contract) -> None:
    with pytest.raises(NobodyOfThatName):
        decide(manager, contract, "renegotiate", assignee="Otto Stranger")
    assert not RenewalDecision.objects.exists()
    assert not InboxItem.objects.exists()
