"""The selection above a form, row by row: ready, already so, or held back with the reason and what mends it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.assets import refusals
from assetry.domain.assets.moves import Decision
from assetry.kernel.refusals import Refusal
from assetry.web.assets.acts import Act
from assetry.web.assets.cells import asset_title
from assetry.web.components.blocks import Picked, PickedRow
from assetry.web.components.parts import Action
from assetry.web.kit.reader import Reader

SHOWN = 50
# The act that takes a reason away.
FIXES: dict[type[Refusal], tuple[str, str, str]] = {
    refusals.AssetHeld: ("asset_check_in", "undo-2", _("Take back first")),
    refusals.AssetNotAssignable: ("asset_change_status", "route", _("Change status")),
    refusals.AssetFrozen: ("asset_change_status", "route", _("Change status")),
}


def picked_of(act: Act, assets: Sequence[Any], decision: Decision, reader: Reader) -> Picked:
    """Held-back ones first: they are what one acts on."""
    held_back = [asset for asset in assets if asset.pk in decision.reasons]
    ready = [asset for asset in assets if asset.pk not in decision.reasons]
    rows = [_row(asset, decision.reasons.get(asset.pk), reader) for asset in (*held_back, *ready)[:SHOWN]]
    if len(assets) > SHOWN:
        rows.append(PickedRow(title=_("and %(n)d more") % {"n": len(assets) - SHOWN}))
    return Picked(rows=rows)


def _row(asset: Any, reason: Refusal | None, reader: Reader) -> PickedRow:
    place = asset.location.name if asset.location else ""
    if reason is None:
        text = " · ".join(filter(None, (asset.status.name, place)))
        return PickedRow(title=asset_title(asset), tag=asset.asset_tag or "", text=text)
    state = "same" if isinstance(reason, refusals.AlreadySo) else "blocked"
    return PickedRow(
        title=asset_title(asset),
        tag=asset.asset_tag or "",
        text=str(reason),
        state=state,  # type: ignore[arg-type]
        action=_fix(asset, reason),
    )


def _fix(asset: Any, reason: Refusal) -> Action | None:
    fix = FIXES.get(type(reason))
    if fix is None:
        return None
    route, icon, label = fix
    url = reverse(route, kwargs={"public_id": asset.public_id})
    return Action(label=label, url=url, icon=icon, small=True)
