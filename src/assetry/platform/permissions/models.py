"""Compiled grants: what `domain.access` makes of grants and roles, read by every query and by the trail."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assetry.platform.audit.tables import Technical


class CompiledGrant(models.Model):
    """One box: the user has the permission in these companies, locations (None: any) and categories (None: any).

    A mirror of grants and roles; `audit_open_event` reads `company_ids` of the rows that write.
    """

    trail = Technical()

    user_id = models.BigIntegerField()
    permission = models.CharField(max_length=80)
    company_ids = ArrayField(models.IntegerField())
    location_ids = ArrayField(models.IntegerField(), null=True)
    category_ids = ArrayField(models.IntegerField(), null=True)
    writes = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "permission"], name="compiledgrant_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.permission}"
