"""Who sees which assets."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from assetry.domain.assets.events import AssetPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.assets.asset_models import Asset  # noqa: F401


class AssetQuerySet(models.QuerySet["Asset"]):
    """Assets."""

    def visible_to(self, actor: Actor, permission: str = AssetPermission.VIEW) -> Self:
        """The boxes of the permission; for seeing, also what the actor holds or answers for.

        That is left out where a box holds the actor's whole company: there it adds nothing, and an OR less
        lets PostgreSQL walk the index of the sort.
        """
        scope = actor.scope(permission)
        predicate = scope.predicate(location="location_id", category="category_id")
        sees_whole_company = set(actor.own_company_ids) <= set(scope.whole_company_ids)
        if permission == AssetPermission.VIEW and actor.person_id is not None and not sees_whole_company:
            predicate |= self._own(actor)
        return self.filter(predicate)

    def only_theirs(self, actor: Actor) -> Self:
        """What the actor sees for holding or owning it alone, and by no box."""
        if actor.person_id is None:
            return self.none()
        boxes = actor.scope(AssetPermission.VIEW).predicate(location="location_id", category="category_id")
        return self.filter(self._own(actor)).exclude(boxes)

    def _own(self, actor: Actor) -> Q:
        custodies = self.model._meta.apps.get_model("assets", "Custody").objects
        held = custodies.filter(holder_person_id=actor.person_id, period__upper_inf=True).values("asset_id")
        return Q(id__among=held) | Q(owner_person_id=actor.person_id)

    def of_person(self, person_id: int) -> Self:
        """What a person holds."""
        return self.filter(holder_person_id=person_id)

    def held_at(self, instant: datetime) -> Self:
        """Assets that had a custody period at the instant."""
        return self.filter(custodies__period__contains=instant)
