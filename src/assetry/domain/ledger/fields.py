"""The ledger's fields, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.fields import ARCHIVED, COMPANY, NAME, NOTE
from assetry.kernel.fields import Field, FieldType

COST_CENTER_FIELDS = (
    Field(
        name="code",
        unique=True,
        label=_("Code"),
        type=FieldType.CODE,
        edited_by="edit",
        required=True,
        max_length=40,
        default_column=True,
    ),
    NAME,
    COMPANY,
    Field(
        name="owner",
        label=_("Owner"),
        type=FieldType.REFERENCE,
        reference="person",
        edited_by="edit",
        default_column=True,
        help=_("Who answers for what is booked there."),
    ),
    NOTE,
    ARCHIVED,
)
