"""What was decided about what ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.decision_querysets import RenewalDecisionQuerySet
from assetry.domain.organization.models import Company, Person
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed


class DecisionChoice(models.TextChoices):
    """What can be decided. All but `RENEGOTIATE` settle it."""

    RENEW = "renew", _("Renew")
    REDUCE = "reduce", _("Renew less of it")
    RENEGOTIATE = "renegotiate", _("Renegotiate")
    CANCEL = "cancel", _("Cancel")
    LAPSE = "lapse", _("Let it lapse")


GOES_ON = (DecisionChoice.RENEW, DecisionChoice.REDUCE)
STOPS = (DecisionChoice.CANCEL, DecisionChoice.LAPSE)
SETTLES = (*GOES_ON, *STOPS)


class RenewalDecision(models.Model):
    """One decision about one end of one object, with the reason for it and what the next term will cost.

    `task_id` is the item in the inbox of whoever sees to it.
    """

    trail = Trailed(subject="object_id", subject_table_column="object_table")

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=30, db_collation="C")
    entity = models.CharField(max_length=30, db_collation="C")
    object_table = models.CharField(max_length=63, db_collation="C")
    object_id = models.BigIntegerField()
    ends_on = models.DateField()
    choice = models.CharField(_("Decision"), max_length=20, choices=DecisionChoice)
    reason = models.TextField(_("Reason"), max_length=2000)
    quantity = models.PositiveIntegerField(null=True)
    planned_amount = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    planned_currency = models.CharField(max_length=3, blank=True, default="")
    decided_on = models.DateField()
    task_id = models.BigIntegerField(null=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    objects = RenewalDecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_id", "what", "ends_on"], name="decision_by_object"),
            models.Index(fields=["ends_on", "id"], name="decision_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()} ({self.ends_on})"
