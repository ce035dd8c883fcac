"""Hand out, take back, move, change status: one asset is the set of one, so single and bulk never differ."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.holders import Holder
from assetry.domain.assets.moves import KEEP, Keep, Move, apply_move
from assetry.domain.assets.rules import HELD_STATES, RETIRED_STATES, AssetFacts
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.statuses import StatusChoice
from assetry.domain.organization.models import Location
from assetry.kernel.refusals import Refusal
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor

IN_STOCK = frozenset({State.IN_STOCK.value})
IN_USE = frozenset({State.IN_USE.value})
BACK = frozenset({State.IN_STOCK.value, State.RESERVED.value, State.IN_MAINTENANCE.value, State.IN_TRANSIT.value, State.RETIRED.value})


def _retired_or_frozen(fact: AssetFacts) -> Refusal | None:
    if fact.state in RETIRED_STATES:
        return refusals.AssetRetired(asset=fact.label, status=fact.status_name)
    if fact.is_frozen:
        return refusals.AssetFrozen(asset=fact.label, status=fact.status_name)
    return None


def _refuse_check_out(fact: AssetFacts) -> Refusal | None:
    if not fact.is_custodied:
        return refusals.KindWithoutCustody(asset=fact.label)
    general = _retired_or_frozen(fact)
    if general is not None:
        return general
    if fact.holder_name is not None:
        return refusals.AssetHeld(asset=fact.label, holder=fact.holder_name)
    if not fact.is_assignable:
        return refusals.AssetNotAssignable(asset=fact.label, status=fact.status_name)
    return None


def _refuse_check_in(fact: AssetFacts) -> Refusal | None:
    if fact.state not in HELD_STATES and fact.holder_name is None:
        return _retired_or_frozen(fact) or refusals.AssetNotOut(asset=fact.label)
    return _retired_or_frozen(fact)


@operation(P.CHECK_OUT)
def check_out_assets(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    holder: Holder,
    location: Location | Keep = KEEP,
    status: Status | None = None,
    expected_return_on: date | None = None,
    condition: str = "",
    note: str = "",
    effective_at: datetime | None = None,
    versions: Mapping[int, int] | None = None,
    at: datetime,
) -> None:
    """Hand assets to one holder, all or none. Without a location they go where the holder is.

    Raises BulkRefused with every reason; for one asset the reason itself: AssetHeld, AssetNotAssignable,
    AssetRetired, AssetFrozen, KindWithoutCustody, OtherCompany, HolderInactive, ContainmentCycle, ContainedTooDeep,
    DateOutsidePeriod, TransitionNotAllowed, StatusOfAnotherKind, StalePage, NotPermitted.
    """
    move = Move(
        permission=P.CHECK_OUT,
        effective_at=effective_at or at,
        refuse=_refuse_check_out,
        holder=holder,
        location=location,
        status=StatusChoice("check_out", status, IN_USE),
        expected_return_on=expected_return_on,
        condition=condition,
        note=note,
        versions=versions or {},
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)


@operation(P.CHECK_IN)
def check_in_assets(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    location: Location | Keep = KEEP,
    status: Status | None = None,
    condition: str = "",
    note: str = "",
    effective_at: datetime | None = None,
    versions: Mapping[int, int] | None = None,
    at: datetime,
) -> None:
    """Take assets back, all or none, into stock or the chosen status. Without a location they stay where they are.

    Raises BulkRefused; for one asset its own reason: AssetNotOut, AssetRetired, AssetFrozen, OtherCompany,
    DateOutsidePeriod, TransitionNotAllowed, StatusOfAnotherKind, StalePage, NotPermitted.
    """
    move = Move(
        permission=P.CHECK_IN,
        effective_at=effective_at or at,
        refuse=_refuse_check_in,
        holder=None,
        location=location,
        status=StatusChoice("check_in", status, BACK if status else IN_STOCK),
        condition=condition,
        note=note,
        versions=versions or {},
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)


@operation(P.TRANSFER)
def transfer_assets(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    holder: Holder | Keep = KEEP,
    location: Location | Keep = KEEP,
    expected_return_on: date | None = None,
    condition: str = "",
    note: str = "",
    effective_at: datetime | None = None,
    versions: Mapping[int, int] | None = None,
    at: datetime,
) -> None:
    """Move assets to another holder and / or location, all or none; the status stays.

    Raises BulkRefused; for one asset its own reason: AssetNotOut (a holder for what is not in use), LocationFollows,
    AlreadySo, AssetRetired, AssetFrozen, OtherCompany, HolderInactive, ContainmentCycle, ContainedTooDeep,
    DateOutsidePeriod, StalePage, NotPermitted.
    """

    def refuse(fact: AssetFacts) -> Refusal | None:
        general = _retired_or_frozen(fact)
        if general is not None:
            return general
        if not isinstance(holder, Keep) and (not fact.is_custodied or fact.state not in HELD_STATES):
            return refusals.AssetNotOut(asset=fact.label)
        return _refuse_location(fact, holder, location)

    move = Move(
        permission=P.TRANSFER,
        effective_at=effective_at or at,
        refuse=refuse,
        holder=holder,
        location=location,
        expected_return_on=expected_return_on,
        condition=condition,
        note=note,
        versions=versions or {},
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)


def _refuse_location(fact: AssetFacts, holder: Holder | Keep, location: Location | Keep) -> Refusal | None:
    """A thing inside another one is where that is; and a move has to move something."""
    if not isinstance(holder, Keep):
        return None
    if isinstance(location, Keep) or location.pk == fact.location_id:
        return refusals.AlreadySo(asset=fact.label)
    if fact.holder_key is not None and fact.holder_key[0] == "holder_asset_id":
        return refusals.LocationFollows(field="location", asset=fact.label, holder=fact.holder_name)
    return None


@operation(P.CHANGE_STATUS)
def change_status_of_assets(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    status: Status,
    note: str = "",
    effective_at: datetime | None = None,
    versions: Mapping[int, int] | None = None,
    at: datetime,
) -> None:
    """Give assets another status along transitions that their kinds allow, all or none; never refused by "frozen".

    Leaving use (into stock, retirement and so on) takes the asset back from its holder.
    Raises BulkRefused; for one asset its own reason: AlreadySo, TransitionNotAllowed, StatusOfAnotherKind,
    FieldsMissing, DateOutsidePeriod, StalePage, NotPermitted.
    """
    move = Move(
        permission=P.CHANGE_STATUS,
        effective_at=effective_at or at,
        refuse=lambda fact: refusals.AlreadySo(asset=fact.label) if fact.status_id == status.pk else None,
        holder=KEEP if status.state in HELD_STATES else None,
        status=StatusChoice("change_status", status, None, checks_permission=True),
        note=note,
        versions=versions or {},
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)


def check_out_asset(*, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any) -> None:
    """Hand out one asset: see `check_out_assets`."""
    check_out_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def check_in_asset(*, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any) -> None:
    """Take back one asset: see `check_in_assets`."""
    check_in_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def transfer_asset(*, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any) -> None:
    """Move one asset: see `transfer_assets`."""
    transfer_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def change_status(*, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any) -> None:
    """Change the status of one asset: see `change_status_of_assets`."""
    change_status_of_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def _version(asset: Asset, version: int | None) -> dict[int, int]:
    return {} if version is None else {asset.pk: version}
