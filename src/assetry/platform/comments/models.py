"""What people say about things. A thing is named by entity and key: nothing here knows the areas above."""

from django.db import models
from django.db.models import Q

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed, Wall

MOST_TEXT = 5000  # characters


class Comment(models.Model):
    """One comment, Markdown, of one author: the trail refuses a change of it by anybody else but who manages access.

    A removed one keeps its row, with `removed_at` and without its text.
    """

    trail = Trailed(wall=Wall.ACCOUNT, account_column="author_id", mirrors=("public_id", "version"))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    entity = models.CharField(max_length=40, db_collation="C")
    object_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    text = models.TextField(max_length=MOST_TEXT)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(text="") | Q(removed_at__isnull=False, text=""),
                name="comment_says_something",
            ),
        ]
        indexes = [models.Index(fields=["entity", "object_id", "id"], name="comment_of_thing")]

    def __str__(self) -> str:
        return self.text[:60]


class Watch(models.Model):
    """An account that hears of every comment on a thing. Whoever comments, watches."""

    trail = Technical()

    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=40, db_collation="C")
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "object_id", "user_id"], name="watch_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.entity} {self.object_id}"
