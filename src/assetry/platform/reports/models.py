"""Schedules, and what was sent under them. An occurrence is one day on which a schedule sends."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed, Wall


class Rhythm(models.TextChoices):
    """How often a report is sent."""

    DAILY = "daily", _("Every day")
    WORKDAYS = "workdays", _("From Monday to Friday")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class Form(models.TextChoices):
    """How the rows travel."""

    TABLE = "table", _("Table in the mail")
    CSV = "csv", _("CSV file")
    XLSX = "xlsx", _("Excel file")


class ReportSchedule(models.Model):
    """A saved view that is sent to accounts, and to whoever holds a role, at an hour of the recipient's own zone.

    `view_id` is a saved view's key; one that was deleted is no longer sent. `day` is a weekday (1: Monday) or a day of
    the month (the last one where the month is shorter). What was due before `starts_at`, when it was changed last, is
    not sent. `zone` is for who has none.
    """

    trail = Trailed(wall=Wall.ACCOUNT, account_column="owner_user_id", mirrors=("version", "public_id"))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    owner_user_id = models.BigIntegerField()
    view_id = models.BigIntegerField()
    name = models.CharField(_("Name"), max_length=80)
    rhythm = models.CharField(_("How often"), max_length=10, choices=Rhythm)
    day = models.PositiveSmallIntegerField(_("Day"), null=True)
    hour = models.PositiveSmallIntegerField(_("Hour"), default=7)
    form = models.CharField(_("As"), max_length=10, choices=Form, default=Form.TABLE)
    user_ids = ArrayField(models.BigIntegerField(), default=list)
    role_id = models.IntegerField(null=True)
    zone = models.CharField(max_length=64, default="UTC")
    starts_at = models.DateTimeField()
    is_active = models.BooleanField(_("On"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lt=24), name="reportschedule_hour"),
            models.CheckConstraint(
                condition=Q(rhythm__in=["daily", "workdays"], day=None)
                | Q(rhythm="weekly", day__range=(1, 7))
                | Q(rhythm="monthly", day__range=(1, 31)),
                name="reportschedule_day_of_rhythm",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportSending(models.Model):
    """One report that one account was sent, or why not: once per schedule, day and account, whoever sweeps.

    Its mail is the one of `event_id` and its own key.
    """

    trail = Technical()

    class Outcome(models.TextChoices):
        """What became of it, beside its mail."""

        SENT = "sent", _("Sent")
        CLOSED = "closed", _("Not sent: the account is closed")
        GONE = "gone", _("Not sent: the view was deleted")
        NOT_SHARED = "not_shared", _("Not sent: the view is not shared with them")
        NOT_ALLOWED = "not_allowed", _("Not sent: they may not take these rows away")
        OWNER = "owner", _("Not sent: its owner may no longer send to others")
        UNSUBSCRIBED = "unsubscribed", _("Not sent: they unsubscribed")
        BROKEN = "broken", _("Not sent: the view can no longer be read")

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    schedule = models.ForeignKey(ReportSchedule, models.PROTECT, related_name="+")
    occurs_on = models.DateField()
    user_id = models.BigIntegerField()
    outcome = models.CharField(max_length=14, choices=Outcome, default=Outcome.SENT)
    decided_at = models.DateTimeField()
    event_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "occurs_on", "user_id"], name="reportsending_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.occurs_on}"
