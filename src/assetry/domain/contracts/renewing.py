"""The next term of a contract: a contract that follows it, on its terms, covering what it covers."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from assetry.domain.assets.states import State
from assetry.domain.contracts.contract_models import Contract
from assetry.domain.contracts.coverage_models import Coverage
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.operations import create_contract
from assetry.domain.contracts.refusals import AlreadyEnded, AlreadyRenewed, NoEnd
from assetry.domain.contracts.rules import months_of_term, next_term_end
from assetry.domain.contracts.terms import next_value
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

_KEPT = (
    *(
        "name",
        "type",
        "number",
        "supplier",
        "manufacturer",
        "contacts",
        "owner",
        "cost_center",
        "value_currency",
    ),
    *(
        "billing",
        "notice_count",
        "notice_unit",
        "supplier_notice_count",
        "supplier_notice_unit",
        "auto_renews",
    ),
    *("renewal_months", "indexation", "index_name", "index_percent", "governing_law", "note"),
)
_GONE = (State.RETIRED, State.DISPOSED)


@operation(P.MANAGE)
def renew_contract(
    *, actor: Actor, contract: Contract, value: Decimal | None = None, at: datetime
) -> Contract:
    """Make the next term: the day after its end, as long as it renews for (else as it was), at the raised value.

    It covers what the present one covers, without what is retired. Raises AlreadyRenewed, AlreadyEnded, NoEnd.
    """
    locked = lock_row(Contract.objects.select_related("company"), contract.pk, None)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    values = values_of_next(locked, _require_renewable(locked), value=value)
    made = create_contract(actor=actor, company=locked.company, values=values, at=at)
    cover_again(locked, made)
    return made


def values_of_next(contract: Contract, ends_on: date, *, value: Decimal | None = None) -> dict[str, Any]:
    """What the term after a contract's says of itself, from the day after the contract's own end."""
    months = contract.renewal_months or months_of_term(contract.starts_on, ends_on)
    return {name: getattr(contract, name) for name in _KEPT} | {
        "starts_on": ends_on + timedelta(days=1),
        "ends_on": next_term_end(ends_on, months),
        "value_amount": next_value(contract) if value is None else value,
        "predecessor": contract,
    }


def cover_again(before: Contract, made: Contract, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """The next term covers what the one before does to its end, without what is retired."""
    rows = Coverage.objects.using(using)
    going_on = rows.filter(contract=before, ends_on__isnull=True).exclude(asset__state__in=_GONE)
    rows.bulk_create(
        Coverage(
            company_id=made.company_id,
            contract_id=made.pk,
            asset_id=row.asset_id,
            role=row.role,
            starts_on=made.starts_on,
            share_percent=row.share_percent,
        )
        for row in going_on
    )


def _require_renewable(contract: Contract) -> date:
    """The day of its end. Raises AlreadyRenewed, AlreadyEnded, NoEnd."""
    if contract.is_renewed:
        raise AlreadyRenewed(name=contract.name)
    if contract.terminated_on is not None:
        raise AlreadyEnded(name=contract.name, day=str(contract.terminated_on))
    if contract.ends_on is None:
        raise NoEnd(name=contract.name)
    return contract.ends_on
