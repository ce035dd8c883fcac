"""Reads of software."""

from collections.abc import Sequence
from typing import Any

from assetry.domain.software.models import HOLDERS, Allocation, Entitlement, License, SoftwareProduct
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

OF_LICENSE = ("company", "product__publisher", "subscription__model", "owner")
OF_LINE = (
    "company",
    "license",
    "product",
    "subscription__model",
    "supplier",
    "contract",
    "cost_center",
    "predecessor",
)
OF_ALLOCATION = ("company", "license", "person", "department", "asset__model")


def get_product_for(actor: Actor, public_id: str) -> SoftwareProduct:
    """The product of that public id; raises NotFound."""
    found: SoftwareProduct = row_of(
        SoftwareProduct.objects.visible_to(actor).select_related("publisher"), public_id
    )
    return found


def get_license_for(actor: Actor, public_id: str) -> License:
    """The license of that public id; raises NotFound."""
    found: License = row_of(License.objects.visible_to(actor).select_related(*OF_LICENSE), public_id)
    return found


def get_entitlement_for(actor: Actor, public_id: str) -> Entitlement:
    """The line of that public id; raises NotFound."""
    found: Entitlement = row_of(Entitlement.objects.visible_to(actor).select_related(*OF_LINE), public_id)
    return found


def get_allocation_for(actor: Actor, public_id: str) -> Allocation:
    """The allocation of that public id; raises NotFound."""
    found: Allocation = row_of(Allocation.objects.visible_to(actor).select_related(*OF_ALLOCATION), public_id)
    return found


def list_lines(actor: Actor, license_: License, limit: int) -> list[Entitlement]:
    """The newest lines of a license."""
    rows = Entitlement.objects.visible_to(actor).filter(license=license_).select_related(*OF_LINE)
    return list(rows.order_by("-pk")[:limit])


def list_open(actor: Actor, limit: int, **of: Any) -> list[Allocation]:
    """Who has seats of a license now, or what a holder has (`license=`, `person=`, `department=`, `asset=`)."""
    rows = Allocation.objects.visible_to(actor).filter(period__upper_inf=True, **of)
    return list(rows.select_related(*OF_ALLOCATION).order_by("-pk")[:limit])


def holders_of(actor: Actor, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Of allocations by their keys: the entity and the key of their holder."""
    rows = Allocation.objects.visible_to(actor).filter(pk__in=ids)
    return {
        row.pk: next((name, key) for name in HOLDERS if (key := getattr(row, f"{name}_id")) is not None)
        for row in rows
    }


def list_of_assets(actor: Actor, ids: Sequence[int]) -> list[tuple[int, License]]:
    """(asset, license) of each open allocation to these assets, and of the licenses of subscriptions among them."""
    given = Allocation.objects.visible_to(actor).filter(asset_id__in=ids, period__upper_inf=True)
    own = License.objects.visible_to(actor).filter(subscription_id__in=ids)
    return [
        *((row.asset_id, row.license) for row in given.select_related("license").order_by("pk")),
        *((row.subscription_id, row) for row in own.order_by("pk")),
    ]


def list_mine(actor: Actor) -> list[Allocation]:
    """What the actor's own person has now, whoever may see licenses: without keys."""
    if actor.person_id is None:
        return []
    rows = Allocation.objects.filter(person_id=actor.person_id, period__upper_inf=True)
    return list(rows.select_related("license").order_by("license__name_sort", "pk"))
