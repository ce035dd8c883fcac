"""What this reader can do with this asset now: the next sensible verb is primary, the rest follows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.holders import HOLDER_COLUMNS
from assetry.domain.assets.rules import HELD_STATES, RETIRED_STATES
from assetry.platform.permissions.actor import Actor
from assetry.web.components.parts import Action
from assetry.web.kit.links import route_url


@dataclass(frozen=True)
class Verbs:
    """`shown` stand in the head, `more` behind the dots."""

    shown: tuple[Action, ...]
    more: tuple[Action, ...]


def may_act(actor: Actor, asset: Any, permission: str) -> bool:
    """Whether the actor holds the permission for this very asset."""
    return actor.scope(permission).covers(
        company_id=asset.company_id, location_id=asset.location_id, category_id=asset.category_id
    )


def is_held(asset: Any) -> bool:
    """Whether somebody or something holds it."""
    return any(getattr(asset, column) is not None for column in HOLDER_COLUMNS)


def verbs_of(actor: Actor, asset: Any) -> Verbs:
    """The verbs that would not be refused for what everybody can see: kind, status, holder."""
    is_frozen = asset.status.is_frozen or asset.state in RETIRED_STATES
    is_out = is_held(asset) or (asset.kind.is_custodied and asset.state in HELD_STATES)
    can_go_out = asset.kind.is_custodied and asset.status.is_assignable and not is_held(asset)
    shown: list[Action] = []
    if can_go_out and not is_frozen and may_act(actor, asset, P.CHECK_OUT):
        shown.append(_dialog(asset, "asset_check_out", _("Check out"), "user-check", look="primary"))
    if is_out and not is_frozen and may_act(actor, asset, P.CHECK_IN):
        shown.append(_dialog(asset, "asset_check_in", _("Check in"), "undo-2", look="primary"))
    if asset.kind.is_located and not is_frozen and may_act(actor, asset, P.TRANSFER):
        shown.append(_dialog(asset, "asset_transfer", _("Transfer"), "arrow-left-right"))
    change = []
    if may_act(actor, asset, P.CHANGE_STATUS):
        change.append(_dialog(asset, "asset_change_status", _("Change status"), "route"))
    return Verbs(
        shown=(*shown, *_edit(actor, asset), *(() if shown else change)),
        more=_more(actor, asset, change, shown),
    )


def _edit(actor: Actor, asset: Any) -> list[Action]:
    if not may_act(actor, asset, P.EDIT):
        return []
    url = reverse("asset_edit", kwargs={"public_id": asset.public_id})
    return [Action(label=_("Edit"), url=url, icon="pencil", key="E", wide=True)]


def _more(actor: Actor, asset: Any, change: list[Action], shown: list[Action]) -> tuple[Action, ...]:
    more = list(change) if shown else []
    if may_act(actor, asset, P.EDIT):
        edit = reverse("asset_edit", kwargs={"public_id": asset.public_id})
        identifiers = reverse("asset_identifiers", kwargs={"public_id": asset.public_id})
        more.append(Action(label=_("Edit"), url=edit, icon="pencil"))
        more.append(Action(label=_("Set identifiers"), url=identifiers, icon="scan-line", how="dialog"))
    label_url = route_url("asset_label", public_id=asset.public_id)
    if label_url and actor.may(P.LABEL):
        more.append(Action(label=_("Print a label"), url=label_url, icon="printer"))
    return tuple(more)


def _dialog(asset: Any, route: str, label: Any, icon: str, look: Any = "") -> Action:
    url = reverse(route, kwargs={"public_id": asset.public_id})
    return Action(label=label, url=url, icon=icon, how="dialog", look=look)
