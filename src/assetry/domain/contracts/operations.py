"""Every change of contracts."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.fields import CONTRACT_FIELDS
from assetry.domain.contracts.models import Billing, Contract, Indexation, NoticeUnit, PriceStep
from assetry.domain.contracts.refusals import PredecessorNotEarlier, PredecessorTaken
from assetry.domain.contracts.terms import complete, deadlines
from assetry.domain.organization.models import Company
from assetry.domain.organization.named import (
    Custom,
    Values,
    clean_named,
    insert_named,
    require_same_company,
    update_named,
)
from assetry.kernel.refusals import InvalidInput
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

_DEFAULTS = {
    "notice_unit": NoticeUnit.MONTHS,
    "supplier_notice_unit": NoticeUnit.MONTHS,
    "billing": Billing.ONCE,
    "indexation": Indexation.NONE,
}
_OWN = ("owner", "cost_center", "predecessor")


@operation(P.MANAGE)
def create_contract(*, actor: Actor, company: Company, values: Values, at: datetime) -> Contract:
    """Make a contract of a company.

    Raises NameTaken (the supplier's number), OtherCompany, InvalidInput, PredecessorNotEarlier, PredecessorTaken.
    """
    actor.require_row(P.MANAGE, company_id=company.pk)
    cleaned = clean_named(CONTRACT_FIELDS, values, new=True, custom=Custom("contract", company.pk))
    require_same_company(company.pk, cleaned, *_OWN)
    contract = Contract(company=company, **_without_gaps(cleaned))
    for name, value in complete(contract, {}).items():
        setattr(contract, name, value)
    _check_chain(contract)
    _close(contract.predecessor)
    return insert_named(contract)


@operation(P.MANAGE)
def edit_contract(
    *, actor: Actor, contract: Contract, changes: Values, version: int | None, at: datetime
) -> Contract:
    """Change a contract; its deadlines follow.

    Raises NameTaken, OtherCompany, StalePage, InvalidInput, PredecessorNotEarlier, PredecessorTaken.
    """
    locked = lock_row(Contract.objects.select_related("company"), contract.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_named(CONTRACT_FIELDS, changes, new=False, custom=Custom.of("contract", locked))
    require_same_company(locked.company_id, cleaned, *_OWN)
    _check_steps(locked, cleaned)
    full = complete(locked, _without_gaps(cleaned))
    before = locked.predecessor
    after = Contract(pk=locked.pk, name=locked.name, starts_on=full.get("starts_on", locked.starts_on))
    after.predecessor = full.get("predecessor", before)
    _check_chain(after)
    update_named(locked, full)
    if locked.predecessor != before:
        _tell_renewed(before)
        _tell_renewed(locked.predecessor)
    return locked


def _check_steps(contract: Contract, changes: Values) -> None:
    """Where price steps say what it costs, its value and its days are theirs. Raises InvalidInput."""
    theirs = ("value_amount", "starts_on", "ends_on")
    moved = [name for name in theirs if name in changes and changes[name] != getattr(contract, name)]
    if moved and PriceStep.objects.filter(contract=contract).exists():
        raise InvalidInput(
            dict.fromkeys(moved, _("Its price steps say so. Change these, or take them away."))
        )


def _without_gaps(values: Values) -> dict[str, object]:
    """Choices that mean something when nobody chose are left to their defaults."""
    return {name: _DEFAULTS.get(name, value) if value == "" else value for name, value in values.items()}


def _check_chain(contract: Contract) -> None:
    """A chain is a line: one follows one, and begins later. The one before is locked. Raises as `create_contract`."""
    before = contract.predecessor
    if before is not None:
        lock_row(Contract.objects.all(), before.pk, None)
        if Contract.objects.filter(predecessor=before).exclude(pk=contract.pk).exists():
            raise PredecessorTaken(field="predecessor", name=str(before))
    after = Contract.objects.filter(predecessor_id=contract.pk).first() if contract.pk else None
    if after is not None and after.starts_on <= contract.starts_on:
        raise PredecessorNotEarlier(field="starts_on", name=contract.name)


def _close(before: Contract | None) -> None:
    """Nothing is left to decide about the contract before, and its number is the next one's."""
    if before is not None:
        Contract.objects.filter(pk=before.pk).update(is_renewed=True, notice_on=None, decide_by=None)


def _tell_renewed(before: Contract | None) -> None:
    """Keep in the contract before whether another follows it: then there is nothing left to decide."""
    if before is None:
        return
    locked = lock_row(Contract.objects.all(), before.pk, None)
    locked.is_renewed = Contract.objects.filter(predecessor=locked).exists()
    Contract.objects.filter(pk=locked.pk).update(is_renewed=locked.is_renewed, **deadlines(locked))
