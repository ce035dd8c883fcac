"""Periods: who had it and where, and which status it had. Half-open ranges that may not overlap."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.status_models import Status
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.platform.audit.tables import Trailed


def _one_holder() -> Q:
    """At most one of the four holders is set."""
    names = ("holder_person", "holder_department", "holder_asset", "holder_supplier")
    only = Q()
    for kept in (None, *names):
        only |= Q(**{f"{name}__isnull": True for name in names if name != kept})
    return only


class Custody(models.Model):
    """A holder (at most one; none: unassigned) and a location, for a period."""

    trail = Trailed(subject="asset_id", subject_table="assets_asset")

    class Condition(models.TextChoices):
        """The state it was handed over in."""

        GOOD = "good", _("Good")
        WORN = "worn", _("Worn")
        DAMAGED = "damaged", _("Damaged")

    asset = models.ForeignKey(
        Asset, models.PROTECT, related_name="custodies", db_index=False, db_constraint=False
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    holder_person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="custodies", db_index=False, db_constraint=False
    )
    holder_department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="custodies", db_index=False, db_constraint=False
    )
    holder_asset = models.ForeignKey(
        Asset,
        models.PROTECT,
        null=True,
        related_name="contained_custodies",
        db_index=False,
        db_constraint=False,
    )
    holder_supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="+", db_index=False)
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, related_name="custodies", db_index=False, db_constraint=False
    )
    period = DateTimeRangeField()
    expected_return_on = models.DateField(_("Expected back"), null=True, blank=True)
    condition = models.CharField(_("Condition"), max_length=20, choices=Condition, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=2000)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="custody_no_overlap",
                expressions=[("asset", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(
                fields=["asset"], name="custody_one_open", condition=Q(period__upper_inf=True)
            ),
            models.CheckConstraint(condition=_one_holder(), name="custody_one_holder"),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="custody_period_has_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder_person"], name="custody_by_person", condition=Q(holder_person__isnull=False)
            ),
            models.Index(
                fields=["holder_department"],
                name="custody_by_department",
                condition=Q(holder_department__isnull=False),
            ),
            models.Index(
                fields=["holder_asset"], name="custody_by_asset", condition=Q(holder_asset__isnull=False)
            ),
            models.Index(
                fields=["location"], name="custody_by_location", condition=Q(location__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.period}"


class StatusPeriod(models.Model):
    """The status of an asset, for a period. One is open; overlap is checked by `doctor`, not by an exclusion."""

    trail = Trailed(subject="asset_id", subject_table="assets_asset")

    asset = models.ForeignKey(
        Asset, models.PROTECT, related_name="status_periods", db_index=False, db_constraint=False
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    status = models.ForeignKey(Status, models.PROTECT, related_name="+", db_index=False)
    period = DateTimeRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], name="statusperiod_one_open", condition=Q(period__upper_inf=True)
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="statusperiod_has_start"
            ),
        ]
        indexes = [models.Index(fields=["asset"], name="statusperiod_by_asset")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.status_id} {self.period}"
