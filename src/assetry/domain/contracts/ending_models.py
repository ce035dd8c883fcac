"""Everything that ends, in one table: a row per object and way of ending, kept by triggers."""

from django.db import models

from assetry.domain.contracts.ending_querysets import EndingQuerySet
from assetry.domain.organization.models import Company, Person, Supplier
from assetry.platform.audit.tables import Technical


class Ending(models.Model):
    """One end: of which object (`entity`, `object_id`; its `public_id` opens it), how (`what`), when.

    `decide_by` is the day by which to decide (None: nothing to decide), `cost_amount` what the next term costs.
    Shared objects have no company. `decision` was about an end on `decided_for`: once it moves, it is open again.
    """

    trail = Technical()

    what = models.CharField(max_length=30, db_collation="C")
    entity = models.CharField(max_length=30, db_collation="C")
    object_id = models.BigIntegerField()
    public_id = models.CharField(max_length=12, db_collation="C")
    company = models.ForeignKey(
        Company, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    ends_on = models.DateField()
    decide_by = models.DateField(null=True)
    cost_amount = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    cost_currency = models.CharField(max_length=3, blank=True, default="")
    owner = models.ForeignKey(
        Person, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    supplier = models.ForeignKey(
        Supplier, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )

    decision = models.CharField(max_length=20, blank=True, default="", db_default="")
    decided_for = models.DateField(null=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_id", "what"], name="ending_unique")]
        indexes = [
            models.Index(fields=["decide_by", "id"], name="ending_by_decision"),
            models.Index(fields=["ends_on", "id"], name="ending_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.public_id}: {self.ends_on}"
