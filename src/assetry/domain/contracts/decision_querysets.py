"""Who sees what was decided: whoever sees the object."""

from typing import TYPE_CHECKING, Self

from django.db import models

from assetry.domain.contracts.ending_querysets import of_seen_objects
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.contracts.decision_models import RenewalDecision  # noqa: F401


class RenewalDecisionQuerySet(models.QuerySet["RenewalDecision"]):
    """Decisions."""

    def visible_to(self, actor: Actor) -> Self:
        """About objects that the actor sees."""
        return self.filter(of_seen_objects(actor))
