"""Who sees what ends: whoever sees the object."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from assetry.kernel.registry import endings, entity_named
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.contracts.ending_models import Ending  # noqa: F401


class EndingQuerySet(models.QuerySet["Ending"]):
    """Ends."""

    def visible_to(self, actor: Actor) -> Self:
        """Ends of what the actor sees.

        Where a whole company is seen, its column says so; only limited grants are asked object by object.
        """
        seen = (self._of_entity(actor, name) for name in {ending.entity for ending in endings().values()})
        return self.filter(reduce(or_, seen, Q(pk__in=[])))

    def _of_entity(self, actor: Actor, name: str) -> Q:
        entity = entity_named(name)
        scope = actor.scope(entity.view_permission)
        whole = scope.whole_company_ids
        seen = Q(company_id__in=list(whole))
        if entity.edit_place is None or not {*scope.company_ids, *actor.own_company_ids} <= set(whole):
            seen |= Q(Exists(entity.visible_to(actor).filter(pk=OuterRef("object_id"))))
        return Q(entity=name) & seen
