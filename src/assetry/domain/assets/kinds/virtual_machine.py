"""Virtual machines of the organization's own hosts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SYSTEMS
from assetry.domain.assets.kinds.kind import Kind

CODE = "virtual_machine"


class AssetVirtualMachine(FacetRow):
    """The facet of a virtual machine; its host is a relation."""

    asset = facet_key(CODE)
    host_name = models.CharField(_("Host name"), max_length=120, blank=True)
    platform = models.CharField(_("Platform"), max_length=60, blank=True)
    operating_system = models.CharField(_("Operating system"), max_length=120, blank=True)
    virtual_processors = models.PositiveSmallIntegerField(_("Virtual processors"), null=True, blank=True)
    virtual_memory_gb = models.DecimalField(
        _("Virtual memory in GB"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    virtual_disk_gb = models.DecimalField(
        _("Virtual disk in GB"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    machine_id = models.CharField(_("Machine ID"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(facet=CODE), name="assetvirtualmachine_facet")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetVirtualMachine,
    CODE,
    platform={"help": _("What it runs under, such as vSphere or Hyper-V")},
    operating_system={"default_column": True},
)

KIND = Kind(
    code=CODE,
    position=25,
    group=SYSTEMS,
    table=AssetVirtualMachine,
    fields=FIELDS,
    plural=_("Virtual machines"),
    create=_("Virtual machine"),
    panel=_("Virtual machine"),
    about=_("Virtual machines run on hosts of your own; those of a provider are cloud resources."),
    icon="cpu",
    columns=(
        ("owner_person", None),
        ("host_name", 3),
        ("operating_system", 2),
        ("virtual_processors", 3),
        ("virtual_memory_gb", 3),
    ),
    runs=("operating_system", ""),
)
