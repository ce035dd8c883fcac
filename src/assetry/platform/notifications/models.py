"""The outbox: a mail is a row of the transaction that it tells about, so it is neither lost nor sent for nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.platform.audit.tables import Technical


class OutgoingMail(models.Model):
    """One mail to one person about one audit event. The address is not kept: it is looked up when it is sent."""

    trail = Technical()

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Mail waits to be sent")
        SENT = "sent", _("Mail sent")
        NO_ADDRESS = "no_address", _("No mail: no e-mail address")
        FAILED = "failed", _("Mail could not be delivered")
        BOUNCED = "bounced", _("Mail came back: the address takes none")
        UNSUBSCRIBED = "unsubscribed", _("No mail: they unsubscribed")

    kind = models.CharField(max_length=40)
    event_id = models.BigIntegerField()
    recipient_id = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "kind", "recipient_id"], name="outgoingmail_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["waiting", "sent", "no_address", "failed", "bounced", "unsubscribed"]
                ),
                name="outgoingmail_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Unsubscription(models.Model):
    """That a recipient wants no mail of a topic: a reminder policy, a report.

    `recipient` is what the topic's own record calls them.
    """

    trail = Technical()

    kind = models.CharField(max_length=40, db_collation="C")
    topic_id = models.BigIntegerField()
    recipient = models.CharField(max_length=40, db_collation="C")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "topic_id", "recipient"], name="unsubscription_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.topic_id} {self.recipient}"
