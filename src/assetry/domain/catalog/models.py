"""Kinds, categories, manufacturers and asset models."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.catalog.querysets import SharedQuerySet
from assetry.domain.catalog.release_models import Release, ReleasedProduct
from assetry.domain.organization.models import TECHNICAL_COLUMNS, Named
from assetry.platform.audit.tables import Trailed, Wall
from assetry.platform.custom_fields.columns import WithCustomFields

__all__ = [
    "NO_FACET",
    "AssetKind",
    "AssetModel",
    "AssetModelPicture",
    "Category",
    "Manufacturer",
    "Release",
    "ReleasedProduct",
]

# The facet of kinds that have no typed one-to-one row: custom fields are enough for them.
NO_FACET = "none"


class AssetKind(Named):
    """What an asset is. Flags say which rules apply; facet which typed row it has."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(_("Code"), max_length=40, unique=True)
    name_plural = models.CharField(_("Plural"), max_length=200)
    icon = models.CharField(_("Icon"), max_length=40, default="box")
    facet = models.CharField(max_length=20, default=NO_FACET)
    is_built_in = models.BooleanField(default=False)
    is_custodied = models.BooleanField(_("Is handed to holders"), default=True)
    is_located = models.BooleanField(_("Has a location"), default=True)
    is_serialized = models.BooleanField(_("Has a serial number"), default=True)
    is_licensable = models.BooleanField(_("Can be licensed"), default=False)
    is_depreciating = models.BooleanField(_("Depreciates"), default=True)
    is_data_bearing = models.BooleanField(_("Bears data"), default=False)
    position = models.PositiveSmallIntegerField(default=100)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "facet"], name="assetkind_facet_key")]


class Category(WithCustomFields, Named):
    """A group of models of one kind: laptop, monitor, software subscription."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    kind = models.ForeignKey(AssetKind, models.PROTECT, related_name="categories", verbose_name=_("Kind"))
    icon = models.CharField(_("Icon"), max_length=40, blank=True)
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("kind", Lower("name"), name="category_name_unique"),
            models.UniqueConstraint(fields=["id", "kind"], name="category_kind_key"),
        ]


class Manufacturer(WithCustomFields, Named):
    """Who makes it."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    website = models.URLField(_("Website"), max_length=300, blank=True)
    support_url = models.URLField(_("Support page"), max_length=300, blank=True)
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="manufacturer_name_unique")]


class AssetModel(WithCustomFields, Named):
    """A product of a manufacturer, told apart by (manufacturer, name, number)."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    manufacturer = models.ForeignKey(
        Manufacturer, models.PROTECT, related_name="models", verbose_name=_("Manufacturer")
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="models", verbose_name=_("Category"))
    number = models.CharField(_("Model number"), max_length=120, blank=True)
    useful_life_months = models.PositiveSmallIntegerField(_("Useful life in months"), null=True, blank=True)
    end_of_sale_on = models.DateField(_("End of sale"), null=True, blank=True)
    end_of_support_on = models.DateField(_("End of support"), null=True, blank=True)
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("manufacturer", Lower("name"), Lower("number"), name="assetmodel_unique"),
            models.UniqueConstraint(fields=["id", "manufacturer"], name="assetmodel_manufacturer_key"),
            models.CheckConstraint(
                condition=Q(end_of_support_on__isnull=True)
                | Q(end_of_sale_on__isnull=True)
                | Q(end_of_support_on__gte=F("end_of_sale_on")),
                name="assetmodel_support_after_sale",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssetModelPicture(models.Model):
    """The picture of a model: re-encoded by us, served inert. Kept in the database, so a backup has it."""

    trail = Trailed(
        wall=Wall.SHARED, subject="model_id", subject_table="catalog_assetmodel", mirrors=("content",)
    )

    model = models.OneToOneField(AssetModel, models.PROTECT, primary_key=True, related_name="picture")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.sha256
