"""Changing many assets at once, and taking it back: set-based, all or none."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from assetry.domain.assets import custody_store, edit_store, refusals, undo_store
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.edits import decide_edit
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.undoing import decide_edit_undone, decide_moves_undone, periods_closed
from assetry.domain.assets.values import derived, split
from assetry.kernel.refusals import NotFound, Refusal
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor


@operation(P.EDIT)
def edit_assets(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    changes: Mapping[str, Any],
    versions: Mapping[int, int] | None = None,
    at: datetime,
) -> None:
    """Change described fields of many assets, all or none, by the rules of `edit_asset`; in a dozen statements.

    Raises BulkRefused with every reason (NotPermitted, StalePage, AssetFrozen, InvalidInput, OtherCompany,
    AlreadySo; InvalidInput for what two assets cannot share); SerialTaken.
    """
    locked = edit_store.lock_for_edit(_keys(assets), changes)
    decided = decide_edit(
        actor=actor, assets=locked, changes=changes, versions=versions or {}, many=len(assets) > 1
    )
    _refuse(assets, {asset.pk for asset in locked}, decided.reasons)
    _write(decided.plans)


@operation(P.EDIT)
def undo_edit_of_assets(
    *, actor: Actor, events: Sequence[int], assets: Sequence[Asset], versions: Mapping[int, int], at: datetime
) -> None:
    """Give assets the values that they had before the events, all or none; `versions` are what those left.

    Raises BulkRefused (NotPermitted, StalePage for what changed since, AlreadySo), SerialTaken, TagTaken.
    """
    locked = edit_store.lock_for_edit(_keys(assets))
    decided = decide_edit_undone(actor=actor, events=events, assets=locked, versions=versions)
    _refuse(assets, {asset.pk for asset in locked}, decided.reasons)
    _write(decided.plans)


@operation(None, intent="assets.asset.undo")
def undo_moves_of_assets(
    *,
    actor: Actor,
    permission: str,
    events: Sequence[int],
    assets: Sequence[Asset],
    versions: Mapping[int, int],
    at: datetime,
) -> None:
    """Give assets the holder, place and status of before the events again, from now on; all or none.

    `permission` is that of the move, needed for each asset. Raises BulkRefused (NotPermitted, StalePage for what
    changed since, HolderInactive, ContainmentCycle, ContainedTooDeep, StatusOfAnotherKind, AlreadySo).
    """
    actor.require(permission)
    ids = _keys(assets)
    for company_id in undo_store.companies_of_nested(periods_closed(events, ids)):
        custody_store.lock_tree(company_id)  # trees first, then rows, as every move does
    custody_store.lock_trees(ids, None)
    facts = custody_store.lock_assets(ids)
    decided = decide_moves_undone(
        actor=actor,
        permission=permission,
        events=events,
        ids=ids,
        facts=facts,
        versions=versions,
        at=at,
    )
    _refuse(assets, {fact.id for fact in facts}, decided.reasons)
    if decided.custodies:
        undo_store.reopen_custody(list(decided.custodies), list(decided.custodies.values()), at)
    if decided.statuses:
        custody_store.replace_status(list(decided.statuses), list(decided.statuses.values()), at)
    custody_store.write_mirrors(ids)


def _keys(assets: Sequence[Asset]) -> list[int]:
    return [asset.pk for asset in assets]


def _refuse(assets: Sequence[Asset], found: Collection[int], reasons: Mapping[int, Refusal]) -> None:
    gone = {asset.pk: NotFound() for asset in assets if asset.pk not in found}
    if reasons or gone:
        raise refusals.BulkRefused({**reasons, **gone})


def _write(plans: Mapping[Asset, Mapping[str, Any]]) -> None:
    parts: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}  # most share one plan
    columns, facets = [], []
    for asset, plan in plans.items():
        if id(plan) not in parts:
            parts[id(plan)] = split(plan)
        own, further = parts[id(plan)]
        columns.append((asset, {**own, **derived(own, asset)}))
        if further:
            facets.append((asset, further))
    edit_store.write_columns(columns)
    edit_store.write_facets(facets)
