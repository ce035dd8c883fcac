"""The catalog is shared: every signed-in user may read it."""

from typing import Any, Self

from django.db import models

from assetry.platform.permissions.actor import Actor


class SharedQuerySet(models.QuerySet[Any]):
    """Rows that belong to no company."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them, for whoever is signed in."""
        return self.all()
