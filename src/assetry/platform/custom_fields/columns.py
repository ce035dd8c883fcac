"""The column that holds an entity's custom fields."""

from django.db import models


class WithCustomFields(models.Model):
    """A row with a JSON column for custom fields, by their codes."""

    custom = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)

    class Meta:
        abstract = True
