"""The fields of coverage, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.states import State
from assetry.domain.contracts.coverage_models import Role
from assetry.domain.contracts.fields import choices_of
from assetry.domain.organization.fields import COMPANY
from assetry.kernel.fields import Field, FieldType

CONTRACT = Field(
    name="contract",
    label=_("Contract"),
    type=FieldType.REFERENCE,
    reference="contract",
    required=True,
    default_column=True,
    edited_by="edit",
)
ASSET = Field(
    name="asset",
    label=_("Asset"),
    type=FieldType.REFERENCE,
    reference="asset",
    required=True,
    default_column=True,
    edited_by="edit",
)
ROLE = Field(
    name="role",
    label=_("Role"),
    type=FieldType.CHOICE,
    choices=choices_of(Role),
    required=True,
    edited_by="edit",
    default_column=True,
)
STARTS_ON = Field(
    name="starts_on",
    label=_("From"),
    type=FieldType.DATE,
    sort="starts_on",
    edited_by="edit",
    help=_("Empty: from the contract's first day"),
)
ENDS_ON = Field(
    name="ends_on",
    label=_("To"),
    type=FieldType.DATE,
    edited_by="edit",
    help=_("The last day. Empty: to the contract's end"),
)
SHARE = Field(
    name="share_percent",
    label=_("Share of the cost"),
    type=FieldType.NUMBER,
    edited_by="edit",
    largest=100,
    help=_("In percent. Empty: an equal part of what the others leave"),
)
COVERAGE_FIELDS: tuple[Field, ...] = (
    ASSET,
    CONTRACT,
    ROLE,
    STARTS_ON,
    ENDS_ON,
    SHARE,
    Field(name="contract_ends_on", label=_("Contract's end"), type=FieldType.DATE, path="contract__ends_on"),
    Field(
        name="contract_ended_on",
        label=_("Contract ended on"),
        type=FieldType.DATE,
        path="contract__terminated_on",
    ),
    Field(
        name="asset_state",
        label=_("Asset's state"),
        type=FieldType.CHOICE,
        choices=choices_of(State),
        path="asset__state",
    ),
    COMPANY,
)
EDITED = {field.name: field for field in COVERAGE_FIELDS if field.edited_by}
