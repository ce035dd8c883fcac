"""Bills of cloud providers: what was read in, what each resource costs a day, and the sum of 30 days at its asset."""

from django.db import models

from assetry.domain.assets.models import Asset
from assetry.domain.costs.querysets import BillQuerySet, ChargeQuerySet
from assetry.domain.organization.models import Company
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed


class CloudBill(models.Model):
    """One file that was read in: of which provider's account, from which day to which, how many charges changed."""

    trail = Trailed()

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, db_collation="C")
    first_day = models.DateField()
    last_day = models.DateField()
    charges = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    objects = BillQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name or self.public_id


class CloudCharge(models.Model):
    """What one resource costs on one day, in one currency: the sum of its charges.

    A copy of what providers say, replaced by what they say later: the trail has the bill, not each row (ADR 0081).
    `provider_key` and `resource_key` are what assets are matched by; without a resource (taxes, support) it is empty.
    """

    trail = Technical()

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    provider = models.CharField(max_length=120)
    provider_key = models.CharField(max_length=120, db_collation="C")
    billing_account = models.CharField(max_length=200, db_collation="C")
    account = models.CharField(max_length=200, db_collation="C")
    resource_id = models.CharField(max_length=500, blank=True, db_collation="C")
    resource_key = models.CharField(max_length=500, blank=True, db_collation="C")
    name = models.CharField(max_length=300, blank=True)
    resource_type = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=120, blank=True)
    service = models.CharField(max_length=200, blank=True)
    tags = models.CharField(max_length=2000, blank=True)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    cost = models.DecimalField(max_digits=24, decimal_places=10)
    billed = models.DecimalField(max_digits=24, decimal_places=10)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("company", "resource_key", "day", "provider_key", "billing_account", "account"),
                    *("service", "currency"),
                ],
                name="cloudcharge_unique",
            )
        ]
        indexes = [
            models.Index(
                fields=["company", "provider_key", "billing_account", "day"], name="cloudcharge_by_bill"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.day}"


class AssetCloudCost(models.Model):
    """What a cloud resource cost in the 30 days up to the last billed one; kept by triggers and each bill."""

    trail = Technical()

    asset = models.OneToOneField(
        Asset, models.CASCADE, primary_key=True, related_name="cloud_cost", db_constraint=False
    )
    amount = models.DecimalField(max_digits=24, decimal_places=4)  # of many charges, each as large as can be
    currency = models.CharField(max_length=3)
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.asset_id} {self.amount} {self.currency}"
