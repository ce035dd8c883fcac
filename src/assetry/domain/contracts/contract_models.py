"""Contracts."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.catalog.models import Manufacturer
from assetry.domain.contracts.querysets import ContractQuerySet
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import TECHNICAL_COLUMNS, CompanyOwned, Person, Supplier
from assetry.platform.audit.tables import Trailed


class ContractType(models.TextChoices):
    """What a contract is about."""

    PURCHASE = "purchase", _("Purchase")
    LEASE = "lease", _("Lease")
    WARRANTY = "warranty", _("Warranty")
    SUPPORT = "support", _("Support")
    MAINTENANCE = "maintenance", _("Maintenance")
    SUBSCRIPTION = "subscription", _("Subscription")
    LICENSE = "license", _("License maintenance")
    INSURANCE = "insurance", _("Insurance")
    SERVICE = "service", _("Service")


class Billing(models.TextChoices):
    """How the value of a term is paid."""

    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", _("Every six months")
    YEARLY = "yearly", _("Yearly")


class NoticeUnit(models.TextChoices):
    """What a notice period is counted in."""

    DAYS = "days", _("Days")
    WEEKS = "weeks", _("Weeks")
    MONTHS = "months", _("Months")


class Indexation(models.TextChoices):
    """How the price changes from term to term."""

    NONE = "none", _("None")
    PERCENT = "percent", _("By percent")
    INDEX = "index", _("By an index")


class EndReason(models.TextChoices):
    """Why a contract was ended."""

    EXPIRED = "expired", _("Ran out")
    CANCELED = "canceled", _("Canceled by us")
    CANCELED_BY_SUPPLIER = "canceled_by_supplier", _("Canceled by the supplier")
    REPLACED = "replaced", _("Replaced by another")
    BREACH = "breach", _("Breach of its terms")
    INSOLVENCY = "insolvency", _("Insolvency")
    OTHER = "other", _("Other")


class Contract(CompanyOwned):
    """An agreement of one company with a supplier, for one term. A renewed one is a chain by `predecessor`.

    `ends_on` is the last day of the term (None: until notice is given), `value_amount` what the whole term costs;
    without an end, what twelve months cost. `notice_on` is calculated: the last day on which we can give notice.
    """

    trail = Trailed(mirrors=(*TECHNICAL_COLUMNS, "is_renewed", "notice_on", "decide_by"))

    type = models.CharField(_("Type"), max_length=20, choices=ContractType)
    number = models.CharField(_("Number"), max_length=80, blank=True)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Supplier")
    )
    manufacturer = models.ForeignKey(
        Manufacturer, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    contacts = models.TextField(_("Contacts"), blank=True, max_length=2000)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
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
    value_amount = models.DecimalField(_("Value"), max_digits=16, decimal_places=4, null=True, blank=True)
    value_currency = models.CharField(max_length=3, blank=True)
    billing = models.CharField(_("Billing"), max_length=20, choices=Billing, default=Billing.ONCE)
    starts_on = models.DateField(_("Starts on"))
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    notice_count = models.PositiveSmallIntegerField(_("Notice period"), null=True, blank=True)
    notice_unit = models.CharField(max_length=10, choices=NoticeUnit, default=NoticeUnit.MONTHS)
    supplier_notice_count = models.PositiveSmallIntegerField(null=True, blank=True)
    supplier_notice_unit = models.CharField(max_length=10, choices=NoticeUnit, default=NoticeUnit.MONTHS)
    auto_renews = models.BooleanField(_("Renews itself"), default=False)
    renewal_months = models.PositiveSmallIntegerField(_("Renews for"), null=True, blank=True)
    indexation = models.CharField(max_length=10, choices=Indexation, default=Indexation.NONE)
    index_name = models.CharField(max_length=100, blank=True)
    index_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    governing_law = models.CharField(max_length=100, blank=True)
    terminated_on = models.DateField(_("Ended on"), null=True, blank=True)
    end_reason = models.CharField(max_length=30, choices=EndReason, blank=True)
    end_note = models.TextField(blank=True, max_length=2000)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", db_constraint=False
    )
    is_renewed = models.BooleanField(default=False, editable=False)
    notice_on = models.DateField(null=True, editable=False)
    decide_by = models.DateField(null=True, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "company",
                "supplier",
                Lower("number"),
                name="contract_number_unique",
                condition=~Q(number="") & Q(is_renewed=False),  # the terms of a chain share it
            ),
            models.UniqueConstraint(fields=["id", "company"], name="contract_company_key"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(value_amount__isnull=True) | Q(value_currency__regex="^[A-Z]{3}$"),
                name="contract_value_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(auto_renews=False) | Q(ends_on__isnull=False, renewal_months__gte=1),
                name="contract_renewal_has_term",
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="contract_not_own_predecessor"),
        ]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="contract_by_name"),
            models.Index(fields=["company", "name_sort", "id"], name="contract_by_company_name"),
            models.Index(fields=["ends_on", "id"], name="contract_by_end"),
            models.Index(fields=["decide_by", "id"], name="contract_by_decision"),
        ]
