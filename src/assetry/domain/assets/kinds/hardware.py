"""Hardware: what one can touch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.kind import Kind
from assetry.kernel.fields import FieldType

CODE = "hardware"


class AssetHardware(FacetRow):
    """The facet of hardware."""

    class Condition(models.TextChoices):
        """How it looks and works."""

        NEW = "new", _("New")
        GOOD = "good", _("Good")
        WORN = "worn", _("Worn")
        DAMAGED = "damaged", _("Damaged")
        BROKEN = "broken", _("Broken")

    asset = facet_key(CODE)
    condition = models.CharField(_("Condition"), max_length=20, choices=Condition, blank=True)
    processor = models.CharField(_("Processor"), max_length=120, blank=True)
    memory_gb = models.DecimalField(_("Memory in GB"), max_digits=10, decimal_places=2, null=True, blank=True)
    storage_gb = models.DecimalField(
        _("Storage in GB"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    hardware_uuid = models.UUIDField(_("Hardware UUID"), null=True, blank=True)
    warranty_ends_on = models.DateField(_("Warranty to"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assethardware_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetHardware,
    CODE,
    hardware_uuid={"type": FieldType.CODE, "unique": True, "nullable": True, "format": "uuid"},
    warranty_ends_on={"rank": 3, "default_column": True, "group": "money"},
)

KIND = Kind(
    code=CODE,
    position=10,
    table=AssetHardware,
    fields=FIELDS,
    plural=_("Hardware"),
    create=_("Hardware"),
    panel=_("Device"),
    about=_("Hardware is everything you can put a label on: laptops, phones, servers, printers."),
    icon="laptop",
    columns=(
        ("holder", None),
        ("location", None),
        ("warranty_ends_on", None),
        ("cost_amount", 2),
        ("purchased_on", 4),
        ("serial_number", 4),
    ),
    runs_out={"warranty_ends_on": ("shield-check", _("Warranty"))},
)
