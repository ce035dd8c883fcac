"""Decisions about what ends: written down with their reason, and carried out where the register can."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.contract_models import Contract, EndReason
from assetry.domain.contracts.decision_models import GOES_ON, SETTLES, STOPS, DecisionChoice, RenewalDecision
from assetry.domain.contracts.decision_tasks import give_task
from assetry.domain.contracts.ending_models import Ending
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.operations import edit_contract
from assetry.domain.contracts.refusals import AlreadyDecided, RenewsItself
from assetry.domain.contracts.renewing import renew_contract
from assetry.domain.contracts.rules import next_term_end
from assetry.domain.organization.models import Company
from assetry.kernel.periods import day_of
from assetry.kernel.refusals import InvalidInput, NotFound
from assetry.kernel.registry import endings, entity_named
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor


@operation(P.MANAGE)
def decide_renewal(
    *,
    actor: Actor,
    ending: Ending,
    choice: str,
    reason: str,
    quantity: int | None = None,
    amount: Decimal | None = None,
    assignee: str = "",
    due_on: date | None = None,
    at: datetime,
) -> RenewalDecision:
    """Decide about one end. A contract gets its next term, or its end; other objects have their `renew` called.

    `quantity` is how much of it goes on, `amount` what the next term will cost. A task to see to it goes to
    `assignee` (a name or address; else its owner), due on `due_on` (else by the day to decide).
    Raises AlreadyDecided, RenewsItself, NobodyOfThatName, InvalidInput, NotFound, and what renewing raises.
    """
    locked = Ending.objects.select_for_update(no_key=True).filter(pk=ending.pk).first()
    if locked is None or locked.company_id is None:
        raise NotFound
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    _check(locked, choice, reason, quantity)
    today = day_of(at, Company.objects.only("time_zone").get(pk=locked.company_id).time_zone)
    entity = entity_named(locked.entity)
    task = give_task(
        actor=actor,
        ending=locked,
        entity=entity,
        row=entity.visible_to(actor).get(pk=locked.object_id),
        choice=choice,
        quantity=quantity,
        assignee=assignee,
        due_on=due_on or max(today, _day_of_task(locked, choice)),
        at=at,
    )
    made = RenewalDecision.objects.create(
        company_id=locked.company_id,
        what=locked.what,
        entity=locked.entity,
        object_table=entity.table,
        object_id=locked.object_id,
        ends_on=locked.ends_on,
        choice=choice,
        reason=clean_text(reason),
        quantity=quantity,
        planned_amount=Decimal(0) if choice in STOPS else locked.cost_amount if amount is None else amount,
        planned_currency=locked.cost_currency,
        decided_on=today,
        decided_by_id=actor.person_id,
        task_id=task.pk,
    )
    Ending.objects.filter(pk=locked.pk).update(decision=choice, decided_for=locked.ends_on)
    _carry_out(actor, locked, made, today, at)
    return made


def _day_of_task(ending: Ending, choice: str) -> date:
    """What lapses is looked after by its end; the rest by the day to decide."""
    return ending.ends_on if choice == DecisionChoice.LAPSE else ending.decide_by or ending.ends_on


def _check(ending: Ending, choice: str, reason: str, quantity: int | None) -> None:
    if ending.decided_for == ending.ends_on and ending.decision in SETTLES:
        raise AlreadyDecided
    errors: dict[str, Any] = {}
    if choice not in DecisionChoice.values:
        errors["choice"] = _("Choose what to do.")
    if not clean_text(reason):
        errors["reason"] = _("Say why. The next one who decides will read it.")
    if choice == DecisionChoice.REDUCE and not quantity:
        errors["quantity"] = _("Say how much of it goes on.")
    if errors:
        raise InvalidInput(errors)


def _carry_out(actor: Actor, ending: Ending, decision: RenewalDecision, today: date, at: datetime) -> None:
    if ending.what == "contract":
        _carry_out_contract(actor, ending, decision, today, at)
        return
    renew = endings()[ending.what].renew
    if renew is not None and decision.choice in GOES_ON:
        row = entity_named(ending.entity).visible_to(actor).get(pk=ending.object_id)
        renew(actor=actor, row=row, at=at)


def _carry_out_contract(
    actor: Actor, ending: Ending, decision: RenewalDecision, today: date, at: datetime
) -> None:
    contract = Contract.objects.visible_to(actor).get(pk=ending.object_id)
    if decision.choice in GOES_ON:
        renew_contract(actor=actor, contract=contract, value=decision.planned_amount, at=at)
    elif decision.choice in STOPS:
        changes = _end_of(contract, decision.choice, today) | {"end_note": decision.reason}
        edit_contract(actor=actor, contract=contract, changes=changes, version=None, at=at)


def _end_of(contract: Contract, choice: str, today: date) -> dict[str, Any]:
    """Its last day: that of its term, or of the next one where notice comes too late."""
    last = contract.ends_on
    assert last is not None  # noqa: S101 (it stands among what ends)
    if contract.auto_renews:
        if choice == DecisionChoice.LAPSE:
            raise RenewsItself(name=contract.name)
        if contract.notice_on is not None and contract.notice_on < today and contract.renewal_months:
            last = next_term_end(last, contract.renewal_months)
    reason = EndReason.CANCELED if choice == DecisionChoice.CANCEL else EndReason.EXPIRED
    return {"ends_on": last, "terminated_on": last, "end_reason": reason}
