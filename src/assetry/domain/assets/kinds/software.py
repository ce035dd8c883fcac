"""Software: an application in use, whoever made it, and whatever it thinks with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Classification
from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SOFTWARE
from assetry.domain.assets.kinds.kind import Kind

CODE = "software"


class AssetSoftware(FacetRow):
    """The facet of software (risk classes after Regulation (EU) 2024/1689, 2024-06-13)."""

    class Origin(models.TextChoices):
        """Where it comes from."""

        BOUGHT = "bought", _("Bought")
        OPEN_SOURCE = "open_source", _("Open source")
        IN_HOUSE = "in_house", _("Made in-house")

    class ArtificialIntelligence(models.TextChoices):
        """What of artificial intelligence it is, if it is any."""

        TOOL = "tool", _("AI tool")
        MODEL = "model", _("AI model")
        AGENT = "agent", _("AI agent")

    class RiskClass(models.TextChoices):
        """What the law asks of artificial intelligence used this way."""

        MINIMAL = "minimal", _("Minimal risk")
        LIMITED = "limited", _("Limited risk")
        HIGH = "high", _("High risk")
        PROHIBITED = "prohibited", _("Prohibited")

    class Distribution(models.TextChoices):
        """Whom it is given to: what its license asks depends on that."""

        INTERNAL = "internal", _("Used inside")
        SERVICE = "service", _("Offered as a service")
        SHIPPED = "shipped", _("Handed to others")

    asset = facet_key(CODE)
    product = models.CharField(_("Product"), max_length=120, blank=True)
    publisher = models.CharField(_("Publisher"), max_length=120, blank=True)
    release = models.CharField(_("Release in use"), max_length=60, blank=True)
    latest_release = models.CharField(_("Latest release"), max_length=60, blank=True)
    origin = models.CharField(_("Origin"), max_length=20, choices=Origin, blank=True)
    function_class = models.CharField(_("Function"), max_length=120, blank=True)
    distribution = models.CharField(_("Distribution"), max_length=20, choices=Distribution, blank=True)
    artificial_intelligence = models.CharField(
        _("Artificial intelligence"), max_length=20, choices=ArtificialIntelligence, blank=True
    )
    risk_class = models.CharField(_("AI risk class"), max_length=20, choices=RiskClass, blank=True)
    allowed_data_class = models.CharField(
        _("Allowed data class"), max_length=20, choices=Classification, blank=True
    )
    support_ends_on = models.DateField(_("Support to"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetsoftware_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetSoftware,
    CODE,
    publisher={"default_column": True},
    release={"default_column": True},
    function_class={"help": _("What it is for, in one word of yours: several of one function overlap")},
    allowed_data_class={"help": _("The most confidential data that may go into it")},
    support_ends_on={"rank": 3, "default_column": True, "group": "money"},
)

KIND = Kind(
    code=CODE,
    position=15,
    group=SOFTWARE,
    table=AssetSoftware,
    fields=FIELDS,
    plural=_("Software"),
    create=_("Software"),
    panel=_("Software"),
    about=_("Software is every application in use: bought, open source, made in-house, or an AI tool."),
    icon="layout-grid",
    columns=(
        ("owner_person", None),
        ("publisher", 3),
        ("release", 2),
        ("origin", 3),
        ("support_ends_on", None),
    ),
    runs_out={"support_ends_on": ("life-buoy", _("Support"))},
    runs=("product", "release"),
)
