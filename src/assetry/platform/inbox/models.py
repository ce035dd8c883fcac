"""One thing that waits for one account. What is done about the object itself stands in the trail of the object."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical

MOST_TITLE = 200  # characters


class ItemKind(models.TextChoices):
    """What sort of thing waits."""

    TASK = "task", _("Task")
    MENTION = "mention", _("Mention")
    COMMENT = "comment", _("Comment")
    DUE = "due", _("Due")


class InboxItem(models.Model):
    """One item of one account, or (`user_id` NULL) of a team until somebody of it takes it.

    `entity` and `object_id` say what it is about ("" and NULL: nothing). The words about the object are read when the
    item is shown, for whoever reads it: an item outlives a right. `origin` is what made it; one origin makes at most
    one item of an account, and one of a team. It is snoozed until `snoozed_until`.
    """

    trail = Technical()

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    user_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=ItemKind)
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    entity = models.CharField(max_length=40, blank=True, db_collation="C")
    object_id = models.BigIntegerField(null=True)
    origin = models.CharField(max_length=80, blank=True, db_collation="C")
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    delegated_by_id = models.BigIntegerField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)
    canceled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "origin"], condition=~Q(origin=""), name="inboxitem_once_per_origin"
            ),
            models.UniqueConstraint(
                fields=["team_id", "origin"],
                condition=~Q(origin=""),
                name="inboxitem_once_per_origin_of_team",
            ),
            models.CheckConstraint(
                condition=Q(user_id__isnull=False) | Q(team_id__isnull=False), name="inboxitem_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(entity="", object_id=None) | (~Q(entity="") & Q(object_id__isnull=False)),
                name="inboxitem_about_something_or_nothing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user_id", "due_on"],
                condition=Q(done_at=None, canceled_at=None),
                name="inboxitem_waiting",
            ),
            models.Index(
                fields=["team_id"],
                condition=Q(user_id=None, done_at=None, canceled_at=None),
                name="inboxitem_of_team",
            ),
            models.Index(fields=["origin"], condition=~Q(origin=""), name="inboxitem_of_origin"),
        ]

    def __str__(self) -> str:
        return self.title or self.kind
