"""The asset: one row whatever its kind, and the identifiers that a scan or an agent can name it by."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.querysets import AssetQuerySet
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.tag_index import TagKey
from assetry.domain.catalog.models import NO_FACET, AssetKind, AssetModel, Category, Manufacturer
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.kernel.periods import add_months
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed
from assetry.platform.database.rows import Row


class Criticality(models.TextChoices):
    """How much depends on it."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Classification(models.TextChoices):
    """How confidential what it holds is."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    RESTRICTED = "restricted", _("Restricted")


class Ownership(models.TextChoices):
    """Whose it is."""

    OWNED = "owned", _("Owned")
    LEASED = "leased", _("Leased")
    SUBSCRIBED = "subscribed", _("Subscribed")
    PERSONAL = "personal", _("Personal")
    CUSTOMER = "customer", _("Customer's")
    OPEN_SOURCE = "open_source", _("Open source")


class Asset(Row):
    """An IT asset. `holder_*`, `location` and `state` mirror the open custody and status periods.

    Twelve indexes at most: sortable are tag, name and purchased_on (docs/adr). Keys that name rows of a company
    carry the company's id too (composite foreign keys, made in the migration), so no row points into another one.
    """

    trail = Trailed(
        mirrors=(
            "name_sort",
            "serial_key",
            "status_id",
            "state",
            "version",
            "holder_person_id",
            "holder_department_id",
            "holder_asset_id",
            "holder_supplier_id",
            "location_id",
            "container_root_id",
            "expected_return_on",
        )
    )

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    kind = models.ForeignKey(AssetKind, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    facet = models.CharField(max_length=20, default=NO_FACET)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    name_sort = models.CharField(max_length=300, editable=False, db_collation="C")
    asset_tag = models.CharField(_("Tag"), max_length=60, null=True, blank=True, db_collation="C")
    serial_number = models.CharField(_("Serial number"), max_length=120, null=True, blank=True)
    serial_key = models.CharField(max_length=120, null=True, editable=False, db_collation="C")
    model = models.ForeignKey(
        AssetModel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    manufacturer = models.ForeignKey(
        Manufacturer, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.ForeignKey(Status, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    state = models.CharField(max_length=20, choices=State, editable=False)
    owner_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    owner_department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
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
    criticality = models.CharField(
        _("Criticality"), max_length=20, choices=Criticality, default=Criticality.NORMAL
    )
    classification = models.CharField(_("Classification"), max_length=20, choices=Classification, blank=True)
    ownership = models.CharField(_("Ownership"), max_length=20, choices=Ownership, default=Ownership.OWNED)
    purchased_on = models.DateField(_("Bought on"), null=True, blank=True)
    in_service_on = models.DateField(_("In service since"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    replace_on = models.DateField(_("Planned replacement"), null=True, blank=True)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    order_number = models.CharField(_("Order number"), max_length=80, blank=True)
    cost_amount = models.DecimalField(_("Cost"), max_digits=16, decimal_places=4, null=True, blank=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=5000)
    custom = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    holder_person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    holder_department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    holder_asset = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    holder_supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="+", db_index=False)
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    expected_return_on = models.DateField(_("Expected back"), null=True, editable=False)
    container_root = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("company", TagKey("asset_tag"), name="asset_tag_unique"),
            models.UniqueConstraint(
                fields=["company", "manufacturer", "serial_key"],
                name="asset_serial_unique",
                condition=Q(serial_key__isnull=False) & ~Q(state=State.DISPOSED),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(fields=["id", "company"], name="asset_company_key"),
            models.UniqueConstraint(fields=["id", "facet"], name="asset_facet_key"),
            models.CheckConstraint(
                condition=Q(model__isnull=True) | Q(manufacturer__isnull=False),
                name="asset_model_has_manufacturer",
            ),
            models.CheckConstraint(
                condition=Q(owner_person__isnull=True) | Q(owner_department__isnull=True),
                name="asset_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(cost_amount__isnull=True) | Q(cost_currency__regex="^[A-Z]{3}$"),
                name="asset_cost_has_currency",
            ),
            models.CheckConstraint(condition=~Q(holder_asset=F("id")), name="asset_not_in_itself"),
            models.CheckConstraint(condition=~Q(asset_tag=""), name="asset_tag_not_empty"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="asset_state_known"),
        ]
        indexes = [
            models.Index(fields=["asset_tag", "id"], name="asset_by_tag"),
            models.Index(fields=["company", "name_sort", "id"], name="asset_by_company_name"),
            models.Index(fields=["name_sort", "id"], name="asset_by_name"),
            models.Index(fields=["company", "purchased_on", "id"], name="asset_by_company_purchase"),
            models.Index(fields=["purchased_on", "id"], name="asset_by_purchase"),
            models.Index(
                fields=["owner_person"], name="asset_by_owner", condition=Q(owner_person__isnull=False)
            ),
            # For the checks of their foreign keys when an asset is deleted (ADR 0079).
            models.Index(
                fields=["holder_asset"], name="asset_by_holder_asset", condition=Q(holder_asset__isnull=False)
            ),
            models.Index(
                fields=["container_root"],
                name="asset_by_container",
                condition=Q(container_root__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.asset_tag or self.name or self.public_id

    @property
    def title(self) -> str:
        """What it is called; without a name of its own by its model's, else by its category's."""
        return self.name or (self.model.name if self.model else "") or self.category.name

    @property
    def replacement_day(self) -> date | None:
        """The planned day of its replacement, else the one on which the useful life of its model is over."""
        since, months = self.in_service_on or self.purchased_on, self.model and self.model.useful_life_months
        return self.replace_on or (add_months(since, months) if since and months else None)


class AssetIdentifier(models.Model):
    """What a scan or an agent can name an asset by: IMEI, MAC, UUID, an old tag."""

    trail = Trailed(subject="asset_id", subject_table="assets_asset", mirrors=("value_key",))

    class Scheme(models.TextChoices):
        """Known schemes."""

        IMEI = "imei", "IMEI"
        MAC = "mac", "MAC"
        UUID = "uuid", "UUID"
        OLD_TAG = "old_tag", _("Old tag")
        DOMAIN = "domain", _("Domain")
        OTHER = "other", _("Other")

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="identifiers", db_constraint=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    scheme = models.CharField(max_length=20, choices=Scheme)
    value = models.CharField(max_length=200)
    value_key = models.CharField(max_length=200, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "scheme", "value_key"], name="assetidentifier_unique")
        ]
        indexes = [models.Index(fields=["value_key"], name="assetidentifier_by_value")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"
