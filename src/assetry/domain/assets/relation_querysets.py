"""Who sees which relations: whoever sees both ends."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from assetry.domain.assets.events import AssetPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.assets.relation_models import AssetRelation  # noqa: F401


class RelationQuerySet(models.QuerySet["AssetRelation"]):
    """Relations of assets."""

    def open(self) -> Self:
        """Those that hold now."""
        return self.filter(period__upper_inf=True)

    def visible_to(self, actor: Actor, permission: str = AssetPermission.VIEW) -> Self:
        """Those whose two ends the actor sees: a relation never names what is hidden.

        Where whole companies are open, the row's own columns answer; else the assets are asked.
        """
        scope = actor.scope(permission)
        whole = set(scope.whole_company_ids)
        inside = Q(company_id__in=whole, target_company_id__in=whole)
        has_own = actor.person_id is not None and not set(actor.own_company_ids) <= whole
        if set(scope.company_ids) <= whole and not has_own:
            return self.filter(inside)
        assets: Any = self.model._meta.apps.get_model("assets", "Asset").objects
        seen = assets.visible_to(actor, permission).order_by().values("pk")
        return self.filter(inside | Q(source__in=seen, target__in=seen))
