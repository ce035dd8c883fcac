"""Information assets: records and data sets that somebody answers for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.kind import Kind

CODE = "information"


class AssetInformation(FacetRow):
    """The facet of information (legal bases after Article 6(1) of Regulation (EU) 2016/679, 2016-04-27)."""

    class LegalBasis(models.TextChoices):
        """Why it may be processed, where it holds personal data."""

        CONSENT = "consent", _("Consent")
        CONTRACT = "contract", _("Contract")
        LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
        VITAL_INTERESTS = "vital_interests", _("Vital interests")
        PUBLIC_TASK = "public_task", _("Public task")
        LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests")

    asset = facet_key(CODE)
    holds_personal_data = models.BooleanField(_("Holds personal data"), default=False)
    legal_basis = models.CharField(_("Legal basis"), max_length=30, choices=LegalBasis, blank=True)
    purpose = models.CharField(_("Purpose"), max_length=300, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("Retention in months"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetinformation_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetInformation,
    CODE,
    holds_personal_data={"default_column": True},
    retention_months={"largest": 1200, "default_column": True},
)

KIND = Kind(
    code=CODE,
    position=30,
    table=AssetInformation,
    fields=FIELDS,
    plural=_("Information"),
    create=_("Information asset"),
    panel=_("Information"),
    about=_("Information assets are records and data sets that somebody answers for."),
    icon="file-lock",
    columns=(
        ("owner_person", None),
        ("classification", 2),
        ("holds_personal_data", 2),
        ("retention_months", 3),
    ),
)
