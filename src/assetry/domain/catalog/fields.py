"""The catalog's fields, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.fields import ARCHIVED, NAME, NOTE
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import Text

_ICON = Field(
    name="icon", label=_("Icon"), type=FieldType.CODE, edited_by="edit", max_length=40, filterable=False
)


def flag(name: str, label: Text) -> Field:
    """A yes or no that says which rules apply, in the group of these."""
    return Field(name=name, label=label, type=FieldType.YES_NO, edited_by="edit", group="flags")


KIND_FIELDS = (
    NAME,
    Field(name="code", label=_("Code"), type=FieldType.CODE, max_length=40),
    Field(
        name="name_plural",
        label=_("Plural"),
        type=FieldType.TEXT,
        edited_by="edit",
        required=True,
        max_length=200,
    ),
    _ICON,
    flag("is_custodied", _("Is handed to holders")),
    flag("is_located", _("Has a location")),
    flag("is_serialized", _("Has a serial number")),
    flag("is_licensable", _("Can be licensed")),
    flag("is_depreciating", _("Depreciates")),
    flag("is_data_bearing", _("Bears data")),
    NOTE,
)

CATEGORY_FIELDS = (
    NAME,
    Field(
        name="kind",
        label=_("Kind"),
        type=FieldType.REFERENCE,
        reference="kind",
        required=True,
        edited_by="edit",
        default_column=True,
    ),
    _ICON,
    NOTE,
    ARCHIVED,
)

MANUFACTURER_FIELDS = (
    NAME,
    Field(
        name="website",
        label=_("Website"),
        type=FieldType.TEXT,
        edited_by="edit",
        format="url",
        max_length=300,
        default_column=True,
    ),
    Field(
        name="support_url",
        label=_("Support page"),
        type=FieldType.TEXT,
        edited_by="edit",
        format="url",
        max_length=300,
    ),
    NOTE,
    ARCHIVED,
)

MODEL_FIELDS = (
    NAME,
    Field(
        name="number",
        label=_("Model number"),
        type=FieldType.CODE,
        edited_by="edit",
        max_length=120,
        default_column=True,
    ),
    Field(
        name="manufacturer",
        label=_("Manufacturer"),
        type=FieldType.REFERENCE,
        reference="manufacturer",
        required=True,
        edited_by="edit",
        default_column=True,
    ),
    Field(
        name="category",
        label=_("Category"),
        type=FieldType.REFERENCE,
        reference="category",
        required=True,
        edited_by="edit",
        default_column=True,
    ),
    Field(
        name="useful_life_months",
        label=_("Useful life in months"),
        type=FieldType.NUMBER,
        edited_by="edit",
        largest=1200,
        decimals=0,
        default_column=True,
    ),
    Field(name="end_of_sale_on", label=_("End of sale"), type=FieldType.DATE, edited_by="edit"),
    Field(
        name="end_of_support_on",
        label=_("End of support"),
        type=FieldType.DATE,
        edited_by="edit",
        default_column=True,
    ),
    NOTE,
    ARCHIVED,
)
