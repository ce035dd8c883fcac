"""Putting assets back as they were before some events: what it would do to each, and why not to others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assetry.domain.assets import custody_store, refusals, undo_store
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.rules import MAX_CONTAINMENT_DEPTH, AssetFacts, would_cycle
from assetry.domain.catalog.models import AssetModel
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal, StalePage
from assetry.platform.audit.undoing import old_values
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True)
class EditUndone:
    """Per asset id: why it stays as it is; per asset that goes back: the values it had."""

    reasons: Mapping[int, Refusal]
    plans: Mapping[Asset, Mapping[str, Any]]


def decide_edit_undone(
    *, actor: Actor, events: Sequence[int], assets: Sequence[Asset], versions: Mapping[int, int]
) -> EditUndone:
    """The values of before, for assets that nobody changed since: `versions` are those that the events left."""
    plans = _values_before(events, assets)
    reasons: dict[int, Refusal] = {}
    scope = actor.scope(P.EDIT)
    for asset in assets:
        row = {"company_id": asset.company_id, "location_id": asset.location_id}
        if not scope.covers(**row, category_id=asset.category_id):
            reasons[asset.pk] = NotPermitted(permission=P.EDIT)
        elif versions.get(asset.pk) != asset.version:
            reasons[asset.pk] = StalePage()
        elif not plans.get(asset.pk):
            reasons[asset.pk] = refusals.AlreadySo(asset=str(asset))
    return EditUndone(reasons, {asset: plans[asset.pk] for asset in assets if asset.pk not in reasons})


def _values_before(events: Sequence[int], assets: Sequence[Asset]) -> dict[int, dict[str, Any]]:
    ids = [asset.pk for asset in assets]
    names = {column.column: column.name for column in Asset._meta.concrete_fields}
    found: dict[int, dict[str, Any]] = {}
    for old in old_values(events, Asset._meta.db_table, ids):
        values = {names[column]: value for column, value in old.before.items() if column in names}
        found[old.row_id] = {**values, **found.get(old.row_id, {})}
    for facet in FACETS.values():
        columns = {column.column: column.name for column in facet._meta.concrete_fields}
        for old in old_values(events, facet._meta.db_table, ids):
            values = {columns[column]: value for column, value in old.before.items() if column in columns}
            found[old.subject_id] = {**values, **found.get(old.subject_id, {})}
    models = AssetModel.objects.in_bulk({plan["model"] for plan in found.values() if plan.get("model")})
    for plan in found.values():
        if plan.get("model"):
            plan["model"] = models[plan["model"]]
    return found


@dataclass(frozen=True)
class MovesUndone:
    """Per asset id: why it stays where it is; of those that go back, the periods that are opened again."""

    reasons: Mapping[int, Refusal]
    custodies: Mapping[int, int] = field(default_factory=dict)
    statuses: Mapping[int, int] = field(default_factory=dict)


def decide_moves_undone(
    *,
    actor: Actor,
    permission: str,
    events: Sequence[int],
    ids: Sequence[int],
    facts: Sequence[AssetFacts],
    versions: Mapping[int, int],
    at: datetime,
) -> MovesUndone:
    """Holder, place and status of before, for assets that nobody changed since and whose holder can take them."""
    custodies = undo_store.closed_custodies(periods_closed(events, ids))
    statuses = undo_store.closed_statuses(
        [old.row_id for old in old_values(events, "assets_statusperiod", ids)]
    )
    nested = {fact.id: into for fact in facts if (into := custodies.get(fact.id, (0, None))[1]) is not None}
    above = undo_store.containers_above(list(nested.items())) if nested else {}
    below = custody_store.depths_below(list(nested)) if nested else {}
    reasons: dict[int, Refusal] = {missing: NotFound() for missing in set(ids) - {fact.id for fact in facts}}
    for fact in facts:
        refusal = (
            _changed(actor, permission, fact, versions, at)
            or _not_taken(fact, custodies.get(fact.id), statuses.get(fact.id))
            or _contained(fact, above.get(fact.id, []), below.get(fact.id, 0), custodies)
        )
        if refusal is not None:
            reasons[fact.id] = refusal
    back = [fact.id for fact in facts if fact.id not in reasons]
    return MovesUndone(
        reasons,
        {asset_id: custodies[asset_id][0] for asset_id in back if asset_id in custodies},
        {asset_id: statuses[asset_id][0] for asset_id in back if asset_id in statuses},
    )


def periods_closed(events: Sequence[int], ids: Sequence[int]) -> list[int]:
    """The periods of custody that the events closed: they say who had the assets before, and where they were."""
    return [old.row_id for old in old_values(events, "assets_custody", ids)]


def _changed(
    actor: Actor, permission: str, fact: AssetFacts, versions: Mapping[int, int], at: datetime
) -> Refusal | None:
    row = {"company_id": fact.company_id, "location_id": fact.location_id}
    if not actor.scope(permission).covers(**row, category_id=fact.category_id):
        return NotPermitted(permission=permission)
    if versions.get(fact.id) != fact.version or at <= fact.open_since:
        return StalePage()
    return None


def _not_taken(
    fact: AssetFacts,
    custody: tuple[int, int | None, str, bool] | None,
    status: tuple[int, str, bool] | None,
) -> Refusal | None:
    if custody is None and status is None:
        return refusals.AlreadySo(asset=fact.label)
    if custody is not None and not custody[3]:
        return refusals.HolderInactive(field="holder", holder=custody[2])
    if status is not None and not status[2]:
        return refusals.StatusOfAnotherKind(field="status", asset=fact.label, status=status[1])
    return None


def _contained(
    fact: AssetFacts,
    above: list[int],
    below: int,
    custodies: Mapping[int, tuple[int, int | None, str, bool]],
) -> Refusal | None:
    if not above:
        return None
    holder = custodies[fact.id][2]
    if would_cycle(fact.id, above):
        return refusals.ContainmentCycle(field="holder", asset=fact.label, holder=holder)
    if len(above) + 1 + below > MAX_CONTAINMENT_DEPTH:
        return refusals.ContainedTooDeep(field="holder", asset=fact.label, holder=holder)
    return None
