"""Reads of relations: always through `visible_to`, so that both ends are seen."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.relation_models import AssetRelation
from assetry.domain.assets.relation_querysets import RelationQuerySet
from assetry.domain.assets.relation_types import RELATION_TYPES
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

_ENDS = tuple(
    f"{end}{further}" for end in ("source", "target") for further in ("", "__model", "__kind", "__status")
)


def relations_visible_to(actor: Actor, permission: str = AssetPermission.VIEW) -> RelationQuerySet:
    """The relations of today between assets that the actor sees (or may do that with)."""
    return AssetRelation.objects.visible_to(actor, permission).open()


def get_relation_for(actor: Actor, public_id: str) -> AssetRelation:
    """One relation of today with its two assets; raises NotFound, also when one of them is out of scope."""
    return row_of(relations_visible_to(actor).select_related(*_ENDS, "company"), public_id)


def list_relations(actor: Actor, asset: Asset) -> list[AssetRelation]:
    """What the asset is to others and they to it, of what the actor sees: by type, then by the other's name."""
    either = relations_visible_to(actor).filter(Q(source=asset) | Q(target=asset)).select_related(*_ENDS)
    return sorted(either, key=lambda row: (row.type, row.target_id == asset.pk, _other(row, asset).name_sort))


def list_past_relations(actor: Actor, asset: Asset) -> list[AssetRelation]:
    """Those that ended, the latest first."""
    ended = AssetRelation.objects.visible_to(actor).filter(
        Q(source=asset) | Q(target=asset), ends_at__isnull=False
    )
    return list(ended.select_related(*_ENDS).order_by("-ends_at", "-pk")[:100])


def _other(row: AssetRelation, asset: Asset) -> Any:
    return row.target if row.source_id == asset.pk else row.source


def list_ties_among(asset_ids: Collection[int]) -> list[AssetRelation]:
    """The relations of today between assets that the caller may see all of, in which one reaches the other."""
    types = [code for code, one in RELATION_TYPES.items() if one.reaches]
    among = AssetRelation.objects.open().filter(source__in=asset_ids, target__in=asset_ids, type__in=types)
    return list(among.only("source_id", "target_id", "type"))


def relations_by_key(keys: Collection[int]) -> dict[int, AssetRelation]:
    """Type and target of relations that the caller tells the story of: a recorded change does not repeat them."""
    return AssetRelation.objects.filter(pk__in=keys).only("type", "target_id").in_bulk()
