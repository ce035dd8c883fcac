"""Internet domains."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SYSTEMS
from assetry.domain.assets.kinds.kind import Kind

CODE = "domain"


class AssetDomain(FacetRow):
    """The facet of an internet domain; the asset's name is the domain."""

    asset = facet_key(CODE)
    registrar = models.CharField(_("Registrar"), max_length=120, blank=True)
    registered_on = models.DateField(_("Registered on"), null=True, blank=True)
    expires_on = models.DateField(_("Registered to"), null=True, blank=True)
    renews_itself = models.BooleanField(_("Renews itself"), default=False)
    name_servers = models.CharField(_("Name servers"), max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetdomain_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetDomain,
    CODE,
    registrar={"default_column": True},
    expires_on={"rank": 1, "default_column": True},
    renews_itself={"default_column": True},
)

KIND = Kind(
    code=CODE,
    position=28,
    group=SYSTEMS,
    table=AssetDomain,
    fields=FIELDS,
    plural=_("Domains"),
    create=_("Domain"),
    panel=_("Domain"),
    about=_("Domains are the internet names that the organization has registered."),
    icon="globe",
    columns=(
        ("owner_person", None),
        ("registrar", 3),
        ("renews_itself", 3),
        ("expires_on", None),
    ),
    runs_out={"expires_on": ("globe", _("Registration"))},
)
