"""What was bought: lines that are only ever added."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.models import Contract
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import TECHNICAL_COLUMNS, CompanyOwned, Supplier
from assetry.domain.software.license_models import License, SoftwareProduct
from assetry.domain.software.querysets import LicenseQuerySet
from assetry.platform.audit.tables import Trailed


class LineKind(models.TextChoices):
    """Why a line was added."""

    PURCHASE = "purchase", _("Purchase")
    RENEWAL = "renewal", _("Renewal")
    UPGRADE = "upgrade", _("Upgrade")
    CORRECTION = "correction", _("Correction")
    UPGRADED = "upgraded", _("Used up by an upgrade")


# Columns of a line that never change: a trigger refuses it. What was wrong is taken back by a further line.
FACTS: Final = (
    "license_id", "product_id", "subscription_id", "company_id", "kind", "quantity", "starts_on", "ends_on",
    "unit_amount", "unit_currency", "purchased_on", "predecessor_id",
)  # fmt: skip
_TAKES = (LineKind.CORRECTION, LineKind.UPGRADED)


class Entitlement(CompanyOwned):
    """One line of a license: seats bought, renewed, upgraded, or (negative) taken back.

    Without `starts_on` it counts from the first day, without `ends_on` for ever; `ends_on` is its last day. The price
    is of one seat, for the whole term. A renewal, an upgrade or what takes back names the line it is of.
    """

    trail = Trailed(
        subject="license_id",
        subject_table="software_license",
        mirrors=TECHNICAL_COLUMNS,
        secret=("license_key",),
    )

    license = models.ForeignKey(
        License, models.PROTECT, related_name="lines", db_constraint=False, verbose_name=_("License")
    )
    product = models.ForeignKey(SoftwareProduct, models.PROTECT, null=True, blank=True, related_name="+")
    subscription = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(_("Kind of line"), max_length=20, choices=LineKind, default=LineKind.PURCHASE)
    quantity = models.BigIntegerField(_("Quantity"))
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    unit_amount = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    unit_currency = models.CharField(max_length=3, blank=True)
    purchased_on = models.DateField(_("Bought on"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", db_constraint=False
    )
    order_number = models.CharField(_("Order number"), max_length=80, blank=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, blank=True, related_name="+")
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="entitlements", db_constraint=False
    )
    cost_center = models.ForeignKey(
        CostCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    license_key = models.CharField(_("License key"), max_length=2000, blank=True)

    objects = LicenseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("license purchases")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind__in=_TAKES) & Q(quantity__lt=0))
                | (~Q(kind__in=_TAKES) & Q(quantity__gt=0)),
                name="entitlement_quantity_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=True) ^ Q(subscription__isnull=True),
                name="entitlement_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind=LineKind.PURCHASE) | Q(predecessor__isnull=False),
                name="entitlement_follows_one",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="entitlement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(unit_amount__isnull=True) | Q(unit_currency__regex="^[A-Z]{3}$"),
                name="entitlement_price_has_currency",
            ),
            models.UniqueConstraint(fields=["id", "company"], name="entitlement_company_key"),
        ]
        indexes = [
            models.Index(fields=["company", "name_sort", "id"], name="entitlement_by_name"),
            models.Index(fields=["ends_on", "id"], name="entitlement_by_end"),
        ]
