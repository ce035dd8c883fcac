"""Contracts that renewed themselves: nobody ended them in time, so the next term began, whoever wrote it down.

No account did that, so the owner role writes it under an event of the system (ADR 0077).
"""

from datetime import date, datetime, timedelta
from functools import partial

from assetry.domain.contracts.contract_models import Contract
from assetry.domain.contracts.ending_models import Ending
from assetry.domain.contracts.renewing import cover_again, values_of_next
from assetry.domain.contracts.terms import complete
from assetry.kernel.periods import day_of
from assetry.kernel.refusals import InvalidInput
from assetry.platform.audit.retry import retrying
from assetry.platform.audit.signed import signed
from assetry.platform.database.migrating import OWNER_ALIAS

INTENT = "contracts.contract.renew_itself"
MOST_TERMS = 120  # of one contract in one run: what is far behind catches up in the next ones
_EAST = timedelta(hours=14)  # where the day begins first


def roll_over_contracts(*, at: datetime, using: str = OWNER_ALIAS) -> tuple[int, list[str]]:
    """Begin the next term of each contract that renews itself and whose term is over at its company.

    How many terms, and the public ids of contracts whose next term cannot be kept (a price that grew out of its
    column), which hold up no other. Terms that went by meanwhile are all made, one after the other. Each has a
    transaction of its own and nothing is made twice, whoever else runs or decides. Raises Busy.
    """
    over = Contract.objects.using(using).filter(
        auto_renews=True, is_renewed=False, terminated_on=None, ends_on__lt=(at + _EAST).date()
    )
    made, stuck = 0, list[str]()
    for pk, public_id in list(over.order_by("pk").values_list("pk", "public_id")):
        try:
            made += _catch_up(pk, at, using)
        except InvalidInput:
            stuck.append(public_id)
    return made, stuck


def _catch_up(pk: int, at: datetime, using: str) -> int:
    made, latest = 0, pk
    while made < MOST_TERMS:
        following = retrying(partial(_next_of, latest, at, using), using=using)
        if following is None:
            break
        made, latest = made + 1, following
    return made


def _next_of(pk: int, at: datetime, using: str) -> int | None:
    """The key of the next term, begun; None where it has none to begin. What ends is locked first, as deciding does."""
    contracts = Contract.objects.using(using).select_related("company", "predecessor")
    if _ended(contracts.filter(pk=pk).first(), at) is None:
        return None  # without an event about nothing
    with signed(INTENT, using=using):
        endings = Ending.objects.using(using).select_for_update(no_key=True)
        list(endings.filter(what="contract", object_id=pk))
        locked = contracts.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
        if locked is None or (ended := _ended(locked, at)) is None:
            return None  # somebody decided meanwhile
        made = Contract(company=locked.company, name_sort=locked.name_sort, **values_of_next(locked, ended))
        for name, value in complete(made, {}).items():
            setattr(made, name, value)
        # First: the two share their number.
        contracts.filter(pk=pk).update(is_renewed=True, notice_on=None, decide_by=None)
        made.save(using=using, force_insert=True)
        cover_again(locked, made, using=using)
        return int(made.pk)


def _ended(contract: Contract | None, at: datetime) -> date | None:
    """The day of its end, where that is over at its company and the contract renewed itself."""
    if contract is None or not contract.auto_renews or contract.is_renewed or contract.terminated_on:
        return None
    is_over = contract.ends_on is not None and contract.ends_on < day_of(at, contract.company.time_zone)
    return contract.ends_on if is_over else None
