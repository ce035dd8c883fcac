"""The record of a change of many rows: what was chosen, what was shown, what came of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical


class BulkRun(models.Model):
    """One change of many. Technical: what it changes is in the trail, under its events.

    `work` names what is done (see `works`), `arguments` with what, `scope` the filter and search that chose the rows
    (empty: they were ticked). `events` are those of the trail that it wrote, `undoes` the run that it takes back.
    """

    trail = Technical()

    class Stage(models.TextChoices):
        """How far it is."""

        CHOSEN = "chosen", _("chosen")
        PREVIEWED = "previewed", _("previewed")
        QUEUED = "queued", _("on its way")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    entity = models.CharField(max_length=40)
    work = models.CharField(max_length=40)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    arguments = models.JSONField(default=dict)
    scope = models.JSONField(default=dict)
    return_url = models.TextField(blank=True)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.CHOSEN)
    total = models.IntegerField(default=0)
    changing = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    failure = models.TextField(blank=True)
    events = ArrayField(models.BigIntegerField(), default=list)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "-created_at"], name="bulkrun_by_user")]

    def __str__(self) -> str:
        return f"{self.work} {self.total} {self.entity}"


class BulkRow(models.Model):
    """One chosen row: its version when it was shown, what would become of it and why not, its version afterwards."""

    trail = Technical()

    class Outcome(models.TextChoices):
        """What becomes of it."""

        CHANGE = "change", _("Change")
        SAME = "same", _("Already so")
        REFUSED = "refused", _("Refused")

    run = models.ForeignKey(BulkRun, models.PROTECT, related_name="rows", db_index=False)
    object_id = models.BigIntegerField()
    version = models.IntegerField()
    version_after = models.IntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.CHANGE)
    code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "object_id"], name="bulkrow_unique")]

    def __str__(self) -> str:
        return f"{self.object_id} {self.outcome}"


class BulkProgress(models.Model):
    """How far a running change is, written beside its transaction so that everybody sees it."""

    trail = Technical()

    run_id = models.BigIntegerField(primary_key=True)
    phase = models.CharField(max_length=20)
    done = models.IntegerField()
    total = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.phase} {self.done}/{self.total}"


class RemovedRow(models.Model):
    """A deleted row as it was, under the event that deleted it, for as long as that can be undone.

    The trail holds it too, but for the columns that it leaves out. `subject_id` is the key of the thing that it was,
    or belonged to.
    """

    trail = Technical()

    event_id = models.BigIntegerField()
    table_name = models.CharField(max_length=63, db_collation="C")
    row_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    before = models.JSONField()
    removed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "table_name", "row_id"], name="removedrow_unique")
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class MadePart(models.Model):
    """A file that a run made, or one of several; forgotten with the run."""

    trail = Technical()

    run_id = models.BigIntegerField()
    position = models.IntegerField()
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_id", "position"], name="madepart_unique")]

    def __str__(self) -> str:
        return self.name
