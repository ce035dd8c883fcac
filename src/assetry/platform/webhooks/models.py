"""An address outside, and the messages for it: rows of the transaction that they tell about, as mails are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed, Wall


class Shape(models.TextChoices):
    """How a message is written."""

    STANDARD = "standard", _("Standard Webhooks (JSON)")
    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"


class Webhook(models.Model):
    """One address of one account. `secret` signs what goes there; it is encrypted, and shown when it is made.

    Until `former_until` the secret before it signs too, so that a receiver may change to the new one in its own time.
    """

    trail = Trailed(
        wall=Wall.ACCOUNT,
        account_column="owner_user_id",
        secret=("secret", "former_secret", "url"),
        mirrors=("public_id", "version"),
    )

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    owner_user_id = models.BigIntegerField()
    name = models.CharField(_("Name"), max_length=80)
    url = models.CharField(_("Address"), max_length=2000)
    shape = models.CharField(_("Format"), max_length=10, choices=Shape, default=Shape.STANDARD)
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message for one address. Its public id is what the receiver knows it by, however often it is sent."""

    trail = Technical()

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waits")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    tried_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
