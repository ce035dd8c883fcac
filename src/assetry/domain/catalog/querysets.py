"""The catalog is shared: whoever holds `catalog.view` somewhere reads all of it, nobody else any of it."""

from typing import Any, Self

from django.db import models

from assetry.domain.catalog.events import CatalogPermission
from assetry.platform.permissions.actor import Actor


class SharedQuerySet(models.QuerySet[Any]):
    """Rows that belong to no company."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them, for whoever may see what companies share."""
        return self.all() if actor.may(CatalogPermission.VIEW) else self.none()

    def as_words(self) -> Self:
        """All of them, to name what stands on a row that the reader sees: a name to read, nothing to open."""
        return self.all()
