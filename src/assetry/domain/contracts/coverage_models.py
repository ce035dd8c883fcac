"""What a contract covers."""

from datetime import date
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.contract_models import Contract
from assetry.domain.contracts.coverage_querysets import CoverageQuerySet
from assetry.domain.organization.models import Company
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed
from assetry.platform.database.rows import Row

FOREVER: Final = date(9999, 12, 31)


class Role(models.TextChoices):
    """What a contract does for an asset."""

    WARRANTY = "warranty", _("Warranty")
    SUPPORT = "support", _("Support")
    MAINTENANCE = "maintenance", _("Maintenance")
    LEASE = "lease", _("Lease")
    INSURANCE = "insurance", _("Insurance")
    LICENSE = "license", _("License")


# Somebody repairs or replaces it.
COVERING = (Role.WARRANTY, Role.SUPPORT, Role.MAINTENANCE)


class Coverage(Row):
    """One contract, one asset, one role: from a day on, to the contract's end unless it says an earlier last day.

    `share_percent` is its part of the contract's value; without one it has an equal part of what the others leave.
    """

    trail = Trailed(subject="contract_id", subject_table="contracts_contract", mirrors=("version",))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="coverages", db_index=False, db_constraint=False
    )
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="coverages", db_constraint=False)
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"), null=True, blank=True)
    share_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "asset", "role"], name="coverage_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="coverage_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True) | Q(share_percent__gte=0, share_percent__lte=100),
                name="coverage_share_is_part",
            ),
        ]

        indexes = [models.Index(fields=["starts_on", "id"], name="coverage_by_start")]

    def __str__(self) -> str:
        return f"{self.asset} · {self.contract}"

    @property
    def last_day(self) -> date | None:
        """The last day that it covers; None while neither it nor its contract has an end."""
        days = (self.ends_on, self.contract.ends_on, self.contract.terminated_on)
        return min((day for day in days if day is not None), default=None)
