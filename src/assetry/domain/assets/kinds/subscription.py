"""Subscriptions: software as a service. Seats are entitlement lines of a later issue, never a column here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Classification
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.catalog.models import Facet
from assetry.kernel.fields import Choice, Field, FieldType


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

    asset = facet_key("subscription")
    plan = models.CharField(_("Plan"), max_length=120, blank=True)
    billing_period = models.CharField(_("Billing period"), max_length=20, choices=BillingPeriod, blank=True)
    single_sign_on = models.CharField(_("Single sign-on"), max_length=20, choices=SingleSignOn, blank=True)
    data_class = models.CharField(_("Data class"), max_length=20, choices=Classification, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(facet=Facet.SUBSCRIPTION), name="assetsubscription_facet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset_id}"


_EDIT = "edit_asset"

FIELDS = (
    Field(
        name="plan",
        label=_("Plan"),
        type=FieldType.TEXT,
        path="subscription__plan",
        edited_by=_EDIT,
        max_length=120,
        default_column=True,
        group="subscription",
    ),
    Field(
        name="billing_period",
        label=_("Billing period"),
        type=FieldType.CHOICE,
        path="subscription__billing_period",
        edited_by=_EDIT,
        choices=tuple(Choice(value, label) for value, label in AssetSubscription.BillingPeriod.choices),
        group="subscription",
        default_column=True,
    ),
    Field(
        name="single_sign_on",
        label=_("Single sign-on"),
        type=FieldType.CHOICE,
        path="subscription__single_sign_on",
        edited_by=_EDIT,
        choices=tuple(Choice(value, label) for value, label in AssetSubscription.SingleSignOn.choices),
        group="subscription",
    ),
    Field(
        name="data_class",
        label=_("Data class"),
        type=FieldType.CHOICE,
        path="subscription__data_class",
        edited_by=_EDIT,
        choices=tuple(Choice(value, label) for value, label in Classification.choices),
        group="subscription",
    ),
)
