"""One move of one or many assets: everything is checked under the locks, then all is written, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import custody_store as store
from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.custody_models import Custody
from assetry.domain.assets.holders import (
    Holder,
    current_holder,
    default_location_id,
    holder_company_id,
    holder_key,
    holder_values,
    is_active,
)
from assetry.domain.assets.relation_store import still_stored
from assetry.domain.assets.rules import (
    MAX_CONTAINMENT_DEPTH,
    RETIRED_STATES,
    AssetFacts,
    may_happen_at,
    would_cycle,
)
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.statuses import StatusChoice
from assetry.domain.organization.models import Location
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.periods import day_of
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, Refusal, StalePage, Text
from assetry.kernel.text import clean_text
from assetry.platform.permissions.actor import Actor


class Keep(Enum):
    """Says that a part of custody stays as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP
NOTE_LENGTH = 2000


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

    def __post_init__(self) -> None:
        """Clean the note; raise InvalidInput for what no period can hold."""
        object.__setattr__(self, "note", clean_text(self.note))
        errors: dict[str, Text] = {}
        if self.condition and self.condition not in Custody.Condition.values:
            errors["condition"] = _("Choose one of the conditions.")
        if len(self.note) > NOTE_LENGTH:
            errors["note"] = _("Shorten this to %(longest)s characters.") % {"longest": NOTE_LENGTH}
        if errors:
            raise InvalidInput(errors)


def apply_move(*, actor: Actor, ids: Sequence[int], move: Move, at: datetime) -> None:
    """Check and write. The number of statements does not grow with the assets.

    Raises the refusal itself for one asset, BulkRefused with every reason for many; InvalidInput for none.
    """
    ids = list(dict.fromkeys(ids))
    if not ids:
        raise InvalidInput({"assets": _("Choose at least one asset.")})
    facts = _lock(ids, move)
    move = replace(move, holder=current_holder(move.holder))
    decision = decide(actor=actor, ids=ids, facts=facts, move=move, at=at)
    if decision.reasons:
        raise (
            next(iter(decision.reasons.values())) if len(ids) == 1 else refusals.BulkRefused(decision.reasons)
        )
    _write(facts, move, decision.targets)


def _lock(ids: Sequence[int], move: Move) -> list[AssetFacts]:
    """Trees first, then rows: whoever moves a container waits for whoever puts something in."""
    into = move.holder if isinstance(move.holder, Asset) else None
    locked = store.lock_trees(ids, into.company_id if into else None)
    facts = store.lock_assets(ids, into.pk if into else None)
    late = {fact.company_id for fact in facts if fact.is_nested} - locked
    if not late:
        return facts
    for company_id in sorted(late):  # it was put into something between the two locks
        store.lock_tree(company_id)
    return store.read_assets(ids)


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
    below = store.depths_below(ids) if into is not None else {}
    resolved = move.status.resolve(actor, facts) if move.status is not None else {}
    targets: dict[int, Status] = {}
    stored = still_stored([key for key, (status, _no) in resolved.items() if status.state in RETIRED_STATES])
    for fact in facts:
        status, status_refusal = resolved.get(fact.id, (None, None))
        refusal = (
            _refusal(actor, fact, move, at)
            or _containment_refusal(fact, into, up, below.get(fact.id, 0))
            or status_refusal
            or (refusals.StillStored(field="status", asset=fact.label) if fact.id in stored else None)
        )
        if refusal is not None:
            reasons[fact.id] = refusal
        elif status is not None:
            targets[fact.id] = status
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
    own = move.refuse(fact)
    if own is not None:
        return own  # who has it now says more than that the page is old
    if move.versions.get(fact.id, fact.version) != fact.version:
        return StalePage()
    return _date_refusal(fact, move, at) or _company_refusal(fact, move) or _holder_refusal(fact, move)


def _date_refusal(fact: AssetFacts, move: Move, at: datetime) -> Refusal | None:
    if move.effective_at == at <= fact.open_since:
        return StalePage()  # nobody gave a date: somebody else was quicker
    if not may_happen_at(move.effective_at, at=at, open_since=fact.open_since):
        return refusals.DateOutsidePeriod(field="effective_at", asset=fact.label)
    if move.expected_return_on and move.expected_return_on < day_of(move.effective_at, fact.time_zone):
        return refusals.ReturnBeforeHandOver(field="expected_return_on")
    return None


def _company_refusal(fact: AssetFacts, move: Move) -> Refusal | None:
    if isinstance(move.location, Location) and move.location.company_id != fact.company_id:
        return OtherCompany(field="location", name=move.location.name)
    if isinstance(move.holder, Keep) or holder_company_id(move.holder) in {None, fact.company_id}:
        return None
    return OtherCompany(field="holder", name=str(move.holder))


def _holder_refusal(fact: AssetFacts, move: Move) -> Refusal | None:
    if isinstance(move.holder, Keep) or move.holder is None:
        return None
    if not is_active(move.holder):
        return refusals.HolderInactive(field="holder", holder=str(move.holder))
    elsewhere = isinstance(move.location, Location) and move.location.pk != _location_id(fact, move)
    if elsewhere:
        return refusals.LocationFollows(field="location", asset=fact.label, holder=str(move.holder))
    stays = fact.holder_key == holder_key(move.holder) and _location_id(fact, move) == fact.location_id
    if stays and not fact.is_due_otherwise(move.expected_return_on):
        return refusals.AlreadySo(asset=fact.label)
    return None


def _containment_refusal(fact: AssetFacts, into: Asset | None, up: list[int], below: int) -> Refusal | None:
    if into is None:
        return None
    if would_cycle(fact.id, up):
        return refusals.ContainmentCycle(field="holder", asset=fact.label, holder=str(into))
    if len(up) + 1 + below > MAX_CONTAINMENT_DEPTH:
        return refusals.ContainedTooDeep(field="holder", asset=fact.label, holder=str(into))
    return None


def _write(facts: Sequence[AssetFacts], move: Move, targets: Mapping[int, Status]) -> None:
    moving = [fact for fact in facts if _changes_custody(fact, move)]
    if moving:
        custody = store.NewCustody(
            holder=None if isinstance(move.holder, Keep) else holder_values(move.holder),
            effective_at=move.effective_at,
            expected_return_on=move.expected_return_on,
            condition=move.condition,
            note=move.note,
        )
        store.replace_custody(
            [fact.id for fact in moving], [_location_id(fact, move) for fact in moving], custody
        )
    changing = [fact.id for fact in facts if fact.id in targets and targets[fact.id].pk != fact.status_id]
    if changing:
        store.replace_status(changing, [targets[asset_id].pk for asset_id in changing], move.effective_at)
    store.write_mirrors([fact.id for fact in facts])


def _changes_custody(fact: AssetFacts, move: Move) -> bool:
    """A new period says something new: who has it, where it is, in which condition, until when."""
    holder = fact.holder_key if isinstance(move.holder, Keep) else holder_key(move.holder)
    return (
        holder != fact.holder_key
        or _location_id(fact, move) != fact.location_id
        or bool(move.condition)
        or fact.is_due_otherwise(move.expected_return_on)
    )


def _location_id(fact: AssetFacts, move: Move) -> int | None:
    """Inside another asset: where that is. Else the chosen place, a new holder's own, the one it had."""
    if isinstance(move.holder, Asset):
        return move.holder.location_id
    if isinstance(move.location, Location):
        return int(move.location.pk)
    if move.location is None:
        return None
    if isinstance(move.holder, Keep) or holder_key(move.holder) == fact.holder_key:
        return fact.location_id
    own = default_location_id(move.holder)
    return own if own is not None else fact.location_id
