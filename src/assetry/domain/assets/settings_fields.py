"""The fields of statuses, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.states import State
from assetry.domain.catalog.fields import flag
from assetry.domain.organization.fields import ARCHIVED, COMPANY, NAME, NOTE
from assetry.kernel.fields import Choice, Field, FieldType

STATUS_FIELDS = (
    NAME,
    Field(
        name="state",
        label=_("State"),
        type=FieldType.CHOICE,
        edited_by="edit",
        required=True,
        choices=tuple(Choice(value, label) for value, label in State.choices),
    ),
    Field(
        name="hue",
        label=_("Hue"),
        type=FieldType.NUMBER,
        edited_by="edit",
        largest=359,
        decimals=0,
        help=_("0 to 350, in steps of 10"),
    ),
    Field(name="icon", label=_("Icon"), type=FieldType.CODE, edited_by="edit", max_length=40),
    flag("is_assignable", _("Can be handed out")),
    flag("is_counted", _("Counts as owned")),
    flag("is_depreciating", _("Depreciates")),
    flag("is_frozen", _("Frozen")),
    Field(
        name="position",
        label=_("Position"),
        type=FieldType.NUMBER,
        edited_by="edit",
        largest=30_000,
        decimals=0,
    ),
    NOTE,
    ARCHIVED,
)

TAG_SCHEME_FIELDS = (
    COMPANY,
    Field(
        name="category",
        label=_("Category"),
        type=FieldType.REFERENCE,
        reference="category",
        edited_by="edit",
        default_column=True,
        help=_("Without one, the tags of every category that has no scheme of its own"),
    ),
    Field(
        name="prefix",
        label=_("Prefix"),
        type=FieldType.CODE,
        edited_by="edit",
        max_length=20,
        default_column=True,
    ),
    Field(
        name="digits",
        label=_("Digits"),
        type=FieldType.NUMBER,
        edited_by="edit",
        required=True,
        largest=12,
        decimals=0,
        default_column=True,
    ),
)
