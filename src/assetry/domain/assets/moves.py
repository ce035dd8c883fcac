"""One move of one or many assets: everything is checked under the locks, then all is written, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from assetry.domain.assets import custody_store as store
from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.holders import (
    Holder,
    default_location_id,
    holder_company_id,
    holder_key,
    holder_values,
)
from assetry.domain.assets.rules import MAX_CONTAINMENT_DEPTH, AssetFacts, may_happen_at, would_cycle
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.statuses import StatusChoice
from assetry.domain.organization.models import Location, Person
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal, StalePage
from assetry.platform.permissions.actor import Actor


class Keep(Enum):
    """Says that a part of custody stays as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, kw_only=True)
class Move:
    """What is to happen. `refuse` holds the operation's own rules; `status` None keeps every status."""

    permission: str
    effective_at: datetime
    refuse: Callable[[AssetFacts], Refusal | None]
    holder: Holder | Keep | None = KEEP
    location: Location | Keep | None = KEEP
    status: StatusChoice | None = None
    expected_return_on: date | None = None
    condition: str = ""
    note: str = ""
    versions: Mapping[int, int] = field(default_factory=dict)


def apply_move(*, actor: Actor, ids: Sequence[int], move: Move, at: datetime) -> None:
    """Check and write. The number of statements does not grow with the assets.

    Raises the refusal itself for one asset, BulkRefused with every reason for many.
    """
    into = move.holder if isinstance(move.holder, Asset) else None
    if into is not None:
        store.lock_tree(into.company_id)
    facts = store.lock_assets(ids)
    decision = decide(actor=actor, ids=ids, facts=facts, move=move, at=at)
    if decision.reasons:
        raise (
            next(iter(decision.reasons.values())) if len(ids) == 1 else refusals.BulkRefused(decision.reasons)
        )
    _write(facts, move, decision.targets)


@dataclass(frozen=True)
class Decision:
    """Per asset id: why it is refused, and the status that it would get. What has no reason would change."""

    reasons: Mapping[int, Refusal]
    targets: Mapping[int, Status]


def decide(
    *, actor: Actor, ids: Sequence[int], facts: Sequence[AssetFacts], move: Move, at: datetime
) -> Decision:
    """Ask every rule about every asset. True until somebody else changes one: the operation asks again under locks."""
    into = move.holder if isinstance(move.holder, Asset) else None
    reasons: dict[int, Refusal] = {missing: NotFound() for missing in set(ids) - {fact.id for fact in facts}}
    up = store.ancestors(into.pk) if into is not None else []
    too_deep = into is not None and len(up) + 1 + store.depth_below(ids) > MAX_CONTAINMENT_DEPTH
    targets: dict[int, Status] = {}
    for fact in facts:
        refusal = _refusal(actor, fact, move, at) or _containment_refusal(fact, into, up, too_deep)
        if refusal is None and move.status is not None:
            chosen = move.status.resolve(actor, fact)
            targets[fact.id], refusal = chosen
        if refusal is not None:
            reasons[fact.id] = refusal
    return Decision(reasons, targets)


def preview_move(*, actor: Actor, ids: Sequence[int], move: Move, at: datetime) -> Decision:
    """What a move would do, without locks and without doing it; the caller has taken the ids from `visible_to`."""
    return decide(actor=actor, ids=ids, facts=store.read_assets(ids), move=move, at=at)


def _refusal(actor: Actor, fact: AssetFacts, move: Move, at: datetime) -> Refusal | None:
    """The first general rule that says no, then the operation's own."""
    scope = actor.scope(move.permission)
    if not scope.covers(
        company_id=fact.company_id, location_id=fact.location_id, category_id=fact.category_id
    ):
        return NotPermitted(permission=move.permission)
    if move.versions.get(fact.id, fact.version) != fact.version:
        return StalePage()
    own = move.refuse(fact)
    if own is not None:
        return own
    if not may_happen_at(move.effective_at, at=at, open_since=fact.open_since):
        return refusals.DateOutsidePeriod(field="effective_at", asset=fact.label)
    return _company_refusal(fact, move)


def _company_refusal(fact: AssetFacts, move: Move) -> Refusal | None:
    if isinstance(move.location, Location) and move.location.company_id != fact.company_id:
        return OtherCompany(field="location", name=move.location.name)
    if isinstance(move.holder, Keep) or move.holder is None:
        return None
    if holder_company_id(move.holder) not in {None, fact.company_id}:
        return OtherCompany(field="holder", name=str(move.holder))
    if isinstance(move.holder, Person) and not move.holder.is_active:
        return refusals.HolderInactive(field="holder", holder=move.holder.name)
    if fact.holder_key == holder_key(move.holder) and isinstance(move.location, Keep):
        return refusals.AlreadySo(asset=fact.label)
    return None


def _containment_refusal(
    fact: AssetFacts, into: Asset | None, up: list[int], too_deep: bool
) -> Refusal | None:
    if into is None:
        return None
    if would_cycle(fact.id, up):
        return refusals.ContainmentCycle(field="holder", asset=fact.label, holder=str(into))
    if too_deep:
        return refusals.ContainedTooDeep(field="holder", asset=fact.label, holder=str(into))
    return None


def _write(facts: Sequence[AssetFacts], move: Move, targets: Mapping[int, Status]) -> None:
    ids = [fact.id for fact in facts]
    if not isinstance(move.holder, Keep) or not isinstance(move.location, Keep):
        custody = store.NewCustody(
            holder=None if isinstance(move.holder, Keep) else holder_values(move.holder),
            effective_at=move.effective_at,
            expected_return_on=move.expected_return_on,
            condition=move.condition,
            note=move.note,
        )
        store.replace_custody(ids, [_location_id(fact, move) for fact in facts], custody)
    changing = [fact.id for fact in facts if fact.id in targets and targets[fact.id].pk != fact.status_id]
    if changing:
        store.replace_status(changing, [targets[asset_id].pk for asset_id in changing], move.effective_at)
    store.write_mirrors(ids)


def _location_id(fact: AssetFacts, move: Move) -> int | None:
    """Inside another asset: where that is. Else the chosen place, the holder's own, the one it had."""
    if isinstance(move.holder, Asset):
        return move.holder.location_id
    if isinstance(move.location, Location):
        return int(move.location.pk)
    if move.location is None:
        return None
    own = None if isinstance(move.holder, Keep) else default_location_id(move.holder)
    return own if own is not None else fact.location_id
