"""Remembered answers to POSTs that carried an `Idempotency-Key`."""

from django.db import models

from assetry.platform.audit.tables import Technical


class IdempotentAnswer(models.Model):
    """The answer to one key of one account, written in the transaction of its effect. Kept for a day at least."""

    trail = Technical()

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=200, db_collation="C")
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content = models.BinaryField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="idempotentanswer_unique")]
        indexes = [models.Index(fields=["created_at"], name="idempotentanswer_age")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
