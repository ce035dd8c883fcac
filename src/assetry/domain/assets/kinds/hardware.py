"""Hardware: what one can touch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.catalog.models import Facet
from assetry.kernel.fields import Choice, Field, FieldType


class AssetHardware(FacetRow):
    """The facet of hardware."""

    class Condition(models.TextChoices):
        """How it looks and works."""

        NEW = "new", _("New")
        GOOD = "good", _("Good")
        WORN = "worn", _("Worn")
        DAMAGED = "damaged", _("Damaged")
        BROKEN = "broken", _("Broken")

    asset = facet_key("hardware")
    condition = models.CharField(_("Condition"), max_length=20, choices=Condition, blank=True)
    hardware_uuid = models.UUIDField(_("Hardware UUID"), null=True, blank=True)
    processor = models.CharField(_("Processor"), max_length=120, blank=True)
    memory_gb = models.DecimalField(_("Memory in GB"), max_digits=10, decimal_places=2, null=True, blank=True)
    storage_gb = models.DecimalField(
        _("Storage in GB"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    warranty_ends_on = models.DateField(_("Warranty to"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(facet=Facet.HARDWARE), name="assethardware_facet")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id}"


_EDIT = "edit_asset"

FIELDS = (
    Field(
        name="condition",
        label=_("Condition"),
        type=FieldType.CHOICE,
        path="hardware__condition",
        edited_by=_EDIT,
        choices=tuple(Choice(value, label) for value, label in AssetHardware.Condition.choices),
        group="hardware",
    ),
    Field(
        name="processor",
        label=_("Processor"),
        type=FieldType.TEXT,
        path="hardware__processor",
        edited_by=_EDIT,
        max_length=120,
        group="hardware",
    ),
    Field(
        name="memory_gb",
        label=_("Memory in GB"),
        type=FieldType.NUMBER,
        path="hardware__memory_gb",
        edited_by=_EDIT,
        largest=99_999_999,
        decimals=2,
        group="hardware",
    ),
    Field(
        name="storage_gb",
        label=_("Storage in GB"),
        type=FieldType.NUMBER,
        path="hardware__storage_gb",
        edited_by=_EDIT,
        decimals=2,
        group="hardware",
    ),
    Field(
        name="hardware_uuid",
        label=_("Hardware UUID"),
        type=FieldType.CODE,
        path="hardware__hardware_uuid",
        edited_by=_EDIT,
        nullable=True,
        format="uuid",
        group="hardware",
    ),
    Field(
        name="warranty_ends_on",
        label=_("Warranty to"),
        type=FieldType.DATE,
        path="hardware__warranty_ends_on",
        edited_by=_EDIT,
        rank=3,
        default_column=True,
        group="money",
    ),
)
