"""Subscriptions: software as a service. Seats are entitlement lines of a later issue, never a column here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Classification
from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SOFTWARE
from assetry.domain.assets.kinds.kind import Kind

CODE = "subscription"


class AssetSubscription(FacetRow):
    """The facet of a subscription."""

    class BillingPeriod(models.TextChoices):
        """How often it is billed."""

        MONTH = "month", _("Monthly")
        QUARTER = "quarter", _("Quarterly")
        YEAR = "year", _("Yearly")

    class SingleSignOn(models.TextChoices):
        """Whether people sign in with the organization's account."""

        NO = "no", _("No")
        OPTIONAL = "optional", _("Optional")
        REQUIRED = "required", _("Required")

    class ProcessingAgreement(models.TextChoices):
        """Whether the provider signed that it processes personal data on behalf (GDPR, article 28)."""

        MISSING = "missing", _("Missing")
        SIGNED = "signed", _("Signed")
        NOT_NEEDED = "not_needed", _("Not needed")

    asset = facet_key(CODE)
    plan = models.CharField(_("Plan"), max_length=120, blank=True)
    billing_period = models.CharField(_("Billing period"), max_length=20, choices=BillingPeriod, blank=True)
    single_sign_on = models.CharField(_("Single sign-on"), max_length=20, choices=SingleSignOn, blank=True)
    data_class = models.CharField(_("Data class"), max_length=20, choices=Classification, blank=True)
    processing_agreement = models.CharField(
        _("Processing agreement"), max_length=20, choices=ProcessingAgreement, blank=True
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetsubscription_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetSubscription, CODE, plan={"default_column": True}, billing_period={"default_column": True}
)

KIND = Kind(
    code=CODE,
    position=20,
    group=SOFTWARE,
    table=AssetSubscription,
    fields=FIELDS,
    plural=_("Subscriptions"),
    create=_("Subscription"),
    panel=_("Subscription"),
    about=_("Subscriptions are software and services that you pay for by the month or year."),
    icon="app-window",
    columns=(
        ("owner_person", None),
        ("plan", 3),
        ("billing_period", 3),
        ("ends_on", None),
        ("cost_amount", 2),
        ("purchased_on", 4),
    ),
)
