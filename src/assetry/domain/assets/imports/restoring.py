"""Assets that an import changed, as they were before: their values, then status, holder and place; set-based."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from assetry.domain.assets import custody_store, edit_store
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.operations import undo_edit_of_assets, undo_moves_of_assets
from assetry.domain.assets.refusals import AlreadySo
from assetry.domain.assets.undoing import decide_edit_undone, decide_moves_undone
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity
from assetry.platform.permissions.actor import Actor


def restore_assets(
    *, actor: Actor, entity: Entity, events: Sequence[int], ids: Sequence[int], at: datetime
) -> Mapping[int, str]:
    """What cannot go back stays, with its reason."""
    edits = _edits_undone(actor, events, ids, at)
    moves = _moves_undone(actor, events, ids, at)
    reasons = [*edits.items(), *moves.items()]
    # Whoever was only edited has no move to take back, and the other way round.
    return {key: str(reason) for key, reason in reasons if not isinstance(reason, AlreadySo)}


def _edits_undone(
    actor: Actor, events: Sequence[int], ids: Sequence[int], at: datetime
) -> Mapping[int, Refusal]:
    assets = edit_store.read_for_edit(ids)
    versions = {asset.pk: asset.version for asset in assets}
    reasons = decide_edit_undone(actor=actor, events=events, assets=assets, versions=versions).reasons
    left = [asset for asset in assets if asset.pk not in reasons]
    if left:
        undo_edit_of_assets(actor=actor, events=events, assets=left, versions=versions, at=at)
    return reasons


def _moves_undone(
    actor: Actor, events: Sequence[int], ids: Sequence[int], at: datetime
) -> Mapping[int, Refusal]:
    facts = custody_store.read_assets(ids)
    versions = {fact.id: fact.version for fact in facts}
    reasons = decide_moves_undone(
        actor=actor, permission=P.TRANSFER, events=events, ids=ids, facts=facts, versions=versions, at=at
    ).reasons
    left = list(Asset.objects.filter(pk__in=[key for key in ids if key not in reasons]))
    if left:
        undo_moves_of_assets(
            actor=actor, permission=P.TRANSFER, events=events, assets=left, versions=versions, at=at
        )
    return reasons
