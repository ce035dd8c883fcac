"""Every change of what contracts cover. Of one asset or of ten thousand: the statements are the same."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.coverage_fields import EDITED
from assetry.domain.contracts.coverage_models import Coverage, Role
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Contract
from assetry.domain.contracts.refusals import CoveredAlready
from assetry.domain.organization.models import Company
from assetry.domain.organization.named import require_same_company
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, StalePage
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.audit.operation import operation
from assetry.platform.audit.undoing import rows_made
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

type Values = Mapping[str, Any]
_FIXED = frozenset({"contract", "asset"})


@operation(P.MANAGE)
def add_coverage(
    *,
    actor: Actor,
    contract: Contract,
    assets: Sequence[Asset],
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    share_percent: Decimal | None = None,
    at: datetime,
) -> int:
    """Let a contract cover assets of its company in a role; gives how many it did not cover in it before.

    Raises OtherCompany, InvalidInput.
    """
    locked = lock_row(Contract.objects.all(), contract.pk, None)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    keys = sorted(asset.pk for asset in assets)
    foreign = Asset.objects.filter(pk__in=keys).exclude(company_id=locked.company_id).first()
    if foreign is not None:
        raise OtherCompany(field="assets", name=str(foreign))
    first_day = starts_on or locked.starts_on
    _check_period(locked, first_day, ends_on)
    there = Coverage.objects.filter(contract=locked, role=role, asset_id__in=keys)
    known = set(there.values_list("asset_id", flat=True))
    made = [
        Coverage(
            company_id=locked.company_id,
            contract=locked,
            asset_id=key,
            role=role,
            starts_on=first_day,
            ends_on=ends_on,
            share_percent=share_percent,
        )
        for key in keys
        if key not in known
    ]
    Coverage.objects.bulk_create(made)
    return len(made)


@operation(P.MANAGE)
def create_coverage(*, actor: Actor, company: Company, values: Values, at: datetime) -> Coverage:
    """Let a contract cover one asset. Raises CoveredAlready, OtherCompany, InvalidInput."""
    cleaned = clean_changes(EDITED, values)
    require_values(EDITED.values(), cleaned)
    require_same_company(company.pk, cleaned, *_FIXED)
    contract, asset, role = cleaned.pop("contract"), cleaned.pop("asset"), cleaned.pop("role")
    if not add_coverage(actor=actor, contract=contract, assets=[asset], role=role, **cleaned, at=at):
        raise CoveredAlready(field="asset", name=str(asset), role=str(Role(role).label))
    return Coverage.objects.select_related("contract", "asset").get(contract=contract, asset=asset, role=role)


@operation(P.MANAGE)
def edit_coverage(
    *, actor: Actor, coverage: Coverage, changes: Values, version: int | None, at: datetime
) -> Coverage:
    """Change the role, the days or the share. Raises CoveredAlready, StalePage, InvalidInput."""
    locked = lock_row(Coverage.objects.select_related("contract", "asset"), coverage.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_changes(EDITED, changes)
    moved = [name for name in _FIXED & cleaned.keys() if cleaned[name] != getattr(locked, name)]
    if moved:
        raise InvalidInput(dict.fromkeys(moved, _("This stays as it is. End this one and add another.")))
    if "starts_on" in cleaned and cleaned["starts_on"] is None:
        cleaned["starts_on"] = locked.contract.starts_on
    after = {"starts_on": locked.starts_on, "ends_on": locked.ends_on} | cleaned
    _check_period(locked.contract, after["starts_on"], after["ends_on"])
    role = cleaned.get("role", locked.role)
    alike = Coverage.objects.filter(contract=locked.contract, asset=locked.asset, role=role)
    if alike.exclude(pk=locked.pk).exists():
        raise CoveredAlready(field="role", name=str(locked.asset), role=str(Role(role).label))
    save_changes(locked, cleaned)
    return locked


@operation(P.MANAGE)
def end_coverage(
    *, actor: Actor, contract: Contract, assets: Sequence[Asset], ends_on: date, at: datetime
) -> int:
    """Let a contract cover assets until that day at the latest; gives how many periods that shortened.

    What would begin after that day is taken away.
    """
    locked = lock_row(Contract.objects.all(), contract.pk, None)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    of_them = Coverage.objects.filter(contract=locked, asset_id__in=[asset.pk for asset in assets])
    gone, _by_model = of_them.filter(starts_on__gt=ends_on).delete()
    longer = of_them.exclude(ends_on__lte=ends_on)
    return gone + longer.update(ends_on=ends_on)


@operation(P.MANAGE)
def remove_coverage(
    *, actor: Actor, contract: Contract, assets: Sequence[Asset], role: str, at: datetime
) -> int:
    """Take away what was a mistake, as if it had never been; the trail keeps it. Gives how many there were."""
    locked = lock_row(Contract.objects.all(), contract.pk, None)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    keys = [asset.pk for asset in assets]
    gone, _by_model = Coverage.objects.filter(contract=locked, role=role, asset_id__in=keys).delete()
    return gone


@operation(P.MANAGE)
def undo_add_coverage(*, actor: Actor, events: Sequence[int], assets: Sequence[Asset], at: datetime) -> None:
    """Take away what these events added to assets, where nobody changed it since. Raises StalePage."""
    made = Coverage.objects.filter(pk__in=rows_made(events, Coverage._meta.db_table))
    rows = list(made.filter(asset_id__in=[asset.pk for asset in assets]).select_for_update(no_key=True))
    for company in {row.company_id for row in rows}:
        actor.require_row(P.MANAGE, company_id=company)
    if len(rows) < len(assets) or any(row.version > 1 for row in rows):
        raise StalePage
    Coverage.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _check_period(contract: Contract, starts_on: date, ends_on: date | None) -> None:
    errors = {}
    if starts_on < contract.starts_on:
        errors["starts_on"] = _("Give a day that is not before the contract's first.")
    if ends_on is not None and ends_on < starts_on:
        errors["ends_on"] = _("Give a day that is not before its start.")
    if contract.ends_on is not None and starts_on > contract.ends_on:
        errors["starts_on"] = _("Give a day that is not after the contract's last.")
    if errors:
        raise InvalidInput(errors)
