"""Who has seats of a license, from when to when."""

from typing import Final

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Company, Department, Person
from assetry.domain.software.license_models import License
from assetry.domain.software.querysets import LicenseQuerySet
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed
from assetry.platform.database.rows import Row

HOLDERS: Final = ("person", "department", "asset")


def _one_holder() -> Q:
    """Exactly one of the holders is set."""
    exactly = Q()
    for holder in HOLDERS:
        exactly |= Q(**{f"{name}__isnull": name != holder for name in HOLDERS})
    return exactly


def _one_open(holder: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["license", holder], name=f"allocation_one_open_{holder}", condition=Q(period__upper_inf=True)
    )


class Allocation(Row):
    """A quantity of a license with one holder, for a period. A changed quantity is a further period."""

    trail = Trailed(
        subject="license_id",
        subject_table="software_license",
        mirrors=("version",),
    )

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    license = models.ForeignKey(License, models.PROTECT, related_name="allocations", db_constraint=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="allocations", db_constraint=False
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="allocations", db_constraint=False
    )
    asset = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="allocations", db_constraint=False
    )
    quantity = models.PositiveBigIntegerField(_("Quantity"), default=1)
    period = DateTimeRangeField()
    note = models.TextField(_("Note"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)
    starts_at = models.GeneratedField(
        expression=Func("period", function="lower"), output_field=models.DateTimeField(), db_persist=True
    )
    ends_at = models.GeneratedField(
        expression=Func("period", function="upper"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    is_open = models.GeneratedField(
        expression=Func("period", function="upper_inf"), output_field=models.BooleanField(), db_persist=True
    )

    objects = LicenseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("license allocations")
        constraints = [
            *(_one_open(holder) for holder in HOLDERS),
            models.CheckConstraint(condition=_one_holder(), name="allocation_one_holder"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="allocation_of_some"),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="allocation_has_start"
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="allocation_by_start")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.license}"

    @property
    def holder(self) -> Person | Department | Asset:
        """Who or what has it."""
        found = self.person or self.department or self.asset
        assert found is not None  # noqa: S101 (a constraint says so)
        return found
