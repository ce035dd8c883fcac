"""One file on one thing. The thing is named by entity and key: nothing here knows the areas above."""

from django.db import models
from django.db.models import Q

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed

MOST_NAME = 200  # characters


class Attachment(models.Model):
    """A file that hangs on a thing; `company_id` is the thing's, NULL for what all companies share.

    `object_table` is the thing's table: the trail writes changes into its timeline. `key` names the bytes in the file
    store. A removed one keeps its row, with `removed_at`.
    """

    trail = Trailed(subject="object_id", subject_table_column="object_table", mirrors=("key", "public_id"))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    entity = models.CharField(max_length=40, db_collation="C")
    object_table = models.CharField(max_length=63, db_collation="C")
    object_id = models.BigIntegerField()
    company_id = models.IntegerField(null=True)
    name = models.CharField(max_length=MOST_NAME)
    media_type = models.CharField(max_length=100, db_collation="C")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    key = models.CharField(max_length=32, unique=True, db_collation="C")
    uploaded_by_id = models.BigIntegerField()
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="attachment_named"),
            models.UniqueConstraint(
                fields=["entity", "object_id", "sha256"],
                condition=Q(removed_at=None),
                name="attachment_once_per_object",
            ),
        ]

    def __str__(self) -> str:
        return self.name
