"""The bytes that go: what a row let go of, and what was written for a row that is not there yet."""

from django.db import models

from assetry.platform.audit.tables import Technical


class FileDeletion(models.Model):
    """Bytes that are deleted at `due_at`, unless a row takes them before.

    Written and committed before the bytes are: whoever is killed in between leaves nothing that stays.
    """

    trail = Technical()

    key = models.CharField(max_length=32, unique=True, db_collation="C")
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
