"""Which assets are labeled: always within what the actor may label."""

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.lookups import In

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.labels.layouts import MOST_LABELS
from assetry.domain.assets.labels.refusals import NothingToLabel
from assetry.domain.assets.tag_index import TagKey
from assetry.kernel.text import tag_key
from assetry.platform.permissions.actor import Actor


def list_assets_to_label(actor: Actor, chosen: Q) -> list[Asset]:
    """The chosen assets in the order of their tags, at most one more than can be printed at a time.

    Raises NotPermitted when the actor may print no labels at all, NothingToLabel when nothing is left.
    """
    actor.require(AssetPermission.LABEL)
    visible = Asset.objects.visible_to(actor, AssetPermission.LABEL).filter(chosen)
    found = list(visible.select_related("company", "model").order_by("asset_tag", "id")[: MOST_LABELS + 1])
    if not found:
        raise NothingToLabel
    return found


def with_codes(codes: Sequence[str]) -> Q:
    """Assets by their tags or public ids."""
    tagged = In(TagKey("asset_tag"), [tag_key(code) for code in codes])
    return Q(tagged) | Q(public_id__in=[code.upper() for code in codes])
