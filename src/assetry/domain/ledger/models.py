"""Cost centers."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.ledger.querysets import CostCenterQuerySet
from assetry.domain.organization.models import TECHNICAL_COLUMNS, CompanyOwned, Person
from assetry.platform.audit.tables import Trailed


class CostCenter(CompanyOwned):
    """Where a cost is booked: a code of one company's chart."""

    trail = Trailed(mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("Code"), max_length=40)
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("Owner"),
    )
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = CostCenterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("company", Lower("code"), name="costcenter_code_unique"),
            models.UniqueConstraint(fields=["id", "company"], name="costcenter_company_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
