"""What an edit means for one asset: the rules of `edit_asset`, asked the same way for one and for many."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.rules import EDITABLE_WHILE_FROZEN
from assetry.domain.assets.values import check_together, complete_changes, differs, fill_in_defaults
from assetry.domain.catalog.models import AssetKind
from assetry.domain.organization.named import require_same_company
from assetry.kernel.fields import Field
from assetry.kernel.refusals import InvalidInput, Refusal, StalePage
from assetry.kernel.values import clean_changes
from assetry.platform.custom_fields.definitions import PREFIX
from assetry.platform.custom_fields.storing import fold_custom
from assetry.platform.permissions.actor import Actor

OWN_COMPANY = ("owner_person", "owner_department", "cost_center")
# Columns about which the rules ask no more than whether they differ, beside what `_like` says of an asset.
_ALONE = frozenset(
    {
        *(
            "name",
            "serial_number",
            "note",
            "order_number",
            "purchased_on",
            "in_service_on",
            "ends_on",
            "replace_on",
            "supplier",
        ),
        *("criticality", "classification", "ownership"),
    }
)


class Edit:
    """Changes that somebody wants to make; what is asked of a kind is asked once, however many assets have it."""

    def __init__(self, actor: Actor, changes: Mapping[str, Any], *, many: bool = False) -> None:
        self.actor = actor
        self.many = many
        self.changes = changes
        self._cleaned: dict[int, tuple[dict[str, Field], dict[str, Any]]] = {}
        self._plans: dict[Hashable, dict[str, Any]] = {}
        self._has_custom = any(name.startswith(PREFIX) for name in changes)

    def plan(self, asset: Asset) -> dict[str, Any]:
        """Every column, of the asset or its facet, that would differ, with its new value; empty: it is so already.

        The asset is locked, or this is a preview. Raises NotPermitted, CompanyIsFixed, InvalidInput, AssetFrozen,
        OtherCompany.
        """
        if asset.kind_id not in self._cleaned or not self.changes.keys() <= _ALONE:
            return self._plan(asset)
        like = self._like(asset, self._cleaned[asset.kind_id][1])
        if like not in self._plans:
            self._plans[like] = self._plan(asset)
        return self._plans[like]

    @staticmethod
    def _like(asset: Asset, wanted: Mapping[str, Any]) -> Hashable:
        """All that the rules ask of an asset about such columns: what is alike gets the same plan."""
        places = asset.company_id, asset.location_id, asset.category_id
        differing = tuple(differs(asset, name, value) for name, value in wanted.items())
        return asset.kind_id, asset.status_id, places, differing

    def _plan(self, asset: Asset) -> dict[str, Any]:
        row = {"company_id": asset.company_id, "location_id": asset.location_id}
        self.actor.require_row(P.EDIT, **row, category_id=asset.category_id)
        if "company" in self.changes:
            raise refusals.CompanyIsFixed(field="company")
        described, wanted = self._of_kind(asset.kind)
        cleaned = dict(wanted)
        if self._has_custom:
            fold_custom(described, cleaned, stored=asset.custom, company_id=asset.company_id)
        cleaned = complete_changes(cleaned, asset)
        if asset.status.is_frozen and cleaned.keys() - EDITABLE_WHILE_FROZEN:
            raise refusals.AssetFrozen(asset=str(asset), status=asset.status.name)
        check_together(cleaned, asset.kind, asset)
        if "category" in cleaned:
            self.actor.require_row(P.EDIT, **row, category_id=cleaned["category"].pk)
        require_same_company(asset.company_id, cleaned, *OWN_COMPANY)
        return cleaned

    def _of_kind(self, kind: AssetKind) -> tuple[dict[str, Field], dict[str, Any]]:
        if kind.pk not in self._cleaned:
            described = fields_of_kind(kind)
            if self.many:
                _refuse_unique(described, self.changes)
            cleaned = clean_changes(described, self.changes)
            fill_in_defaults(cleaned)
            self._cleaned[kind.pk] = described, cleaned
        return self._cleaned[kind.pk]


def _refuse_unique(described: Mapping[str, Field], changes: Mapping[str, Any]) -> None:
    unique = [name for name in changes if name in described and described[name].unique]
    if unique:
        raise InvalidInput(dict.fromkeys(unique, _("Two assets cannot share this. Change them one by one.")))


@dataclass(frozen=True)
class EditDecision:
    """Per asset id: why it is refused; per asset that would change: its new values."""

    reasons: Mapping[int, Refusal]
    plans: Mapping[Asset, Mapping[str, Any]]


def decide_edit(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    changes: Mapping[str, Any],
    versions: Mapping[int, int],
    many: bool,
) -> EditDecision:
    """Ask every rule about every asset. What nothing would change about is refused as AlreadySo."""
    edit = Edit(actor, changes, many=many)
    reasons: dict[int, Refusal] = {}
    plans: dict[Asset, Mapping[str, Any]] = {}
    for asset in assets:
        try:
            plan = edit.plan(asset)
        except Refusal as refusal:
            reasons[asset.pk] = refusal
            continue
        if versions.get(asset.pk, asset.version) != asset.version:
            reasons[asset.pk] = StalePage()
        elif plan:
            plans[asset] = plan
        else:
            reasons[asset.pk] = refusals.AlreadySo(asset=str(asset))
    return EditDecision(reasons, plans)
