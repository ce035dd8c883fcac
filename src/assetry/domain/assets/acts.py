"""What each operation of custody means: its rules and what it moves. Operations apply a `Move`, previews ask it."""

from collections.abc import Mapping
from datetime import date, datetime

from assetry.domain.assets import refusals
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.holders import Holder
from assetry.domain.assets.moves import KEEP, Keep, Move
from assetry.domain.assets.rules import HELD_STATES, RETIRED_STATES, AssetFacts
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.statuses import StatusChoice
from assetry.domain.organization.models import Location
from assetry.kernel.refusals import Refusal

IN_STOCK = frozenset({State.IN_STOCK.value})
IN_USE = frozenset({State.IN_USE.value})
BACK = frozenset(
    {
        State.IN_STOCK.value,
        State.RESERVED.value,
        State.IN_MAINTENANCE.value,
        State.IN_TRANSIT.value,
        State.RETIRED.value,
    }
)


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


def check_out_move(
    *,
    effective_at: datetime,
    holder: Holder | Keep = KEEP,
    location: Location | Keep = KEEP,
    status: Status | None = None,
    expected_return_on: date | None = None,
    condition: str = "",
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> Move:
    """Handing out. Without a holder (a preview that does not know it yet) only the assets' own rules are asked."""
    return Move(
        permission=P.CHECK_OUT,
        effective_at=effective_at,
        refuse=_refuse_check_out,
        holder=holder,
        location=location,
        status=StatusChoice("check_out", status, IN_USE),
        expected_return_on=expected_return_on,
        condition=condition,
        note=note,
        versions=versions or {},
    )


def check_in_move(
    *,
    effective_at: datetime,
    location: Location | Keep = KEEP,
    status: Status | None = None,
    condition: str = "",
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> Move:
    """Taking back, into stock or the chosen status."""
    return Move(
        permission=P.CHECK_IN,
        effective_at=effective_at,
        refuse=_refuse_check_in,
        holder=None,
        location=location,
        status=StatusChoice(
            "check_in",
            status,
            BACK if status else IN_STOCK,
            checks_permission=status is not None and status.state not in IN_STOCK,
        ),
        condition=condition,
        note=note,
        versions=versions or {},
    )


def transfer_move(
    *,
    effective_at: datetime,
    holder: Holder | Keep = KEEP,
    location: Location | Keep = KEEP,
    expected_return_on: date | None = None,
    condition: str = "",
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> Move:
    """Another holder, location or day of return; the status stays."""

    def refuse(fact: AssetFacts) -> Refusal | None:
        general = _retired_or_frozen(fact)
        if general is not None:
            return general
        if not isinstance(holder, Keep) and (not fact.is_custodied or fact.state not in HELD_STATES):
            return refusals.AssetNotOut(asset=fact.label)
        return _refuse_location(fact, holder, location, expected_return_on)

    return Move(
        permission=P.TRANSFER,
        effective_at=effective_at,
        refuse=refuse,
        holder=holder,
        location=location,
        expected_return_on=expected_return_on,
        condition=condition,
        note=note,
        versions=versions or {},
    )


def _refuse_location(
    fact: AssetFacts, holder: Holder | Keep, location: Location | Keep, expected_return_on: date | None
) -> Refusal | None:
    """A thing inside another one is where that is; and a move has to change something."""
    if not isinstance(holder, Keep):
        return None
    if isinstance(location, Keep) or location.pk == fact.location_id:
        postponed = fact.is_due_otherwise(expected_return_on)
        return None if postponed else refusals.AlreadySo(asset=fact.label)
    if fact.holder_key is not None and fact.holder_key[0] == "holder_asset_id":
        return refusals.LocationFollows(field="location", asset=fact.label, holder=fact.holder_name)
    return None


def change_status_move(
    *, effective_at: datetime, status: Status, note: str = "", versions: Mapping[int, int] | None = None
) -> Move:
    """Another status along a transition; leaving use takes the asset back."""
    return Move(
        permission=P.CHANGE_STATUS,
        effective_at=effective_at,
        refuse=lambda fact: refusals.AlreadySo(asset=fact.label) if fact.status_id == status.pk else None,
        holder=KEEP if status.state in HELD_STATES else None,
        status=StatusChoice("change_status", status, None, checks_permission=True),
        note=note,
        versions=versions or {},
    )
