"""Price steps: what a contract costs from a day on, until the next step or the end of its term."""

from django.db import models

from assetry.domain.contracts.contract_models import Contract
from assetry.domain.organization.models import Company
from assetry.platform.audit.tables import Trailed


class PriceStep(models.Model):
    """From `starts_on` its `months` months cost `amount`, in the contract's currency; without an end, a year.

    The first step begins with the contract; all together are its value.
    """

    trail = Trailed(subject="contract_id", subject_table="contracts_contract")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="steps", db_constraint=False)
    starts_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "starts_on"], name="pricestep_unique"),
            models.CheckConstraint(condition=models.Q(months__gte=1), name="pricestep_has_months"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.amount}"
