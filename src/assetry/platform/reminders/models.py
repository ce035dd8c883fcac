"""Policies, and what was sent under them. An occurrence is one object and one day on which a date of it falls."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed, Wall
from assetry.platform.reminders.rules import Hours


class ReminderPolicy(models.Model):
    """Whom to remind, how long before a date of things under a filter, and when of the day.

    It reads as its owner does. `leads` are days before (negative: after), `roles` codes of `people.roles_of`,
    `user_ids` accounts, `addresses` outside ones ("": one that was taken out). Leads whose day was before `starts_on`
    never go out.
    """

    trail = Trailed(
        wall=Wall.ACCOUNT,
        account_column="owner_user_id",
        mirrors=("version", "public_id"),
        secret=("addresses",),
    )

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    owner_user_id = models.BigIntegerField()
    name = models.CharField(_("Name"), max_length=80)
    entity = models.CharField(max_length=40, db_collation="C")
    field = models.CharField(max_length=80, db_collation="C")
    filter_text = models.TextField(_("Filter"), blank=True, max_length=4000)
    leads = ArrayField(models.SmallIntegerField())
    repeat_every = models.PositiveSmallIntegerField(_("Repeat after"), null=True)
    repeat_times = models.PositiveSmallIntegerField(default=0)
    roles = ArrayField(models.CharField(max_length=80), default=list)
    user_ids = ArrayField(models.BigIntegerField(), default=list)
    addresses = models.JSONField(default=list)
    by_mail = models.BooleanField(_("By mail"), default=True)
    is_optional = models.BooleanField(_("Recipients may unsubscribe"), default=False)
    is_digest = models.BooleanField(_("One mail for all"), default=True)
    start_hour = models.PositiveSmallIntegerField(default=8)
    end_hour = models.PositiveSmallIntegerField(default=18)
    working_days = models.BooleanField(_("On working days only"), default=True)
    zone = models.CharField(max_length=64, default="UTC")
    escalate_after = models.PositiveSmallIntegerField(null=True)
    escalate_to_id = models.BigIntegerField(null=True)
    webhook_id = models.BigIntegerField(null=True)
    starts_on = models.DateField()
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(start_hour__lt=F("end_hour"), end_hour__lte=24), name="reminderpolicy_hours"
            ),
            models.CheckConstraint(
                condition=Q(escalate_after=None, escalate_to_id=None)
                | Q(escalate_after__isnull=False, escalate_to_id__isnull=False),
                name="reminderpolicy_escalation_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Hours:
        """When recipients hear of something."""
        return Hours(start=self.start_hour, end=self.end_hour, working_days=self.working_days)


class Reminder(models.Model):
    """One reminder that went out: once per policy, occurrence, lead and recipient, whoever sweeps and how often.

    `recipient` is "user:<key>", "person:<key>", "team:<key>" or "mail:<place in the policy's addresses>"; no address is
    kept.
    Its mail is the one of `event_id` and `mail_id`; `opened_at` is when its link was opened, `acted_at` when somebody
    said that it is done or asked to be reminded later.
    """

    trail = Technical()

    class Outcome(models.TextChoices):
        """What became of it, beside its mail."""

        SENT = "sent", _("Sent")
        HIDDEN = "hidden", _("Not sent: the recipient may not see it")
        CANCELED = "canceled", _("Canceled: the date moved")

    public_id = models.CharField(max_length=12, unique=True, editable=False, db_collation="C")
    policy = models.ForeignKey(ReminderPolicy, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    occurs_on = models.DateField()
    lead = models.SmallIntegerField()
    recipient = models.CharField(max_length=40, db_collation="C")
    is_escalated = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.SENT)
    event_id = models.BigIntegerField(null=True)
    mail_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    acted_at = models.DateTimeField(null=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "object_id", "occurs_on", "lead", "recipient"], name="reminder_once"
            ),
        ]
        indexes = [
            models.Index(fields=["mail_id"], condition=Q(mail_id__isnull=False), name="reminder_of_mail")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.occurs_on} {self.lead}"
