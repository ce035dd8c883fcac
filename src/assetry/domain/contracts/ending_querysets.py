"""Who sees what ends: whoever sees the object."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from assetry.kernel.registry import endings, entity_named
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.contracts.ending_models import Ending  # noqa: F401


KEPT = 730  # days for which a contract that nobody decided about waits on the board after its end


def of_seen_objects(actor: Actor) -> Q:
    """The condition for rows with `entity`, `object_id` and `company` whose objects the actor sees.

    Where whole companies are seen, the column says so; only limited grants are asked object by object.
    """
    names = {ending.entity for ending in endings().values()}
    return reduce(or_, (_of_entity(actor, name) for name in sorted(names)), Q(pk__in=[]))


def _of_entity(actor: Actor, name: str) -> Q:
    entity = entity_named(name)
    scope = actor.scope(entity.view_permission)
    whole = scope.whole_company_ids
    seen = Q(company_id__in=list(whole))
    if entity.edit_place is None or not {*scope.company_ids, *actor.own_company_ids} <= set(whole):
        seen |= Q(Exists(entity.visible_to(actor).filter(pk=OuterRef("object_id"))))
    return Q(entity=name) & seen


class EndingQuerySet(models.QuerySet["Ending"]):
    """Ends."""

    def visible_to(self, actor: Actor) -> Self:
        """Ends of what the actor sees."""
        return self.filter(of_seen_objects(actor))

    def undecided(self) -> Self:
        """What somebody still has to decide about, renegotiated or not: a decision holds for the end it was about."""
        return self.filter(
            ~Q(decided_for=F("ends_on")) | Q(decided_for__isnull=True) | Q(decision="renegotiate"),
            decide_by__isnull=False,
        )

    def to_come(self, today: date, until: date) -> Self:
        """What is to be decided about by then: what has not ended yet, and contracts that renewed themselves since."""
        still = Q(ends_on__gte=today) | Q(what="contract", ends_on__gte=today - timedelta(days=KEPT))
        return self.filter(still, decide_by__lte=until)
