"""Every change of price steps: a contract has them all at once, or none."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Contract, PriceStep
from assetry.domain.contracts.rules import months_of_term
from assetry.domain.contracts.terms import TOO_MUCH, complete
from assetry.domain.organization.named import update_named
from assetry.kernel.refusals import InvalidValue
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

type Step = tuple[date, Decimal]
MOST = 120
LONGEST = 1200  # months of one price


@operation(P.MANAGE)
def set_price_steps(
    *, actor: Actor, contract: Contract, steps: Sequence[Step], version: int | None = None, at: datetime
) -> Contract:
    """Say what a contract costs from which day on, until the next step; its value is what they come to.

    Without an end the last step is for twelve months, and the value is that. No step at all: the value stays.
    Raises InvalidValue, StalePage.
    """
    locked = lock_row(Contract.objects.select_related("company"), contract.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    given = sorted(steps)
    _check(locked, given)
    PriceStep.objects.filter(contract=locked).delete()
    PriceStep.objects.bulk_create(
        PriceStep(company_id=locked.company_id, contract=locked, starts_on=day, months=months, amount=amount)
        for day, amount, months in _with_months(locked, given)
    )
    changes: dict[str, Any] = {}
    if given:
        parts = [amount for _day, amount in given]
        changes["value_amount"] = sum(parts, Decimal(0)) if locked.ends_on else parts[-1]
    if not update_named(locked, complete(locked, changes)):
        # Another version all the same: its steps are part of what it says, and its end reads them.
        Contract.objects.filter(pk=locked.pk).update(version=F("version") + 1)
        locked.version += 1
    return locked


def _with_months(contract: Contract, steps: Sequence[Step]) -> list[tuple[date, Decimal, int]]:
    """Each with how many months it lasts, begun ones counted."""
    ends = [day - timedelta(days=1) for day, _amount in steps[1:]]
    return [
        (day, amount, months_of_term(day, end))
        for (day, amount), end in zip(steps, [*ends, contract.ends_on], strict=False)
    ]


def _check(contract: Contract, steps: Sequence[Step]) -> None:
    days = [day for day, _amount in steps]
    if len(steps) > MOST:
        raise InvalidValue(field="steps", reason=_("Give at most 120 steps."))
    if days and days[0] != contract.starts_on:
        raise InvalidValue(field="steps", reason=_("The first step begins with the contract."))
    if len(set(days)) < len(days):
        raise InvalidValue(field="steps", reason=_("Two steps begin on the same day."))
    if days and contract.ends_on is not None and days[-1] > contract.ends_on:
        raise InvalidValue(field="steps", reason=_("A step begins after the contract's end."))
    if any(not 0 <= amount < TOO_MUCH for _day, amount in steps):
        raise InvalidValue(field="steps", reason=_("Give amounts of less than a trillion."))
    if contract.ends_on is not None and sum(amount for _day, amount in steps) >= TOO_MUCH:
        raise InvalidValue(field="steps", reason=_("Give amounts of less than a trillion together."))
    if any(months > LONGEST for _day, _amount, months in _with_months(contract, steps)):
        raise InvalidValue(field="steps", reason=_("Give a step for at most a hundred years."))
