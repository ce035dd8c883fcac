"""The record of an import: the file, how it is read and matched, what the dry run found, what came of it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical


class ImportRun(models.Model):
    """One file of one user. Technical: what an import changes is in the trail, under its event.

    `options` is the entity's own description of the mapping; `summary` what pages show; `ledger` (compressed JSON)
    holds one entry for every row; `shown` is the digest of what the dry run said would happen. `events` are those of
    the trail that it wrote, `undone` what became of them when it was taken back.
    """

    trail = Technical()

    class Stage(models.TextChoices):
        """How far it is."""

        READ = "read", _("uploaded")
        CHECKED = "checked", _("checked")
        QUEUED = "queued", _("on its way")
        DONE = "done", _("done")
        FAILED = "failed", _("given up")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    entity = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.READ)
    options = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    ledger = models.BinaryField(default=bytes)
    shown = models.CharField(max_length=64, blank=True)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    events = models.JSONField(default=list)
    undone = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-created_at"], name="importrun_by_user"),
            models.Index(fields=["sha256"], name="importrun_by_content"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportMapping(models.Model):
    """Which header goes where, under a name: suggested to its owner for a file that has the same headers.

    `targets` holds the field of each header; `options` what else was decided.
    """

    trail = Technical()

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    targets = models.JSONField()
    options = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user_id", "entity", "kind", Lower("name"), name="importmapping_name_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportProgress(models.Model):
    """How far a running import is, written beside its transaction so that everybody sees it."""

    trail = Technical()

    run_id = models.BigIntegerField(primary_key=True)
    phase = models.CharField(max_length=20)
    done = models.IntegerField()
    total = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.phase} {self.done}/{self.total}"
