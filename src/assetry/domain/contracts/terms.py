"""What a contract's values have to be together, and what follows from them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.models import Contract, Indexation
from assetry.domain.contracts.refusals import PredecessorNotEarlier
from assetry.domain.contracts.rules import Notice, calculate_notice_day, months_of_term, raised
from assetry.kernel.money import Money, is_currency
from assetry.kernel.refusals import InvalidInput, Text

type Values = Mapping[str, Any]
TOO_MUCH = 10**12  # for a column of money: sixteen digits, four of them decimals


def complete(contract: Contract, changes: Values) -> dict[str, Any]:
    """The changes with what follows from them. Raises InvalidInput, PredecessorNotEarlier."""
    full = dict(changes)
    merged = _Merged(contract, full)
    if merged.value_amount is not None and not merged.value_currency:
        full["value_currency"] = contract.company.currency
    _check(merged)
    if (next_value(merged) or 0) >= TOO_MUCH:
        reason = _("The next term would cost more than can be kept. Give less, or raise it by less.")
        raise InvalidInput({"value_amount": reason})
    return full | deadlines(merged)


def next_value(contract: Any) -> Decimal | None:
    """What the next term costs by the contract's own terms."""
    if contract.value_amount is None:
        return None
    digits = Money(contract.value_amount, contract.value_currency).digits
    months = contract.renewal_months
    term = months_of_term(contract.starts_on, contract.ends_on)
    last = contract.steps.order_by("starts_on").last() if contract.pk else None
    base, lasts = (last.amount, last.months) if last else (Decimal(contract.value_amount), term)
    value = base * (months or term) / lasts
    return raised(value, contract.index_percent, digits)


class _Merged:
    """The values of a contract as they will be."""

    def __init__(self, contract: Contract, changes: Values) -> None:
        self._contract, self._changes = contract, changes

    def __getattr__(self, name: str) -> Any:
        return self._changes[name] if name in self._changes else getattr(self._contract, name)


def deadlines(contract: Any) -> dict[str, date | None]:
    """`notice_on` and `decide_by` of a contract.

    What renews itself is decided by the last day of notice, what runs out by its last day. What was ended or
    renewed, or has no end, has nothing to decide.
    """
    if contract.terminated_on is not None or contract.ends_on is None or contract.is_renewed:
        return {"notice_on": None, "decide_by": None}
    notice_on = None
    if contract.notice_count is not None:
        notice = Notice(int(contract.notice_count), contract.notice_unit or "months")
        try:
            notice_on = calculate_notice_day(contract.ends_on, notice)
        except OverflowError:
            raise InvalidInput({"notice_count": _("Give a shorter notice period.")}) from None
    waits = contract.auto_renews and notice_on is not None
    return {"notice_on": notice_on, "decide_by": notice_on if waits else contract.ends_on}


def _check(contract: Any) -> None:
    errors: dict[str, Text] = {}
    if contract.ends_on is not None and contract.ends_on < contract.starts_on:
        errors["ends_on"] = _("Give a day that is not before its start.")
    if contract.terminated_on is not None and contract.terminated_on < contract.starts_on:
        errors["terminated_on"] = _("Give a day that is not before its start.")
    if contract.terminated_on is not None and not contract.end_reason:
        errors["end_reason"] = _("Say why it ended.")
    if contract.auto_renews and contract.ends_on is None:
        errors["ends_on"] = _("What renews itself has an end of its present term. Give it.")
    if contract.auto_renews and not contract.renewal_months:
        errors["renewal_months"] = _("Say for how many months it renews itself.")
    if contract.value_currency and not is_currency(contract.value_currency):
        errors["value_currency"] = _("Give a currency as three letters, such as EUR.")
    if contract.indexation == Indexation.PERCENT and contract.index_percent is None:
        errors["index_percent"] = _("Say by how many percent.")
    if errors:
        raise InvalidInput(errors)
    before = contract.predecessor
    if before is not None and before.starts_on >= contract.starts_on:
        raise PredecessorNotEarlier(field="predecessor", name=str(before))
