"""Databases: one instance of an engine."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SYSTEMS
from assetry.domain.assets.kinds.kind import Kind

CODE = "database"


class AssetDatabase(FacetRow):
    """The facet of a database instance; where it runs is a relation."""

    class AvailabilityRole(models.TextChoices):
        """What it is to others with the same data."""

        STANDALONE = "standalone", _("Stands alone")
        PRIMARY = "primary", _("Primary")
        STANDBY = "standby", _("Standby")
        REPLICA = "replica", _("Read replica")
        MEMBER = "member", _("Member of a cluster")

    asset = facet_key(CODE)
    engine = models.CharField(_("Engine"), max_length=60, blank=True)
    edition = models.CharField(_("Edition"), max_length=60, blank=True)
    engine_version = models.CharField(_("Engine version"), max_length=60, blank=True)
    instance_name = models.CharField(_("Instance"), max_length=120, blank=True)
    availability_role = models.CharField(
        _("Availability role"), max_length=20, choices=AvailabilityRole, blank=True
    )
    options_in_use = models.CharField(_("Options in use"), max_length=300, blank=True)
    engine_support_ends_on = models.DateField(_("Engine support to"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetdatabase_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetDatabase,
    CODE,
    engine={"default_column": True},
    options_in_use={"help": _("Options and packs that its license is asked for")},
    engine_support_ends_on={"rank": 3, "default_column": True, "group": "money"},
)

KIND = Kind(
    code=CODE,
    position=24,
    group=SYSTEMS,
    table=AssetDatabase,
    fields=FIELDS,
    plural=_("Databases"),
    create=_("Database"),
    panel=_("Database"),
    about=_("Databases are the instances that systems keep their data in."),
    icon="database",
    columns=(
        ("owner_person", None),
        ("engine", 2),
        ("engine_version", 3),
        ("availability_role", 3),
        ("engine_support_ends_on", None),
    ),
    runs_out={"engine_support_ends_on": ("life-buoy", _("Engine support"))},
    runs=("engine", "engine_version"),
)
