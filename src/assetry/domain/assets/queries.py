"""Reads of the register: one asset, its story, what is where; always through `visible_to`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assetry.domain.assets.asset_models import Asset, AssetIdentifier
from assetry.domain.assets.custody_models import Custody, StatusPeriod
from assetry.domain.assets.identifiers import identifier_key
from assetry.domain.assets.status_models import Status
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import NotFound
from assetry.kernel.text import serial_key
from assetry.platform.permissions.actor import Actor

# One statement for a row with everything that a page or the API shows of it.
DISPLAYED = (
    "kind",
    "company",
    "model",
    "category",
    "manufacturer",
    "status",
    "owner_person",
    "owner_department",
    "cost_center",
    "supplier",
    "holder_person",
    "holder_department",
    "holder_asset",
    "holder_supplier",
    "location",
    "hardware",
    "subscription",
    "information",
)


def get_asset_for(actor: Actor, public_id: str, permission: str | None = None) -> Asset:
    """The asset of that public id with what is displayed of it; raises NotFound, also when out of scope."""
    wanted = normalize_public_id(public_id) or ""
    visible = Asset.objects.visible_to(actor, permission) if permission else Asset.objects.visible_to(actor)
    asset = visible.select_related(*DISPLAYED).filter(public_id=wanted).first()
    if asset is None:
        raise NotFound
    return asset


def list_assets_for(actor: Actor, public_ids: Collection[str]) -> list[Asset]:
    """Those of the named assets that the actor sees, with what tells them apart, by name."""
    shown = ("kind", "model", "company", "status", "holder_person", "holder_department", "holder_asset", "holder_supplier", "location")
    return list(
        Asset.objects.visible_to(actor)
        .filter(public_id__in=public_ids)
        .select_related(*shown)
        .order_by("name_sort", "id")
    )


def get_status_for(actor: Actor, public_id: str) -> Status:
    """The status of that public id; raises NotFound."""
    found = Status.objects.visible_to(actor).filter(public_id=normalize_public_id(public_id) or "").first()
    if found is None:
        raise NotFound
    status: Status = found
    return status


def list_statuses(actor: Actor) -> list[Status]:
    """The statuses in use, in the organization's order."""
    return list(Status.objects.visible_to(actor).filter(is_archived=False).order_by("position", "id"))


def list_statuses_of_kinds(actor: Actor, kind_ids: Collection[int]) -> list[Status]:
    """The statuses in use that some of the kinds have."""
    usable = Status.objects.visible_to(actor).filter(kinds__kind_id__in=kind_ids, is_archived=False)
    return list(usable.order_by("position", "id").distinct())


def find_by_code(actor: Actor, code: str) -> list[Asset]:
    """What a scan or a typed code names, best first: public id, tag, serial number, any identifier (at most 20)."""
    visible = Asset.objects.visible_to(actor).select_related("model", "status", "kind", "holder_person")
    text = code.strip()
    attempts: list[dict[str, Any]] = [
        {"public_id": normalize_public_id(text) or ""},
        {"asset_tag__in": {text, text.upper()}},
    ]
    if key := serial_key(text):
        attempts.append({"serial_key": key})
    for attempt in attempts:
        if found := list(visible.filter(**attempt)[:20]):
            return found
    keys = {identifier_key(scheme, text) for scheme in AssetIdentifier.Scheme.values}
    return list(visible.filter(identifiers__value_key__in=keys).distinct()[:20])


def list_custody(asset: Asset) -> list[Custody]:
    """The custody periods of an asset that the caller may see, newest first."""
    holders = ("holder_person", "holder_department", "holder_asset", "holder_supplier", "location")
    return list(Custody.objects.filter(asset=asset).select_related(*holders).order_by("-period"))


def list_status_periods(asset: Asset) -> list[StatusPeriod]:
    """The statuses that an asset had, oldest first."""
    return list(StatusPeriod.objects.filter(asset=asset).select_related("status").order_by("period"))


def list_identifiers(asset: Asset) -> list[AssetIdentifier]:
    """What a scan can name the asset by, beside its tag and serial."""
    return list(AssetIdentifier.objects.filter(asset=asset).order_by("scheme", "value_key"))


def list_contents(actor: Actor, asset: Asset) -> list[Asset]:
    """What lies in the asset."""
    inside = Asset.objects.visible_to(actor).filter(holder_asset=asset).select_related("model", "status")
    return list(inside.order_by("name_sort", "id"))


@dataclass(frozen=True)
class AsOf:
    """Where an asset was at an instant, and in which status; None where it was not registered yet."""

    custody: Custody | None
    status: Status | None


def get_as_of(asset: Asset, instant: datetime) -> AsOf:
    """Holder, location and status at the instant, from the periods."""
    holders = ("holder_person", "holder_department", "holder_asset", "holder_supplier", "location")
    custody = Custody.objects.filter(asset=asset, period__contains=instant).select_related(*holders).first()
    period = (
        StatusPeriod.objects.filter(asset=asset, period__contains=instant).select_related("status").first()
    )
    return AsOf(custody, period.status if period else None)


def list_held_by(actor: Actor) -> list[Custody]:
    """The actor's own open custody periods with their assets, newest first; everybody may see these."""
    if actor.person_id is None:
        return []
    mine = Custody.objects.filter(holder_person_id=actor.person_id, period__upper_inf=True)
    shown = ("asset__model__category", "asset__category", "asset__kind", "asset__status", "location")
    return list(mine.select_related(*shown).order_by("-period"))


def list_owned_by(actor: Actor) -> list[Asset]:
    """What the actor answers for and does not hold, by name; everybody may see these."""
    if actor.person_id is None:
        return []
    held = Custody.objects.filter(holder_person_id=actor.person_id, period__upper_inf=True).values("asset_id")
    owned = Asset.objects.filter(owner_person_id=actor.person_id).exclude(id__in=held)
    return list(owned.select_related("model", "category", "kind", "status").order_by("name_sort", "id"))
