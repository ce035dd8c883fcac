"""Products, and the pool of each company's licenses of one."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import Manufacturer
from assetry.domain.organization.models import TECHNICAL_COLUMNS, CompanyOwned, Named, Person
from assetry.domain.software.querysets import LicenseQuerySet, ProductQuerySet
from assetry.platform.audit.tables import Trailed, Wall
from assetry.platform.custom_fields.columns import WithCustomFields


class SoftwareProduct(WithCustomFields, Named):
    """What licenses are bought of: a product of a publisher. Shared by all companies."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    publisher = models.ForeignKey(
        Manufacturer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Publisher")
    )
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("software products")
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "publisher", name="softwareproduct_name_unique", nulls_distinct=False
            )
        ]


class Metric(models.TextChoices):
    """What a license counts. Others than plain counting are computed by license positions, not here."""

    USER = "user", _("Users")
    DEVICE = "device", _("Devices")
    CORE = "core", _("Cores")
    INSTANCE = "instance", _("Instances")
    OTHER = "other", _("Something else")


_FREE = Greatest(F("bought") - F("assigned"), 0)
_SHORT = Greatest(F("assigned") - F("bought"), 0)


class License(CompanyOwned):
    """A company's pool of seats of one product or subscription: what its lines add up to, and what is given.

    `bought` counts the lines in force on the day `counted_on`, `assigned` the open allocations; triggers keep both.
    bought + short = assigned + free. No change makes more assigned than bought; only a term that runs out does.
    """

    trail = Trailed(mirrors=(*TECHNICAL_COLUMNS, "bought", "assigned", "counted_on"))

    product = models.ForeignKey(
        SoftwareProduct, models.PROTECT, null=True, blank=True, related_name="licenses"
    )
    subscription = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="licenses", db_constraint=False
    )
    metric = models.CharField(_("Counts"), max_length=20, choices=Metric, default=Metric.USER)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    is_archived = models.BooleanField(_("Archived"), default=False)
    bought = models.BigIntegerField(default=0, editable=False)
    assigned = models.BigIntegerField(default=0, editable=False)
    counted_on = models.DateField(editable=False)
    free = models.GeneratedField(expression=_FREE, output_field=models.BigIntegerField(), db_persist=True)
    short = models.GeneratedField(expression=_SHORT, output_field=models.BigIntegerField(), db_persist=True)

    objects = LicenseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("licenses")
        constraints = [
            models.UniqueConstraint(fields=["company", "product"], name="license_product_unique"),
            models.UniqueConstraint(fields=["company", "subscription"], name="license_subscription_unique"),
            models.UniqueConstraint(fields=["id", "company"], name="license_company_key"),
            models.CheckConstraint(
                condition=Q(product__isnull=True) ^ Q(subscription__isnull=True), name="license_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(bought__gte=0, assigned__gte=0), name="license_counts_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["company", "name_sort", "id"], name="license_by_name")]
