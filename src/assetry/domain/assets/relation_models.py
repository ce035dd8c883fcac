"""What assets are to each other: typed, directed, for a period."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.relation_querysets import RelationQuerySet
from assetry.domain.assets.relation_types import RELATION_TYPES
from assetry.domain.organization.models import Company
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed
from assetry.platform.database.rows import Row

TYPES = [(code, one.label) for code, one in RELATION_TYPES.items()]


def _bound(function: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Func(F("period"), function=function), output_field=models.DateTimeField(), db_persist=True
    )


class AssetRelation(Row):
    """`source` *type* `target`: one open row at most of each. It is written in the companies of both ends."""

    class Origin(models.TextChoices):
        """Who says so."""

        MANUAL = "manual", _("By hand")
        IMPORT = "import", _("Import")
        DISCOVERY = "discovery", _("Discovery")

    trail = Trailed(
        subject="source_id",
        subject_table="assets_asset",
        mirrors=("version",),
        further_company="target_company_id",
    )

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    target_company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Asset, models.PROTECT, related_name="relations", db_constraint=False)
    type = models.CharField(_("Relation"), max_length=20, choices=TYPES)
    target = models.ForeignKey(Asset, models.PROTECT, related_name="inverse_relations", db_constraint=False)
    period = DateTimeRangeField()
    starts_at = _bound("lower")
    ends_at = _bound("upper")
    origin = models.CharField(_("Origin"), max_length=20, choices=Origin, default=Origin.MANUAL)
    note = models.TextField(_("Note"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "type", "target"],
                name="assetrelation_one_open",
                condition=Q(period__upper_inf=True),
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="assetrelation_not_to_itself"),
            models.CheckConstraint(
                condition=Q(type__in=list(RELATION_TYPES)), name="assetrelation_type_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="assetrelation_has_start"
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="assetrelation_by_start")]

    def __str__(self) -> str:
        return f"{self.source} › {RELATION_TYPES[self.type].label} › {self.target}"
