"""How confidential an asset is for what it stores, and that somebody answers for less until a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Asset, Classification
from assetry.domain.organization.models import Company
from assetry.platform.audit.tables import Technical, Trailed


class ClassOverride(models.Model):
    """A lower class than what is stored asks for: for a reason, and until a day."""

    trail = Trailed(subject="asset_id", subject_table="assets_asset")

    asset = models.OneToOneField(Asset, models.PROTECT, related_name="class_override", db_constraint=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    classification = models.CharField(_("Class"), max_length=20, choices=Classification)
    reason = models.TextField(_("Reason"), max_length=2000)
    expires_on = models.DateField(_("Until"))

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="classoverride_has_reason")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.classification} {self.expires_on}"


class StoredClass(models.Model):
    """The highest class of what an asset stores, or of its override while that holds: a mirror (`classes.py`)."""

    trail = Technical()

    asset = models.OneToOneField(
        Asset, models.CASCADE, primary_key=True, related_name="stored_class", db_constraint=False
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    classification = models.CharField(max_length=20, choices=Classification)

    def __str__(self) -> str:
        return f"{self.asset_id} {self.classification}"
