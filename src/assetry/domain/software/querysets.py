"""Who sees which licenses."""

from typing import Any, Self

from django.db import models

from assetry.domain.software.events import SoftwarePermission
from assetry.platform.permissions.actor import Actor


class ProductQuerySet(models.QuerySet[Any]):
    """Products: shared by all companies."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them, for whoever may see what companies share."""
        return self.all() if actor.may(SoftwarePermission.VIEW_SHARED) else self.none()

    def as_words(self) -> Self:
        """All of them, to name one on a row that the reader sees."""
        return self.all()


class LicenseQuerySet(models.QuerySet[Any]):
    """Licenses, their purchases and who has them: each lies in a company."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the companies in scope. They lie in no place: who is limited to one sees none, nor who has them."""
        return self.filter(actor.scope(SoftwarePermission.VIEW).predicate())
