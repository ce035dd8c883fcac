"""Hand out, take back, move, change status: one asset is the set of one, so single and bulk never differ."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from assetry.domain.assets import acts
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.holders import Holder
from assetry.domain.assets.letters import tell_holder
from assetry.domain.assets.moves import KEEP, Keep, apply_move
from assetry.domain.assets.status_models import Status
from assetry.domain.organization.models import Location
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor


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
    """Hand assets to one holder, all or none. Without a location they go where the holder is. People get a mail.

    Raises BulkRefused with every reason; for one asset the reason itself: AssetHeld, AssetNotAssignable,
    AssetRetired, AssetFrozen, KindWithoutCustody, OtherCompany, HolderInactive, ContainmentCycle, ContainedTooDeep,
    DateOutsidePeriod, TransitionNotAllowed, StatusOfAnotherKind, StalePage, NotPermitted.
    """
    move = acts.check_out_move(
        effective_at=effective_at or at,
        holder=holder,
        location=location,
        status=status,
        expected_return_on=expected_return_on,
        condition=condition,
        note=note,
        versions=versions,
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)
    tell_holder(
        actor=actor,
        assets=assets,
        holder=holder,
        effective_at=move.effective_at,
        expected_return_on=expected_return_on,
        note=move.note,
    )


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
    move = acts.check_in_move(
        effective_at=effective_at or at,
        location=location,
        status=status,
        condition=condition,
        note=note,
        versions=versions,
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
    """Move assets to another holder and / or location, all or none; the status stays. A new holder gets a mail.

    Raises BulkRefused; for one asset its own reason: AssetNotOut (a holder for what is not in use), LocationFollows,
    AlreadySo, AssetRetired, AssetFrozen, OtherCompany, HolderInactive, ContainmentCycle, ContainedTooDeep,
    DateOutsidePeriod, StalePage, NotPermitted.
    """
    move = acts.transfer_move(
        effective_at=effective_at or at,
        holder=holder,
        location=location,
        expected_return_on=expected_return_on,
        condition=condition,
        note=note,
        versions=versions,
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)
    tell_holder(
        actor=actor,
        assets=assets,
        holder=holder,
        effective_at=move.effective_at,
        expected_return_on=expected_return_on,
        note=move.note,
    )


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
    move = acts.change_status_move(
        effective_at=effective_at or at, status=status, note=note, versions=versions
    )
    apply_move(actor=actor, ids=[asset.pk for asset in assets], move=move, at=at)


def check_out_asset(
    *, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any
) -> None:
    """Hand out one asset: see `check_out_assets`."""
    check_out_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def check_in_asset(
    *, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any
) -> None:
    """Take back one asset: see `check_in_assets`."""
    check_in_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def transfer_asset(
    *, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any
) -> None:
    """Move one asset: see `transfer_assets`."""
    transfer_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def change_status(
    *, actor: Actor, asset: Asset, version: int | None = None, at: datetime, **options: Any
) -> None:
    """Change the status of one asset: see `change_status_of_assets`."""
    change_status_of_assets(actor=actor, assets=[asset], versions=_version(asset, version), **options, at=at)


def _version(asset: Asset, version: int | None) -> dict[int, int]:
    return {} if version is None else {asset.pk: version}
