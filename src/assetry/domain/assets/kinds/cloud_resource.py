"""Cloud resources: what a provider runs and charges for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SYSTEMS
from assetry.domain.assets.kinds.kind import Kind
from assetry.kernel.fields import Field, FieldType

CODE = "cloud_resource"


class AssetCloudResource(FacetRow):
    """The facet of a cloud resource; what it costs a day comes with bills (FOCUS), not here."""

    asset = facet_key(CODE)
    provider = models.CharField(_("Provider"), max_length=60, blank=True)
    account = models.CharField(_("Account"), max_length=120, blank=True)
    region = models.CharField(_("Region"), max_length=60, blank=True)
    resource_type = models.CharField(_("Resource type"), max_length=120, blank=True)
    resource_id = models.CharField(_("Resource ID"), max_length=300, blank=True)
    resource_tags = models.CharField(_("Resource tags"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(facet=CODE), name="assetcloudresource_facet")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = (
    *described(
        AssetCloudResource,
        CODE,
        provider={"default_column": True},
        account={"help": _("Account, subscription or project, as the provider calls it")},
        resource_id={"help": _("The provider's own name for it, such as an ARN")},
        resource_tags={"help": _("As the provider writes them: team=web, stage=production")},
    ),
    Field(
        name="cost_of_30_days",
        label=_("Cost of 30 days"),
        type=FieldType.MONEY,
        path="cloud_cost__amount",  # a mirror that bills keep
        currency_path="cloud_cost__currency",
        help=_("Up to the last billed day"),
    ),
)

KIND = Kind(
    code=CODE,
    position=26,
    group=SYSTEMS,
    table=AssetCloudResource,
    fields=FIELDS,
    plural=_("Cloud resources"),
    create=_("Cloud resource"),
    panel=_("Cloud resource"),
    about=_("Cloud resources are what a provider runs for you: machines, buckets, queues, clusters."),
    icon="cloud",
    columns=(
        ("owner_person", None),
        ("provider", 2),
        ("resource_type", 3),
        ("account", 3),
        ("region", 3),
        ("cost_of_30_days", 2),
    ),
)
