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
        """The boxes of the permission; for seeing, also what the actor holds or answers for."""
        predicate = actor.scope(permission).predicate(location="location_id", category="category_id")
        if permission == AssetPermission.VIEW and actor.person_id is not None:
            predicate |= Q(holder_person_id=actor.person_id) | Q(owner_person_id=actor.person_id)
        return self.filter(predicate)

    def of_person(self, person_id: int) -> Self:
        """What a person holds."""
        return self.filter(holder_person_id=person_id)

    def held_at(self, instant: datetime) -> Self:
        """Assets that had a custody period at the instant."""
        return self.filter(custodies__period__contains=instant)
