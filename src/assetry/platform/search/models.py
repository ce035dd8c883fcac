"""The search index: one row of text for everything that can be found, kept in the same transaction by triggers."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from assetry.platform.audit.tables import Technical

# The entity that has nearly all of the documents.
MOST_ROWS = "asset"


class SearchDocument(models.Model):
    """What one object is found by, in lower case. Who may see it is asked of the object, never of this row."""

    trail = Technical()

    entity = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    text = models.TextField(db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "object_id"], name="searchdocument_unique")]
        # Two: what a common word finds in the table with most rows is not walked through to find a supplier.
        indexes = [
            GinIndex(
                OpClass("text", name="gin_trgm_ops"),
                name="searchdocument_most",
                condition=Q(entity=MOST_ROWS),
            ),
            GinIndex(
                OpClass("text", name="gin_trgm_ops"),
                name="searchdocument_rest",
                condition=~Q(entity=MOST_ROWS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.object_id}"
